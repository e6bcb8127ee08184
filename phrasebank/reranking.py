"""Fit the reranker to coaches' grades: ``python -m phrasebank.reranking [--out FILE]``. About a minute."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from phrasebank.bank import Bank, load_bank
from phrasebank.context import CONTEXT_TURNS, Earlier
from phrasebank.encoder import CachedEncoder, FloatArray, SentenceEncoder, open_encoder
from phrasebank.errors import PhrasebankError
from phrasebank.evaluation.cases import CaseTurn
from phrasebank.fitting import Recipe, fit_network
from phrasebank.grades import BEST, GradedMoment, grade_name, read_grades
from phrasebank.heads import Heads, Network, load_heads, sigmoid
from phrasebank.index import PhraseIndex
from phrasebank.packs import CORE
from phrasebank.reranker import GRADES, Candidates, Grader, Moment, bundled_reranker, leanings_of, save_grader
from phrasebank.selection import selected

RECIPE = Recipe(units=48, epochs=25, seeds=(0, 1, 2, 3, 4, 5))
FLOORS = (0.6, 0.65, 0.7, 0.75, 0.8, 0.85)
_FOLDS, _INNER_FOLDS = 5, 4
_QUICK = replace(RECIPE, seeds=(0,))
_LEANING_PENALTY = 4.0
"""As if every phrase had some sixteen more grades that are just as the network expects. Cross-validation: 2 to 8 do
equally well."""
_NEWTON_STEPS = 12
_NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Graded:
    """Candidates with their grades, row by row.

    Attributes:
        features: shape (rows, features), as in `phrasebank.reranker.Candidates.features`.
        grades: shape (rows,), 0 to 2.
        moments: shape (rows,), the number of the moment that each belongs to.
        names: shape (rows,), what the grade of each phrase stands under.
    """

    features: FloatArray
    grades: NDArray[np.int64]
    moments: NDArray[np.int64]
    names: NDArray[np.str_]

    def at(self, rows: NDArray[np.intp]) -> Graded:
        """Some of the rows."""
        return Graded(self.features[rows], self.grades[rows], self.moments[rows], self.names[rows])

    @property
    def targets(self) -> NDArray[np.int64]:
        """Whether each is fitting, and good: shape (rows, 2)."""
        return np.stack([self.grades >= 1, self.grades >= BEST], axis=1).astype(np.int64)


def graded_rows(graded: Sequence[GradedMoment], bank: Bank, encoder: SentenceEncoder, heads: Heads) -> Graded:
    """The features of every graded candidate that the search finds at all, whatever its place."""
    rows, grades, moments, names = [], [], [], []
    cached = CachedEncoder(encoder)
    for pack in sorted({moment.pack for moment in graded}):
        phrases = selected(bank, () if pack == CORE else (pack,))
        index, candidates = PhraseIndex(phrases, cached), Candidates(phrases.approved, cached)
        for number, moment in enumerate(graded):
            if moment.pack != pack:
                continue
            at = moment_of(moment.turns, moment.phase, encoder, heads)
            found = index.search(at.embedding, at.emotion, at.needs, at.phase, len(index))
            hits = [hit for hit in found if grade_name(hit.phrase) in moment.grades]
            if hits:
                rows.append(candidates.features(at, hits))
                grades += [moment.grades[grade_name(hit.phrase)] for hit in hits]
                moments += [number] * len(hits)
                names += [grade_name(hit.phrase) for hit in hits]
    return Graded(np.vstack(rows), np.array(grades), np.array(moments), np.array(names))


def moment_of(turns: Sequence[CaseTurn], phase: str, encoder: SentenceEncoder, heads: Heads) -> Moment:
    """What the customer's last words come to, read as in a call of which no more is known."""
    rows = encoder.features([turn.text for turn in turns[-1 - CONTEXT_TURNS :]])
    earlier = Earlier()
    for turn, row in zip(turns[-1 - CONTEXT_TURNS : -1], rows, strict=False):
        before = heads.read(row)
        customer = turn.speaker == "customer"
        earlier = replace(earlier, **({"customer": before.as_customer} if customer else {"agent": before.as_agent}))
    alone, reading = heads.read(rows[-1]), heads.read(rows[-1], earlier, len(turns[-1].text.split()))
    emotion = heads.emotion(reading)
    return Moment(
        embedding=rows[-1][-encoder.dimensions :],
        emotion=_NEUTRAL if emotion == "unsure" else emotion,
        needs={need: reading.needs[need] for need in heads.needs(reading)},
        phase=phase,
        felt=alone.emotions,
        needed=alone.needs,
    )


def fit_grader(graded: Graded, encoder: str) -> Grader:
    """Fit on everything; the report is what cross-validation over moments finds."""
    network, leanings = _fit(graded)
    return Grader(network, leanings, encoder, cross_validated(graded))


