"""The practice window: choose a customer, talk to them beside the live overlay, look back."""
