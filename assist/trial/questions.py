"""What is asked of a ledger's course, counted against the truth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from assist.trial.course import Course, Mark
from phrasebank.corpus import AgentRow
from phrasebank.dialogues import Dialogue, LedgerEntry


@dataclass(frozen=True, slots=True)
class Count:
    """What one call adds to precision (``right`` of ``said``) and recall (``found`` of ``true``)."""

    right: int
    said: int
    found: int
    true: int


def raised_at_turn(dialogue: Dialogue, course: Course) -> Count:
    """Needs raised, or raised again, at the very turn that shows them."""
    true = {(entry.need, turn) for entry in dialogue.ledger for turn in (entry.raised, *entry.again)}
    return _same(set(course.shown), true)


def raised_while_it_lasts(dialogue: Dialogue, course: Course) -> Count:
    """Needs raised at some turn of the customer's while they last."""

    def within(mark: Mark, entry: LedgerEntry) -> bool:
        need, turn = mark
        end = len(dialogue.turns) if entry.met is None else entry.met
        return need == entry.need and (entry.raised <= turn < end or turn in entry.again)

    right = sum(any(within(mark, entry) for entry in dialogue.ledger) for mark in course.shown)
    found = sum(any(within(mark, entry) for mark in course.shown) for entry in dialogue.ledger)
    return Count(right, len(course.shown), found, len(dialogue.ledger))


def closed_at_turn(dialogue: Dialogue, course: Course) -> Count:
    """Needs closed at the very turn that answers them."""
    return _same(set(course.met), _answers(dialogue.ledger))


def closed_at_all(dialogue: Dialogue, course: Course) -> Count:
    """Needs that are answered somewhere in the call, closed at whatever turn."""
    return _same({need for need, _ in course.met}, {need for need, _ in _answers(dialogue.ledger)})


def closed_if_open(dialogue: Dialogue, course: Course) -> Count:
    """As `closed_at_turn`, without what could not close since it was never raised, nor what should not be open."""
    known = {entry.need for entry in dialogue.ledger}
    true = {(need, turn) for need, turn in _answers(dialogue.ledger) if course.was_open(need, turn)}
    return _same({mark for mark in course.met if mark[0] in known}, true)


def left_open(dialogue: Dialogue, course: Course) -> Count:
    """Needs that nobody answered, open at the end."""
    return _same(set(course.left_open), {entry.need for entry in dialogue.ledger if entry.met is None})


QUESTIONS: Mapping[str, Callable[[Dialogue, Course], Count]] = {
    "raised, at the turn": raised_at_turn,
    "raised, while it lasts": raised_while_it_lasts,
    "closed, at the right turn": closed_at_turn,
    "closed, at all": closed_at_all,
    "closed, given it was open": closed_if_open,
    "left open": left_open,
}


def idle_turns(dialogue: Dialogue, course: Course) -> tuple[int, int]:
    """Agent turns that answer nothing though our ledger holds a need open, and how many of them close one."""
    needs = {need for need, _ in course.shown}
    idle = [
        number
        for number, turn in enumerate(dialogue.turns)
        if isinstance(turn, AgentRow) and not turn.answers and any(course.was_open(need, number) for need in needs)
    ]
    closing_turns = {turn for _, turn in course.met}
    return len(idle), sum(number in closing_turns for number in idle)


def _answers(ledger: Iterable[LedgerEntry]) -> set[Mark]:
    return {(entry.need, entry.met) for entry in ledger if entry.met is not None}


def _same(found: set[Mark] | set[str], true: set[Mark] | set[str]) -> Count:
    right = len(found & true)
    return Count(right, len(found), right, len(true))
