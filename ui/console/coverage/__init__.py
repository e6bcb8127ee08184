"""The page that shows for which moments the bank has words, how often those come up, and where words are missing."""
