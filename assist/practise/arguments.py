"""The arguments of `assist practise`, apart from what they start: the command line loads in a moment."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `assist practise`, beside the common ones."""
    parser.add_argument("scenario", nargs="?", default="", help="a name that --list shows, or a file of your own")
    parser.add_argument("--list", action="store_true", help="what can be played")
    parser.add_argument("--check", type=Path, metavar="FILE", help="see whether a scenario of your own is sound")
    parser.add_argument("--text", action="store_true", help="in the terminal, also where there is a display")
    parser.add_argument("--voice", action="store_true", help="the customer is heard as well as read")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
