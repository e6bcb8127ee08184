"""Charts, their tables and what they save."""
