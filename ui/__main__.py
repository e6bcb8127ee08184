"""``python -m ui --url ws://127.0.0.1:PORT [--agent NAME] [--terminal] [--position X,Y]``.

The token is in ``ATTUNE_TOKEN``, and the agent's name, where ``--agent`` does not give it, in ``ATTUNE_AGENT``.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from assist.errors import AttuneError
from assist.wire.address import with_agent

TOKEN_VARIABLE = "ATTUNE_TOKEN"
AGENT_VARIABLE = "ATTUNE_AGENT"

_BEFORE_QT = ("websockets.asyncio.client", "assist.wire.codec", "platformdirs", "ui.overlay.reducer", "ui.wording")
"""PySide6 reads the source text of each module that is imported after it, and keeps it: 8 MB for these."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Start the overlay, or the terminal view; returns the exit status."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=options.log_level.upper(), format="%(name)s: %(message)s")
    token = os.environ.get(TOKEN_VARIABLE, "")
    if not token:
        sys.stderr.write(f"{TOKEN_VARIABLE} is not set: start the overlay with 'assist run' or 'assist demo'.\n")
        return 2
    url = with_agent(options.url, options.agent)
    if options.terminal:
        if options.notice:
            return 0  # the launcher has written it into this terminal
        from ui.terminal import run as run_terminal  # noqa: PLC0415 (no Qt where there is no display)

        return run_terminal(url, token)
    for name in _BEFORE_QT:
        importlib.import_module(name)
    from ui.programs import Programs  # noqa: PLC0415 (no rich where there is a display)
    from ui.running import Start, run  # noqa: PLC0415

    try:
        programs = Programs(options.config, tuple(options.assignments))
        return run(Start(url, token, options.position, options.notice, programs))
    except AttuneError as error:
        sys.stderr.write(f"{error}\n")
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ui", description="Attune's overlay for the agent's desktop.")
    parser.add_argument("--url", required=True, help="the engine, such as ws://127.0.0.1:8765")
    parser.add_argument(
        "--agent",
        default=os.environ.get(AGENT_VARIABLE, ""),
        metavar="NAME",
        help="show this agent's calls alone, where a telephone platform brings everybody's",
    )
    parser.add_argument("--terminal", action="store_true", help="show the call in the terminal instead of a window")
    parser.add_argument("--position", type=_position, metavar="X,Y", help="where the overlay stands, in pixels")
    parser.add_argument("--notice", default="", metavar="SENTENCE", help="there is no engine to connect to, and why")
    parser.add_argument("--config", type=Path, metavar="FILE", help="the engine's settings, for programs of the menu")
    parser.add_argument("--set", dest="assignments", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--log-level", default="warning", choices=["debug", "info", "warning", "error"])
    return parser


def _position(text: str) -> tuple[int, int]:
    try:
        x, y = (int(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a position; write X,Y in pixels, such as 40,60") from None
    return x, y


if __name__ == "__main__":
    sys.exit(main())
