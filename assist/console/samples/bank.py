"""The life of the sample bank: what two supervisors did to it in four weeks, through the store as the console does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from phrasebank.bank import load_bank
from phrasebank.phrase import Phrase, Status
from phrasebank.store.records import Edit, Profile
from phrasebank.store.store import Store

ONE, OTHER = "Sample supervisor 1", "Sample supervisor 2"
_BEGAN_DAYS, _RELEASED_DAYS, _NOW_DAYS = 30, 12, 2
"""Before today: when the bank began, when its second release came, when the drafts of now were written."""

_MENDED: Mapping[str, str] = {
    "certainty-not-knowing-1": "Not knowing is hard. I'll find out where {issue|this} stands, and call you today.",
    "clarity-easy-to-lose-1": "This can be confusing. Let's take it step by step, and you stop me wherever you like.",
    "validated-makes-sense-1": "Your reaction makes sense to me. Let me see what I can change while we speak.",
}
_WAITING: Mapping[str, str] = {
    "validated-of-course-angry-1": "Of course that makes you angry. Let me look at what happened, right now.",
    "gratitude-farewell-1": "You're very welcome[, {name}]. It was good to talk to you.",
}
_DRAFTED: Mapping[str, str] = {
    "heard-lot-to-carry-1": "That's a lot to carry. I'm here, and we take one thing at a time.",
    "ownership-stops-here-1": "I'm taking {issue|this} on. You hear from me at each step.",
    "fairness-your-side-first-1": "Let me look at it from your side first, and then see what I can ask for you.",
}
_RETIRED = "worried-uneasy-too-1"
_COMMENTS = (
    ("validated-of-course-angry-1", OTHER, "Agents say that the second half sounds slow. Shorter?"),
    ("validated-of-course-angry-1", ONE, "Shortened; please look at it."),
    ("heard-lot-to-carry-1", OTHER, "Very good in hardship calls. Keep the first sentence."),
)
_PROFILES = (
    Profile("Sample team Billing", ("banking", "retail"), "plain", "any", "standard", 6, 20.0, 0),
    Profile("Sample team Welcome (new agents)", ("retail", "telecom"), "warm", "en-GB", "novice", 6, 20.0, 0),
)


class SampleBank:
    """A store whose clock stands where the story is.

    Args:
        path: of the file to make.
        today: the story ends there.
    """

    def __init__(self, path: Path, today: datetime) -> None:
        self._today = today
        self._at = today - timedelta(days=_BEGAN_DAYS)
        self.store = Store.create(path, load_bank(), ONE, clock=self._clock)

    @property
    def released_at(self) -> datetime:
        """When the second release comes."""
        return self._today - timedelta(days=_RELEASED_DAYS)

    def release(self) -> None:
        """Mend three phrases, retire one, and publish that as the second release."""
        self._turn_to(_RELEASED_DAYS)
        for profile in _PROFILES:
            self.store.save_profile(profile, ONE)
        self._reword(_MENDED, ONE, "Agents shortened these when they said them.")
        self._move((*_MENDED,), "review", ONE)
        self._move((*_MENDED,), "approved", OTHER, "Read aloud, all three.")
        self._move((_RETIRED,), "retired", OTHER, "Sounds as if we worried with them.")
        notes = "Three shorter wordings and one phrase less."
        self.store.publish(OTHER, notes, mark=self.store.snapshot().mark)

    def go_on(self) -> None:
        """What is on the table now: reviews, drafts, a new phrase, comments."""
        self._turn_to(_NOW_DAYS)
        self._reword(_WAITING, ONE, "Shorter.")
        self._move((*_WAITING,), "review", ONE)
        self._reword(_DRAFTED, OTHER, "")
        self.store.save([Edit(_new_phrase(), 0)], OTHER, "Nothing was there for callers who took a day off for us.")
        for phrase_id, who, text in _COMMENTS:
            self.store.comment(phrase_id, text, who)

    def _clock(self) -> datetime:
        """Every look at it is a minute later."""
        self._at += timedelta(minutes=1)
        return self._at

    def _turn_to(self, days: int) -> None:
        self._at = self._today - timedelta(days=days)

    def _reword(self, texts: Mapping[str, str], who: str, why: str) -> None:
        snapshot = self.store.snapshot()
        entries = [(entry, text) for name, text in texts.items() if (entry := snapshot.get(name))]
        self.store.save([Edit(replace(entry.phrase, text=text), entry.revision) for entry, text in entries], who, why)

    def _move(self, names: tuple[str, ...], status: Status, who: str, why: str = "") -> None:
        snapshot = self.store.snapshot()
        entries = [entry for name in names if (entry := snapshot.get(name))]
        self.store.set_status({entry.phrase.id: entry.revision for entry in entries}, status, who, why)


def _new_phrase() -> Phrase:
    return Phrase(
        id="sample-day-off-1",
        text="You gave up a day for this, and nobody came. I'll book the next visit so that you choose the hour.",
        cue="A day given up",
        emotions=("annoyance", "disappointment"),
        needs=("speed", "respected", "control"),
        strategy="validation",
        act="cognitive",
        tone="competent",
        phases=("discovery", "resolution"),
        cues=("I took the day off and nobody came", "I waited in all day for the engineer"),
        scope="situation",
        author=OTHER,
    )
