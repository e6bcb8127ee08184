"""The bundled sample call: its script with the truth, its rendering and its audio."""
