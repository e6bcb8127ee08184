"""The phrase bank: what an agent could say, for which feeling and which need."""
