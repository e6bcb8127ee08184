"""What each event of a call, and each happening at the desk, does to the overlay's state."""
