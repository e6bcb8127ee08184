"""One synthetic Ctrl+V, by operating system. Nothing else is ever typed: synthetic characters come out wrong."""
