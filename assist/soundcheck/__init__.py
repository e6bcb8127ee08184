"""The sound check before the first call: which devices there are, what they hear, and what is made of it."""
