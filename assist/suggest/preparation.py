"""Preparation: a card made ready while the customer still speaks, from the words that will not change. Pure.

It costs one reading and one search at a time and changes nothing until the card is shown: feelings, needs and cards in
the record come from final words, but for the card that was ready before them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assist.card_settings import SuggestSettings
from assist.events import SuggestionOffered, UtteranceUpdated
from assist.suggest.ranking import Opportunity

_RUNS_ON = frozenset(
    {
        "a",
        "about",
        "although",
        "an",
        "and",
        "are",
        "as",
        "at",
        "because",
        "but",
        "by",
        "from",
        "had",
        "has",
        "he",
        "his",
        "how",
        "i",
        "i'm",
        "i've",
        "if",
        "in",
        "into",
        "is",
        "it's",
        "its",
        "just",
        "like",
        "may",
        "might",
        "my",
        "of",
        "or",
        "our",
        "she",
        "should",
        "since",
        "than",
        "that's",
        "the",
        "their",
        "there's",
        "these",
        "they",
        "they're",
        "though",
        "till",
        "to",
        "uh",
        "um",
        "until",
        "very",
        "was",
        "we",
        "we're",
        "were",
        "what",
        "when",
        "where",
        "whether",
        "which",
        "while",
        "who",
        "whose",
        "why",
        "will",
        "with",
        "without",
        "would",
        "you're",
        "your",
    }
)
"""Words on which hardly any sentence ends: function words, fillers and openers."""

_HUSH_SECONDS = 0.1
"""After this much silence all that was read is worth reading early; shorter ones lie between words and within them."""

_LINE_SHARE = 1 / 3
"""How much the confidence of the utterance before counts beside that of a running one, which some recognisers do not
measure: a line that was heard well is heard well."""


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
    """Follows the customer's running utterance. At most one draft is in flight.

    Args:
        settings: how early, and from how many words.
        turn_end_seconds: the silence that ends a turn. A card from words of which the last are still to be read waits
            for it; one from all words comes sooner.
    """

    def __init__(self, settings: SuggestSettings, turn_end_seconds: float) -> None:
        self._settings = settings
        self._turn_end_seconds = turn_end_seconds
        self._latest: UtteranceUpdated | None = None
        self._quiet_since: float | None = None
        self._line_confidence: float | None = None
        self._asked = ""
        self._in_flight: Draft | None = None
        self._count = 0
        self._prepared: Prepared | None = None

    def hear(self, start: float, now: float, *, speech: bool) -> Draft | None:
        """Take a window of the customer's line, begun at ``start`` seconds; returns what to read in a silence."""
        if speech:
            self._quiet_since = None
            return None
        if self._quiet_since is None:
            self._quiet_since = start
        return self.next(now) if self._hushed(now) else None

    def update(self, partial: UtteranceUpdated, now: float) -> Draft | None:
        """More words of the customer's are known; returns what to read of them, if that is worth it."""
        if self._latest is None or partial.utterance_id != self._latest.utterance_id:
            self._asked, self._prepared = "", None
        self._latest = partial
        return self.next(now)

    def next(self, now: float) -> Draft | None:
        """What to read now: words that will not change, or nearly all of them where the customer falls silent."""
        partial = self._latest
        if partial is None or self._in_flight is not None or not self._settings.prepare:
            return None
        hushed = self._hushed(now)
        text = self._heard(partial) if hushed else partial.stable
        grown = len(text.split()) - len(self._asked.split()) >= self._settings.prepare_growth_words
        new = text != self._asked if hushed else grown
        if len(text.split()) < self._settings.prepare_words or not new:
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

    def finished(self, text: str, confidence: float, minimum_confidence: float) -> Prepared | None:
        """The utterance's final words are there; returns the card if it was made from nearly all of them.

        What else follows from them is made anew.
        """
        prepared, self._line_confidence = self._prepared, confidence
        self._latest = self._prepared = None
        self._asked = ""
        close = prepared is not None and begins(text, prepared.draft.text, self._settings.prepare_growth_words)
        return prepared if close and confidence >= minimum_confidence else None

    def take(self, now: float, minimum_confidence: float) -> Prepared | None:
        """The card to be shown now, once: where the customer seems to be done and little was said after its words."""
        prepared, partial, settings = self._prepared, self._latest, self._settings
        if prepared is None or partial is None or self._quiet_since is None:
            return None
        whole = prepared.draft.end >= self._quiet_since
        patience = settings.turn_pause_seconds if whole else self._turn_end_seconds
        if now - self._quiet_since < patience or runs_on(partial.text):
            return None
        if self._confidence(partial) < minimum_confidence or self._quiet_since - partial.end > settings.unheard_seconds:
            return None
        if not begins(partial.text, prepared.draft.text, settings.prepare_growth_words):
            return None
        self._prepared = None
        return prepared

    def _hushed(self, now: float) -> bool:
        return self._quiet_since is not None and now - self._quiet_since >= _HUSH_SECONDS

    def _heard(self, partial: UtteranceUpdated) -> str:
        """All words of a reading that reaches into the silence; else without the last, which may be half a word."""
        whole = self._quiet_since is not None and partial.end >= self._quiet_since
        words = partial.text.split()
        return " ".join(words if whole or partial.text == partial.stable else words[:-1])

    def _confidence(self, partial: UtteranceUpdated) -> float:
        line = partial.confidence if self._line_confidence is None else self._line_confidence
        return (1.0 - _LINE_SHARE) * partial.confidence + _LINE_SHARE * line


def runs_on(text: str) -> bool:
    """Whether the words end where no sentence does."""
    words = _words(text)
    return not words or words[-1] in _RUNS_ON or text.rstrip().endswith((",", "...", "\N{HORIZONTAL ELLIPSIS}", "-"))


def begins(text: str, start: str, spare: int) -> bool:
    """Whether ``text`` begins with ``start`` and has at most ``spare`` more words; marks and case do not count."""
    words, first = _words(text), _words(start)
    return words[: len(first)] == first and len(words) - len(first) <= spare


def _words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
