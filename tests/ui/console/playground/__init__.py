"""Tests of the playground page."""
