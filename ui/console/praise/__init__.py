"""Recognition: moments of good empathy in calls that agents shared."""
