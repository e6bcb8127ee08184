"""`assist read`: rows of text, each read on its own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec

from assist.affect.text import above, read_affect
from assist.settings import Settings
from assist.turns import Row, read_rows
from assist.workers import Language


def read_file(path: Path, settings: Settings, *, as_json: bool) -> int:
    """Read the rows of a file and print a reading each, in their order.

    Raises:
        SourceError: the file cannot be read, or a line is not a row.
    """
    from assist.suggest.library import open_library  # noqa: PLC0415 - seconds of model loading, after the rows are sound

    rows = read_rows(path)
    language = open_library(settings.bank)
    for row in rows:
        reading = read_row(row, language, settings)
        line = msgspec.json.encode(reading).decode() if as_json else _line(row, reading)
        sys.stdout.write(f"{line}\n")
    return 0


def read_row(row: Row, language: Language, settings: Settings) -> dict[str, Any]:
    """The reading of one row: emotion, confidence, valence, arousal and needs of a customer, acts of an agent."""
    scale = language.scale
    if row.speaker == "agent":
        done = language.agent(row.text)
        return {
            "speaker": row.speaker,
            "text": row.text,
            "acts": _listed("act", above(done.acts, settings.affect.act_floor, scale.acts)),
            "answers": _listed("need", above(done.answers, settings.affect.answer_floor, scale.answers)),
            "empathy": dict(done.empathy),
        }
    emotions, needs = language.customer(row.text, row.turns_before)
    reading = read_affect(emotions, needs, scale, settings.affect)
    return {
        "speaker": row.speaker,
        "text": row.text,
        "emotion": reading.emotion,
        "confidence": reading.confidence,
        "valence": reading.valence,
        "arousal": reading.arousal,
        "needs": _listed("need", reading.needs),
    }


def _listed(noun: str, shares: dict[str, float]) -> list[dict[str, Any]]:
    return [{noun: name, "confidence": share} for name, share in shares.items()]


def _line(row: Row, reading: dict[str, Any]) -> str:
    if row.speaker == "agent":
        return f"{', '.join(act['act'] for act in reading['acts']) or '-'}\t{row.text}"
    needs = ", ".join(need["need"] for need in reading["needs"]) or "-"
    return f"{reading['emotion']} ({reading['confidence']:.2f})\t{needs}\t{row.text}"
