"""The engine: hears a call, understands it, chooses words; no Qt, no screen."""
