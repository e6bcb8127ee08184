"""From sound to words: voice activity, endpointing, recognisers, stable prefixes."""
