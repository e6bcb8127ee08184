"""Tests of ui.console.releases."""
