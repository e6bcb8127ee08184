"""Tests of the role play."""
