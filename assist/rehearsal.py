"""Rehearsal: the way from words to a card, gone while the customer still speaks, so that it is there when they stop.

Nothing of it is told or kept until a card is shown; here readings, slots and the desk meet as they do in the session
for final words. Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

from assist.affect.slots import SlotMemory
from assist.commands import ReadAffect, Said, SearchBank
from assist.events import UtteranceFinished, UtteranceUpdated
from assist.inputs import AffectRead, BankSearched, Input, SpeechScored, WorkFailed
from assist.settings import Settings
from assist.suggest.desk import SuggestionDesk
from assist.suggest.preparation import Draft, Preparation, Prepared
from assist.suggest.ranking import Opportunity

Early = list[ReadAffect | SearchBank]
Moment = Callable[[AffectRead, str, str, float], Opportunity]
"""What a reading means where the call stands now: reading, utterance id, words, their end in seconds."""


class Rehearsal:
    """The rehearsals of one call, one at a time. Its requests have names of their own, so its answers are known."""

    def __init__(self, settings: Settings, desk: SuggestionDesk, slots: SlotMemory, moment: Moment) -> None:
        self._silence_threshold = settings.speech.silence_threshold
        self._minimum_confidence = settings.affect.minimum_confidence
        self._desk = desk
        self._slots = slots
        self._moment_of = moment
        self._preparation = Preparation(settings.suggest.for_level(), settings.speech.endpoint_silence_seconds)
        self._moment: Opportunity | None = None
        self._context: tuple[Said, ...] = ()

    def hear(self, scored: SpeechScored) -> Early:
        """Take a window of either line; only the customer's tells whether they have finished."""
        if scored.speaker != "customer":
            return []
        speech = scored.probability >= self._silence_threshold
        return self._read(self._preparation.hear(scored.start, scored.end, speech=speech))

    def update(self, partial: UtteranceUpdated, context: tuple[Said, ...], now: float) -> Early:
        """More words of the customer's are known."""
        self._context = context
        return self._read(self._preparation.update(partial, now))

    def finished(self, final: UtteranceFinished) -> None:
        """The customer's final words are there."""
        self._hand_over(self._preparation.finished(final.text, final.confidence, self._minimum_confidence))

    def answer(self, item: Input, now: float) -> Early | None:
        """Take the answer to a request of the rehearsal's; None for anything else."""
        match item:
            case AffectRead(utterance_id=name) | BankSearched(request_id=name) | WorkFailed(request=name):
                draft = self._preparation.in_flight(name)
            case _:
                draft = None
        if draft is None:
            return None
        prepared = None
        if isinstance(item, AffectRead):
            self._moment = self._moment_of(item, draft.utterance_id, draft.text, draft.end)
            search = self._desk.rehearse(self._moment, draft.request_id, now)
            if search:
                return [search]
        elif isinstance(item, BankSearched):
            prepared = self._prepared(item, draft, now)
        self._preparation.landed(prepared)
        return self._read(self._preparation.next(now))

    def step(self, now: float) -> None:
        """Time has passed: hand over the card that is due."""
        self._hand_over(self._preparation.take(now, self._minimum_confidence))

    def _hand_over(self, prepared: Prepared | None) -> None:
        if prepared:
            self._desk.wait(prepared.opportunity, prepared.offer)

    def _prepared(self, searched: BankSearched, draft: Draft, now: float) -> Prepared | None:
        slots = deepcopy(self._slots)
        slots.hear(draft.text, now)
        moment = self._moment
        offer = self._desk.card(searched.hits, moment, slots.filled(now)) if moment else None
        return Prepared(draft, moment, offer) if moment and offer else None

    def _read(self, draft: Draft | None) -> Early:
        if draft is None:
            return []
        return [ReadAffect(utterance_id=draft.request_id, text=draft.text, context=self._context, early=True)]
