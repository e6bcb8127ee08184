"""The arguments of `assist models`, apart from what they start: the command line loads in a moment."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What the command takes."""
    actions = command.add_subparsers(dest="action", required=True, metavar="ACTION")
    show = actions.add_parser("list", help="models on this machine, and those worth fetching")
    show.add_argument("--check", action="store_true", help="hold the files to their checksums; takes seconds a model")
    show.add_argument("--json", action="store_true", help="for programs")
    fetch = actions.add_parser("fetch", help="fetch a model from the hub; goes on where it was cut off")
    fetch.add_argument("name", help="such as base.en")
    bring = actions.add_parser("import", help="take over a model from a folder that 'export' wrote elsewhere")
    bring.add_argument("folder", type=Path)
    bring.add_argument("--name", default="", help="its name from now on (default: the folder's)")
    out = actions.add_parser("export", help="write a model with its checksums, for a machine that reaches no hub")
    out.add_argument("name", help="such as base.en")
    out.add_argument("folder", type=Path)
