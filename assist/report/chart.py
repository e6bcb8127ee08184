"""The drawing of the emotion timeline: where its line, marks, words and ticks stand."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assist.report.customer import Mood, MoodPoint
from assist.report.facts import CallFacts
from assist.report.moments import Moment
from assist.report.words import clock, feeling, named

WIDTH, HEIGHT = 760.0, 290.0
"""Of the chart, in its own units."""
LEFT, RIGHT, TOP, BOTTOM = 62.0, 744.0, 30.0, 200.0
"""The chart's plot: time runs between the first two, valence 1..-1 between the last two."""
_LETTER = 6.4
"""Width of a letter of a label, generously."""
_STEM = 24.0
"""How far a best moment stands above the line."""
_TICK_STEPS = (10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
_MOST_TICKS = 8
_MOST_WORDS = 20
"""With more changes of emotion than this, words would cover the line; the table has them."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on the chart: its name in the list, its style, its tooltip, and its word where there is room."""

    x: float
    y: float
    name: str
    kind: str
    title: str
    word: str = ""
    word_x: float = 0.0
    word_y: float = 0.0
    small: bool = False
    """It had no room: a dot without its name."""


@dataclass(frozen=True, slots=True)
class Chart:
    """The drawing: the path of valence, its marks, and the time axis."""

    line: str
    moods: tuple[Mark, ...]
    moments: tuple[Mark, ...]
    answers: tuple[Mark, ...]
    cards: tuple[Mark, ...]
    holds: tuple[Box, ...]
    ticks: tuple[tuple[float, str], ...]


def chart(card: CallFacts) -> Chart:
    """Lay out the emotion timeline of a call."""
    seconds = max(card.duration_seconds, 1.0)

    def across(at: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * min(at / seconds, 1.0), 1)

    answers = [
        Mark(across(need.met_at), BOTTOM + 40, "", "met", f"{named(need.need)} met at {clock(need.met_at)}")
        for need in card.needs
        if need.met_at is not None
    ]
    cards = [
        Mark(across(shown.at), BOTTOM + 64, str(number), _card_kind(shown.stages), f"{shown.cue} at {clock(shown.at)}")
        for number, shown in enumerate(card.cards, start=1)
    ]
    line = _points(card)
    moods = [_mood_mark(number, mood, across(mood.at), line) for number, mood in enumerate(card.feelings, start=1)]
    moments = _raised([_moment_mark(place, one, across(one.at), line) for place, one in enumerate(card.moments)])
    holds = [(across(hold.at), TOP, across(hold.at + hold.seconds), BOTTOM) for hold in card.talk.holds]
    path = _path([(across(point.at), _height(point.valence)) for point in line])
    marked = _lettered(_thinned(moods, moments, lambda mark: abs(mark.y - (TOP + BOTTOM) / 2)), moments)
    shown = _thinned(cards, (), lambda mark: mark.kind == "used")
    return Chart(path, tuple(marked), tuple(moments), tuple(answers), tuple(shown), tuple(holds), _ticks(seconds))


def moment_name(place: int) -> str:
    """How a best moment is named on the chart and in the list: A, B, C ..."""
    return chr(ord("A") + place)


def value_at(line: Sequence[MoodPoint], at: float) -> float:
    """The mood between its readings; before the first one and after the last one as they are."""
    if not line:
        return 0.0
    for before, after in itertools.pairwise(line):
        if before.at <= at < after.at:
            return before.valence + (after.valence - before.valence) * (at - before.at) / (after.at - before.at)
    return line[0].valence if at < line[0].at else line[-1].valence


def _points(card: CallFacts) -> tuple[MoodPoint, ...]:
    """The line from the first reading to the end of the call; neutral where words were heard but nothing was read."""
    if card.valence_start is None:
        return ()
    line = card.mood or (MoodPoint(at=0.0, valence=0.0),)
    return (*line, replace(line[-1], at=max(card.duration_seconds, line[-1].at)))


def _mood_mark(number: int, mood: Mood, x: float, line: Sequence[MoodPoint]) -> Mark:
    word = feeling(mood.emotion)
    y = _height(value_at(line, mood.at))
    return Mark(x, y, str(number), _tone(mood), f"{word}: {mood.quote}", word)


def _moment_mark(place: int, moment: Moment, x: float, line: Sequence[MoodPoint]) -> Mark:
    y = max(TOP - 12, _height(value_at(line, moment.at)) - _STEM)
    return Mark(x, round(y, 1), moment_name(place), "moment", moment.quote)


def _raised(marks: Sequence[Mark]) -> list[Mark]:
    """The same marks, each above those before it that it would cover."""
    kept: list[Mark] = []
    for mark in marks:
        y = mark.y
        while y > 14 and any(abs(mark.x - other.x) < 18 and abs(y - other.y) < 18 for other in kept):
            y -= 18
        kept.append(replace(mark, y=round(y, 1)))
    return kept


def _thinned(marks: Sequence[Mark], taken: Sequence[Mark], worth: Callable[[Mark], float]) -> list[Mark]:
    """The same marks; those that would cover one of more worth are small."""
    full = list(taken)
    small: set[int] = set()
    for place, mark in sorted(enumerate(marks), key=lambda pair: -worth(pair[1])):
        if any(abs(mark.x - other.x) < 17 and abs(mark.y - other.y) < 17 for other in full):
            small.add(place)
        else:
            full.append(mark)
    return [replace(mark, small=place in small) for place, mark in enumerate(marks)]


def _height(valence: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * (valence + 1.0) / 2.0, 1)


def _tone(mood: Mood) -> str:
    if mood.emotion == "neutral" or abs(mood.valence) <= 0.15:
        return "level"
    return "up" if mood.valence > 0 else "down"


def _card_kind(stages: Sequence[str]) -> str:
    return "used" if "accepted" in stages or "spoken" in stages else "unused"


def _path(points: Sequence[tuple[float, float]]) -> str:
    """Straight from reading to reading: nothing is known between them."""
    return "".join(f"{'L' if place else 'M'}{x:g},{y:g}" for place, (x, y) in enumerate(points))


def _lettered(moods: Sequence[Mark], moments: Sequence[Mark]) -> list[Mark]:
    """Give each mark its word where there is room for it; the table has them all."""
    taken = [(mark.x - 10, mark.y - 10, mark.x + 10, mark.y + 10) for mark in (*moods, *moments) if not mark.small]
    kept = []
    for mark in moods:
        if mark.small or len(moods) > _MOST_WORDS:
            kept.append(replace(mark, word=""))
            continue
        width = len(mark.word) * _LETTER
        lefts = (mark.x - width / 2, mark.x + 12, mark.x - 12 - width)
        boxes = [(left, mark.y + rise, left + width, mark.y + rise + 13) for rise in (11, -25, -7) for left in lefts]
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
    ticks = ((round(LEFT + (RIGHT - LEFT) * at / seconds, 1), clock(at)) for at in times)
    return tuple((x, label) for x, label in ticks if x + len(label) * _LETTER / 2 <= WIDTH)
