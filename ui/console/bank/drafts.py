"""Drafts: changes that stand in the form and are not saved yet. They outlive the choice of another phrase. No Qt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from phrasebank.phrase import Phrase
from phrasebank.store.records import Entry, Snapshot
from phrasebank.transfer.entries import FIELDS


@dataclass(frozen=True, slots=True)
class Draft:
    """A phrase as it stands in the form.

    Attributes:
        key: the phrase's id; for a new one a name that no phrase can have.
        base: the revision that the changes were made from; 0 for a new phrase.
        before: the phrase in that revision; None for a new one.
        values: of all its fields by name, sound or not.
    """

    key: str
    base: int
    before: Phrase | None
    values: Mapping[str, Any]

    @property
    def is_new(self) -> bool:
        """Whether the bank does not have it yet."""
        return self.before is None

    @property
    def changed(self) -> tuple[str, ...]:
        """The fields that differ from the bank's; all of a new phrase."""
        if self.before is None:
            return FIELDS
        return tuple(name for name in FIELDS if self.values[name] != getattr(self.before, name))


def fields_of(phrase: Phrase) -> dict[str, Any]:
    """All fields of a phrase by name, but for where it is written."""
    return {name: getattr(phrase, name) for name in FIELDS}


def draft_of(entry: Entry) -> Draft:
    """The phrase unchanged."""
    return Draft(entry.phrase.id, entry.revision, entry.phrase, fields_of(entry.phrase))


class Drafts(Mapping[str, Draft]):
    """The drafts by their keys, in the order in which they were begun."""

    def __init__(self) -> None:
        self._drafts: dict[str, Draft] = {}
        self._begun = 0

    def __getitem__(self, key: str) -> Draft:
        return self._drafts[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._drafts)

    def __len__(self) -> int:
        return len(self._drafts)

    def of(self, key: str, snapshot: Snapshot) -> Draft | None:
        """The draft of a phrase, unchanged where there is none yet; None where the bank has no such phrase."""
        entry = snapshot.get(key)
        return self.get(key) or (draft_of(entry) if entry else None)

    def taken(self, snapshot: Snapshot) -> set[str]:
        """The ids that no other phrase may have."""
        return {str(draft.values["id"]) for draft in self.values()} | {entry.phrase.id for entry in snapshot.entries}

    def begin(self, values: Mapping[str, Any]) -> Draft:
        """A new phrase."""
        self._begun += 1
        draft = Draft(f"+{self._begun}", 0, None, dict(values))
        self._drafts[draft.key] = draft
        return draft

    def keep(self, draft: Draft, values: Mapping[str, Any]) -> Draft:
        """The draft with other values; one that says what the bank says is none."""
        draft = replace(draft, values=dict(values))
        if draft.changed:
            self._drafts[draft.key] = draft
        else:
            self.drop(draft.key)
        return draft

    def drop(self, key: str) -> None:
        """Forget it: it is saved, or not wanted."""
        self._drafts.pop(key, None)
