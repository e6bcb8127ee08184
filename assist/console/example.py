"""The task ``example``: what customers named in the latest calls, to fill a phrase's slots with while it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from assist.affect.slots import SlotMemory
from assist.console.office import Office
from assist.console.progress import Progress
from assist.console.recordings import journals_under
from assist.errors import JournalError
from assist.events import Event, UtteranceFinished
from assist.journal import read_journal

MOST = 12
"""The latest calls that named something; more would not be looked through."""
LOOKED_AT = 40


def run(values: Mapping[str, Any], office: Office, progress: Progress) -> dict[str, Any]:
    """Look through the latest calls.

    Args:
        values: ``folders``: where journals lie, however deep.
        office: not needed.
        progress: told after each call.

    Returns:
        ``calls``: those in which something was named, latest first: ``name``, ``day`` and ``slots`` (value by slot). A
        journal that cannot be read is left out.
    """
    latest = journals_under(values["folders"])[:LOOKED_AT]
    calls: list[dict[str, Any]] = []
    for place, path in enumerate(latest):
        progress(place, len(latest))
        try:
            recorded = read_journal(path)
            day = datetime.fromtimestamp(path.stat().st_mtime).astimezone().date().isoformat()
        except (JournalError, OSError):  # damaged, or deleted meanwhile
            continue
        if slots := _most_named(recorded.events):
            calls.append({"name": recorded.call_id, "day": day, "slots": slots})
        if len(calls) == MOST:
            break
    return {"calls": calls}


def _most_named(events: Iterable[Event]) -> dict[str, str]:
    """What the engine knew of the customer's words when it knew most."""
    memory, most = SlotMemory(), dict[str, str]()
    for event in events:
        if isinstance(event, UtteranceFinished) and event.speaker == "customer":
            memory.hear(event.text, event.end)
            named = memory.filled(event.end)
            most = named if len(named) > len(most) else most
    return most
