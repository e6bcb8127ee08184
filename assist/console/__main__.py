"""``python -m assist.console --store FILE``: a worker of the console's window, spoken to over its pipes."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from assist.errors import AttuneError


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until the pipe is closed; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m assist.console", description=__doc__)
    parser.add_argument("--store", type=Path, required=True, metavar="FILE", help="the team's bank")
    parser.add_argument("--config", type=Path, metavar="FILE")
    parser.add_argument("--set", dest="assignments", action="append", default=[], metavar="KEY=VALUE")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    # Whatever a library prints would break the lines of the protocol.
    news = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    from assist.console.office import Office  # noqa: PLC0415 - seconds of loading, after the options are sound
    from assist.console.service import serve  # noqa: PLC0415
    from assist.settings import load_settings  # noqa: PLC0415

    try:
        serve(Office(load_settings(options.config, options.assignments), options.store), sys.stdin.buffer, news)
    except AttuneError as error:
        print(f"assist.console: {error}", file=sys.stderr)  # noqa: T201
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
