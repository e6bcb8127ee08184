"""Row: a phrase as the table shows it and as it is searched. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from phrasebank.phrase import Phrase
from phrasebank.sketch import sketched
from phrasebank.store.records import Entry
from ui.console.bank.drafts import Draft


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        key: the phrase's id, or a new draft's key.
        phrase: as it is saved; of a new draft, what can be made of it so far.
        cue, text: as they are written, also where they make no phrase yet.
        entry: None for a new draft.
        unsaved: the form holds changes that are not saved.
        words: all that plain words are looked for in, in small letters.
        people: who wrote the wording and who changed the phrase last, a line each, in small letters.
    """

    key: str
    phrase: Phrase
    cue: str
    text: str
    entry: Entry | None
    unsaved: bool
    words: str
    people: str


class Rows:
    """Makes rows; keeps those of phrases that have not changed."""

    def __init__(self) -> None:
        self._kept: dict[str, Row] = {}

    def of(self, entries: Iterable[Entry], drafts: Mapping[str, Draft]) -> list[Row]:
        """A row for each new draft, the latest first, then one for each phrase of the bank."""
        kept = self._kept
        self._kept = {}
        for entry in entries:
            key = entry.phrase.id
            unsaved = key in drafts
            row = kept.get(key)
            if row is None or (row.entry is not entry and row.entry != entry) or row.unsaved is not unsaved:
                row = _of_entry(entry, unsaved=unsaved)
            self._kept[key] = row
        new = [row_of_draft(draft) for draft in drafts.values() if draft.is_new]
        return [*reversed(new), *self._kept.values()]


def row_of_draft(draft: Draft) -> Row:
    """A new phrase as far as it is written."""
    phrase, cue, words = sketched(draft.values).phrase, str(draft.values["cue"]), str(draft.values["text"])
    searched = "\n".join((phrase.id, words, cue, *phrase.cues)).lower()
    return Row(draft.key, phrase, cue, words, None, unsaved=True, words=searched, people=phrase.author.lower())


def _of_entry(entry: Entry, *, unsaved: bool) -> Row:
    phrase = entry.phrase
    searched = "\n".join((phrase.id, phrase.text, phrase.cue, *phrase.cues)).lower()
    people = f"{entry.wording_by}\n{entry.changed_by}\n{phrase.author}".lower()
    return Row(phrase.id, phrase, phrase.cue, phrase.text, entry, unsaved, searched, people)
