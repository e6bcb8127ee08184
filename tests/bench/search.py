"""How long a search takes, beside faiss on the same vectors: ``python -m tests.bench.search``.

Both run in this process, one after the other, with the same queries and one thread each; the first searches of each
warm the caches and are not counted. Faiss does less: it finds the nearest vectors; our search also weighs feeling,
need, phase, situation and do-not-trigger examples.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when numpy is imported

import faiss
import numpy as np
import torch

from phrasebank.bank import Bank, load_bank
from phrasebank.encoder import DIMENSIONS, FloatArray
from phrasebank.index import Hit, PhraseIndex
from phrasebank.phrase import Phrase
from phrasebank.taxonomy import load_taxonomy

LIMIT = 24
CENTRES = 600
WARMING = 20


@dataclass(frozen=True, slots=True)
class Case:
    """A generated bank: so many phrases with so many vectors each, and the goal for the slowest of 100 searches."""

    phrases: int
    each: int
    spread: str
    goal_ms: float | None


CASES = (
    Case(600, 1, "themes", 0.2),
    Case(600, 8, "themes", 0.2),
    Case(100_000, 1, "themes", 3.0),
    Case(100_000, 1, "noise", 3.0),
    Case(100_000, 4, "themes", None),
)


class Drawn:
    """An encoder that gives each text it is asked for the next of some drawn vectors."""

    fingerprint = "drawn"

    def __init__(self, vectors: FloatArray) -> None:
        self._vectors = vectors

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """The vectors in their order, shape (texts, dimensions)."""
        assert len(texts) == len(self._vectors)
        return self._vectors


def draw(count: int, spread: str, rng: np.random.Generator) -> FloatArray:
    """Unit vectors: ``noise`` in all directions alike, ``themes`` around 600 centres (cosine about 0.7 to them)."""
    vectors = rng.standard_normal((count, DIMENSIONS), dtype=np.float32)
    if spread == "themes":
        centres = rng.standard_normal((CENTRES, DIMENSIONS), dtype=np.float32)
        vectors += centres[rng.integers(CENTRES, size=count)]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def generated_bank(case: Case) -> Bank:
    """The bundled phrases over and over, each copy with its own id, and with as many texts as the case says."""
    models = [phrase for phrase in load_bank().approved if phrase.scope == "any" or case.each > 1]
    return Bank(_copy(models[place % len(models)], place, case.each) for place in range(case.phrases))


def _copy(model: Phrase, place: int, each: int) -> Phrase:
    cues = tuple(f"cue {number}" for number in range(each - (model.scope == "any")))
    return replace(model, id=f"phrase-{place}", cues=cues, avoid=())


def timed(calls: Sequence[Callable[[], Any]]) -> list[float]:
    """Milliseconds of each call, once some have been made."""
    taken = []
    for call in (*calls[:WARMING], *calls):
        start = time.perf_counter()
        call()
        taken.append((time.perf_counter() - start) * 1000)
    return taken[len(calls[:WARMING]) :]


def measure(case: Case, searches: int) -> str:
    """One line: median and 99th percentile of both, in milliseconds."""
    rng = np.random.default_rng(7)
    vectors = draw(case.phrases * case.each, case.spread, rng)
    queries = vectors[rng.integers(len(vectors), size=searches)] + 0.03 * draw(searches, "noise", rng)
    queries /= np.linalg.norm(queries, axis=1, keepdims=True)
    index = PhraseIndex(generated_bank(case), Drawn(vectors))
    flat = faiss.IndexFlatIP(DIMENSIONS)
    flat.add(vectors)
    moments = [_moment(rng) for _ in range(searches)]
    ours = timed([partial(_search, index, query, moment) for query, moment in zip(queries, moments, strict=True)])
    theirs = timed([partial(flat.search, query[None], LIMIT) for query in queries])
    return f"{_name(case)}{_figures(ours)}{_figures(theirs)}  {_verdict(case, ours, theirs)}"


def _moment(rng: np.random.Generator) -> tuple[str, dict[str, float], str]:
    taxonomy = load_taxonomy()
    needs = rng.choice(taxonomy.need_ids, size=2, replace=False)
    return str(rng.choice(taxonomy.emotion_ids[:-1])), dict.fromkeys(needs, 1.0), str(rng.choice(taxonomy.phase_ids))


def _search(index: PhraseIndex, query: FloatArray, moment: tuple[str, dict[str, float], str]) -> list[Hit]:
    return index.search(query, *moment, limit=LIMIT)


def _name(case: Case) -> str:
    return f"{case.phrases:>7,} x {case.each} {case.spread:<7}"


def _figures(taken: Sequence[float]) -> str:
    return f"{np.median(taken):9.3f} {np.quantile(taken, 0.99):8.3f}"


def _verdict(case: Case, ours: Sequence[float], theirs: Sequence[float]) -> str:
    slowest = float(np.quantile(ours, 0.99))
    goal = (
        "" if case.goal_ms is None else f"{'met' if slowest <= case.goal_ms else 'MISSED'}: p99 <= {case.goal_ms} ms; "
    )
    return f"{goal}{np.median(theirs) / np.median(ours):.1f} times as fast as faiss"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line a case."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.search", description=__doc__)
    parser.add_argument("--searches", type=int, default=1000, help="how many searches in each case (default: 1000)")
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(1)
    faiss.omp_set_num_threads(1)
    sys.stdout.write(
        f"{'phrases x vectors':<19}{'ours p50':>9} {'p99':>8}{'faiss p50':>9} {'p99':>8}  (ms, {LIMIT} hits)\n"
    )
    for case in CASES:
        sys.stdout.write(f"{measure(case, chosen.searches)}\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
