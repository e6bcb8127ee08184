"""When a running utterance is read again: early at first, then as often as the recogniser can bear. Pure."""

from __future__ import annotations

from assist.inputs import Transcribed
from assist.settings import SpeechSettings
from assist.speech.ladder import STEPS, Step

_FORGETTING = 0.5
"""The newest reading counts for half: a machine that gets busy is noticed after one."""


class Pace:
    """The pace of partials, shared by both speakers since they share the recogniser.

    Attributes:
        step: how much may be asked of the recogniser now.
        speaking: how many speakers speak now.
    """

    def __init__(self, settings: SpeechSettings) -> None:
        self._settings = settings
        self._took_seconds = 0.0
        self.step: Step = STEPS[0]
        self.speaking = 1

    def learn(self, reading: Transcribed) -> None:
        """Take how long a reading took."""
        self._took_seconds += _FORGETTING * (reading.took_seconds - self._took_seconds)

    def due(self, since_onset: float, since_asked: float | None) -> bool:
        """Whether a running utterance is to be read now.

        Args:
            since_onset: seconds since its speech began.
            since_asked: seconds since it was last read; None for never.
        """
        if since_asked is None:
            return since_onset >= self._settings.first_partial_seconds * self.step.partials_apart
        bearable = max(1, self.speaking) * self._took_seconds / self._settings.partial_share
        return since_asked >= max(bearable, self._settings.partial_interval_seconds * self.step.partials_apart)
