"""The page of teams: how each is served, and the rules that all of them share."""
