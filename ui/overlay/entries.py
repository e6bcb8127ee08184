"""What the conversation is made of: utterances, and between them the places where something was not heard. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from ui import wording
from ui.overlay.folds.speech import LINES_KEPT
from ui.overlay.state import Gap, Line

Entry = Line | Gap


def entries_of(lines: Sequence[Line], gaps: Sequence[Gap]) -> Sequence[Entry]:
    """The utterances in their order, each gap before the first one that began later.

    Of a call so long that its head is not kept, the gaps of that head are not either.
    """
    if not gaps:
        return lines
    first = lines[0].start if len(lines) >= LINES_KEPT else 0.0
    still = sorted((gap for gap in gaps if gap.start >= first), key=lambda gap: gap.start, reverse=True)
    entries: list[Entry] = []
    for line in lines:
        while still and still[-1].start <= line.start:
            entries.append(still.pop())
        entries.append(line)
    return [*entries, *reversed(still)]


def key_of(entry: Entry) -> object:
    """What stays the same of an entry while it goes on."""
    return entry.utterance_id if isinstance(entry, Line) else (entry.cause, entry.speaker, entry.start)


def words_of(gap: Gap) -> str:
    """What a gap says where it stands."""
    if gap.end is None:
        who = {None: "Nobody", "customer": "The customer", "agent": "You"}[gap.speaker]
        return f"{who} cannot be heard"
    return wording.unheard(gap.end - gap.start, gap.speaker)


def joined(entries: Sequence[Entry]) -> Sequence[tuple[int, int]]:
    """The places of the utterances that ran at once, first and last of each pair."""
    places = {entry.utterance_id: place for place, entry in enumerate(entries) if isinstance(entry, Line)}
    pairs: list[tuple[int, int]] = []
    for place, entry in enumerate(entries):
        if isinstance(entry, Line) and entry.overlap and entry.overlap.over in places:
            other = places[entry.overlap.over]
            pairs.append((min(place, other), max(place, other)))
    return pairs
