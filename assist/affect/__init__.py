"""How the customer feels, what they still need, and what the agent has done about it."""
