"""Tests of the page of the bank."""
