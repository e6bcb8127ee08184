"""Endpointing: where utterances begin and end, as arithmetic over seconds. No clock, no thread, no audio."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from assist.settings import SpeechSettings
from assist.speech.seams import Seams

State = Literal["silent", "starting", "speaking", "stopping"]
Heard = Literal["speech", "unsure", "silence"]

_NEXT: dict[State, dict[Heard, State]] = {
    "silent": {"speech": "starting", "unsure": "silent", "silence": "silent"},
    "starting": {"speech": "starting", "unsure": "starting", "silence": "silent"},
    "speaking": {"speech": "speaking", "unsure": "speaking", "silence": "stopping"},
    "stopping": {"speech": "speaking", "unsure": "stopping", "silence": "stopping"},
}
"""What a window does to the state; time does the rest: starting becomes speaking, stopping becomes silent."""

_LATE_SHARE = 2 / 3
"""Past this share of the longest utterance a mere pause ends it: better cut there than inside a word."""

_TOLERANCE_SECONDS = 1e-6
"""Sums of window lengths are off by rounding; this is far below a sample."""


@dataclass(frozen=True, slots=True)
class SpeechBegan:
    """An utterance runs since ``start`` (seconds, pre-roll included)."""

    start: float


@dataclass(frozen=True, slots=True)
class SpeechPaused:
    """Maybe the utterance is over. ``end``: where it would end, post-roll included, within the audio heard."""

    end: float


@dataclass(frozen=True, slots=True)
class SpeechResumed:
    """The pause was none."""


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """The utterance was ``start``..``end``. After a pause ``end`` is the pause's: what was read then is final.

    ``cut``: it was too long, and speech goes on.
    """

    start: float
    end: float
    cut: bool = False


Boundary = SpeechBegan | SpeechPaused | SpeechResumed | SpeechEnded


class Endpointer:
    """Turns one speaker's speech probabilities into utterances that are ordered and never overlap."""

    def __init__(self, settings: SpeechSettings) -> None:
        self._settings = settings
        self._state: State = "silent"
        self._onset = 0.0
        self._speech_seconds = 0.0
        self._start = 0.0
        self._silent_since = 0.0
        self._paused_end: float | None = None
        self._previous_end = 0.0
        self._seams = Seams()

    @property
    def pausing(self) -> bool:
        """Whether the speech seems to pause or to end."""
        return self._state == "stopping"

    def step(self, start: float, end: float, probability: float, level_db: float = 0.0) -> tuple[Boundary, ...]:
        """Take the next window.

        Args:
            start: seconds since the call began.
            end: the same.
            probability: of speech, 0..1.
            level_db: how loud it is; where speech has to be cut, it is cut where it is quietest.
        """
        before = self._state
        heard = self._hear(probability)
        self._seams.hear(start, end, level_db)
        self._state = _NEXT[before][heard]
        match self._state:
            case "silent":
                return ()
            case "starting":
                if before == "silent":
                    self._onset, self._speech_seconds = start, 0.0
                return self._starting(end - start if heard == "speech" else 0.0)
            case "speaking":
                return self._speaking(end)
            case "stopping":
                if before == "speaking":
                    self._silent_since = start
                return self._stopping(end)

    def finish(self, at: float) -> tuple[Boundary, ...]:
        """End the utterance that runs when no more audio comes, ``at`` seconds: last words are not lost."""
        match self._state:
            case "speaking":
                return (self._ended(at),)
            case "stopping":
                return (self._ended(self._tail(at)),)
            case _:
                self._state = "silent"
                return ()

    def _hear(self, probability: float) -> Heard:
        if probability >= self._settings.speech_threshold:
            return "speech"
        return "silence" if probability < self._settings.silence_threshold else "unsure"

    def _starting(self, speech_seconds: float) -> tuple[Boundary, ...]:
        self._speech_seconds += speech_seconds
        if self._speech_seconds < self._settings.minimum_speech_seconds - _TOLERANCE_SECONDS:
            return ()
        self._state = "speaking"
        self._start = max(0.0, self._previous_end, self._onset - self._settings.pre_roll_seconds)
        return (SpeechBegan(self._start),)

    def _speaking(self, end: float) -> tuple[Boundary, ...]:
        resumed: tuple[Boundary, ...] = () if self._paused_end is None else (SpeechResumed(),)
        self._paused_end = None
        if not self._lasts(end, self._settings.maximum_utterance_seconds):
            return resumed
        ended = replace(self._ended(self._seams.quietest(self._start, end)), cut=True)
        self._state, self._onset, self._speech_seconds = "starting", ended.end, 0.0
        return (*resumed, ended, *self._starting(end - ended.end))

    def _stopping(self, end: float) -> tuple[Boundary, ...]:
        settings = self._settings
        silence = end - self._silent_since + _TOLERANCE_SECONDS
        paused: tuple[Boundary, ...] = ()
        if self._paused_end is None and silence >= settings.pause_seconds:
            self._paused_end = self._tail(end)
            paused = (SpeechPaused(self._paused_end),)
        enough = settings.endpoint_silence_seconds
        if self._lasts(end, settings.maximum_utterance_seconds * _LATE_SHARE):
            enough = min(enough, settings.pause_seconds)
        if silence >= enough or self._lasts(end, settings.maximum_utterance_seconds):
            return (*paused, self._ended(self._tail(end)))
        return paused

    def _lasts(self, end: float, seconds: float) -> bool:
        return end - self._start + _TOLERANCE_SECONDS >= seconds

    def _tail(self, heard_until: float) -> float:
        if self._paused_end is not None:
            return self._paused_end
        return min(self._silent_since + self._settings.post_roll_seconds, heard_until)

    def _ended(self, end: float) -> SpeechEnded:
        self._state, self._paused_end, self._previous_end = "silent", None, end
        return SpeechEnded(self._start, end)
