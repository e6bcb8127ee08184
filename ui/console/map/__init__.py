"""The empathy map: what customers of some calls said, felt, needed and did, on one page."""
