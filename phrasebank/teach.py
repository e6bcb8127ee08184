"""The command ``phrasebank teach``: corrected labels in, other readings out, and what that cost."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from phrasebank.errors import UsageError
from phrasebank.lessons import LessonBook

if TYPE_CHECKING:
    from phrasebank.teaching import Lesson


def add_options(command: argparse.ArgumentParser) -> None:
    """The options of ``phrasebank teach``."""
    command.add_argument("labels", nargs="?", type=Path, metavar="LABELS.jsonl", help="rows with corrected labels")
    command.add_argument("--forget", action="store_true", help="drop all lessons and read as delivered")
    command.add_argument("--allow-fall", action="store_true", help="keep a lesson that makes other readings worse")
    command.add_argument("--book", type=Path, metavar="DIR", help="where lessons are kept (default: the data folder)")


def run(chosen: argparse.Namespace) -> int:
    """Teach, print what changed, keep it; 2 where a development score fell and nobody allowed it."""
    book = LessonBook(chosen.book)
    if chosen.forget:
        book.forget()
        sys.stdout.write("All lessons are dropped; utterances are read as delivered.\n")
        return 0
    if chosen.labels is None:
        raise UsageError("phrasebank teach: name a file of labels, or say --forget.")
    from phrasebank.encoder import open_encoder  # noqa: PLC0415 - seconds of model loading, after the words are sound
    from phrasebank.heads import load_heads  # noqa: PLC0415
    from phrasebank.teaching import latest, read_labels, teach  # noqa: PLC0415

    rows = latest([*book.rows(), *read_labels(chosen.labels)])
    encoder = open_encoder(threads=2)
    lesson = teach(rows, load_heads(encoder=encoder.fingerprint), encoder)
    kept = not lesson.fell or chosen.allow_fall
    if kept:
        book.keep(rows, lesson.heads)
    if chosen.json:
        row = {"kept": kept, "fell": lesson.fell, "before": asdict(lesson.before), "after": asdict(lesson.after)}
        sys.stdout.write(json.dumps({**row, "changes": [asdict(change) for change in lesson.changes]}) + "\n")
    else:
        sys.stdout.write(_told(lesson, kept))
    return 0 if kept else 2


def _told(lesson: Lesson, kept: bool) -> str:
    lines = []
    for change in lesson.changes:
        mark = "=" if change.before == change.after else "changed" if change.after == change.taught else "not yet"
        lines.append(f"{mark:>8}  {change.before} -> {change.after}   {change.text}")
    lines.append(f"{lesson.learned} of {len(lesson.changes)} rows read as taught.")
    for name in ("emotions", "needs", "acts"):
        before, after = getattr(lesson.before, name), getattr(lesson.after, name)
        lines.append(f"development score, {name}: {before:.3f} -> {after:.3f}")
    if lesson.fell:
        lines.append(f"Worse than before: {', '.join(lesson.fell)}.")
    lines.append("The lesson is kept." if kept else "Nothing is kept; say --allow-fall to keep it, or teach more rows.")
    return "\n".join(lines) + "\n"
