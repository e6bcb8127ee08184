"""Where the sound comes from: files, microphones, loopbacks, and the ring buffer that keeps it."""
