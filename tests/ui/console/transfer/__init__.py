"""Tests of ui.console.transfer."""
