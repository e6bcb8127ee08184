"""What a call looked like afterwards."""
