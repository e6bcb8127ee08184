"""Two independent readings of the same rows: how well people agree is the ceiling of what can be measured."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from phrasebank.corpus import CustomerRow, indicators, read_file, spelling
from phrasebank.evaluation.intervals import IntArray, bootstrapped, class_f1, mean_of, micro_f1
from phrasebank.evaluation.material import Material, MissingDataError, Sources
from phrasebank.evaluation.measures import MACRO, THREE_WAY, emotion_numbers, frequent, signs
from phrasebank.evaluation.report import Figure, Section, compared
from phrasebank.taxonomy import load_taxonomy

SECOND = "second.jsonl"


def evaluate_agreement(material: Material) -> Section:
    """Cohen's kappa and macro F1 of emotion, micro F1 of needs, between the first and the second reading."""
    path = _second_file(material.sources)
    first = _first_readings(material.sources, path)
    again = [row for row in _customer_rows(path) if spelling(row.text) in first]
    if not again:
        raise MissingDataError(f"{path}: none of its texts was read before; its rows need texts of the labelled rows.")
    before = [first[spelling(row.text)] for row in again]
    figures = _figures(before, again)
    note = f"{len(again)} rows of {path.name} were read before; classes with fewer than 8 rows count in kappa only."
    return Section(
        "Agreement of two readings", (note,), (compared("first and second reading", {"agreement": figures}),)
    )


def _second_file(sources: Sources) -> Path:
    path = sources.second or (sources.data / "labelled" / SECOND if sources.data else None)
    if path is None:
        raise MissingDataError("it needs rows that were labelled twice; name their file with --second FILE.")
    if not path.is_file():
        raise MissingDataError(f"{path}: there is no such file; name the rows labelled a second time with --second.")
    return path


def _first_readings(sources: Sources, second: Path) -> dict[str, CustomerRow]:
    found: dict[str, CustomerRow] = {}
    for folder in sources.folders:
        for path in sorted(folder.glob("*.jsonl")):
            if path.name != SECOND and path.resolve() != second.resolve():
                for row in _customer_rows(path):
                    found.setdefault(spelling(row.text), row)
    return found


def _customer_rows(path: Path) -> list[CustomerRow]:
    return [row for row in read_file(path) if isinstance(row, CustomerRow)]


def _figures(before: Sequence[CustomerRow], again: Sequence[CustomerRow]) -> dict[str, Figure]:
    from sklearn.metrics import cohen_kappa_score  # noqa: PLC0415 - a second of start-up

    taxonomy = load_taxonomy()
    classes = range(len(taxonomy.emotion_ids))
    one, two = (emotion_numbers(row.emotion for row in rows) for rows in (before, again))
    needs, needs_again = (indicators([row.needs for row in rows], taxonomy.need_ids) for rows in (before, again))
    counted, three = frequent(one, len(classes)), frequent(signs(one), 3)

    def measure(rows: IntArray) -> dict[str, float]:
        first, second = one[rows], two[rows]
        alike = len(set(first.tolist()) | set(second.tolist())) < 2  # kappa of one class is 0 / 0
        return {
            "emotion, Cohen's kappa": float("nan") if alike else float(cohen_kappa_score(first, second)),
            f"emotion, {MACRO}": mean_of(class_f1(first, second, len(classes)), counted),
            f"emotion, {THREE_WAY}": mean_of(class_f1(signs(first), signs(second), 3), three),
            "needs, micro F1": micro_f1(needs[rows], needs_again[rows]),
        }

    return bootstrapped(measure, len(one))
