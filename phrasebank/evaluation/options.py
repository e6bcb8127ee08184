"""What ``phrasebank evaluate`` takes. Apart from the command itself, which loads much."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--affect", action="store_true", help="how well feelings and needs are read")
    what.add_argument("--suggestions", action="store_true", help="how well the words are chosen")

    affect = parser.add_argument_group("with --affect")
    affect.add_argument("--data", type=Path, metavar="DIR", help="a folder with text/ and labelled/ (public data)")
    affect.add_argument("--extra", type=Path, metavar="DIR", help="a folder with more labelled rows (*.jsonl)")
    affect.add_argument("--second", type=Path, metavar="FILE", help="rows that were labelled a second time")
    affect.add_argument("--dialogues", type=Path, metavar="DIR", help="calls with the truth of the ledger of needs")
    affect.add_argument("--cache", type=Path, metavar="DIR", help="keep the features of large sets there")
    affect.add_argument("--set", choices=("val", "train"), default="val", help="split of MAIA-DQE (default: val)")
    affect.add_argument("--sections", metavar="NAMES", help="only these sections, separated by commas")
    affect.add_argument("--curve", action="store_true", help="the learning curve too")

    words = parser.add_argument_group("with --suggestions")
    words.add_argument("--cases", type=Path, metavar="FILE", help="cases instead of the bundled ones (*.jsonl)")
    words.add_argument(
        "--folder", type=Path, metavar="BANK", help="a folder of phrase files; default: the bundled bank"
    )
    words.add_argument("--show", action="store_true", help="print each case with what was shown")
    words.add_argument("--replay", type=Path, metavar="DIR", help="recorded calls instead of cases")
    words.add_argument("--against", type=Path, metavar="BANK", help="with --replay: the bank to compare with")
