"""Recorded calls run again with another bank: the readings stay those of the recording, only the search is new.

Entry point ``replay`` of ``phrasebank.sessions``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from assist.commands import SearchBank
from assist.engine import Call
from assist.errors import AttuneError
from assist.events import (
    Event,
    SuggestionAccepted,
    SuggestionDismissed,
    SuggestionEvent,
    SuggestionExpired,
    SuggestionOffered,
    SuggestionRejected,
    SuggestionSpoken,
)
from assist.inputs import BankSearched
from assist.journal import JOURNAL_NAME, Recorded, is_journal, read_journal
from assist.session import CallSession
from assist.settings import BankSettings
from assist.suggest.library import open_library
from assist.workers import Language
from phrasebank.errors import UsageError
from phrasebank.evaluation.sessions import Fire, PastCall

_FATES: Mapping[type[SuggestionEvent], str] = {
    SuggestionAccepted: "accepted",
    SuggestionSpoken: "spoken",
    SuggestionDismissed: "dismissed",
    SuggestionRejected: "rejected",
    SuggestionExpired: "expired",
}


def run_again(folder: Path, bank: Path | None = None) -> list[PastCall]:
    """Run every journal under a folder again.

    Args:
        folder: holds journals, however deep.
        bank: a folder of phrase files; by default that of each recording. Packs, register and place stay.

    Returns:
        In the order of their paths.

    Raises:
        UsageError: there is no journal, one is damaged, or the models cannot be loaded.
    """
    paths = sorted(path for path in folder.rglob(f"*{Path(JOURNAL_NAME).suffix}") if is_journal(path))
    if not paths:
        raise UsageError(f"{folder}: there is no recorded call under it; name the folder of the journals.")
    try:
        return _run_all(paths, bank)
    except AttuneError as error:
        raise UsageError(str(error)) from error


def _run_all(paths: Iterable[Path], bank: Path | None) -> list[PastCall]:
    libraries: dict[BankSettings, Language] = {}
    calls = []
    for recorded in map(read_journal, paths):
        settings = recorded.settings.bank
        settings = replace(settings, folder=str(bank or settings.folder), packs=settings.pack_names)
        if settings not in libraries:
            libraries[settings] = open_library(settings)
        calls.append(run_one(recorded, libraries[settings]))
    return calls


def run_one(recorded: Recorded, library: Language) -> PastCall:
    """Run one recording again, under its own settings."""
    events: list[Event] = []
    call = Call(CallSession(recorded.call_id, recorded.settings), events.append)
    for item in recorded.inputs:
        if isinstance(item, BankSearched):
            continue  # the old bank's answer
        for command in call.take(item):
            if isinstance(command, SearchBank):
                hits = library.search(command)
                call.take(BankSearched(at=item.at, request_id=command.request_id, hits=hits))
    seconds = max((event.at for event in events), default=0.0)
    now = tuple(replace(fire, fate="") for fire in fires(events))  # nobody has seen these cards
    return PastCall(recorded.call_id, seconds, fires(recorded.events), now)


def fires(events: Iterable[Event]) -> tuple[Fire, ...]:
    """The cards among the events with what became of each."""
    found: dict[str, Fire] = {}
    for event in events:
        if isinstance(event, SuggestionOffered):
            found[event.suggestion_id] = Fire(event.at, event.because.quote, event.phrase_id, event.text)
        elif isinstance(event, SuggestionEvent) and type(event) in _FATES:
            card = found.get(event.suggestion_id)
            if card and card.phrase_id == event.phrase_id:  # not one of its alternates
                found[event.suggestion_id] = replace(card, fate=_FATES[type(event)])
    return tuple(found.values())
