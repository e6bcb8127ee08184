"""The report of a call as files: JSON for programs, one self-contained HTML page for people."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

import msgspec
from jinja2 import Environment, StrictUndefined

from assist.errors import UsageError
from assist.events import Event
from assist.journal import JOURNAL_NAME, read_journal
from assist.names import FEELINGS, NEEDS
from assist.report.customer import Mood
from assist.report.scorecard import STAGES, Scorecard, scorecard

JSON_NAME = "report.json"
HTML_NAME = "report.html"

WIDTH, HEIGHT = 760.0, 290.0
"""Of the chart, in its own units."""
LEFT, RIGHT, TOP, BOTTOM = 62.0, 744.0, 26.0, 196.0
"""The chart's plot: time runs between the first two, valence 1..-1 between the last two."""
_LETTER = 6.4
"""Width of a letter of a label, generously."""
_TICK_STEPS = (10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
_MOST_TICKS = 8

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def to_json(card: Scorecard) -> str:
    """The scorecard as a JSON object, indented, its fields as in `Scorecard`."""
    return msgspec.json.format(msgspec.json.encode(card), indent=2).decode() + "\n"


def to_html(card: Scorecard) -> str:
    """The scorecard as one HTML page that fetches nothing and runs nothing."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(clock=clock, feeling=feeling, named=named)
    template = environment.from_string(files("assist.report").joinpath(HTML_NAME).read_text(encoding="utf-8"))
    return template.render(card=card, chart=chart(card), stages=STAGES)


def write_report(events: Sequence[Event], folder: Path) -> Path:
    """Write ``report.json`` and ``report.html`` of a call into a folder; return the page's path.

    Raises:
        UsageError: the folder cannot be written.
    """
    card = scorecard(events)
    page = folder / HTML_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / JSON_NAME).write_text(to_json(card), encoding="utf-8")
        page.write_text(to_html(card), encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{folder}: the report cannot be written there ({error.strerror}); give another folder with --out."
        ) from error
    return page


def report_journal(path: Path, out: Path | None = None) -> Path:
    """Write the report of a recorded call, beside its journal unless ``out`` is given; return the page's path.

    Args:
        path: the journal, or the folder of the call that it lies in.
        out: the folder to write into.

    Raises:
        JournalError: the journal is missing or damaged.
        UsageError: the folder cannot be written.
    """
    journal = call_journal(path)
    return write_report(read_journal(journal).events, out or journal.parent)


def call_journal(path: Path) -> Path:
    """The journal of a call: the path itself, or the file in the folder of the call."""
    return path / JOURNAL_NAME if path.is_dir() else path


def clock(seconds: float) -> str:
    """Seconds as m:ss, or h:mm:ss from an hour on."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def feeling(emotion: str) -> str:
    """The adjective of an emotion, capitalised."""
    return named(FEELINGS.get(emotion, emotion))


def named(identifier: str) -> str:
    """A need, act or stage in words."""
    return NEEDS.get(identifier) or identifier.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on the chart: its number in the table, its style, its tooltip, and its word where there is room."""

    x: float
    y: float
    number: int
    kind: str
    title: str
    word: str = ""
    word_x: float = 0.0
    word_y: float = 0.0


@dataclass(frozen=True, slots=True)
class Chart:
    """The drawing: the path of valence, its marks, and the time axis."""

    line: str
    moods: tuple[Mark, ...]
    answers: tuple[Mark, ...]
    cards: tuple[Mark, ...]
    ticks: tuple[tuple[float, str], ...]


def chart(card: Scorecard) -> Chart:
    """Lay out the emotion timeline of a call."""
    seconds = max(card.duration_seconds, 1.0)

    def across(at: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * min(at / seconds, 1.0), 1)

    answers = [
        Mark(across(need.met_at), BOTTOM + 40, 0, "met", f"{named(need.need)} met at {clock(need.met_at)}")
        for need in card.needs
        if need.met_at is not None
    ]
    cards = [
        Mark(across(shown.at), BOTTOM + 64, number, _card_kind(shown.stages), f"{shown.cue} at {clock(shown.at)}")
        for number, shown in enumerate(card.cards, start=1)
    ]
    moods = [_mood_mark(number, mood, across(mood.at)) for number, mood in enumerate(card.moods, start=1)]
    return Chart(_line(card, moods), tuple(_lettered(moods)), tuple(answers), tuple(cards), _ticks(seconds))


def _mood_mark(number: int, mood: Mood, x: float) -> Mark:
    word = feeling(mood.emotion)
    return Mark(x, _height(mood.valence), number, _tone(mood.valence), f"{word}: {mood.quote}", word)


def _height(valence: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * (valence + 1.0) / 2.0, 1)


def _tone(valence: float) -> str:
    if valence > 0.15:
        return "up"
    return "down" if valence < -0.15 else "level"


def _card_kind(stages: Sequence[str]) -> str:
    return "used" if "accepted" in stages or "spoken" in stages else "unused"


def _line(card: Scorecard, moods: Sequence[Mark]) -> str:
    """A step at each change: a feeling lasts until the next one is noticed. Empty without a customer's word."""
    if card.valence_start is None:
        return ""
    start = f"M{LEFT:g},{_height(card.valence_start):g}"
    return start + "".join(f"H{mark.x:g}V{mark.y:g}" for mark in moods) + f"H{RIGHT:g}"


def _lettered(moods: Sequence[Mark]) -> list[Mark]:
    """Give each mark its word where there is room for it; the table has them all."""
    taken = [(mark.x - 10, mark.y - 10, mark.x + 10, mark.y + 10) for mark in moods]
    taken += [(b.x - 2, min(a.y, b.y), b.x + 2, max(a.y, b.y)) for a, b in itertools.pairwise(moods)]
    kept = []
    for mark in moods:
        width = len(mark.word) * _LETTER
        lefts = (mark.x + 12, mark.x - 12 - width)
        boxes = [(left, mark.y + rise, left + width, mark.y + rise + 13) for left in lefts for rise in (-17, 5)]
        box = next((box for box in boxes if _free(box, taken)), None)
        if box:
            taken.append(box)
        left, _, _, bottom = box or (0.0, 0.0, 0.0, 0.0)
        kept.append(replace(mark, word=mark.word if box else "", word_x=round(left, 1), word_y=round(bottom - 3, 1)))
    return kept


def _free(box: Box, taken: Sequence[Box]) -> bool:
    left, top, right, bottom = box
    inside = left >= LEFT - 4 and right <= WIDTH and top >= 0 and bottom <= BOTTOM + 4
    return inside and all(right <= a or left >= c or bottom <= b or top >= d for a, b, c, d in taken)


def _ticks(seconds: float) -> tuple[tuple[float, str], ...]:
    step = next((step for step in _TICK_STEPS if seconds / step <= _MOST_TICKS), _TICK_STEPS[-1])
    times = range(0, int(seconds) + 1, step)
    return tuple((round(LEFT + (RIGHT - LEFT) * at / seconds, 1), clock(at)) for at in times)
