"""Which words to show, when, and when to stay silent."""
