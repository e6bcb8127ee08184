"""What a store gives and takes: frozen records that check themselves."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from phrasebank.bank import Bank
from phrasebank.errors import PhrasebankError
from phrasebank.packs import pack_ids
from phrasebank.phrase import LOCALES, REGISTERS, Locale, Phrase, Register
from phrasebank.transfer.entries import FIELDS

Level = Literal["novice", "standard", "expert"]
Side = Literal["mine", "theirs"]
LEVELS: tuple[Level, ...] = ("novice", "standard", "expert")


class StoreError(PhrasebankError):
    """The store cannot be read, or refuses a change."""

    code = "bad_store"


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase as it stands, with its place in time.

    Attributes:
        phrase: the draft, whatever its status.
        revision: of this phrase, counted from 1, raised with each saved change.
        changed_by, changed_at: who saved this revision, and when (ISO 8601, UTC).
        wording_by: who wrote what a reviewer has to judge.
        approved: the last approved wording, which a release takes; None if there is none or it was withdrawn.
        comments: how many there are.
    """

    phrase: Phrase
    revision: int
    changed_by: str
    changed_at: str
    wording_by: str
    approved: Phrase | None
    comments: int


@dataclass(frozen=True, slots=True)
class Edit:
    """A phrase as somebody wants it, made from revision ``base``; 0 for a new phrase."""

    phrase: Phrase
    base: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else has saved the phrase since.

    Attributes:
        phrase_id: of the phrase.
        base: what both started from; None where both made a new phrase of this id.
        mine: what was to be saved.
        theirs: what stands in the store.
        revision: of theirs; the base of an edit that settles it.
        who, at: who saved theirs, and when.
    """

    phrase_id: str
    base: Phrase | None
    mine: Phrase
    theirs: Phrase
    revision: int
    who: str
    at: str

    def both(self) -> tuple[str, ...]:
        """Fields that both changed, and not alike; a person has to choose."""
        return tuple(name for name in FIELDS if name != "version" and self._mine(name) and self._theirs(name))

    def merged(self, take: Mapping[str, Side]) -> Phrase:
        """One phrase of both: each field from whoever changed it, the contested ones as chosen.

        Args:
            take: whose value, for each field of `both`.

        Raises:
            StoreError: a contested field is not chosen.
            PhraseError: the mixture breaks the contract of a phrase.
        """
        contested = self.both()
        if missing := [name for name in contested if name not in take]:
            raise StoreError(f"'{self.phrase_id}': both changed '{missing[0]}'; choose whose it shall be.")
        mine = [name for name in FIELDS if self._mine(name) and not (name in contested and take[name] == "theirs")]
        values = {name: getattr(self.mine, name) for name in mine}
        return replace(self.theirs, **{**values, "version": max(self.mine.version, self.theirs.version)})

    def _mine(self, name: str) -> bool:
        """Whether I changed it to something else than they have."""
        value = getattr(self.mine, name)
        return bool(value != getattr(self.theirs, name)) and (self.base is None or value != getattr(self.base, name))

    def _theirs(self, name: str) -> bool:
        return self.base is None or getattr(self.theirs, name) != getattr(self.base, name)


class ConflictError(StoreError):
    """Somebody else has saved some of these phrases since. Nothing was saved.

    Attributes:
        conflicts: all of them.
    """

    code = "conflict"

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        self.conflicts = tuple(conflicts)
        first, more = self.conflicts[0], len(self.conflicts) - 1
        others = f", and {more} more in the same way" if more else ""
        super().__init__(
            f"'{first.phrase_id}' was saved by {first.who} since you opened it{others}; choose what to keep of both."
        )


@dataclass(frozen=True, slots=True)
class Version:
    """One revision of a phrase: what it was, when, who saved it and why."""

    revision: int
    phrase: Phrase
    at: str
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark on a phrase. ``number`` counts from 1 for each phrase."""

    phrase_id: str
    number: int
    at: str
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Release:
    """A release, without its phrases.

    Attributes:
        number: counted from 1.
        version: of its bank (`Bank.version`).
        at, who: when it was published, and by whom.
        notes: what is new.
        phrases: how many.
        gate: what the comparison with past calls gave; None where there was none.
        override: why it was published although the comparison spoke against it; empty where it did not.
    """

    number: int
    version: str
    at: str
    who: str
    notes: str
    phrases: int
    gate: Mapping[str, Any] | None
    override: str


