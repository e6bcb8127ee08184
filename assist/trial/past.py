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
from assist.inputs import BankSearched, TrackRecord
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
        bank: a folder of phrase files; the bundled bank by default. Packs, register and place are the recording's.

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
        settings = replace(settings, folder=str(bank or ""), packs=settings.pack_names)
        if settings not in libraries:
            libraries[settings] = open_library(settings)
        calls.append(run_one(recorded, libraries[settings]))
    return calls


def run_one(recorded: Recorded, library: Language) -> PastCall:
    """Run one recording again, under its own settings, and with what was known of its phrases then."""
    known = _records(recorded)
    events: list[Event] = []
    call = Call(CallSession(recorded.call_id, recorded.settings), events.append)
    for item in recorded.inputs:
        if isinstance(item, BankSearched):
            continue  # the old bank's answer
        for command in call.take(item):
            if isinstance(command, SearchBank):
                found = library.search(command)
                hits = tuple(replace(hit, record=known.get((command.request_id, hit.phrase_id))) for hit in found)
                call.take(BankSearched(at=item.at, request_id=command.request_id, hits=hits))
    seconds = max((event.at for event in events), default=0.0)
    now = tuple(replace(fire, fate="") for fire in fires(events))  # nobody has seen these cards
    return PastCall(recorded.call_id, seconds, fires(recorded.events), now)


def _records(recorded: Recorded) -> dict[tuple[str, str], TrackRecord | None]:
    """What the recorded searches told of earlier calls, by request and phrase."""
    searches = (item for item in recorded.inputs if isinstance(item, BankSearched))
    return {(search.request_id, hit.phrase_id): hit.record for search in searches for hit in search.hits}


def fires(events: Iterable[Event]) -> tuple[Fire, ...]:
    """The cards among the events with what became of each."""
    found: dict[str, Fire] = {}
    for event in events:
        if isinstance(event, SuggestionOffered):
            because = event.because
            moment = because.utterance_id or because.quote  # recordings of older versions have no id
            found[event.suggestion_id] = Fire(event.at, moment, because.quote, event.phrase_id, event.text)
        elif isinstance(event, SuggestionEvent) and type(event) in _FATES:
            card = found.get(event.suggestion_id)
            if card and card.phrase_id == event.phrase_id:  # not one of its alternates
                found[event.suggestion_id] = replace(card, fate=_FATES[type(event)])
    return tuple(found.values())
