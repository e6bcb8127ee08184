"""Which attention heads of the decoder follow the words: each is tried, the best go into `config.json`."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from shutil import copytree

import numpy as np

from tests.models.training.measure import Reader, word_ends_off

_SENTENCES = 33
_ALL = 2
"""So many of the best heads are tried together too."""


def error_with(model: Path, index: Path, heads: Sequence[tuple[int, int]]) -> float:
    """How far word ends are off at nine of ten words, in seconds, with these heads."""
    with tempfile.TemporaryDirectory() as folder:
        copied = copytree(model, Path(folder) / "model")
        _write(copied, heads)
        off = word_ends_off(Reader(copied, 1), index, _SENTENCES)
    return float(np.quantile(off, 0.9)) if off else float("inf")


def _write(model: Path, heads: Sequence[tuple[int, int]]) -> None:
    path = model / "config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    config["alignment_heads"] = [list(head) for head in heads]
    path.write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def main(arguments: Sequence[str]) -> None:
    """Try the heads."""
    parser = argparse.ArgumentParser(prog="python -m tests.models.training heads", description=__doc__)
    parser.add_argument("model", type=Path, help="the converted model's folder")
    parser.add_argument("speech", type=Path, help="the folder of `speak`")
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--heads", type=int, default=3, help="of each layer")
    given = parser.parse_args(arguments)
    index = given.speech / "unseen.jsonl"
    tried: dict[tuple[tuple[int, int], ...], float] = {}
    for head in product(range(given.layers), range(given.heads)):
        tried[(head,)] = error_with(given.model, index, [head])
    best = tuple(single[0] for single in sorted(tried, key=lambda one: tried[one])[:_ALL])
    tried[best] = error_with(given.model, index, best)
    ranked = sorted(tried.items(), key=lambda item: item[1])
    for heads, off in ranked:
        sys.stdout.write(f"{heads}: {off:.2f} s\n")
    _write(given.model, ranked[0][0])
