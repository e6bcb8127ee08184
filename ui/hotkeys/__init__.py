"""Global hot keys: keys that work while another program has the focus, and that this program does not see."""
