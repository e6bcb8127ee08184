"""Why a moment brought no card, and why each phrase lost: found by asking the session's own rules what would have been.

What is told are names of reasons with their numbers; the words for people are the window's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from assist.card_settings import SuggestSettings
from assist.inputs import Hit
from assist.suggest.choice import Used, choose
from assist.suggest.policy import GRATITUDE
from assist.suggest.ranking import ABUSE, Candidate, alternates
from assist.trial.playground import CALL_ID, Moment

_ENDLESS = 1_000_000
_RATIONS: tuple[tuple[str, dict[str, float]], ...] = (
    ("cooldown", {"cooldown_seconds": 0.0}),
    ("topic", {"need_cooldown_seconds": 0.0}),
    ("cap", {"cap": _ENDLESS}),
)
"""What each limit is called, and what lifts it; the shorter ones first."""

Nearest = Callable[[Sequence[str], str], tuple[str, float]]
"""From examples and words to the example that is most like them, and how like it is (a cosine)."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a name (``floor``, ``avoid`` ...) and the numbers and words that belong to it."""

    why: str
    values: dict[str, Any] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return {"why": self.why, **self.values}


@dataclass(frozen=True, slots=True)
class Standing:
    """A phrase at a moment.

    Attributes:
        place: ``shown``, ``alternate`` (the agent may leaf to it) or ``lost``.
        lost: why, unless it was shown.
    """

    candidate: Candidate
    place: str
    lost: Reason | None = None


def verdict(moment: Moment, rules: SuggestSettings, best: Candidate | None) -> Reason:
    """Whether a card came at this moment, and why not.

    Args:
        moment: as the session judged it.
        rules: the session's, with what the level changes.
        best: of the candidates, whether or not it fits well enough.
    """
    if moment.card is not None:
        return Reason("shown", {"phrase_id": moment.card.phrase_id})
    if not moment.policy.worth_a_card(moment.opportunity):
        return _not_worth(moment, rules)
    if not moment.policy.within_ration(moment.opportunity, moment.now):
        return _no_room(moment, rules)
    if best is None:
        return Reason("nothing")
    return Reason("floor", {"have": best.hit.fits, "least": rules.floor})


def standings(moment: Moment, hits: Sequence[Hit], rules: SuggestSettings) -> list[Candidate]:
    """All that the choice would take, best first, also where none reaches the floor."""
    for floor in (rules.floor, 0.0):
        ranked = choose(hits, moment.opportunity, moment.used, replace(rules, floor=floor), CALL_ID)
        if ranked:
            return ranked
    return []


class Losers:
    """Explains the candidates of one moment.

    Args:
        moment: as the session judged it.
        hits: what was found for it.
        rules: the session's, with what the level changes.
    """

    def __init__(self, moment: Moment, hits: Sequence[Hit], rules: SuggestSettings) -> None:
        self._moment = moment
        self._rules = rules
        self._hits = hits
        self.ranked = standings(moment, hits, rules)

    @property
    def best(self) -> Candidate | None:
        """The first, whether or not it fits well enough."""
        return self.ranked[0] if self.ranked else None

    def all(self, nearest: Callable[[Hit], str]) -> Iterator[Standing]:
        """Every hit: the ranked ones in their order, then those that were ruled out.

        Args:
            nearest: the do-not-trigger example of a phrase that is closest to the words.
        """
        others = {candidate.hit.phrase_id for candidate in alternates(self.ranked)} if self._moment.card else set()
        for place, candidate in enumerate(self.ranked):
            shown = place == 0 and self._moment.card is not None
            if shown:
                yield Standing(candidate, "shown")
            else:
                alternate = candidate.hit.phrase_id in others
                yield Standing(candidate, "alternate" if alternate else "lost", self._behind(place, candidate))
        known = {candidate.hit.phrase_id for candidate in self.ranked}
        for hit in self._hits:
            if hit.phrase_id not in known:
                yield Standing(self._admitted(hit), "lost", self._ruled_out(hit, nearest))

    def _behind(self, place: int, candidate: Candidate) -> Reason:
        """Why a candidate that may be shown was not."""
        if self._moment.opportunity.emotion != ABUSE and candidate.hit.fits < self._rules.floor:
            return Reason("floor", {"have": candidate.hit.fits, "least": self._rules.floor})
        if place == 0:
            return Reason("moment")
        best = self.ranked[0]
        repetition = candidate.parts.get("repetition", 0.0)
        if candidate.score - repetition > best.score:
            return Reason("strategy", {"strategy": candidate.hit.strategy, "taken": -repetition})
        return Reason("behind", {"have": candidate.score, "best": best.score})

    def _ruled_out(self, hit: Hit, nearest: Callable[[Hit], str]) -> Reason:
        if hit.phrase_id in self._moment.used.phrases:
            return Reason("used")
        if (ABUSE in hit.emotions) != (self._moment.opportunity.emotion == ABUSE):
            return Reason("boundary" if ABUSE in hit.emotions else "abuse")
        return Reason("avoid", {"example": nearest(hit), "have": hit.avoid_similarity, "near": hit.similarity})

    def _admitted(self, hit: Hit) -> Candidate:
        """Its score, had nothing ruled it out."""
        emotion = ABUSE if ABUSE in hit.emotions else self._moment.opportunity.emotion
        opportunity = replace(self._moment.opportunity, emotion=emotion)
        used = Used(strategies=self._moment.used.strategies)
        (candidate,) = choose(
            [replace(hit, avoid_similarity=0.0)], opportunity, used, replace(self._rules, floor=0.0), CALL_ID
        ) or [Candidate(hit, 0.0)]
        return candidate


def _not_worth(moment: Moment, rules: SuggestSettings) -> Reason:
    """What the words lack, found by changing one thing after the other."""
    said, worth = moment.opportunity, moment.policy.worth_a_card
    if said.emotion == GRATITUDE:
        return Reason("thanks")
    words = len(said.quote.split())
    longer = replace(said, quote=f"{said.quote}{' word' * rules.minimum_words}")
    short = Reason("short", {"have": words, "least": rules.minimum_words})
    if worth(longer):
        return short
    if worth(replace(said, confidence=1.0)):
        return Reason("unsure", {"have": said.confidence, "least": rules.emotion_floor})
    if worth(replace(longer, confidence=1.0)):
        return short
    for need, share in said.shown.items():
        if worth(replace(said, shown={need: 1.0})):
            return Reason("need", {"need": need, "have": share, "least": rules.plain_need_floor})
    return Reason("work")


def _no_room(moment: Moment, rules: SuggestSettings) -> Reason:
    """Which limit stands in the way the longest, found by lifting one after the other."""
    lifted: dict[str, float] = {}
    for why, change in _RATIONS:
        lifted |= change
        policy = deepcopy(moment.policy)
        policy.follow(replace(rules, **lifted))  # type: ignore[arg-type]  # cap is a whole number
        if policy.within_ration(moment.opportunity, moment.now):
            return Reason(why, _limits(why, moment, rules))
    return Reason("cap", _limits("cap", moment, rules))


def _limits(why: str, moment: Moment, rules: SuggestSettings) -> dict[str, Any]:
    topic = moment.opportunity.topic
    cards = [card for card in moment.earlier if why != "topic" or card.topic == topic]
    since = round(moment.now - cards[-1].at, 1) if cards else 0.0
    match why:
        case "cap":
            return {"cards": rules.cap, "seconds": rules.cap_window_seconds}
        case "topic":
            return {"topic": topic, "have": since, "least": rules.need_cooldown_seconds}
        case _:
            return {"have": since, "least": rules.cooldown_seconds}
