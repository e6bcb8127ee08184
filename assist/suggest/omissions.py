"""What was due in a call and has not been done: cues for nudges. Where the words leave doubt, nothing is missing."""

from __future__ import annotations

import re
from collections.abc import Collection

from assist.events import Evidence, Phase
from assist.promises import PROMISING_ACTS, is_vague
from assist.suggest.nudges import Cue

_COMPLAINT = -0.3
"""Valence from which words with a negative label are a complaint: annoyed (-0.4), at least."""
_BEFORE_SOLVING: tuple[Phase, ...] = ("opening", "discovery")
_CONTENT = 0.2
"""Valence of words that are more than polite."""

_OPEN = re.compile(r"\b(?:what|how|why|which|when|where|who|tell me|walk me|talk me|describe|explain)\b", re.IGNORECASE)
_REFUSAL = re.compile(
    r"\b(?:I|we|they|it|that|there|this)(?:['\u2019](?:s|m|re))?(?: is| am| are)?(?: just| really| simply)? (?:"
    r"(?:can(?:not| not|['\u2019]?t)|won['\u2019]?t be able to|don['\u2019]?t|do not) (?:do|offer|give|allow|change"
    r"|refund|waive|make|accept|extend|cancel|remove|send|take|issue|help|be done|process|provide)"
    r"|(?:not |un)(?:able to|possible|allowed)|nothing (?:more |else )?(?:that )?(?:I|we) can)\b",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"\b(?:instead|what (?:I|we) can|(?:but|however|though)\W+(?:I|we|you|there)|either|another (?:option|way)"
    r"|alternativ\w*|(?<!nothing )(?<!that )I can (?:offer|also|do|still|give))\b",
    re.IGNORECASE,
)
_LEAVING = re.compile(r"\b(?:bye|goodbye|see you|take care|got to go|have to go)\b", re.IGNORECASE)
_THANKS = re.compile(r"\b(?:thanks|thank you|appreciate)\b", re.IGNORECASE)


class Omissions:
    """Follows what both sides have done. Backchannels are no turns: they are not told to it."""

    def __init__(self, discovery_turns: int, story_words: int) -> None:
        self._discovery_turns = discovery_turns
        self._story_words = story_words
        self._turns_without_question = 0
        self._turn_began = True
        self._unexplored: Evidence | None = None
        self._refusal: Evidence | None = None
        self._vague_promise: Evidence | None = None
        self._asked_for_feedback = False
        self._thanked = False

    def customer_said(self, valence: float, told: bool, evidence: Evidence, phase: Phase, now: float) -> list[Cue]:
        """Take the customer's words.

        Args:
            valence: of the words, -1..1.
            told: whether they show a feeling: their label is neither neutral nor unsure.
            evidence: the words.
            phase: of the call after them.
            now: seconds of the call.
        """
        cues = []
        self._turn_began = True
        if self._refusal:
            cues.append(Cue("alternatives", self._refusal, now))
            self._refusal = None
        if told and valence <= _COMPLAINT:
            self._unexplored = self._unexplored or evidence
            if phase in _BEFORE_SOLVING and len(evidence.quote.split()) >= self._story_words:
                cues.append(Cue("summarise", evidence, now))
        if phase == "closing":
            cues += self._promise_cues(now)
            staying = _LEAVING.search(evidence.quote) is None
            if told and valence >= _CONTENT and staying and not self._asked_for_feedback:
                cues.append(Cue("feedback_request", evidence, now))
            if not self._thanked:
                cues.append(Cue("thank", evidence, now))
        return cues

    def agent_said(self, acts: Collection[str], evidence: Evidence, phase: Phase, now: float) -> list[Cue]:
        """Take the agent's words with their acts; ``phase`` after them."""
        self._refuse(acts, evidence)
        self._promise(acts, evidence)
        self._asked_for_feedback = self._asked_for_feedback or "feedback_request" in acts
        self._thanked = phase == "closing" and (
            self._thanked or "gratitude" in acts or _THANKS.search(evidence.quote) is not None
        )
        cues = self._question_cues(acts, evidence, phase, now)
        return cues + (self._promise_cues(now) if phase == "closing" else [])

    def _refuse(self, acts: Collection[str], evidence: Evidence) -> None:
        if "alternatives" in acts or _INSTEAD.search(evidence.quote):
            self._refusal = None
        elif _REFUSAL.search(evidence.quote):
            self._refusal = evidence

    def _promise(self, acts: Collection[str], evidence: Evidence) -> None:
        if not is_vague(evidence.quote):
            self._vague_promise = None
        elif not PROMISING_ACTS.isdisjoint(acts):
            self._vague_promise = evidence

    def _promise_cues(self, now: float) -> list[Cue]:
        promise, self._vague_promise = self._vague_promise, None
        return [Cue("follow_up", promise, now)] if promise else []

    def _question_cues(self, acts: Collection[str], evidence: Evidence, phase: Phase, now: float) -> list[Cue]:
        """An upset customer whom nobody has asked about it for some turns; a calm one is served by plain questions."""
        began, self._turn_began = self._turn_began, False
        if phase != "discovery" or "open_question" in acts or _OPEN.search(evidence.quote):
            self._unexplored, self._turns_without_question = None, 0
            return []
        if self._unexplored is None:
            return []
        self._turns_without_question += began
        if self._turns_without_question < self._discovery_turns:
            return []
        upset, self._unexplored, self._turns_without_question = self._unexplored, None, 0
        return [Cue("open_question", upset, now)]
