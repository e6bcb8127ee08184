"""Preparation: a card made ready while the customer still speaks, from the words that will not change. Pure.

It costs one reading and one search at a time and changes nothing until the card is shown: feelings, needs and cards in
the record come from final words, but for the card that was ready before them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assist.events import SuggestionOffered, UtteranceUpdated
from assist.suggest.ranking import Opportunity
from assist.suggest.settings import SuggestSettings

_RUNS_ON = frozenset(
    """a about after although an and are as at because before but by can can't could did do for from had has have he her
    his how i i'm i've if in into is it's its just like may might my no of on or our she should since so some than that
    that's the their them then there these they they're this those though through till to uh um until very was we
    we're were what when where whether which while who whose why will with without would you your""".split()
)
"""Words on which hardly any sentence ends: function words, fillers and openers."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Words to be read early: the utterance they are part of, and the name of the request."""

    request_id: str
    utterance_id: str
    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Prepared:
    """A card ready to be shown, and the words it was made from."""

    draft: Draft
    opportunity: Opportunity
    offer: SuggestionOffered


class Preparation:
    """Follows the customer's running utterance. At most one draft is in flight."""

    def __init__(self, settings: SuggestSettings) -> None:
        self._settings = settings
        self._latest: UtteranceUpdated | None = None
        self._quiet_since: float | None = None
        self._asked = ""
        self._in_flight: Draft | None = None
        self._count = 0
        self._prepared: Prepared | None = None

    def hear(self, end: float, *, speech: bool) -> None:
        """A window of the customer's line ended at ``end`` seconds."""
        if speech:
            self._quiet_since = None
        elif self._quiet_since is None:
            self._quiet_since = end

    def update(self, partial: UtteranceUpdated, now: float) -> Draft | None:
        """More words of the customer's are known; returns what to read of them, if that is worth it."""
        if self._latest is None or partial.utterance_id != self._latest.utterance_id:
            self._asked, self._prepared = "", None
        self._latest = partial
        return self.next(now)

    def next(self, now: float) -> Draft | None:
        """What to read now: words that will not change, or all of them where the customer pauses."""
        partial = self._latest
        if partial is None or self._in_flight is not None or not self._settings.prepare:
            return None
        text = partial.text if self._pauses(partial) else partial.stable
        grown = len(text.split()) - len(self._asked.split())
        enough = 1 if self._pauses(partial) else self._settings.prepare_growth_words
        if len(text.split()) < self._settings.prepare_words or text == self._asked or grown < enough:
            return None
        self._count += 1
        self._asked = text
        name = f"{partial.utterance_id}/{self._count}"
        self._in_flight = Draft(name, partial.utterance_id, text, partial.start, min(partial.end, now))
        return self._in_flight

    def in_flight(self, request_id: str) -> Draft | None:
        """The draft that this answer is about; None for an answer to something else."""
        draft = self._in_flight
        return draft if draft and draft.request_id == request_id else None

    def landed(self, prepared: Prepared | None) -> None:
        """The draft in flight led to this card, or to none. Kept if the utterance is still the latest."""
        draft, self._in_flight = self._in_flight, None
        if draft and self._latest and draft.utterance_id == self._latest.utterance_id:
            self._prepared = prepared

    def finished(self) -> None:
        """The utterance's final words are there: what follows from them replaces what was prepared."""
        self._latest = self._prepared = None
        self._asked = ""

    def due(self, now: float, minimum_confidence: float) -> Prepared | None:
        """The card to be shown now, where the customer seems to be done and little was said after its words."""
        prepared, partial, settings = self._prepared, self._latest, self._settings
        if prepared is None or partial is None or self._quiet_since is None:
            return None
        if now - self._quiet_since < settings.turn_pause_seconds or runs_on(partial.text):
            return None
        if partial.confidence < minimum_confidence or self._quiet_since - partial.end > settings.unheard_seconds:
            return None
        return prepared if begins(partial.text, prepared.draft.text, settings.prepare_growth_words) else None

    def take(self) -> None:
        """The card was shown."""
        self._prepared = None

    def _pauses(self, partial: UtteranceUpdated) -> bool:
        """Whether this reading reaches into a silence that goes on: then it is as good as final."""
        return self._quiet_since is not None and partial.end >= self._quiet_since


def runs_on(text: str) -> bool:
    """Whether the words end where no sentence does."""
    words = re.findall(r"[\w'’]+", text.lower())
    return not words or words[-1].replace("’", "'") in _RUNS_ON or text.rstrip().endswith((",", "...", "…", "-"))


def begins(text: str, start: str, spare: int) -> bool:
    """Whether ``text`` begins with ``start`` and has at most ``spare`` more words; marks and case do not count."""
    words, first = (re.findall(r"[\w'’]+", part.lower()) for part in (text, start))
    return words[: len(first)] == first and len(words) - len(first) <= spare
