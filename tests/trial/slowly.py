"""The plain way to run a recorded call again: every window is fed to an ordinary session, one search at a time."""

from __future__ import annotations

from dataclasses import replace

from assist.commands import SearchBank
from assist.events import Event
from assist.inputs import BankSearched
from assist.journal import Recorded
from assist.session import CallSession
from tests.trial.calls import Search


def slowly(recorded: Recorded, search: Search) -> tuple[Event, ...]:
    """The events of the call with this bank."""
    known = {
        (item.request_id, hit.phrase_id): hit.record
        for item in recorded.inputs
        if isinstance(item, BankSearched)
        for hit in item.hits
    }
    session = CallSession(recorded.call_id, recorded.settings)
    events: list[Event] = []
    for item in recorded.inputs:
        if isinstance(item, BankSearched):
            continue
        reaction = session.feed(item)
        events += reaction.events
        for command in reaction.commands:
            if isinstance(command, SearchBank):
                found = search(command)
                hits = tuple(replace(hit, record=known.get((command.request_id, hit.phrase_id))) for hit in found)
                events += session.feed(BankSearched(at=item.at, request_id=command.request_id, hits=hits)).events
    return tuple(events)
