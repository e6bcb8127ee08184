"""Tests of what the console asks of models and calls."""
