"""What the supervisor's console asks of models and recorded calls, in processes of their own."""