@dataclass(frozen=True, slots=True)
class Deed:
    """A row of the audit: who did what, when and why. ``digest`` binds it to all rows before."""

    number: int
    at: str
    who: str
    what: str
    subject: str
    why: str
    detail: Mapping[str, Any]
    digest: str


@dataclass(frozen=True, slots=True)
class Profile:
    """How a team is served. Checks itself on construction.

    Attributes:
        name: of the team, unique.
        packs: sectors beside the core.
        register: preferred.
        locale: where its customers are.
        level: how experienced its agents are.
        cap: most cards in a window, as the setting `suggest.cap` has it.
        cooldown_seconds: least time between two cards.
        revision: that it was made from; 0 for a new one.

    Raises:
        StoreError: a value is out of its range.
    """

    name: str
    packs: tuple[str, ...] = ()
    register: Register = "plain"
    locale: Locale = "any"
    level: Level = "standard"
    cap: int = 6
    cooldown_seconds: float = 20.0
    revision: int = 0

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise StoreError("A team's profile has no name; give it one.")
        where = f"the profile '{self.name}'"
        for pack in self.packs:
            _check_choice(where, "packs", pack, pack_ids())
        _check_choice(where, "register", self.register, REGISTERS)
        _check_choice(where, "locale", self.locale, LOCALES)
        _check_choice(where, "level", self.level, LEVELS)
        if self.cap < 1:
            raise StoreError(f"In {where}, 'cap' is {self.cap}; allow at least 1.")
        if not (math.isfinite(self.cooldown_seconds) and self.cooldown_seconds >= 0):
            raise StoreError(f"In {where}, 'cooldown_seconds' is {self.cooldown_seconds}; write 0 or more.")


def _check_choice(where: str, name: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise StoreError(f"In {where}, '{name}' names '{value}'; choose from {', '.join(known)}.")


@dataclass(frozen=True)
class Snapshot:
    """The store at one moment. Has no slots: it keeps what it worked out.

    Attributes:
        mark: of the store at that moment (`Store.mark`).
        entries: all phrases, in the order in which they were added.
        published: number of the release that agents have; 0 for none.
        two_person: whether nobody may approve their own wording.
        profiles: of the teams, by name.
    """

    mark: int
    entries: tuple[Entry, ...]
    published: int = 0
    two_person: bool = False
    profiles: tuple[Profile, ...] = field(default=())

    def get(self, phrase_id: str) -> Entry | None:
        """The phrase with this id, if there is one."""
        return self._by_id.get(phrase_id)

    @cached_property
    def bank(self) -> Bank:
        """All phrases as they stand, drafts and retired ones too."""
        return Bank(entry.phrase for entry in self.entries)

    def candidate(self) -> Bank:
        """What publishing now would release: the last approved wording of every phrase that is not retired."""
        return self._candidate

    def trial(self) -> Bank:
        """The candidate, with drafts and reviews as if they were approved."""
        return self._trial

    @cached_property
    def _by_id(self) -> dict[str, Entry]:
        return {entry.phrase.id: entry for entry in self.entries}

    @cached_property
    def _candidate(self) -> Bank:
        return Bank(entry.approved for entry in self.entries if entry.approved is not None)

    @cached_property
    def _trial(self) -> Bank:
        standing = (entry.phrase for entry in self.entries if entry.phrase.status != "retired")
        return Bank(p if p.status == "approved" else replace(p, status="approved") for p in standing)
