"""Between two calls: the last seconds of both lines are kept, and speech on the customer's begins the next call."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from assist.audio.chunks import SAMPLE_RATE, Chunk
from assist.audio.listener import Listener
from assist.call_settings import CallSettings
from assist.events import Event, SourceLost, SourceRestored, Speaker
from assist.inputs import SpeechScored

_PAUSE_SECONDS = 0.5
"""A longer silence parts one stretch of speech from the next; what came before it was a noise."""

_KEPT_SECONDS = 8.0
"""More than a stretch of speech takes until it has begun a call."""


class SpeechWatch:
    """Notices when a call begins on a line, from voice activity. Pure.

    Args:
        settings: how much speech it takes.
        threshold: probability (0..1) from which a window is speech.
        minimum_level_db: quieter windows are line noise.
        settled: nobody has to fall silent first.
    """

    def __init__(
        self, settings: CallSettings, threshold: float, minimum_level_db: float, *, settled: bool = True
    ) -> None:
        self._settings = settings
        self._threshold = threshold
        self._minimum_level_db = minimum_level_db
        self._settled = settled
        self._quiet_seconds = 0.0
        self._speech_seconds = 0.0
        self.since = 0.0
        """When the stretch of speech began, seconds on the line."""

    def hear(self, scored: SpeechScored) -> bool:
        """Take a window; return whether a call has begun."""
        seconds = scored.end - scored.start
        if scored.probability < self._threshold or scored.level_db < self._minimum_level_db:
            self._quiet_seconds += seconds
            if self._quiet_seconds >= _PAUSE_SECONDS:
                self._speech_seconds = 0.0
            self._settled = self._settled or self._quiet_seconds >= self._settings.settle_seconds
            return False
        if not self._speech_seconds:
            self.since = scored.start
        self._quiet_seconds = 0.0
        self._speech_seconds += seconds
        return self._settled and self._speech_seconds >= self._settings.speech_seconds


class Standby:
    """Hears both lines until a call begins.

    Args:
        pre_roll_seconds: what the call is to hear of the time before.
        noticed: called once when speech begins a call, on the devices' thread.
        tell: takes what concerns the desk, on the devices' thread.
        ear: hears the customer's line; None where speech begins no call.
        watch: notices speech there.
    """

    def __init__(
        self,
        pre_roll_seconds: float,
        noticed: Callable[[], None],
        tell: Callable[[Event], None],
        ear: Listener | None = None,
        watch: SpeechWatch | None = None,
    ) -> None:
        self._pre_roll_seconds = pre_roll_seconds
        self._noticed = noticed
        self._tell = tell
        self._ear = ear
        self._watch = watch
        self._chunks: deque[Chunk] = deque()
        self._ear_began: float | None = None
        self._begun = False
        self._end = 0.0

    def hear(self, chunk: Chunk) -> None:
        """Take the next chunk."""
        self._chunks.append(chunk)
        self._end = max(self._end, chunk.end_seconds)
        if self._begun:
            return  # the call is being prepared; nothing of it may go
        while self._chunks[0].end_seconds < self._end - _KEPT_SECONDS - self._pre_roll_seconds:
            self._chunks.popleft()
        if chunk.speaker == "customer" and self._ear and self._watch:
            self._listen(chunk, self._ear, self._watch)

    def lost(self, speaker: Speaker, reason: str) -> None:
        """A device delivers nothing: the agent should know before the next call."""
        self._tell(SourceLost(speaker=speaker, reason=reason))

    def restored(self, speaker: Speaker) -> None:
        """A device delivers again."""
        self._tell(SourceRestored(speaker=speaker))

    def kept(self) -> Sequence[Chunk]:
        """Both lines from a moment before the speech on, or before now."""
        spoken = self._watch.since + (self._ear_began or 0.0) if self._watch and self._begun else self._end
        first = max(0, round((spoken - self._pre_roll_seconds) * SAMPLE_RATE))
        return [_from(chunk, first) for chunk in self._chunks if chunk.start + len(chunk.samples) > first]

    def _listen(self, chunk: Chunk, ear: Listener, watch: SpeechWatch) -> None:
        if self._ear_began is None:
            self._ear_began = chunk.start_seconds
        if any(watch.hear(scored) for scored in ear.hear(chunk)):
            self._begun = True
            self._noticed()


def _from(chunk: Chunk, first: int) -> Chunk:
    """The chunk without what lies before a sample."""
    start = max(chunk.start, first)
    return Chunk(chunk.speaker, start, chunk.samples[start - chunk.start :])
