"""Words tried out: a session runs over some turns, and each of the customer's is told as the session judged it.

Nothing is decided here. The session decides; what it keeps to itself (its ledger, its ration of cards, what is used up)
is followed from its events by the very classes that it uses, so that what is told can be taken further: what if the
words had been surer, or the last card longer ago?
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace

from assist.affect.needs import NeedLedger, OpenNeed
from assist.affect.slots import SlotMemory
from assist.commands import ReadAffect, SearchBank, WorkerCommand
from assist.engine import Call, play
from assist.events import (
    Event,
    NeedMet,
    NeedRaised,
    NeedReraised,
    SuggestionOffered,
    SuggestionSpoken,
    UtteranceFinished,
)
from assist.feeds import closing, say
from assist.inputs import AffectRead, BankSearched, Hit, Input, UtteranceHeard
from assist.session import CallSession
from assist.settings import Settings
from assist.suggest.choice import Used
from assist.suggest.policy import CardPolicy
from assist.suggest.ranking import Opportunity
from assist.trial.moments import last_moment
from assist.workers import Language, Workers

CALL_ID = "playground"


@dataclass(frozen=True, slots=True)
class Shown:
    """A card of the call so far: when (seconds) and about what."""

    at: float
    topic: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A customer's turn as the session judged it.

    Attributes:
        turn: its place among all turns, from 0.
        now: seconds of the call at its end.
        reading: of its words.
        emotions, needs: the probability of every label.
        opportunity: what the words mean where the call stands.
        ledger: the needs that are open after them, latest first.
        slots: what the customer has named so far.
        hits: what the session's own search found; None where it did not search.
        card: what was shown; None for silence.
        policy, used: as they stood before these words.
        earlier: the cards before.
    """

    turn: int
    now: float
    reading: AffectRead
    emotions: Mapping[str, float]
    needs: Mapping[str, float]
    opportunity: Opportunity
    ledger: tuple[OpenNeed, ...]
    slots: Mapping[str, str]
    hits: tuple[Hit, ...] | None
    card: SuggestionOffered | None
    policy: CardPolicy
    used: Used
    earlier: tuple[Shown, ...]


class Watch:
    """Workers that remember what they were asked and answered since they were last looked at."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self.asked: ReadAffect | None = None
        self.read: AffectRead | None = None
        self.hits: tuple[Hit, ...] | None = None

    def perform(self, command: WorkerCommand) -> Input:
        """Do what is asked."""
        answer = self._workers.perform(command)
        match command, answer:
            case ReadAffect(), AffectRead():
                self.asked, self.read = command, answer
            case SearchBank(), BankSearched(hits=hits):
                self.hits = hits
            case _:
                pass
        return answer

    def forget(self) -> None:
        """Look away: another turn begins."""
        self.asked = self.read = self.hits = None


class Playground:
    """One call that is tried out.

    Args:
        language: models and phrases.
        settings: the engine's.
    """

    def __init__(self, language: Language, settings: Settings) -> None:
        self._language = language
        self._settings = settings
        self._events: list[Event] = []
        self._call = Call(CallSession(CALL_ID, settings), self._events.append)
        self._watch = Watch(Workers(language, settings))
        self._ledger = NeedLedger(settings.affect)
        self._slots = SlotMemory()
        self._policy = CardPolicy(settings.suggest.for_level())
        self._used = Used()
        self._shown: list[Shown] = []

    def moments(self, turns: Iterable[UtteranceHeard]) -> Iterator[Moment]:
        """Run the call; every turn of the customer's that could be read, as soon as it has been judged."""
        for turn, item in enumerate(closing(say(turns))):
            told = len(self._events)
            self._watch.forget()
            policy, used = deepcopy(self._policy), deepcopy(self._used)
            play(self._call, [item], self._watch)  # type: ignore[arg-type]  # of workers it needs `perform` alone
            news = self._events[told:]
            for event in news:
                self._follow(event, item.at)
            if self._watch.read is not None:
                yield self._moment(turn, item.at, news, policy, used)

    def _follow(self, event: Event, now: float) -> None:
        """Keep the ledger, the slots and what is used up as the session does."""
        match event:
            case NeedRaised() | NeedReraised():
                self._ledger.show({event.need: event.confidence}, event.evidence, now)
            case NeedMet():
                self._ledger.answer({event.need: event.confidence}, event.evidence, now)
            case UtteranceFinished(speaker="customer", text=text):
                self._slots.hear(text, now)
            case SuggestionOffered():
                self._used.phrases.add(event.phrase_id)
                self._used.strategies.append(event.strategy)
            case SuggestionSpoken():
                self._used.phrases.add(event.phrase_id)
            case _:
                pass

    def _moment(self, turn: int, now: float, news: list[Event], policy: CardPolicy, used: Used) -> Moment:
        asked, read = self._watch.asked, self._watch.read
        assert asked is not None
        assert read is not None
        emotions, needs = self._language.customer(asked.text, asked.context)
        ledger = self._ledger.open_needs(now)
        opportunity = replace(
            last_moment(self._events, read, self._settings),
            still_open=tuple(entry.need for entry in ledger),
            again=frozenset(entry.need for entry in ledger if entry.times > 1),
        )
        card = next((event for event in news if isinstance(event, SuggestionOffered)), None)
        earlier = tuple(self._shown)
        self._policy.heard(opportunity)
        if card is not None:
            self._policy.offered(opportunity, now)
            self._shown.append(Shown(now, opportunity.topic))
        return Moment(
            turn=turn,
            now=now,
            reading=read,
            emotions=emotions,
            needs=needs,
            opportunity=opportunity,
            ledger=ledger,
            slots=self._slots.filled(now),
            hits=self._watch.hits,
            card=card,
            policy=policy,
            used=used,
            earlier=earlier,
        )
