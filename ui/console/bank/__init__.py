"""The page of the bank: find phrases, write them, and move them on their way to agents."""
