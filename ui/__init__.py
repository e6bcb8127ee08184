"""The desktop: the overlay and, without a display, the terminal view."""
