"""Flow: the life of a phrase from draft to retired, and who may take which step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from phrasebank.phrase import Phrase, Status
from phrasebank.store.records import StoreError
from phrasebank.transfer.entries import FIELDS

STEPS: Final[Mapping[Status, tuple[Status, ...]]] = {
    "draft": ("review", "approved", "retired"),
    "review": ("draft", "approved", "retired"),
    "approved": ("draft", "review", "retired"),
    "retired": ("draft",),
}
"""From each status to which; a phrase comes back from retirement only as a draft."""

WORDING: Final = ("text", "cue", "cues")
"""Fields whose change makes another phrase of it: old results and the old review no longer hold."""
_BOOKKEEPING = {"status", "author", "reviewed", "version"}
JUDGED: Final = tuple(name for name in FIELDS if name not in _BOOKKEEPING)
"""Fields that decide what agents see and when. Where two persons approve, a change of any asks for the second."""


def steps_from(status: Status, *, two_person: bool = False) -> tuple[Status, ...]:
    """Where a phrase can go from here. With two persons, a draft goes through review."""
    return tuple(step for step in STEPS[status] if not (two_person and (status, step) == ("draft", "approved")))


def changed(before: Phrase, after: Phrase, names: tuple[str, ...]) -> bool:
    """Whether one of these fields differs."""
    return any(getattr(before, name) != getattr(after, name) for name in names)


def same_person(one: str, other: str) -> bool:
    """Whether two names are the same but for case and blanks. Names are not proved (`audit.Author`)."""
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def check_step(phrase: Phrase, status: Status, *, two_person: bool, own: bool) -> None:
    """Refuse a step that is not in the table, or that takes a second person.

    Args:
        phrase: as it stands.
        status: where it shall go.
        two_person: whether nobody may approve their own wording.
        own: whether whoever takes the step wrote the wording.

    Raises:
        StoreError: the step is refused.
    """
    steps = steps_from(phrase.status, two_person=two_person)
    if status not in steps:
        choices = " or ".join(f"'{step}'" for step in steps)
        raise StoreError(f"'{phrase.id}' is '{phrase.status}' and cannot become '{status}'; make it {choices} first.")
    if status == "approved" and two_person and own:
        raise StoreError(
            f"'{phrase.id}' has your own wording; two persons are needed, so ask somebody else to approve."
        )
