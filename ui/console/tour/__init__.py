"""The tour of the pages."""
