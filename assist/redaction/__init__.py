"""Personal data out of what was said, before it is journaled, sent or logged."""
