"""`python -m tests.models.training speak | train | convert | heads | measure ...`."""

import sys
from importlib import import_module

_STEPS = {"speak": "voices", "train": "train", "convert": "convert", "heads": "heads", "measure": "measure"}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in _STEPS:
        sys.exit(f"{__doc__ or ''}\nEach step tells its options with --help.")
    import_module(f"tests.models.training.{_STEPS[sys.argv[1]]}").main(sys.argv[2:])
