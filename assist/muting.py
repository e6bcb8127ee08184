"""Whether the agent's microphone is muted while the customer waits for an answer. Pure.

An agent who listens is silent too, and headsets that suppress noise then send digital silence. So silence counts only
with a sign that somebody is missed: the line fell dead, the customer asks, or waited in vain several times.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from assist.events import (
    Event,
    MicrophoneMuted,
    PhaseChanged,
    SourceLost,
    SourceRestored,
    SpeechEnded,
    SpeechStarted,
    UtteranceFinished,
)
from assist.inputs import Input, SpeechScored
from assist.settings import SpeechSettings

DIGITAL_SILENCE_DB = -100.0
"""No microphone with its amplifier on is this quiet: one bit of noise at 16 bits lies at -96 dB."""

_DEAD_SECONDS = 4.0
_NOISE_SECONDS = 2.0
_VOICE = 0.35
"""A line that had noise without a voice for 2 s, and has none for 4 s, was switched off. A headset that sends digital
silence between words lets less than a second of noise through after them."""

_ANSWER_SECONDS = 2.0
"""Gaps between turns last 0.2 s, and a late answer comes within a second (Stivers et al. 2009); who is not answered
within two has been left waiting."""

_WAITED_DEAD, _WAITED = 1, 3
"""So often the customer has to wait in vain where the line is dead from the start, and where it only is quiet."""

_FIRST_SECONDS = 10.0
"""Greetings cross, and devices take their time."""

_AGAIN_SECONDS = 60.0
"""Not told twice a minute."""

_ASKED = re.compile(
    r"\b(?:can|could|do) you (?:still )?hear me\b"
    r"|\bare you (?:still )?(?:there|on the line|with me)\b"
    r"|\b(?:can't|cannot|can not|don't|do not|didn't) hear (?:you|anything|a thing)\b"
    r"|\byou(?:'re| are| must be)(?: still)? (?:on mute|muted)\b"
    r"|\bis (?:anybody|anyone|somebody|someone) (?:still )?(?:there|on the line)\b"
    r"|^\W*(?:hello\W+)*hello\W*$",
    re.IGNORECASE,
)

_DEAD = "Your microphone sends no sound at all; look for the mute switch on the headset and in the softphone."
_ASKS = "The customer asks whether you are there, and your microphone hears nothing; look whether it is muted."
_WAITS = "The customer waits for your answers, and your microphone hears nothing; look whether it is muted."


class MutedMicrophone:
    """Follows one call; tells that the microphone seems muted, and when it is heard again."""

    def __init__(self, settings: SpeechSettings) -> None:
        self._on = settings.muted_notice
        self._dead_since: float | None = None
        self._noise_seconds = 0.0
        self._has_noise = False
        self._agent_speaks = self._customer_speaks = False
        self._customer_end: float | None = None
        self._asked_end: float | None = None
        self._waited = 0
        self._suspended: set[str] = set()
        self._muted_by = ""
        self._told_at = -math.inf

    def step(self, item: Input, events: Iterable[Event], now: float) -> list[MicrophoneMuted]:
        """Take an input and what it brought about."""
        if not self._on:
            return []
        told = [notice for event in events for notice in self._follow(event)]
        if isinstance(item, SpeechScored) and item.speaker == "agent":
            told += self._hear(item, now)
        return told

    def _follow(self, event: Event) -> list[MicrophoneMuted]:
        match event:
            case PhaseChanged(phase=phase):
                self._suspend("hold", on=phase == "hold")
            case SourceLost(speaker="agent"):
                self._suspend("lost", on=True)
            case SourceRestored(speaker="agent"):
                self._suspend("lost", on=False)
            case SpeechStarted(speaker="agent"):
                self._agent_speaks = True
                self._answered()
                return self._clear()
            case SpeechEnded(speaker="agent"):
                self._agent_speaks = False
                self._answered()
            case SpeechStarted(speaker="customer", start=start):
                self._customer_speaks = True
                if self._customer_end is not None and start - self._customer_end >= _ANSWER_SECONDS:
                    self._waited += 1
                self._customer_end = None
            case SpeechEnded(speaker="customer"):
                self._customer_speaks = False
            case UtteranceFinished(speaker="customer", text=text, end=end) if text and not self._agent_speaks:
                self._customer_end = end
                self._asked_end = end if _ASKED.search(text.replace("\u2019", "'")) else self._asked_end
            case _:
                pass
        return []

    def _hear(self, scored: SpeechScored, now: float) -> list[MicrophoneMuted]:
        self._listen(scored)
        if self._muted_by == _DEAD and self._noise_seconds >= _NOISE_SECONDS:
            return self._clear()
        reason = self._reason(scored.end)
        if not reason or self._muted_by or self._suspended or now < max(_FIRST_SECONDS, self._told_at + _AGAIN_SECONDS):
            return []
        self._muted_by, self._told_at = reason, now
        return [MicrophoneMuted(muted=True, reason=reason)]

    def _listen(self, scored: SpeechScored) -> None:
        if scored.level_db <= DIGITAL_SILENCE_DB:
            self._dead_since = scored.start if self._dead_since is None else self._dead_since
            self._noise_seconds = 0.0
            return
        self._dead_since = None
        self._noise_seconds = 0.0 if scored.probability >= _VOICE else self._noise_seconds + scored.end - scored.start
        self._has_noise = self._has_noise or self._noise_seconds >= _NOISE_SECONDS

    def _reason(self, now: float) -> str:
        if self._agent_speaks:
            return ""
        dead = self._dead_since is not None and now - self._dead_since >= _DEAD_SECONDS
        missed = (
            not self._customer_speaks and self._customer_end is not None and now - self._customer_end >= _ANSWER_SECONDS
        )
        if dead and (self._fell_dead() or (missed and self._waited >= _WAITED_DEAD)):
            return _DEAD
        if self._asked_end is not None and now - self._asked_end >= _ANSWER_SECONDS:
            return _DEAD if dead else _ASKS
        return _WAITS if missed and self._waited >= _WAITED else ""

    def _fell_dead(self) -> bool:
        """Whether the line lost its noise, and the customer has said something since."""
        return self._has_noise and (self._customer_end or 0.0) > (self._dead_since or 0.0)

    def _answered(self) -> None:
        self._customer_end = self._asked_end = None
        self._waited = 0

    def _suspend(self, why: str, *, on: bool) -> None:
        """Silence is expected while this is on, and what came before it says nothing any more."""
        if on:
            self._suspended.add(why)
        elif why in self._suspended:
            self._suspended.discard(why)
            self._answered()
            self._dead_since = None

    def _clear(self) -> list[MicrophoneMuted]:
        muted, self._muted_by = self._muted_by, ""
        return [MicrophoneMuted(muted=False)] if muted else []
