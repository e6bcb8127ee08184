"""What the held-out rows found, as plain data that is stored with the heads, and as tables for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from phrasebank.encoder import FloatArray
from phrasebank.taxonomy import load_taxonomy

LEAST_ROWS = 8
"""Classes with fewer rows are left out of a macro average: their F1 is chance."""

Mask = NDArray[np.bool_]
IntArray = NDArray[np.int64]


def score_emotions(chances: FloatArray, targets: IntArray, real: Mask, floors: FloatArray) -> dict[str, Any]:
    """F1 of emotions on real and on authored rows, with and without the floors.

    Below its floor a reading is *unsure*, which counts as neutral here: nothing is shown.

    Args:
        chances: out-of-fold probabilities, shape (rows, emotions); class 0 is neutral.
        targets: class of each row.
        real: rows that a real customer said.
        floors: shape (emotions,).
    """
    best = chances.argmax(axis=1)
    sure = np.where(chances.max(axis=1) >= floors[best], best, 0)
    report: dict[str, Any] = {}
    for name, rows in (("real", real), ("authored", ~real)):
        if not rows.any():
            continue
        neutral = rows & (targets == 0)
        report[name] = {
            "rows": int(rows.sum()),
            "classes": _per_class(targets[rows], best[rows], sure[rows]),
            "macro_f1": _macro_f1(targets[rows], best[rows]),
            "macro_f1_at_floors": _macro_f1(targets[rows], sure[rows]),
            "three_way_f1": _macro_f1(_signs(targets[rows]), _signs(best[rows])),
            "three_way_f1_at_floors": _macro_f1(_signs(targets[rows]), _signs(sure[rows])),
            "false_alarms_per_100_neutral": 100 * float((sure[neutral] > 0).mean()) if neutral.any() else 0.0,
            "emotions_found": float((sure == targets)[rows & (targets > 0)].mean()),
        }
    return report


def score_labels(
    chances: FloatArray, targets: IntArray, groups: Mapping[str, Mask], floors: FloatArray, labels: Sequence[str]
) -> dict[str, Any]:
    """F1 of a many-label task at its floors, for each group of rows."""
    found = (chances >= floors).astype(np.int64)
    report: dict[str, Any] = {}
    for name, rows in groups.items():
        if not rows.any():
            continue
        right = (found & targets)[rows].sum(axis=0)
        said, true = found[rows].sum(axis=0), targets[rows].sum(axis=0)
        f1 = 2 * right / np.maximum(said + true, 1)
        report[name] = {
            "rows": int(rows.sum()),
            "micro_f1": float(2 * right.sum() / max(said.sum() + true.sum(), 1)),
            "macro_f1": float(f1[true >= LEAST_ROWS].mean()) if (true >= LEAST_ROWS).any() else 0.0,
            "classes": {label: [int(n), float(f)] for label, n, f in zip(labels, true, f1, strict=True)},
        }
    return report


def tables(report: Mapping[str, Any]) -> str:
    """The report as text for a terminal."""
    lines = [f"Scores on held-out rows of {report['customer_rows']} customer and {report['agent_rows']} agent rows"]
    emotions = report["emotions"]
    groups = [name for name in ("real", "authored") if name in emotions]
    lines += ["", "emotion (F1, F1 at the floor)   floor   " + "   ".join(f"{name:>20}" for name in groups)]
    for label in load_taxonomy().emotion_ids:
        cells = [_cell(emotions[name]["classes"].get(label)) for name in groups]
        lines.append(f"  {label:<28} {report['floors']['emotions'][label]:>6.2f}   " + "   ".join(cells))
    for key, title in _EMOTION_LINES:
        lines.append(f"  {title:<37} " + "   ".join(f"{emotions[name][key]:>20.3f}" for name in groups))
    for task in ("needs", "acts", "answers", "epitome"):
        scores = report[task]
        names = list(scores)
        lines += ["", f"{task} (rows, F1 at the floor)     floor   " + "   ".join(f"{name:>14}" for name in names)]
        for label, floor in report["floors"][task].items():
            cells = ["{:>6d}  {:>6.3f}".format(*scores[name]["classes"][label]) for name in names]
            lines.append(f"  {label:<28} {floor:>6.2f}   " + "   ".join(cells))
        for key in ("micro_f1", "macro_f1"):
            lines.append(f"  {key:<37} " + "   ".join(f"{scores[name][key]:>14.3f}" for name in names))
    for key in ("similarity_kept", "recall_of_held_cues"):
        lines.append(f"  {key:<37} {report[key]:.3f}")
    lines.append(f"  context: {report['context']}")
    return "\n".join(lines) + "\n"


_EMOTION_LINES = (
    ("macro_f1", "macro F1 (classes of 8 rows or more)"),
    ("macro_f1_at_floors", "macro F1 at the floors"),
    ("three_way_f1", "three-way macro F1"),
    ("three_way_f1_at_floors", "three-way macro F1 at the floors"),
    ("emotions_found", "emotions found at the floors"),
    ("false_alarms_per_100_neutral", "false alarms per 100 neutral rows"),
)


def _cell(values: Sequence[float] | None) -> str:
    return f"{'-':>20}" if values is None else f"{int(values[0]):>6d} {values[1]:>6.3f} {values[2]:>6.3f}"


def _per_class(targets: IntArray, best: IntArray, sure: IntArray) -> dict[str, list[float]]:
    """For each emotion that occurs: rows, F1, F1 at the floors."""
    found = {}
    for number, label in enumerate(load_taxonomy().emotion_ids):
        rows = int((targets == number).sum())
        if rows:
            found[label] = [rows, _f1(targets, best, number), _f1(targets, sure, number)]
    return found


def _macro_f1(targets: IntArray, found: IntArray) -> float:
    frequent = [number for number, rows in enumerate(np.bincount(targets)) if rows >= LEAST_ROWS]
    return float(np.mean([_f1(targets, found, number) for number in frequent] or [0.0]))


def _f1(targets: IntArray, found: IntArray, number: int) -> float:
    right = ((targets == number) & (found == number)).sum()
    return float(2 * right / max((targets == number).sum() + (found == number).sum(), 1))


def _signs(emotions: IntArray) -> IntArray:
    """0 neutral, 1 negative, 2 positive, by the emotion's valence."""
    valences = np.array([emotion.valence for emotion in load_taxonomy().emotions])
    signs: IntArray = np.where(valences == 0, 0, np.where(valences < 0, 1, 2)).astype(np.int64)
    return signs[emotions]
