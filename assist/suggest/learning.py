"""What a call takes from earlier calls, and what it leaves for later ones. The only place here that touches a disk.

Whatever is wrong with the files costs the experience, never the call.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assist.commands import SearchBank
from assist.events import Event, SuggestionRejected
from assist.inputs import Hit, TrackRecord
from assist.suggest.history import CardHistory
from phrasebank.errors import PhrasebankError
from phrasebank.experience import Experience
from phrasebank.outcomes import OutcomeStore
from phrasebank.review import Objection, ReviewFile

logger = logging.getLogger(__name__)


class Learning:
    """The experience of one call: fixed when it begins, so that the same call always goes the same way.

    Args:
        outcomes: the store of what became of cards.
        review: where the words are kept that a phrase did not fit; None where no words are kept.
        day: of the call, ISO 8601.
    """

    def __init__(self, outcomes: Path, review: Path | None, day: str) -> None:
        self._store = OutcomeStore(outcomes)
        self._review = ReviewFile(review) if review else None
        self._day = day
        self._history = CardHistory(day)
        try:
            self._experience = Experience(self._store.outcomes(), day)
        except PhrasebankError as error:
            logger.warning("%s This call goes on without what was learned.", error)
            self._experience = Experience((), day)

    def recall(self, hits: Sequence[Hit], command: SearchBank) -> tuple[Hit, ...]:
        """The hits, each with what is known of it; as they are where nothing is known at all."""
        if not self._experience:
            return tuple(hits)
        return tuple(replace(hit, record=self._record(hit, command)) for hit in hits)

    def follow(self, event: Event) -> None:
        """Take an event of the call; a "not this" is written down at once, for review."""
        self._history.follow(event)
        if isinstance(event, SuggestionRejected) and self._review is not None:
            try:
                self._review.append(Objection(event.phrase_id, event.quote, event.call_id, self._day))
            except PhrasebankError as error:
                logger.warning("%s The words are not kept for review.", error)

    def close(self) -> None:
        """The call is over: keep what became of its cards."""
        try:
            self._store.record(self._history.outcomes())
        except PhrasebankError as error:
            logger.warning("%s Nothing is learned from this call.", error)

    def _record(self, hit: Hit, command: SearchBank) -> TrackRecord:
        need = next((need for need in command.needs if need in hit.needs), "")
        known = self._experience.of(hit.phrase_id, command.emotion, need)
        return TrackRecord(useful=known.useful, useless=known.useless, expected=known.expected, today=known.today)
