"""The page of releases: publish, roll back, and who did what, when and why."""
