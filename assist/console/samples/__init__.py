"""Sample data: calls, outcomes and a bank to try the console on. Everything in it is named a sample."""
