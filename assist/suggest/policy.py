"""When a card may be shown at all. Each superfluous card costs acceptance, so the answer is mostly no."""

from __future__ import annotations

from collections import deque

from assist.card_settings import SuggestSettings
from assist.events import Phase
from assist.suggest.ranking import ABUSE, Opportunity

GRATITUDE = "gratitude"
NEUTRAL = "neutral"

_RELATIONAL_NEEDS = frozenset({"heard", "continuity", "respected", "ownership", "honesty", "fairness", "safety"})
"""Needs that call for words even when the customer's own words are flat; the others call for work."""

_SETTLED_PHASES: tuple[Phase, ...] = ("resolution", "closing")


class CardPolicy:
    """The ration of one call: a moment worth a card, a cooldown, a cap, a longer cooldown for the same need."""

    def __init__(self, settings: SuggestSettings) -> None:
        self._settings = settings
        self._offered: deque[float] = deque()
        self._topics: dict[str, float] = {}
        self._moved = False

    def follow(self, settings: SuggestSettings) -> None:
        """From now on these settings hold; the cards so far still count."""
        self._settings = settings

    def worth_a_card(self, opportunity: Opportunity) -> bool:
        """Whether this moment asks for words of empathy rather than for plain work."""
        if opportunity.emotion == ABUSE:
            return True
        if opportunity.emotion == GRATITUDE:
            thanked = opportunity.phase == "closing" and self._heartfelt(opportunity)
            settled = opportunity.phase in _SETTLED_PHASES and self._moved and self._sure(opportunity)
            return thanked or settled
        if opportunity.emotion != NEUTRAL and self._sure(opportunity):
            return True
        floor = self._settings.plain_need_floor
        return any(share >= floor for need, share in opportunity.shown.items() if need in _RELATIONAL_NEEDS)

    def _heartfelt(self, opportunity: Opportunity) -> bool:
        """Thanks that say what was good, not the everyday ones."""
        enough = len(opportunity.quote.split()) >= self._settings.thanks_words
        return enough and opportunity.confidence >= self._settings.thanks_floor

    def heard(self, opportunity: Opportunity) -> None:
        """The customer has said this; thanks after trouble are worth more than thanks alone."""
        if opportunity.emotion not in (ABUSE, GRATITUDE, NEUTRAL) and self._sure(opportunity):
            self._moved = True

    def _sure(self, opportunity: Opportunity) -> bool:
        """Neighbours such as annoyance and disappointment share a reading; then the valence is what is sure."""
        if len(opportunity.quote.split()) < self._settings.minimum_words:
            return False
        settings = self._settings
        return opportunity.confidence >= settings.emotion_floor or opportunity.valence <= -settings.valence_floor

    def within_ration(self, opportunity: Opportunity, now: float) -> bool:
        """Whether the cooldowns and the cap leave room for a card now. A boundary against abuse always has room."""
        if opportunity.emotion == ABUSE:
            return now - self._topics.get(ABUSE, -1e9) >= self._settings.cooldown_seconds
        while self._offered and now - self._offered[0] > self._settings.cap_window_seconds:
            self._offered.popleft()
        if len(self._offered) >= self._settings.cap:
            return False
        if self._offered and now - self._offered[-1] < self._settings.cooldown_seconds:
            return False
        return now - self._topics.get(opportunity.topic, -1e9) >= self._settings.need_cooldown_seconds

    def fresh(self, opportunity: Opportunity, now: float) -> bool:
        """Whether the customer's words are recent enough for a card."""
        return now - opportunity.at <= self._settings.stale_seconds

    def offered(self, opportunity: Opportunity, now: float) -> None:
        """Count a card."""
        self._topics[opportunity.topic] = now
        if opportunity.emotion != ABUSE:
            self._offered.append(now)
