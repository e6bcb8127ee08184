"""What telephone platforms stream over a websocket, as events: pure, no socket and no clock."""
