"""A recorded call without the windows of audio that change nothing a card depends on.

A call of five minutes has twenty thousand windows of voice activity and a few hundred other inputs. Which windows a
session acts upon does not depend on the phrase bank, so they are found once, and a session that is fed with these alone
shows the same cards as one that is fed with all. Only nudges, which go by every moment of silence, may differ.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assist.events import SPEAKERS, Speaker, SpeechStarted
from assist.inputs import AudioEnded, BankSearched, Input, SpeechScored, Transcribed, WorkFailed
from assist.journal import Recorded
from assist.settings import Settings
from assist.speech.channel import Channel

_HUSHED_SECONDS = 0.2
"""So much of a silence is kept whole: what the session begins because of a silence it begins within it."""


@dataclass(frozen=True, slots=True)
class Condensed:
    """The inputs that matter.

    Attributes:
        items: in their order; the old bank's answers are left out.
        places: where each of them stands among all inputs.
        times: of all inputs, seconds of the call.
    """

    items: tuple[Input, ...]
    places: tuple[int, ...]
    times: array[float]

    def first_at(self, seconds: float, since: float = 0.0) -> int:
        """The place of the first of all inputs that came ``seconds`` or more after ``since``."""
        return bisect_left(self.times, seconds, key=lambda at: at - since)


def condense(recorded: Recorded) -> Condensed:
    """Leave out the windows that matter to nothing but nudges, and the answers of the bank."""
    told = [item for item in recorded.inputs if not isinstance(item, BankSearched)]
    sieve = _Sieve(recorded.settings)
    places = tuple(place for place, item in enumerate(told) if sieve.keeps(item))
    return Condensed(tuple(told[place] for place in places), places, array("d", (item.at for item in told)))


class _Sieve:
    """Follows a call as far as the bank has no part in it. All inputs have to come by, in their order."""

    def __init__(self, settings: Settings) -> None:
        self._lines = {name: _Line(name, settings) for name in SPEAKERS}
        self._silence = _Silence(settings, self._lines["customer"].channel)
        self._now = 0.0

    def keeps(self, item: Input) -> bool:
        """Whether the item matters."""
        self._now = max(self._now, item.at)
        if isinstance(item, SpeechScored):
            acted = self._lines[item.speaker].acts_on(item)
            return self._silence.acts_on(item, self._now) or acted
        match item:
            case Transcribed(utterance_id=name):
                self._line_of(name).channel.read(replace(item, text=""))  # when it was read is what matters here
            case WorkFailed(request=name):
                self._line_of(name).channel.fail(name)
            case AudioEnded():
                for line in self._lines.values():
                    line.channel.finish(self._now)
            case _:
                pass
        self._silence.pass_time(self._now)
        return True

    def _line_of(self, utterance_id: str) -> _Line:
        return self._lines["agent" if utterance_id.startswith("agent") else "customer"]


class _Line:
    """One line. Its channel is the session's; a window upon which that says nothing may still have changed its state.

    It does so if it brings another sound than the one before (a pause, or the end of one, begins), if it is speech
    before an utterance has begun (its seconds are counted), or the loudest window of an utterance.
    """

    def __init__(self, speaker: Speaker, settings: Settings) -> None:
        self.channel = Channel(speaker, settings.speech)
        self._speech, self._silence = settings.speech.speech_threshold, settings.speech.silence_threshold
        self._last: Literal["", "speech", "silence"] = ""
        self._loudest_db = 0.0

    def acts_on(self, window: SpeechScored) -> bool:
        """Take a window; say whether it changes anything on the line."""
        running, changed = self.channel.speaking, False
        if window.probability >= self._speech:
            changed = self._last != "speech" or not running
            self._last = "speech"
        elif window.probability < self._silence:
            changed = self._last != "silence"
            self._last = "silence"
            if not running and not changed:
                return False  # nobody speaks, and it stays so
        outputs = self.channel.hear(window)
        louder = window.level_db > self._loudest_db
        if louder or any(isinstance(output, SpeechStarted) for output in outputs):
            self._loudest_db = window.level_db
        return changed or bool(outputs) or (louder and running)


class _Silence:
    """The customer's silences while their words are heard.

    In them words are read early, and a card that was prepared is shown after some time, by whoever's window that time
    is told. An utterance begins with speech, so that silences before it need no keeping.
    """

    def __init__(self, settings: Settings, customer: Channel) -> None:
        self._customer = customer
        self._threshold = settings.speech.silence_threshold
        self._waits = sorted({settings.suggest.turn_pause_seconds, settings.speech.endpoint_silence_seconds})
        self._left: Sequence[float] = ()
        self._since: float | None = None

    def acts_on(self, window: SpeechScored, now: float) -> bool:
        """Take a window of either line after its channel; say whether it changes anything in a silence."""
        if not (self._customer.speaking or self._customer.awaiting):
            self._since = None
            return False
        heard = window.speaker == "customer" and self._hear(window)
        return self.pass_time(now) or heard

    def pass_time(self, now: float) -> bool:
        """Whether a wait is over now that was not before."""
        if self._since is None or not self._left or now - self._since < self._left[0]:
            return False
        since = self._since
        self._left = [wait for wait in self._left if now - since < wait]
        return True

    def _hear(self, window: SpeechScored) -> bool:
        silent = self._since is not None
        if window.probability >= self._threshold:
            self._since = None
            return silent
        if self._since is None:
            self._since, self._left = window.start, self._waits
        return not silent or window.end - self._since < _HUSHED_SECONDS
