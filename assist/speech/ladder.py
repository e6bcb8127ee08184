"""How much is asked of the recogniser, so that hearing never falls behind without end. Arithmetic; pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

from assist.line_events import Effort


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the ladder, with what it leaves of the work.

    Attributes:
        partials_apart: so many times rarer partials are; infinite where there are none.
        speculates: whether an utterance is read as soon as it pauses, before its end is sure.
        joins: whether utterances that wait are read together: a reading costs nearly the same for 2 s as for 20.
    """

    effort: Effort
    partials_apart: float
    speculates: bool = True
    joins: bool = False


STEPS = (
    Step("full", 1.0),
    Step("fewer_partials", 3.0),
    Step("one_beam", 3.0),
    Step("smaller_model", 3.0),
    Step("finals_only", math.inf, speculates=False, joins=True),
)
"""From all that helps to what must not be lost."""

FAR_SECONDS = 2.5
"""From here on less is asked: words that come this late do not help a person who has to answer. A healthy machine stays
below 1.5 s, also where one reading takes a second."""

NEAR_SECONDS = 1.0
"""Below it there is room for more."""

DOWN_SECONDS = 3.0
"""A step down shows within so much time whether it is enough."""

UP_SECONDS = 15.0
"""So long hearing has to keep up before more is asked."""

LONGEST_UP_SECONDS = 240.0
"""After a climb that was too much the next is waited for twice as long, up to this."""

_FALLING_SHARE = 0.75
"""A lag that shrinks at this rate or better (a quarter a sample) goes by itself."""


class Ladder:
    """Goes down fast and up slowly. Two changes are never closer together than `DOWN_SECONDS`."""

    def __init__(self, *, smaller_model: bool) -> None:
        """Begin at the top.

        Args:
            smaller_model: whether there is one; else its step is left out.
        """
        self._steps = tuple(step for step in STEPS if smaller_model or step.effort != "smaller_model")
        self._at = 0
        self._behind_seconds = 0.0
        self._since_change = math.inf
        self._calm_seconds = 0.0
        self._patience = UP_SECONDS
        self._climbed = False

    @property
    def step(self) -> Step:
        """Where it stands."""
        return self._steps[self._at]

    def sample(self, behind_seconds: float, elapsed_seconds: float) -> Step:
        """Take how far hearing is behind, ``elapsed_seconds`` after the sample before."""
        elapsed = max(0.0, elapsed_seconds)
        shrinks = behind_seconds <= self._behind_seconds * _FALLING_SHARE
        self._behind_seconds = behind_seconds
        self._since_change += elapsed
        self._calm_seconds = self._calm_seconds + elapsed if behind_seconds < NEAR_SECONDS else 0.0
        if behind_seconds >= FAR_SECONDS and not shrinks and self._since_change >= DOWN_SECONDS:
            self._descend()
        elif self._calm_seconds >= self._patience and self._at > 0:
            self._change(-1)
            self._climbed = True
        elif self._calm_seconds >= LONGEST_UP_SECONDS:
            self._patience, self._climbed = UP_SECONDS, False  # whatever it was has passed
        return self.step

    def _descend(self) -> None:
        if self._at == len(self._steps) - 1:
            return
        if self._climbed:
            self._patience = min(LONGEST_UP_SECONDS, 2.0 * self._patience)
            self._climbed = False
        self._change(+1)

    def _change(self, by: int) -> None:
        self._at += by
        self._since_change = self._calm_seconds = 0.0
