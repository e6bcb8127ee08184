"""The store: everything that supervisors change, in one SQLite file."""
