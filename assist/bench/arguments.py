"""The arguments of `assist bench`."""

from __future__ import annotations

import argparse
from pathlib import Path

FORMAT = (
    "CSV with the header `file,text` (stereo: `file,speaker,text`), or JSONL with the same names; speaker is customer "
    "(left) or agent (right); several rows of one voice follow each other"
)
"""How references are written."""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Recordings of one's own and what is said in them; without both the sample call is played."""
    command.add_argument(
        "--audio",
        type=Path,
        metavar="DIR",
        help="recordings of your own (WAV, FLAC; mono or stereo), with --references",
    )
    command.add_argument("--references", type=Path, metavar="FILE", help=f"what is said in them: {FORMAT}")
