"""The suggestion desk: moments in, at most one card out, and what became of it. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assist.card_settings import SuggestSettings
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
from assist.inputs import ActsRead, BankSearched, Hit
from assist.suggest.choice import Used, choose
from assist.suggest.feedback import KEPT, Stage, Suggestion
from assist.suggest.policy import CardPolicy
from assist.suggest.ranking import ABUSE, Candidate, Opportunity, alternates
from assist.suggest.reasons import why
from assist.suggest.wishes import Wishes
from phrasebank.slots import fill


class SuggestionDesk:
    """Everything about cards in one call.

    Args:
        settings: with what the agent's level changes.
        call_id: chance is drawn from it, so that the call replays.
    """

    def __init__(self, settings: SuggestSettings, call_id: str = "") -> None:
        self._settings = settings
        self._call_id = call_id
        self._policy = CardPolicy(settings)
        self._wishes = Wishes()
        self._searching: dict[str, Opportunity] = {}
        self._waiting: tuple[Opportunity, SuggestionOffered] | None = None
        self._cards: deque[Suggestion] = deque(maxlen=KEPT)
        self._used = Used()
        self._count = 0

    @property
    def _current(self) -> Suggestion | None:
        """The last card."""
        return self._cards[-1] if self._cards else None

    def open_card(self, now: float) -> dict[str, str]:
        """The phrases by their id that the agent may be saying now, the last card's own first, then its alternates."""
        phrases: dict[str, str] = {}
        for card in self._sayable(now):
            phrases |= {phrase_id: text for phrase_id, text in card.texts.items() if phrase_id not in phrases}
        return phrases

    def consider(self, opportunity: Opportunity, now: float) -> SearchBank | None:
        """A moment has come: search the bank if a card may be shown. What waited for the same words is made anew."""
        if self._waiting and self._waiting[0].utterance_id == opportunity.utterance_id:
            self._waiting = None
        search = self._search(opportunity, opportunity.utterance_id, now)
        self._policy.heard(opportunity)
        if search:
            self._searching = {opportunity.utterance_id: opportunity}  # a newer moment makes the older one moot
        return search

    def follow(self, settings: SuggestSettings) -> None:
        """From now on these settings hold, with what the agent's level changes; what was shown still counts."""
        self._settings = settings
        self._policy.follow(settings)

    def snooze(self, need: str, until: float) -> None:
        """No card about this need before ``until`` (seconds of the call)."""
        self._wishes.snooze(need, until)

    def keep_quiet(self, *, on: bool) -> list[SuggestionExpired]:
        """No cards but the boundary against abuse while this is on; the open one leaves."""
        self._wishes.quiet = on
        card = self._current
        leaves = on and card is not None and card.open and card.offered.emotion != ABUSE
        return [self._expire("quiet")] if leaves else []

    def rehearse(self, opportunity: Opportunity, request_id: str, now: float) -> SearchBank | None:
        """A moment may be coming, as words of a running utterance show: search the bank, and change nothing.

        Abuse waits for its final words: it is flagged before anything is shown.
        """
        search = self._search(opportunity, request_id, now) if opportunity.emotion != ABUSE else None
        return replace(search, early=True) if search else None

    def card(self, hits: Sequence[Hit], opportunity: Opportunity, slots: Mapping[str, str]) -> SuggestionOffered | None:
        """The card for a moment; None where no phrase reaches the floor."""
        left = self._wishes.left_of(opportunity)
        if left is None:
            return None
        ranked = choose(self._wishes.admitted(hits), left, self._used, self._settings, self._call_id)
        return _card(left, ranked, slots) if ranked else None

    def choose(self, searched: BankSearched, slots: Mapping[str, str]) -> None:
        """Take the bank's answer; the best phrase above the floor waits to be shown."""
        opportunity = self._searching.pop(searched.request_id, None)
        offer = self.card(searched.hits, opportunity, slots) if opportunity else None
        if opportunity and offer:
            self.wait(opportunity, offer)

    def wait(self, opportunity: Opportunity, offer: SuggestionOffered) -> None:
        """A card waits to be shown, the latest one only."""
        self._waiting = (opportunity, offer)

    def step(self, now: float, agent_speaking: bool) -> list[SuggestionOffered | SuggestionExpired]:
        """Time has passed: show what waits, unless the agent speaks; drop what is stale; let an old card go."""
        self._wishes.step(now)
        events: list[SuggestionOffered | SuggestionExpired] = []
        card = self._current
        if card and card.open and now - card.at >= self._settings.shown_seconds:
            events.append(self._expire("timeout"))
        if self._waiting is None:
            return events
        opportunity, offer = self._waiting
        fresh = self._policy.fresh(opportunity, now) and offer.phrase_id not in self._used.phrases
        wanted = self._wishes.admits(offer.need, opportunity)
        if not (fresh and wanted and self._policy.within_ration(opportunity, now)):
            self._waiting = None
        elif not agent_speaking:
            self._waiting = None
            if card and card.open:
                events.append(self._expire("replaced"))
            events.append(self._offer(opportunity, offer, now))
        return events

    def gesture(self, command: AgentCommand, now: float) -> SuggestionEvent | None:
        """The agent did something with one of the last cards; None where the step is not allowed."""
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
        card = next((card for card in self._cards if card.offered.suggestion_id == command.suggestion_id), None)
        if card is None or command.phrase_id not in card.texts or not card.may_become(stage):
            return None
        card.becomes(stage, now)
        self._used.phrases.add(command.phrase_id)
        return _outcome(stage, command.suggestion_id, command.phrase_id, card.quote)

    def answered(self) -> None:
        """The agent has replied: what was still waiting to be shown comes too late."""
        self._waiting = None
        self._searching.clear()

    def agent_said(self, acts: ActsRead, evidence: Evidence, now: float) -> SuggestionSpoken | None:
        """The agent spoke: were these the words of a card, or of one of its alternates?"""
        if acts.card_similarity < self._settings.spoken_similarity:
            return None
        said = (card for card in self._sayable(now) if not acts.card_phrase or acts.card_phrase in card.texts)
        card = next(said, None)
        if card is None:
            return None
        phrase_id = acts.card_phrase or card.offered.phrase_id
        card.becomes(Stage.SPOKEN, now)
        self._used.phrases.add(phrase_id)
        return SuggestionSpoken(
            suggestion_id=card.offered.suggestion_id,
            phrase_id=phrase_id,
            similarity=min(acts.card_similarity, 1.0),
            evidence=evidence,
        )

    def _sayable(self, now: float) -> list[Suggestion]:
        """The cards whose words still count when they are said, the last one first."""
        still = [card for card in self._cards if now - card.at <= self._settings.spoken_seconds]
        return [card for card in reversed(still) if card.may_become(Stage.SPOKEN)]

    def close(self) -> list[SuggestionExpired]:
        """The call is over."""
        return [self._expire("call_ended")] if self._current and self._current.open else []

    def _search(self, opportunity: Opportunity, request_id: str, now: float) -> SearchBank | None:
        """One card an utterance, and only where it is worth one and the ration leaves room."""
        answered = self._current is not None and self._current.offered.because.utterance_id == opportunity.utterance_id
        left = self._wishes.left_of(opportunity)
        if answered or left is None or not left.quote or not self._policy.worth_a_card(left):
            return None
        if not self._policy.within_ration(left, now):
            return None
        return SearchBank(
            request_id=request_id, query=left.quote, emotion=left.emotion, needs=left.needs, phase=left.phase
        )

    def _offer(self, opportunity: Opportunity, offer: SuggestionOffered, now: float) -> SuggestionOffered:
        self._policy.offered(opportunity, now)
        self._used.phrases.add(offer.phrase_id)
        self._used.strategies.append(offer.strategy)
        self._count += 1
        numbered = replace(offer, suggestion_id=f"suggestion-{self._count}")
        self._cards.append(Suggestion(numbered, opportunity.quote, now))
        return numbered

    def _expire(self, reason: str) -> SuggestionExpired:
        assert self._current is not None
        self._current.stage = Stage.EXPIRED
        offered = self._current.offered
        return SuggestionExpired(suggestion_id=offered.suggestion_id, phrase_id=offered.phrase_id, reason=reason)


def _card(opportunity: Opportunity, ranked: list[Candidate], slots: Mapping[str, str]) -> SuggestionOffered:
    best = ranked[0]
    need = next((need for need in opportunity.needs if need in best.hit.needs), next(iter(opportunity.shown), ""))
    shown = need if need in opportunity.shown else ""
    return SuggestionOffered(
        suggestion_id="",
        phrase_id=best.hit.phrase_id,
        text=fill(best.hit.text, slots),
        cue=best.hit.cue,
        emotion=opportunity.emotion,
        need=need,
        strategy=best.hit.strategy,
        score=best.score,
        because=Because(
            quote=opportunity.quote,
            parts=best.parts,
            why=why(opportunity.emotion, shown, best.hit.strategy, again=shown in opportunity.again),
            utterance_id=opportunity.utterance_id,
        ),
        alternates=tuple(
            Alternate(phrase_id=other.hit.phrase_id, text=fill(other.hit.text, slots), cue=other.hit.cue)
            for other in alternates(ranked)
        ),
    )


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
