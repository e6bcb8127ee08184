"""Events and commands on a websocket: one versioned table."""
