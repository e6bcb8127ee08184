"""What became of the cards of a call, folded from its events. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from assist.events import (
    BankReleased,
    Event,
    MoodTracked,
    SuggestionAccepted,
    SuggestionDismissed,
    SuggestionEvent,
    SuggestionExpired,
    SuggestionOffered,
    SuggestionRejected,
    SuggestionShown,
    SuggestionSpoken,
)
from phrasebank.outcomes import Outcome, Result

_TURNS_AFTER = 2
"""The customer's mood is looked at again after so many more of their turns."""

_SEEN = frozenset({"timeout", "call_ended"})
"""An overlay that does not tell what it paints still had the card this long; one that was replaced it may not have."""

_RESULTS: dict[type[Event], Result] = {
    SuggestionAccepted: "accepted",
    SuggestionSpoken: "spoken",
    SuggestionDismissed: "dismissed",
    SuggestionRejected: "rejected",
    SuggestionExpired: "expired",
}


@dataclass(slots=True)
class _Card:
    offered: SuggestionOffered
    phrase_id: str
    shown: bool = False
    result: Result = "open"
    valence: float | None = None
    later: list[float] = field(default_factory=list)


class CardHistory:
    """Follows one call.

    Args:
        day: of the call, ISO 8601.
    """

    def __init__(self, day: str) -> None:
        self._day = day
        self._bank = ""
        self._call_id = ""
        self._cards: dict[str, _Card] = {}
        self._valences: dict[str, float] = {}

    def follow(self, event: Event) -> None:
        """Take what has just happened."""
        self._call_id = event.call_id or self._call_id
        match event:
            case BankReleased():
                self._bank = event.version
            case MoodTracked():
                self._mood(event)
            case SuggestionOffered():
                before = self._valences.get(event.because.utterance_id)
                self._cards[event.suggestion_id] = _Card(event, event.phrase_id, valence=before)
            case SuggestionEvent():
                self._became(event)
            case _:
                pass

    def outcomes(self) -> list[Outcome]:
        """What became of every card so far."""
        return [
            Outcome(
                call_id=self._call_id,
                suggestion_id=name,
                phrase_id=card.phrase_id,
                emotion=card.offered.emotion,
                need=card.offered.need,
                strategy=card.offered.strategy,
                day=self._day,
                bank=self._bank,
                shown=card.shown,
                result=card.result,
                valence=card.valence,
                valence_after=card.later[-1] if card.later else None,
            )
            for name, card in self._cards.items()
        ]

    def _mood(self, mood: MoodTracked) -> None:
        """A card may be there before its own utterance has been read; that reading is the mood it came into."""
        self._valences[mood.utterance_id] = mood.valence
        for card in self._cards.values():
            if card.offered.because.utterance_id == mood.utterance_id:
                card.valence = mood.valence
            elif len(card.later) < _TURNS_AFTER:
                card.later.append(mood.valence)

    def _became(self, event: SuggestionEvent) -> None:
        card = self._cards.get(event.suggestion_id)
        if card is None:
            return
        if isinstance(event, SuggestionShown):
            card.shown = True
            return
        if isinstance(event, SuggestionExpired) and event.reason == "quiet":
            return  # the agent wanted no card at all, which says nothing about this one
        card.result = _RESULTS[type(event)]
        if isinstance(event, SuggestionExpired):
            card.shown = card.shown or event.reason in _SEEN
        else:
            card.phrase_id = event.phrase_id
