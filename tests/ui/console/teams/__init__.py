"""Tests of ui.console.teams."""
