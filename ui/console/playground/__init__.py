"""The playground: words are tried on the bank, readings and choices corrected."""
