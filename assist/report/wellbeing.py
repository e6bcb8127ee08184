"""A private note on what the day's calls asked of the agent, in kind plain words. All its rules stand here.

Sources. Insults and anger of customers wear agents down with their number (198 call-centre agents, about ten a day;
Grandey, Dickter & Sin 2004), so they are counted. Breaks of up to ten minutes give back vigour and take fatigue away,
by a little each (22 samples, d = 0.36 and 0.35; Albulescu et al. 2022), so breaks are what it advises. How many calls
are many is judgement, as are the other numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assist.report.words import counted, number_word, quoted

MANY_SHARE = 1 / 3
"""From this share of angry callers on, and from `MANY_CALLS`, the note speaks of it."""
MANY_CALLS = 2
IN_A_ROW = 2
"""So many heavy calls as the last ones ask for a pause now."""
DISTRESS_SECONDS = 600.0
"""Listening to distress for so long in a day is worth talking over."""
GAP_SECONDS = 600.0
"""A shorter gap between calls is no break ..."""
UNBROKEN_SECONDS = 2.5 * 3600
"""... and so long without one is too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """What one call brought: begun and ended at so many seconds of the day, and how long each heavy feeling lasted."""

    began: float
    ended: float
    anger_seconds: float = 0.0
    distress_seconds: float = 0.0
    insults: tuple[str, ...] = ()
    left_better: bool = False

    @property
    def heavy(self) -> bool:
        """Whether it cost the agent something."""
        return bool(self.anger_seconds or self.distress_seconds or self.insults)


def note(calls: Sequence[Met]) -> tuple[str, ...]:
    """The sentences of the note on the calls of a day, in order; each names what the day brought."""
    if not calls:
        return ()
    rules = (_insults, _anger, _distress, _row, _unbroken, _calm, _better)
    return tuple(sentence for sentence in (rule(calls) for rule in rules) if sentence)


def _insults(calls: Sequence[Met]) -> str | None:
    words = [insult for call in calls for insult in call.insults]
    if not words:
        return None
    brought = (
        "One insult reached you" if len(words) == 1 else f"{number_word(len(words)).capitalize()} insults reached you"
    )
    return f"{brought} today ({quoted(words[0], 10)}): it was not about you, and you may tell your supervisor."


def _anger(calls: Sequence[Met]) -> str | None:
    angry = sum(bool(call.anger_seconds) for call in calls)
    if angry < MANY_CALLS or angry < MANY_SHARE * len(calls):
        return None
    of = f"{number_word(angry).capitalize()} of {number_word(len(calls))} callers were angry"
    return f"{of}; after the next one take two minutes."


def _distress(calls: Sequence[Met]) -> str | None:
    seconds = sum(call.distress_seconds for call in calls)
    if seconds < DISTRESS_SECONDS:
        return None
    return f"You listened to {round(seconds / 60)} minutes of distress; talk it over with a colleague you trust."


def _row(calls: Sequence[Met]) -> str | None:
    row = 0
    for call in reversed(calls):
        if not call.heavy:
            break
        row += 1
    if row < IN_A_ROW:
        return None
    return f"The last {number_word(row)} calls were heavy in a row: stand up and take two minutes before the next."


def _unbroken(calls: Sequence[Met]) -> str | None:
    since = calls[0].began
    for before, call in pairwise(calls):
        if call.began - before.ended >= GAP_SECONDS:
            since = call.began
    hours = (calls[-1].ended - since) / 3600
    if hours * 3600 < UNBROKEN_SECONDS:
        return None
    return f"You have taken calls for {hours:.1f} hours without ten minutes between two of them: a break is due."


def _calm(calls: Sequence[Met]) -> str | None:
    if any(call.heavy for call in calls):
        return None
    return f"A calm day so far: of {counted(len(calls), 'caller')} nobody was angry or in distress."


def _better(calls: Sequence[Met]) -> str | None:
    better = sum(call.left_better for call in calls)
    if not better:
        return None
    them = "caller" if better == 1 else "callers"
    return f"{number_word(better).capitalize()} {them} left in a better mood than they came in: that was you."
