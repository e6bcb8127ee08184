"""The suggestion desk: moments in, at most one card out, and what became of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assist.commands import (
    AcceptSuggestion,
    AgentCommand,
    DismissSuggestion,
    RejectSuggestion,
    SearchBank,
    ShowSuggestion,
)
from assist.events import (
    Alternate,
    Because,
    Evidence,
    SuggestionAccepted,
    SuggestionDismissed,
    SuggestionEvent,
    SuggestionExpired,
    SuggestionOffered,
    SuggestionRejected,
    SuggestionShown,
    SuggestionSpoken,
)
from assist.inputs import ActsRead, BankSearched
from assist.settings import SuggestSettings
from assist.suggest.feedback import Stage, Suggestion
from assist.suggest.policy import CardPolicy
from assist.suggest.ranking import Candidate, Opportunity, alternates, rank
from phrasebank.slots import fill

_SPOKEN_WITHIN_SECONDS = 30.0
"""The agent's words count as the card's for this long after it was offered."""


class SuggestionDesk:
    """Everything about cards in one call."""

    def __init__(self, settings: SuggestSettings) -> None:
        self._settings = settings
        self._policy = CardPolicy(settings)
        self._searching: dict[str, Opportunity] = {}
        self._waiting: tuple[Opportunity, SuggestionOffered] | None = None
        self._current: Suggestion | None = None
        self._used: set[str] = set()
        self._count = 0

    @property
    def open_text(self) -> str:
        """The words of the card that the agent may be saying now, or an empty string."""
        card = self._current
        return card.offered.text if card and card.may_become(Stage.SPOKEN) else ""

    def consider(self, opportunity: Opportunity, now: float) -> SearchBank | None:
        """A moment has come: search the bank if a card may be shown."""
        if not (self._policy.worth_a_card(opportunity) and self._policy.within_ration(opportunity, now)):
            return None
        self._searching = {opportunity.utterance_id: opportunity}  # a newer moment makes the older one moot
        return SearchBank(
            request_id=opportunity.utterance_id,
            query=opportunity.quote,
            emotion=opportunity.emotion,
            needs=opportunity.needs,
            phase=opportunity.phase,
        )

    def choose(self, searched: BankSearched, slots: Mapping[str, str], now: float) -> None:
        """Take the bank's answer; the best phrase above the floor waits to be shown."""
        opportunity = self._searching.pop(searched.request_id, None)
        if opportunity is None:
            return
        worn = {self._current.offered.strategy} if self._current else set()
        ranked = rank(searched.hits, opportunity, self._used, worn, self._settings.novelty_penalty)
        if ranked and ranked[0].score >= self._settings.floor:
            self._waiting = (opportunity, _card(opportunity, ranked, slots))

    def step(self, now: float, agent_speaking: bool) -> list[SuggestionOffered | SuggestionExpired]:
        """Time has passed: show what waits, unless the agent speaks; drop what is stale; let an old card go."""
        events: list[SuggestionOffered | SuggestionExpired] = []
        card = self._current
        if card and card.open and now - card.at >= self._settings.shown_seconds:
            events.append(self._expire("timeout"))
        if self._waiting is None:
            return events
        opportunity, offer = self._waiting
        if not (self._policy.fresh(opportunity, now) and self._policy.within_ration(opportunity, now)):
            self._waiting = None
        elif not agent_speaking:
            self._waiting = None
            if card and card.open:
                events.append(self._expire("replaced"))
            events.append(self._offer(opportunity, offer, now))
        return events

    def gesture(self, command: AgentCommand) -> SuggestionEvent | None:
        """The agent did something with a card; None where the card is gone or the step is not allowed."""
        match command:
            case ShowSuggestion():
                stage = Stage.SHOWN
            case AcceptSuggestion():
                stage = Stage.ACCEPTED
            case DismissSuggestion():
                stage = Stage.DISMISSED
            case RejectSuggestion():
                stage = Stage.REJECTED
            case _:
                return None
        card = self._current
        known = card is not None and card.offered.suggestion_id == command.suggestion_id
        if card is None or not known or card.text_of(command.phrase_id) is None or not card.may_become(stage):
            return None
        card.stage = stage
        self._used.add(command.phrase_id)
        return _outcome(stage, command.suggestion_id, command.phrase_id, card.quote)

    def answered(self) -> None:
        """The agent has replied: what was still waiting to be shown comes too late."""
        self._waiting = None
        self._searching.clear()

    def agent_said(self, acts: ActsRead, evidence: Evidence, now: float) -> SuggestionSpoken | None:
        """The agent spoke: were these the card's words?"""
        card = self._current
        if card is None or not card.may_become(Stage.SPOKEN) or now - card.at > _SPOKEN_WITHIN_SECONDS:
            return None
        if acts.card_similarity < self._settings.spoken_similarity:
            return None
        card.stage = Stage.SPOKEN
        return SuggestionSpoken(
            suggestion_id=card.offered.suggestion_id,
            phrase_id=card.offered.phrase_id,
            similarity=min(acts.card_similarity, 1.0),
            evidence=evidence,
        )

    def close(self) -> list[SuggestionExpired]:
        """The call is over."""
        return [self._expire("call_ended")] if self._current and self._current.open else []

    def _offer(self, opportunity: Opportunity, offer: SuggestionOffered, now: float) -> SuggestionOffered:
        self._policy.offered(opportunity, now)
        self._used.add(offer.phrase_id)
        self._count += 1
        numbered = _numbered(offer, self._count)
        self._current = Suggestion(numbered, opportunity.quote, now)
        return numbered

    def _expire(self, reason: str) -> SuggestionExpired:
        assert self._current is not None
        self._current.stage = Stage.EXPIRED
        offered = self._current.offered
        return SuggestionExpired(suggestion_id=offered.suggestion_id, phrase_id=offered.phrase_id, reason=reason)


def _card(opportunity: Opportunity, ranked: list[Candidate], slots: Mapping[str, str]) -> SuggestionOffered:
    best = ranked[0]
    return SuggestionOffered(
        suggestion_id="",
        phrase_id=best.hit.phrase_id,
        text=fill(best.hit.text, slots),
        cue=best.hit.cue,
        emotion=opportunity.emotion,
        need=next((need for need in opportunity.needs if need in best.hit.needs), next(iter(opportunity.shown), "")),
        strategy=best.hit.strategy,
        score=best.score,
        because=Because(quote=opportunity.quote, parts=best.parts),
        alternates=tuple(
            Alternate(phrase_id=other.hit.phrase_id, text=fill(other.hit.text, slots), cue=other.hit.cue)
            for other in alternates(ranked)
        ),
    )


def _numbered(offer: SuggestionOffered, count: int) -> SuggestionOffered:
    return replace(offer, suggestion_id=f"suggestion-{count}")


def _outcome(stage: Stage, suggestion_id: str, phrase_id: str, quote: str) -> SuggestionEvent:
    match stage:
        case Stage.SHOWN:
            return SuggestionShown(suggestion_id=suggestion_id, phrase_id=phrase_id)
        case Stage.ACCEPTED:
            return SuggestionAccepted(suggestion_id=suggestion_id, phrase_id=phrase_id)
        case Stage.DISMISSED:
            return SuggestionDismissed(suggestion_id=suggestion_id, phrase_id=phrase_id)
        case _:
            return SuggestionRejected(suggestion_id=suggestion_id, phrase_id=phrase_id, quote=quote)
