"""`assist shift`: what the calls of a day came to, for the agent alone."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from assist.errors import UsageError
from assist.report.checklist import read_done
from assist.report.customer import HEAVY, Load
from assist.report.day import Day, began, calls_of
from assist.report.exchanges import LIFT
from assist.report.page import page
from assist.report.render import to_json, write_pair
from assist.report.scorecard import Scorecard
from assist.report.wellbeing import Met, note
from assist.settings import Settings

HTML_NAME = "shift.html"
MOST_MOMENTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftCall:
    """A call in one line. ``began``: HH:MM; ``heavy``: the heavy feelings it brought; ``folder``: its name."""

    folder: str
    began: str
    duration_seconds: float
    complete: bool
    needs: int
    needs_met: int
    heavy: tuple[str, ...] = ()
    went_well: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftMoment:
    """One of the best moments of the day; ``began``: of its call, HH:MM."""

    began: str
    at: float
    quote: str
    reply: str
    reasons: tuple[str, ...]
    rise: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPromise:
    """A promise that is not ticked off; ``began``: of its call, HH:MM."""

    folder: str
    began: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """The calls of a day.

    Attributes:
        day: YYYY-MM-DD.
        talk_seconds: all calls together.
        load: how long, and how often, customers were angry, distressed or abusive.
        moments: the best ones, the best first.
        promises: those that are open, over all calls; ``done`` are ticked off.
        wellbeing: the private note.
        skipped: calls that could not be read, each in a sentence.
    """

    day: str
    calls: tuple[ShiftCall, ...] = ()
    talk_seconds: float = 0.0
    load: tuple[Load, ...] = ()
    needs: int = 0
    needs_met: int = 0
    moments: tuple[ShiftMoment, ...] = ()
    promises: tuple[OpenPromise, ...] = ()
    done: int = 0
    wellbeing: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()


def shift_of(day: Day, on: date) -> Shift:
    """Add up the calls of a day; reads what is ticked off."""
    calls = tuple(_call(folder, card) for folder, card in day.cards)
    promised = [
        (folder, card, one.text) for folder, card in day.cards for one in card.follow_ups if one.kind == "promise"
    ]
    done = {folder: read_done(folder) for folder, _ in day.cards}
    still_open = [
        OpenPromise(folder=folder.name, began=_hour(card), text=text)
        for folder, card, text in promised
        if text not in done[folder]
    ]
    cards = [card for _, card in day.cards]
    return Shift(
        day=on.isoformat(),
        calls=calls,
        talk_seconds=round(sum(card.duration_seconds for card in cards), 3),
        load=_load(cards),
        needs=sum(call.needs for call in calls),
        needs_met=sum(call.needs_met for call in calls),
        moments=_moments(cards),
        promises=tuple(still_open),
        done=len(promised) - len(still_open),
        wellbeing=note([_met(card) for card in cards]),
        skipped=day.skipped,
    )


def write_shift(calls: Path, on: date, out: Path | None = None) -> Path:
    """Write ``shift-YYYY-MM-DD.json`` and its page into the folder of the calls, or another; return the page's path.

    Raises:
        UsageError: the folder cannot be written.
    """
    return _write(shift_of(calls_of(calls, on), on), out or calls)


def show_shift(settings: Settings, day: str | None, as_json: bool, out: Path | None) -> int:
    """Print the shift as JSON, or write its files and say where and what they come to; returns the exit status.

    Raises:
        UsageError: the day is none, or the folder cannot be written.
    """
    on, calls = _day(day), Path(settings.journal.folder)
    shift = shift_of(calls_of(calls, on), on)
    if as_json:
        sys.stdout.write(to_json(shift))
        return 0
    for sentence in shift.skipped:
        sys.stderr.write(f"assist: {sentence}\n")
    if not shift.calls:
        sys.stderr.write(f"assist: there is no call of {shift.day} in {calls}.\n")
    written = _write(shift, out or calls)
    sys.stdout.write("".join(f"{sentence}\n" for sentence in shift.wellbeing) + f"{written}\n")
    return 0


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--day {text}: write the day as YYYY-MM-DD, such as 2026-03-02.") from error


def _write(shift: Shift, folder: Path) -> Path:
    return write_pair(
        folder, f"shift-{shift.day}.json", to_json(shift), page(HTML_NAME, shift=shift, folder=str(folder))
    )


def _call(folder: Path, card: Scorecard) -> ShiftCall:
    return ShiftCall(
        folder=folder.name,
        began=_hour(card),
        duration_seconds=card.duration_seconds,
        complete=card.complete,
        needs=len(card.needs_due),
        needs_met=len(card.needs_met),
        heavy=tuple(load.emotion for load in card.load),
        went_well=card.went_well,
    )


def _load(cards: Sequence[Scorecard]) -> tuple[Load, ...]:
    found = {emotion: [load for card in cards for load in card.load if load.emotion == emotion] for emotion in HEAVY}
    return tuple(
        Load(
            emotion=emotion,
            seconds=round(sum(load.seconds for load in loads), 3),
            moments=sum(load.moments for load in loads),
        )
        for emotion, loads in found.items()
        if loads
    )


def _moments(cards: Sequence[Scorecard]) -> tuple[ShiftMoment, ...]:
    """The best of the day, by how far the mood rose and by how much the words did."""
    found = [
        ShiftMoment(
            began=_hour(card),
            at=moment.at,
            quote=moment.quote,
            reply=moment.reply,
            reasons=moment.reasons,
            rise=moment.rise,
        )
        for card in cards
        for moment in card.moments
    ]
    best = sorted(found, key=lambda moment: (-moment.rise - 0.1 * len(moment.reasons), moment.began))
    return tuple(best[:MOST_MOMENTS])


def _met(card: Scorecard) -> Met:
    start = began(card)
    seconds = start.hour * 3600.0 + start.minute * 60.0 + start.second
    lasted = {load.emotion: load.seconds for load in card.load}
    rise = (card.valence_end or 0.0) - (card.valence_start or 0.0)
    return Met(
        began=seconds,
        ended=seconds + card.duration_seconds,
        anger_seconds=lasted.get("anger", 0.0),
        distress_seconds=lasted.get("distress", 0.0),
        insults=tuple(insult.quote for insult in card.insults),
        left_better=rise >= LIFT and (card.valence_end or 0.0) > 0.0,
    )


def _hour(card: Scorecard) -> str:
    return f"{began(card):%H:%M}"
