"""One recorded call run again: the readings stay those of the recording, the bank is asked anew. Pure."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assist.affect.voice import VoiceReading
from assist.card_settings import SuggestSettings
from assist.commands import SearchBank, SnoozeNeed
from assist.conduct import Conduct
from assist.events import (
    AgentActNoticed,
    Event,
    NudgeGiven,
    Phase,
    SpeechOverlapped,
    SuggestionAccepted,
    SuggestionDismissed,
    SuggestionEvent,
    SuggestionExpired,
    SuggestionOffered,
    SuggestionRejected,
    SuggestionSpoken,
    UtteranceFinished,
)
from assist.inputs import ActsRead, AffectRead, AgentDid, BankSearched, CallOpened, Hit, Input, TrackRecord
from assist.journal import Recorded
from assist.rehearsal import Rehearsal
from assist.session import CallSession
from assist.settings import Settings
from assist.suggest.desk import SuggestionDesk
from assist.suggest.ranking import Opportunity
from assist.trial.condensing import Condensed, HeardAgain, condense
from phrasebank.evaluation.sessions import Fire

Answers = Mapping[str, tuple[Hit, ...]]
"""What each of some banks finds, by their names."""

_FATES: Mapping[type[SuggestionEvent], str] = {
    SuggestionAccepted: "accepted",
    SuggestionSpoken: "spoken",
    SuggestionDismissed: "dismissed",
    SuggestionRejected: "rejected",
    SuggestionExpired: "expired",
}


@dataclass(frozen=True, slots=True)
class Script:
    """A recorded call, ready to be run again and again.

    Attributes:
        call_id, settings: the recording's.
        started_at: wall time, ISO 8601; empty if it is not known.
        seconds: how long it lasted.
        condensed: the inputs that matter.
        known: what the recorded searches told of earlier calls, by request and phrase.
        then: the cards of that time with their fate.
    """

    call_id: str
    settings: Settings
    started_at: str
    seconds: float
    condensed: Condensed
    known: Mapping[tuple[str, str], TrackRecord]
    then: tuple[Fire, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A call that was run again.

    Attributes:
        events: what happened.
        differing: the other banks with which something else would have happened.
    """

    events: tuple[Event, ...]
    differing: frozenset[str]


Course = Generator[SearchBank, Answers, Outcome]
"""Asks the banks, takes their answers, and returns what came of it."""


def script_of(recorded: Recorded) -> Script:
    """Make a recording ready."""
    opened = next((item for item in recorded.inputs if isinstance(item, CallOpened)), None)
    searches = (item for item in recorded.inputs if isinstance(item, BankSearched))
    return Script(
        call_id=recorded.call_id,
        settings=recorded.settings,
        started_at=opened.started_at if opened else "",
        seconds=round(max((item.at for item in recorded.inputs), default=0.0), 3),
        condensed=condense(recorded),
        known={
            (search.request_id, hit.phrase_id): hit.record for search in searches for hit in search.hits if hit.record
        },
        then=fires(recorded.events),
    )


def course(script: Script, bank: str) -> Course:
    """Run a call under its own settings, and with what was known of its phrases then.

    The answers are taken to come at once. Those of other banks are looked at: as long as the same card would be made of
    them, the call goes the same way with them.

    Args:
        script: the call.
        bank: the one whose cards are shown.
    """
    session = _CardSession(script.call_id, script.settings)
    alarms = _Alarms(script)
    events: list[Event] = []
    condensed = script.condensed
    for place, item, heard in zip(condensed.places, condensed.items, condensed.heard, strict=True):
        for waiting in (*alarms.before(place), item):
            session.heard.next = heard if waiting is item else ()
            reaction = session.feed(waiting)
            alarms.follow(waiting, reaction.events)
            events += reaction.events
            for command in reaction.commands:
                if isinstance(command, SearchBank):
                    found = yield command
                    hits = {name: _with_records(one, script.known, command.request_id) for name, one in found.items()}
                    answered = BankSearched(at=waiting.at, request_id=command.request_id, hits=hits.pop(bank))
                    session.desk.others = hits
                    told = session.feed(answered).events
                    alarms.follow(answered, told)
                    events += told
    return Outcome(tuple(events), frozenset(session.desk.differing))


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


class _CardSession(CallSession):
    """A session that gives no nudges: they take half of its time, and no card goes by them."""

    def __init__(self, call_id: str, settings: Settings) -> None:
        super().__init__(call_id, settings)
        self._conduct = _Unwatched(settings)
        self.heard = self._hearing = HeardAgain(settings)
        self.desk = self._desk = _ComparingDesk(settings.suggest.for_level(), call_id)
        self._rehearsal = Rehearsal(settings, self.desk, self._slots, self._opportunity)


class _ComparingDesk(SuggestionDesk):
    """Makes each card from the answers of the other banks, too, to see whether it is the same.

    Attributes:
        others: what the other banks found for the search that is answered next.
        differing: the banks of which another card would have been made.
    """

    def __init__(self, settings: SuggestSettings, call_id: str) -> None:
        super().__init__(settings, call_id)
        self.others: Answers = {}
        self.differing: set[str] = set()

    def card(self, hits: Sequence[Hit], opportunity: Opportunity, slots: Mapping[str, str]) -> SuggestionOffered | None:
        made = super().card(hits, opportunity, slots)
        for name, found in self.others.items():
            if name not in self.differing and super().card(found, opportunity, slots) != made:
                self.differing.add(name)
        return made


class _Unwatched(Conduct):
    """Takes everything and says nothing."""

    def customer_read(self, reading: AffectRead, said: UtteranceFinished, phase: Phase, now: float) -> None:
        pass

    def agent_read(
        self, reading: ActsRead, said: UtteranceFinished, voice: VoiceReading | None, phase: Phase, now: float
    ) -> list[AgentActNoticed]:
        return []

    def step(self, events: Iterable[Event], now: float) -> list[NudgeGiven | SpeechOverlapped]:
        return []


class _Alarms:
    """What a session does because time has passed, at windows that are left out: a card or a snooze runs out."""

    def __init__(self, script: Script) -> None:
        self._condensed = script.condensed
        self._shown_seconds = script.settings.suggest.shown_seconds
        self._due: set[int] = set()

    def follow(self, item: Input, events: Iterable[Event]) -> None:
        """Take what was fed and what came of it."""
        if any(isinstance(event, SuggestionOffered) for event in events):
            self._due.add(self._condensed.first_at(self._shown_seconds, item.at))
        if isinstance(item, AgentDid) and isinstance(item.command, SnoozeNeed):
            self._due.add(self._condensed.first_at(item.at + item.command.seconds))

    def before(self, place: int) -> list[Input]:
        """Items that only let time pass, for what is due before this place."""
        due = sorted(alarm for alarm in self._due if alarm < place)
        self._due.difference_update(due)
        return [BankSearched(at=self._condensed.times[alarm], request_id="", hits=()) for alarm in due]


def _with_records(
    found: tuple[Hit, ...], known: Mapping[tuple[str, str], TrackRecord], request_id: str
) -> tuple[Hit, ...]:
    return tuple(replace(hit, record=known.get((request_id, hit.phrase_id))) for hit in found) if known else found
