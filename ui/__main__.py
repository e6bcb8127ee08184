"""``python -m ui --url ws://127.0.0.1:PORT [--terminal] [--position X,Y]``; the token is in ``ATTUNE_TOKEN``."""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import sys
from collections.abc import Sequence

from assist.errors import AttuneError

TOKEN_VARIABLE = "ATTUNE_TOKEN"

_BEFORE_QT = ("websockets.asyncio.client", "assist.wire.codec", "platformdirs", "ui.overlay.reducer", "ui.wording")
"""PySide6 reads the source text of each module that is imported after it, and keeps it: 8 MB for these."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Start the overlay, or the terminal view; returns the exit status."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    token = os.environ.get(TOKEN_VARIABLE, "")
    if not token:
        sys.stderr.write(f"{TOKEN_VARIABLE} is not set: start the overlay with 'assist run' or 'assist demo'.\n")
        return 2
    if options.terminal:
        from ui.terminal import run as run_terminal  # noqa: PLC0415 (no Qt where there is no display)

        return run_terminal(options.url, token)
    for name in _BEFORE_QT:
        importlib.import_module(name)
    from ui.app import run as run_overlay  # noqa: PLC0415 (no rich where there is a display)

    try:
        return run_overlay(options.url, token, options.position)
    except AttuneError as error:
        sys.stderr.write(f"{error}\n")
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ui", description="Attune's overlay for the agent's desktop.")
    parser.add_argument("--url", required=True, help="the engine, such as ws://127.0.0.1:8765")
    parser.add_argument("--terminal", action="store_true", help="show the call in the terminal instead of a window")
    parser.add_argument("--position", type=_position, metavar="X,Y", help="where the overlay stands, in pixels")
    return parser


def _position(text: str) -> tuple[int, int]:
    try:
        x, y = (int(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a position; write X,Y in pixels, such as 40,60") from None
    return x, y


if __name__ == "__main__":
    sys.exit(main())
