"""The bank out to a table or file, and changes in a file back into it."""