def cross_validated(graded: Graded) -> dict[str, Any]:
    """What the grader tells about moments that it has not seen.

    Returns:
        ``moments`` and ``candidates`` (counts), ``fitting`` (share of candidates graded 1 or 2), ``auc`` of both
        chances, and for each floor of `FLOORS` the share of moments with a card, and the shares of these cards that
        are fitting and good.
    """
    from sklearn.metrics import roc_auc_score  # noqa: PLC0415 - a second of start-up

    chances = np.zeros((len(graded.grades), 2), dtype=np.float32)
    for seen, unseen in _folds(graded, _FOLDS):
        network, leanings = _fit(graded.at(seen))
        there = graded.at(unseen)
        chances[unseen] = sigmoid(network.logits(there.features) + leanings_of(leanings, there.names))
    targets = graded.targets
    return {
        "moments": len(set(graded.moments.tolist())),
        "candidates": len(graded.grades),
        "fitting": float(targets[:, 0].mean()),
        "auc": {name: float(roc_auc_score(targets[:, k], chances[:, k])) for k, name in enumerate(GRADES)},
        "floors": {f"{floor:g}": _at_floor(graded, chances, floor) for floor in FLOORS},
    }


def _fit(graded: Graded) -> tuple[Network, dict[str, tuple[float, ...]]]:
    """The network, and what it misses about single phrases: how much better or worse they are than such phrases are.

    The leanings are fitted to log odds of networks that had not seen the moment: on its own rows one misses too little.
    """
    unseen_logits = np.zeros((len(graded.grades), len(GRADES)), dtype=np.float32)
    for seen, unseen in _folds(graded, _INNER_FOLDS):
        unseen_logits[unseen] = _network(graded.at(seen), _QUICK).logits(graded.features[unseen])
    return _network(graded, RECIPE), leanings(unseen_logits, graded)


def _network(graded: Graded, recipe: Recipe) -> Network:
    return fit_network(graded.features, graded.targets, np.ones(len(graded.grades), dtype=np.float32), recipe)


def leanings(logits: FloatArray, graded: Graded) -> dict[str, tuple[float, ...]]:
    """For each phrase what its log odds lack, by Newton's method with an L2 penalty of `_LEANING_PENALTY`."""
    names, which = np.unique(graded.names, return_inverse=True)
    found = np.zeros((len(names), len(GRADES)))
    for _ in range(_NEWTON_STEPS):
        chances = sigmoid((logits + found[which]).astype(np.float32))
        slope, bend = -_LEANING_PENALTY * found, np.full_like(found, _LEANING_PENALTY)
        np.add.at(slope, which, graded.targets - chances)
        np.add.at(bend, which, chances * (1.0 - chances))
        found += slope / bend
    return {str(name): tuple(round(float(one), 3) for one in row) for name, row in zip(names, found, strict=True)}


def _folds(graded: Graded, count: int) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    from sklearn.model_selection import GroupKFold  # noqa: PLC0415 - a second of start-up

    yield from GroupKFold(count).split(graded.features, groups=graded.moments)


def _at_floor(graded: Graded, chances: FloatArray, floor: float) -> dict[str, float]:
    cards = []
    everyone = np.unique(graded.moments)
    for moment in everyone:
        rows = np.flatnonzero((graded.moments == moment) & (chances[:, 0] >= floor))
        if len(rows):
            cards.append(graded.grades[rows[np.argmax(chances[rows].sum(axis=1))]])
    shown = np.array(cards)
    return {
        "cards": len(shown) / len(everyone),
        "fitting": float((shown >= 1).mean()) if len(shown) else float("nan"),
        "good": float((shown >= BEST).mean()) if len(shown) else float("nan"),
    }


def table(report: Mapping[str, Any]) -> str:
    """The report in words."""
    lines = [
        f"{report['moments']} moments, {report['candidates']} candidates, {report['fitting']:.0%} of them fitting; "
        f"AUC fitting {report['auc']['fits']:.3f}, good {report['auc']['good']:.3f}",
        "floor  moments with a card  fitting  good",
    ]
    lines += [
        f"{floor:>5}  {row['cards']:>19.0%}  {row['fitting']:>7.0%}  {row['good']:>4.0%}"
        for floor, row in report["floors"].items()
    ]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print the report, write the file; 2 with one sentence where the input is bad."""
    parser = argparse.ArgumentParser(prog="python -m phrasebank.reranking", description=__doc__)
    parser.add_argument("--grades", type=Path, metavar="DIR", help="graded moments instead of the bundled ones")
    parser.add_argument("--out", type=Path, metavar="FILE", help="instead of the bundled file")
    chosen = parser.parse_args(arguments)
    try:
        encoder = open_encoder()
        heads = load_heads(encoder=encoder.fingerprint)
        graded = graded_rows(read_grades(chosen.grades), load_bank(), encoder, heads)
        grader = fit_grader(graded, encoder.fingerprint)
        save_grader(grader, chosen.out or bundled_reranker())
    except PhrasebankError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(table(grader.report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
