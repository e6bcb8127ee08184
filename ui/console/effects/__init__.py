"""The page that shows what cards did: said or not, how customers felt afterwards, repetition, experiments."""
