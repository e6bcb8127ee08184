"""Makes `tests/models/whisper_micro`: sentences, synthesised speech, training, conversion, measurement."""
