"""What cards did: how often they were said, how customers felt afterwards, and how often agents saw the same words."""
