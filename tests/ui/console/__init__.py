"""Tests of the console's windows and pages."""
