"""A written call run through a session as a call of typed turns, and what the ledger made of it.

The session has its settings as they come: so context, floors and the passing of topics count as they do for an agent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from assist.commands import WorkerCommand
from assist.engine import Call, play
from assist.events import Event, NeedMet, NeedRaised, NeedReraised, Speaker
from assist.feeds import closing, say
from assist.inputs import Input, UtteranceHeard
from assist.session import CallSession
from assist.settings import Settings
from phrasebank.corpus import CustomerRow
from phrasebank.dialogues import Dialogue

WORDS_PER_SECOND = 2.5
"""Of calm speech on the phone."""
GAP_SECONDS = 0.6

Mark = tuple[str, int]
"""A need and the number of a turn."""


class Reader(Protocol):
    """Whoever answers a session's commands."""

    def perform(self, command: WorkerCommand) -> Input:
        """Do what is asked."""
        ...


@dataclass(frozen=True, slots=True)
class Course:
    """What the ledger made of one call.

    Attributes:
        shown: needs with the turns at which they were raised or raised again.
        met: needs with the turns at which they closed.
        left_open: needs that were open at the end.
    """

    shown: tuple[Mark, ...]
    met: tuple[Mark, ...]
    left_open: frozenset[str]

    def was_open(self, need: str, turn: int) -> bool:
        """Whether the need stood open when a turn began."""
        shown = max((place for name, place in self.shown if name == need and place < turn), default=-1)
        met = max((place for name, place in self.met if name == need and place < turn), default=-1)
        return shown > met


def follow(dialogue: Dialogue, reader: Reader, settings: Settings) -> Course:
    """Run a dialogue as a call of typed turns."""
    events: list[Event] = []
    call = Call(CallSession(dialogue.name, settings), events.append)
    play(call, closing(say(timed(dialogue))), reader)  # type: ignore[arg-type]  # of workers it needs `perform` alone
    return course_of(events, settings.affect.need_open_seconds)


def timed(dialogue: Dialogue) -> list[UtteranceHeard]:
    """The turns of a dialogue as typed ones."""
    return typed(("customer" if isinstance(turn, CustomerRow) else "agent", turn.text) for turn in dialogue.turns)


def typed(turns: Iterable[tuple[Speaker, str]]) -> list[UtteranceHeard]:
    """Turns with times by their length, one after the other."""
    now, heard = 0.0, []
    for speaker, text in turns:
        end = now + max(1, len(text.split())) / WORDS_PER_SECOND
        heard.append(UtteranceHeard(at=end, speaker=speaker, start=now, end=end, text=text))
        now = end + GAP_SECONDS
    return heard


def course_of(events: Sequence[Event], open_seconds: float) -> Course:
    """The ledger's course, told by the events of a call. A need not repeated for ``open_seconds`` has passed."""
    shown: list[Mark] = []
    met: list[Mark] = []
    still: dict[str, float] = {}
    for event in events:
        match event:
            case NeedRaised() | NeedReraised():
                shown.append((event.need, turn_of(event.evidence.utterance_id)))
                still[event.need] = event.at
            case NeedMet():
                met.append((event.need, turn_of(event.evidence.utterance_id)))
                still.pop(event.need, None)
            case _:
                pass
    horizon = max((event.at for event in events), default=0.0) - open_seconds
    return Course(tuple(shown), tuple(met), frozenset(need for need, at in still.items() if at >= horizon))


def turn_of(utterance_id: str) -> int:
    """The number of the turn: typed utterances are counted from 1 over both speakers."""
    return int(utterance_id.rpartition("-")[2]) - 1
