"""The effectiveness page."""
