"""Our recogniser beside others, on the same model and the same call, in real time."""
