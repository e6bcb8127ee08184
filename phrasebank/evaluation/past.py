"""Recorded calls run again with a bank: how often it speaks, how soon, how well, and what another bank changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from phrasebank.evaluation.intervals import IntArray, Measure, bootstrapped
from phrasebank.evaluation.report import Cell, Figure, Section, Table, compared
from phrasebank.evaluation.sessions import Fire, PastCall

CARDS, PRECISION = "cards a call", "precision"
WELCOME = frozenset({"accepted", "spoken"})
UNWELCOME = frozenset({"rejected", "dismissed"})


@dataclass(frozen=True, slots=True)
class Moment:
    """Words upon which two banks differ; None where one shows nothing. ``then``: what was shown in the call itself."""

    call_id: str
    quote: str
    one: Fire | None
    other: Fire | None
    then: Fire | None

    def plain(self) -> dict[str, Any]:
        """The moment for a program."""
        return asdict(self)


def describe_past(columns: Mapping[str, Sequence[PastCall]]) -> Section:
    """Each bank on the same calls; intervals over calls.

    Args:
        columns: for each bank the calls run again with it.
    """
    calls = next(iter(columns.values()))
    figures = {name: figures_of(again) for name, again in columns.items()}
    judged = judged_cards(calls)
    notes = (
        f"{len(calls)} recorded calls, {sum(call.seconds for call in calls) / 60:.0f} minutes; intervals over calls.",
        f"Precision is over cards that the calls showed at the same words with a known fate ({judged} of the first "
        "bank's): accepted or spoken against dismissed or 'not this'.",
    )
    return Section("Recorded calls", notes, (compared("cards", figures), _by_call(columns)))


def figures_of(calls: Sequence[PastCall]) -> dict[str, Figure]:
    """The figures of one bank, with intervals over calls; those that no call tells are left out."""
    return bootstrapped(_measure(calls), len(calls)) if calls else {}


def differences(one: Sequence[PastCall], other: Sequence[PastCall]) -> dict[str, Figure]:
    """By how much each figure of the other bank is higher on the same calls, with the interval of the difference."""
    first, second = _measure(one), _measure(other)

    def measure(rows: IntArray) -> dict[str, float]:
        before, after = first(rows), second(rows)
        return {name: after[name] - value for name, value in before.items()}

    return bootstrapped(measure, len(one)) if one else {}


def judged_cards(calls: Sequence[PastCall]) -> int:
    """How many of a bank's cards the calls showed at the same words with a known fate."""
    return sum(fate_then(call, fire) != "" for call in calls for fire in call.now)


def changed_moments(one: Sequence[PastCall], other: Sequence[PastCall]) -> list[Moment]:
    """Where two banks show different phrases upon the same words, in the order of the calls."""
    moments = []
    for first, second in zip(one, other, strict=True):
        ours, theirs = ({fire.moment: fire for fire in call.now} for call in (first, second))
        then = {fire.moment: fire for fire in first.then}
        both = sorted({**theirs, **ours}.values(), key=lambda fire: fire.at)
        moments += [
            Moment(first.call_id, fire.quote, ours.get(fire.moment), theirs.get(fire.moment), then.get(fire.moment))
            for fire in both
            if _phrase(ours.get(fire.moment)) != _phrase(theirs.get(fire.moment))
        ]
    return moments


def listed_moments(moments: Sequence[Moment], names: Sequence[str]) -> str:
    """Each changed moment side by side, to be read by a person."""
    if len(names) < 2:
        return ""
    width = max(len(name) for name in (*names, "in the call"))
    lines = [f"{len(moments)} changed moments"]
    for moment in moments:
        sides = zip((*names, "in the call"), (moment.one, moment.other, moment.then), strict=True)
        lines += ["", f'{moment.call_id}  "{moment.quote}"']
        lines += [f"  {name:<{width}}  {_shown(fire)}" for name, fire in sides]
    return "\n".join(lines) + "\n"


def _measure(calls: Sequence[PastCall]) -> Measure:
    fires = np.array([len(call.now) for call in calls], dtype=float)
    minutes = np.array([call.seconds / 60 for call in calls])
    first = np.array([call.now[0].at if call.now else np.nan for call in calls])
    good, bad = (np.array([_count(call, fates) for call in calls]) for fates in (WELCOME, UNWELCOME))
    repeated = np.array([sum(fate_then(call, fire) == "rejected" for fire in call.now) for call in calls])

    def measure(rows: IntArray) -> dict[str, float]:
        known, timed = good[rows].sum() + bad[rows].sum(), first[rows][~np.isnan(first[rows])]
        spoken_time = minutes[rows].sum()
        return {
            CARDS: float(fires[rows].mean()),
            "cards per 10 minutes": float(10 * fires[rows].sum() / spoken_time) if spoken_time else float("nan"),
            "share of calls without a card": float((fires[rows] == 0).mean()),
            "first card after, seconds (median)": float(np.median(timed)) if len(timed) else float("nan"),
            PRECISION: float(good[rows].sum() / known) if known else float("nan"),
            "shown again after 'not this', a call": float(repeated[rows].mean()),
        }

    return measure


def _by_call(columns: Mapping[str, Sequence[PastCall]]) -> Table:
    names = tuple(f"{what}, {name}" for name in columns for what in ("cards", "first at"))
    rows: list[tuple[str, tuple[Cell, ...]]] = []
    for again in zip(*columns.values(), strict=True):
        cells: list[Cell] = [f"{again[0].seconds / 60:.1f}"]
        for call in again:
            cells += [len(call.now), f"{call.now[0].at:.1f} s" if call.now else None]
        rows.append((again[0].call_id, tuple(cells)))
    return Table("call", ("minutes", *names), tuple(rows))


def _count(call: PastCall, fates: frozenset[str]) -> int:
    return sum(fate_then(call, fire) in fates for fire in call.now)


def fate_then(call: PastCall, fire: Fire) -> str:
    """What became of the same card in the call itself; empty where it was not shown or nobody reacted."""
    same = [past.fate for past in call.then if (past.moment, past.phrase_id) == (fire.moment, fire.phrase_id)]
    known = [fate for fate in same if fate in WELCOME | UNWELCOME]
    return known[-1] if known else ""


def _phrase(fire: Fire | None) -> str:
    return fire.phrase_id if fire else ""


def _shown(fire: Fire | None) -> str:
    if fire is None:
        return "-"
    return f"{fire.text} ({fire.phrase_id}{', ' + fire.fate if fire.fate else ''})"
