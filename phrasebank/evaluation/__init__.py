"""How well feelings, needs and agent acts are read, on rows that no weight has seen: ``phrasebank evaluate``."""
