"""After the call: its summary, and the view over the day's calls."""
