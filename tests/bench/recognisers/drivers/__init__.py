"""One program an engine: it hears the call by the clock and tells what it reads, a line of JSON each."""
