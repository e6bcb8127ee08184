"""Calls from telephone platforms: the websocket server that takes their streams, and the calls made of them."""
