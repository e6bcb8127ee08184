"""Plan: what an import would change, worked out before anything is written."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from phrasebank.bank import REQUIRED, Bank, typed
from phrasebank.errors import PhrasebankError, PhraseError, TransferError
from phrasebank.phrase import Origin, Phrase
from phrasebank.transfer.entries import FIELDS, Entry

Kind = Literal["added", "changed", "retired"]
_WORDING = ("text", "cue", "cues")
"""Fields whose change makes another phrase of it: old results and the old review no longer hold."""


@dataclass(frozen=True, slots=True)
class Change:
    """A phrase before (None where it is new) and after the import."""

    before: Phrase | None
    after: Phrase

    @property
    def kind(self) -> Kind:
        """What happens to the phrase."""
        if self.before is None:
            return "added"
        return "retired" if self.after.status == "retired" != self.before.status else "changed"

    def fields(self) -> Iterator[tuple[str, Any, Any]]:
        """Name, old and new value of each field that changes; none for a new phrase."""
        for name in FIELDS if self.before else ():
            old, new = getattr(self.before, name), getattr(self.after, name)
            if old != new:
                yield name, old, new


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do.

    Attributes:
        changes: in the order of the file.
        problems: one sentence for each entry that is left out: where, field, how to mend.
        unchanged: how many entries say what the bank says already.
    """

    changes: tuple[Change, ...]
    problems: tuple[str, ...]
    unchanged: int

    def after(self, bank: Bank) -> Bank:
        """The bank as it would be."""
        changed = {change.after.id: change.after for change in self.changes}
        kept = [changed.pop(phrase.id, phrase) for phrase in bank.phrases]
        return Bank([*kept, *changed.values()])


def plan_import(bank: Bank, entries: Iterable[Entry], echo: Callable[[Phrase], Mapping[str, Any]]) -> Plan:
    """Compare entries with the bank. Phrases that no entry names stay as they are.

    Args:
        bank: as it is.
        entries: of the file.
        echo: the values of a phrase as that kind of file gives them back (`Format.echo`).
    """
    changes, problems, unchanged = [], [], 0
    seen: dict[str, str] = {}
    for entry in entries:
        try:
            phrase_id, values = _checked(entry, seen)
            before = bank.get(phrase_id)
            after = _new(entry, values) if before is None else _changed(entry, before, values, echo(before))
        except PhrasebankError as error:
            problems.append(str(error))
            continue
        if after == before:
            unchanged += 1
        else:
            changes.append(Change(before, after))
    return Plan(tuple(changes), tuple(problems), unchanged)


def _checked(entry: Entry, seen: dict[str, str]) -> tuple[str, dict[str, Any]]:
    for name in entry.values:
        if name not in FIELDS:
            near = difflib.get_close_matches(str(name), FIELDS, n=1)
            mend = f"did you mean '{near[0]}'?" if near else f"the fields are {', '.join(FIELDS)}."
            raise TransferError(f"{entry.where}: there is no field '{name}'; {mend}")
    phrase_id = str(entry.values.get("id") or "").strip()
    if not phrase_id:
        raise TransferError(f"{entry.where}: 'id' is empty; name the phrase.")
    if phrase_id in seen:
        raise TransferError(f"{entry.where}: the id '{phrase_id}' stands at {seen[phrase_id]} too; keep one of them.")
    seen[phrase_id] = entry.where
    return phrase_id, {name: _value(entry.where, name, value) for name, value in entry.values.items()}


def _value(where: str, name: str, value: Any) -> Any:
    if name == "cooldown_seconds":
        if value is None:
            return None
        if isinstance(value, float) and not math.isfinite(value):
            raise TransferError(f"{where}: 'cooldown_seconds' is '{value}'; write a number of seconds.")
    return typed(where, name, value)


def _new(entry: Entry, values: Mapping[str, Any]) -> Phrase:
    for name in REQUIRED:
        if name not in values:
            raise TransferError(f"{entry.where}: the new phrase '{values['id']}' lacks '{name}'; add it.")
    _check_date(entry, values)
    return _made(entry, lambda: Phrase(**values, origin=Origin(entry.where)))


def _changed(entry: Entry, before: Phrase, values: Mapping[str, Any], echoed: Mapping[str, Any]) -> Phrase:
    """The phrase with the values that the file has changed; new words need a new review."""
    news = {name: value for name, value in values.items() if value != _as_phrase(echoed.get(name))}
    if "pack" in news:
        mend = f"a phrase stays in '{before.pack}'; retire it and add one with another id"
        raise TransferError(f"{entry.where}: 'pack' of '{before.id}' is '{news['pack']}'; {mend}.")
    if news and values.get("version", before.version) < before.version:
        mend = f"the bank has version {before.version} by now; export it again and change that"
        raise TransferError(f"{entry.where}: 'version' of '{before.id}' is {values['version']}; {mend}.")
    _check_date(entry, news)
    if any(name in news for name in _WORDING):
        news.setdefault("version", before.version + 1)
        wanted = values.get("status", before.status if before.status == "retired" else "draft")
        if wanted != "approved":
            news["status"] = wanted
            news.setdefault("reviewed", "")
    return _made(entry, lambda: replace(before, **news))


def _as_phrase(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _check_date(entry: Entry, values: Mapping[str, Any]) -> None:
    if text := values.get("reviewed"):
        try:
            sound = date.fromisoformat(text).isoformat() == text
        except ValueError:
            sound = False
        if not sound:
            raise TransferError(f"{entry.where}: 'reviewed' is '{text}'; write the day as 2026-01-31.")


def _made(entry: Entry, make: Callable[[], Phrase]) -> Phrase:
    try:
        return make()
    except PhraseError as error:
        sentence = f"{entry.where}: phrase '{entry.values['id']}': {error}"
        raise TransferError(sentence if sentence.endswith("?") else f"{sentence}.") from error
