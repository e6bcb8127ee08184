"""A recorded call without the windows of audio that change nothing a card depends on.

A call of five minutes has twenty thousand windows of voice activity and a few hundred other inputs. What a session
hears in them does not depend on the phrase bank, so it is heard once. A session that is fed with the windows that
brought something, and with what they brought, shows the same cards as one that is fed with all. Only nudges, which go
by every moment of silence, may differ.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from assist.events import Speaker, SpeechEnded, SpeechStarted
from assist.inputs import AudioEnded, BankSearched, Input, SpeechScored, Transcribed, WorkFailed
from assist.journal import Recorded
from assist.settings import Settings
from assist.speech.channel import Channel
from assist.speech.hearing import Hearing, Output

_HUSHED_SECONDS = 0.2
"""So much of a silence is kept whole: what the session begins because of a silence it begins within it."""


@dataclass(frozen=True, slots=True)
class Condensed:
    """The inputs that matter.

    Attributes:
        items: in their order; the old bank's answers are left out.
        heard: what the session hears in each.
        places: where each of them stands among all inputs.
        times: of all inputs, seconds of the call.
    """

    items: tuple[Input, ...]
    heard: tuple[tuple[Output, ...], ...]
    places: tuple[int, ...]
    times: array[float]

    def first_at(self, seconds: float, since: float = 0.0) -> int:
        """The place of the first of all inputs that came ``seconds`` or more after ``since``."""
        return bisect_left(self.times, seconds, key=lambda at: at - since)


def condense(recorded: Recorded) -> Condensed:
    """Leave out the windows that matter to nothing but nudges, and the answers of the bank."""
    told = [item for item in recorded.inputs if not isinstance(item, BankSearched)]
    sieve = _Sieve(recorded.settings)
    heard = {place: brought for place, item in enumerate(told) if (brought := sieve.hear(item)) is not None}
    return Condensed(
        items=tuple(told[place] for place in heard),
        heard=tuple(heard.values()),
        places=tuple(heard),
        times=array("d", (item.at for item in told)),
    )


class _Sieve:
    """Follows a call as far as the bank has no part in it. All inputs have to come by, in their order."""

    def __init__(self, settings: Settings) -> None:
        self._hearing = Hearing(settings.speech)
        self._silence = _Silence(settings, self._hearing.channel("customer"))
        self._now = 0.0

    def hear(self, item: Input) -> tuple[Output, ...] | None:
        """What the session hears in it; None where the item does not matter."""
        self._now = max(self._now, item.at)
        if isinstance(item, SpeechScored):
            heard = tuple(self._hearing.hear(item))
            return heard if self._silence.acts_on(item, self._now) or heard else None
        heard = tuple(self._take(item))
        self._silence.pass_time(self._now)
        return heard

    def _take(self, item: Input) -> Sequence[Output]:
        match item:
            case Transcribed():
                return self._hearing.read(item)
            case WorkFailed(request=name, revision=int(revision)):
                return self._hearing.fail(name, revision)
            case AudioEnded():
                return self._hearing.finish(self._now)
            case _:
                return self._hearing.keep_up(item, self._now)


class HeardAgain(Hearing):
    """Hears what was heard then.

    Attributes:
        next: what the next input brings.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings.speech)
        self.next: Sequence[Output] = ()
        self._speaks: set[Speaker] = set()

    def speaking(self, speaker: Speaker) -> bool:
        """Whether an utterance of theirs was running."""
        return speaker in self._speaks

    def hear(self, scored: SpeechScored) -> list[Output]:
        """What a window brought."""
        return self._once()

    def read(self, reading: Transcribed) -> list[Output]:
        """What a reading brought."""
        return self._once()

    def fail(self, utterance_id: str, revision: int) -> list[Output]:
        """What a failure brought."""
        return self._once()

    def finish(self, at: float) -> list[Output]:
        """What the end brought."""
        return self._once()

    def keep_up(self, item: Input, now: float) -> list[Output]:
        """What anything else brought."""
        return self._once()

    def _once(self) -> list[Output]:
        heard, self.next = list(self.next), ()
        for output in heard:
            if isinstance(output, SpeechStarted):
                self._speaks.add(output.speaker)
            elif isinstance(output, SpeechEnded):
                self._speaks.discard(output.speaker)
        return heard


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
