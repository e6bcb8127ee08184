"""Pictures of everything that the agent sees: ``python -m tests.gallery [--out FOLDER]``."""
