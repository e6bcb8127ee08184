"""The supervisor's console: one package a page."""
