"""The task ``teach``: corrected labels in, other readings out, what that cost, and whether it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assist.console.office import Office
from assist.console.progress import Progress
from assist.errors import UsageError
from phrasebank.corpus import parse_row
from phrasebank.encoder import open_encoder
from phrasebank.heads import HEADS_FILE, load_heads
from phrasebank.lessons import LessonBook
from phrasebank.teaching import latest, teach


def run(values: Mapping[str, Any], office: Office, progress: Progress) -> dict[str, Any]:
    """Teach ``{"rows": [...], "allow_fall": false}``, rows as those of the corpus, on top of what was taught before.

    Returns:
        ``kept``; ``fell``: names of scores that are worse; ``before`` and ``after``; ``changes`` of the rows; where the
        lessons lie (``folder``). What makes other readings worse is kept only if ``allow_fall`` says so.

    Raises:
        UsageError: there is no row.
        TrainingError: a row is broken.
    """
    new = [parse_row(row, f"correction {number}") for number, row in enumerate(values.get("rows", ()), 1)]
    if not new:
        raise UsageError("There is nothing to teach; correct a reading first.")
    progress(0, 0, "loading the models")
    book = LessonBook(Path(office.settings.bank.taught))
    rows = latest([*book.rows(), *new])
    folder = Path(office.settings.bank.encoder) if office.settings.bank.encoder else None
    encoder = open_encoder(folder, threads=2)
    delivered = load_heads(folder / HEADS_FILE if folder else None, encoder=encoder.fingerprint)
    progress(0, 0, "teaching, and reading again what was never taught: a minute or two")
    lesson = teach(rows, delivered, encoder)
    kept = not lesson.fell or bool(values.get("allow_fall", False))
    if kept:
        book.keep(rows, lesson.heads)
        office.forget_heads()
    return {
        "kept": kept,
        "fell": list(lesson.fell),
        "before": asdict(lesson.before),
        "after": asdict(lesson.after),
        "changes": [asdict(change) for change in lesson.changes],
        "learned": lesson.learned,
        "folder": str(book.labels.parent),
    }
