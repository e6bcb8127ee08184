"""The overlay: a pure state, a window that draws it, small widgets."""
