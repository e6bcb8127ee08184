"""The calls of a day: their scorecards, read from the folder where calls are kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import msgspec

from assist.errors import AttuneError
from assist.journal import JOURNAL_NAME, read_journal
from assist.report.facts import VERSION
from assist.report.render import JSON_NAME
from assist.report.scorecard import Scorecard, scorecard


@dataclass(frozen=True, slots=True)
class Day:
    """The calls of a day by their begin, each with its folder; ``skipped``: a sentence for each that was unreadable."""

    cards: tuple[tuple[Path, Scorecard], ...]
    skipped: tuple[str, ...] = ()


def calls_of(folder: Path, day: date) -> Day:
    """Read the calls of a day, in the time of this machine.

    A call whose report is missing, damaged or of an older version is judged anew from its journal. What can be read
    neither way is named and left out.
    """
    cards: list[tuple[Path, Scorecard]] = []
    skipped: list[str] = []
    for call in _written_since(folder, day):
        try:
            card = _card(call)
        except AttuneError as error:
            skipped.append(f"{call.name} is left out. {error}")
            continue
        if began(card).date() == day:
            cards.append((call, card))
    return Day(tuple(sorted(cards, key=lambda pair: began(pair[1]))), tuple(skipped))


def began(card: Scorecard) -> datetime:
    """When a call began, in the time of this machine; long ago where it is not known."""
    try:
        return datetime.fromisoformat(card.started_at).astimezone()
    except ValueError:
        return datetime.fromtimestamp(0).astimezone()


def _written_since(folder: Path, day: date) -> Iterator[Path]:
    """The folders of calls that were written on that day or later: older ones are not read."""
    if not folder.is_dir():
        return
    for call in sorted(folder.iterdir()):
        written = [path.stat().st_mtime for name in (JSON_NAME, JOURNAL_NAME) if (path := call / name).is_file()]
        if written and datetime.fromtimestamp(max(written)).astimezone().date() >= day:
            yield call


def _card(call: Path) -> Scorecard:
    """The scorecard of a call. Raises JournalError where neither the report nor the journal can be read."""
    report, journal = call / JSON_NAME, call / JOURNAL_NAME
    try:
        card = msgspec.json.decode(report.read_bytes(), type=Scorecard)
    except (OSError, msgspec.DecodeError):
        return scorecard(read_journal(journal).events)
    if card.version < VERSION and journal.is_file():
        return scorecard(read_journal(journal).events)
    return card
