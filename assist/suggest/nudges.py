"""Nudges: small reminders about the call itself, rationed like cards. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from assist.events import Evidence, NudgeGiven
from assist.settings import Level, NudgeSettings


@dataclass(frozen=True, slots=True)
class Nudge:
    """A kind of nudge.

    Attributes:
        text: at most 12 words; what to do, never what was wrong.
        training: it teaches a habit, which an expert has.
        basic: only a novice is told: words alone do not show well when it is due (in written calls 4 of 13 were).
        speaking: it is about the agent's speaking, so it may come while they speak.
        lasting: it holds only while its cause lasts: given at once or not at all.
    """

    text: str
    training: bool = False
    basic: bool = False
    speaking: bool = False
    lasting: bool = False


NUDGES: Mapping[str, Nudge] = {
    "interrupting": Nudge("Let them finish; a short pause before you answer helps.", speaking=True),
    "breath": Nudge("Take a breath; a lower, slower voice helps you both."),
    "monologue": Nudge("Pause here and ask whether it is clear so far.", speaking=True, lasting=True),
    "pace": Nudge("A little slower will be easier to follow.", speaking=True),
    "dead_air": Nudge("It is quiet: say what happens now, or check in.", lasting=True),
    "alternatives": Nudge("Offer them something that you can do instead."),
    "follow_up": Nudge("Say who does it and by when."),
    "summarise": Nudge("Sum up their problem in one sentence, then go on.", training=True),
    "open_question": Nudge("Ask them something open, such as what would help most.", training=True, basic=True),
    "feedback_request": Nudge("They sound content: ask how this went for them.", training=True),
    "thank": Nudge("Thank them for something definite before you say goodbye.", training=True),
}
"""The most urgent first."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Something that a nudge of this kind would answer, noticed at ``at`` seconds, with the words that show it."""

    kind: str
    evidence: Evidence
    at: float


@dataclass(frozen=True, slots=True)
class Situation:
    """What the agent is in the middle of; ``card_seen_at``, ``abuse_at``: when there last was a card, and abuse."""

    agent_speaking: bool = False
    card_open: bool = False
    card_seen_at: float | None = None
    abuse_at: float | None = None


class NudgeRation:
    """Cues in, at most one nudge out; most cues come to nothing."""

    def __init__(self, settings: NudgeSettings, level: Level = "standard") -> None:
        self._all = settings
        self._settings = settings.for_level(level)
        self._level = level
        self._quiet = False
        self._waiting: dict[str, Cue] = {}
        self._given: deque[float] = deque()
        self._last: dict[str, float] = {}

    def follow(self, level: Level) -> None:
        """From now on this level holds; the nudges so far still count."""
        self._settings, self._level = self._all.for_level(level), level

    def keep_quiet(self, *, on: bool) -> None:
        """Give none while this is on; what was noticed meanwhile is not told afterwards."""
        self._quiet = on
        self._waiting.clear()

    def notice(self, cue: Cue) -> None:
        """A cue waits for its moment; a newer one of its kind takes its place. Without words it is none."""
        if cue.evidence.quote and self._settings.enabled and not self._quiet and self._teaches(NUDGES[cue.kind]):
            self._waiting[cue.kind] = cue

    def step(self, now: float, situation: Situation) -> NudgeGiven | None:
        """Time has passed: drop what is stale, give the most urgent cue if this is the moment."""
        if not self._waiting:
            return None
        self._waiting = {kind: cue for kind, cue in self._waiting.items() if now - cue.at <= self._patience(kind)}
        if not (self._undisturbed(now, situation) and self._within_ration(now)):
            return None
        for kind, nudge in NUDGES.items():
            if kind in self._waiting and self._due(kind, now) and (nudge.speaking or not situation.agent_speaking):
                return self._give(kind, now)
        return None

    def _teaches(self, nudge: Nudge) -> bool:
        """Whether this agent still has something to learn from it."""
        if nudge.basic:
            return self._level == "novice"
        return not nudge.training or self._level != "expert"

    def _patience(self, kind: str) -> float:
        return 0.0 if NUDGES[kind].lasting else self._settings.stale_seconds

    def _undisturbed(self, now: float, situation: Situation) -> bool:
        """Whether the agent has an eye for it: no card, and nobody who insults them."""
        settings = self._settings
        carded = situation.card_seen_at is not None and now - situation.card_seen_at < settings.after_card_seconds
        abused = situation.abuse_at is not None and now - situation.abuse_at < settings.abuse_quiet_seconds
        return not (situation.card_open or carded or abused)

    def _within_ration(self, now: float) -> bool:
        while self._given and now - self._given[0] > self._settings.cap_window_seconds:
            self._given.popleft()
        if len(self._given) >= self._settings.cap:
            return False
        return not self._given or now - self._given[-1] >= self._settings.cooldown_seconds

    def _due(self, kind: str, now: float) -> bool:
        last = self._last.get(kind)
        if last is None:
            return True
        once = NUDGES[kind].training and self._level != "novice"
        return not once and now - last >= self._settings.kind_cooldown_seconds

    def _give(self, kind: str, now: float) -> NudgeGiven:
        cue = self._waiting.pop(kind)
        self._waiting.clear()  # by the end of the cooldown the others are about another moment
        self._given.append(now)
        self._last[kind] = now
        return NudgeGiven(kind=kind, text=NUDGES[kind].text, evidence=cue.evidence)
