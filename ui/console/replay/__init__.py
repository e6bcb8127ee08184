"""The replay page: past calls with the next release beside the published one."""
