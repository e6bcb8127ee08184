"""How the lines to the two speakers fare: devices lost and found, echo, overlap, and how far hearing is behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assist.header import Event, Speaker

Effort = Literal["full", "fewer_partials", "one_beam", "smaller_model", "finals_only"]
"""How much is asked of the recogniser, from all that helps to what must not be lost; each step keeps those before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LagMeasured(Event):
    """How far understanding is behind the call, in seconds of audio not yet transcribed.

    Attributes:
        effort: what is asked of the recogniser now, so that it can keep up.
        overruns: how often sound of this call got lost before it could be heard.
        unread_seconds: so much of what was said was no longer kept when the recogniser came to it.
    """

    behind_seconds: float
    effort: Effort = "full"
    overruns: int = 0
    unread_seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLost(Event):
    """A speaker's audio stopped coming."""

    speaker: Speaker
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRestored(Event):
    """A speaker's audio is back."""

    speaker: Speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognizerChanged(Event):
    """The recogniser in use. ``reason`` is a sentence where it is not the one asked for, else empty."""

    recognizer: str
    model: str
    reduced_accuracy: bool
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechOverlapped(Event):
    """Both spoke at once, in ``start``..``end`` seconds.

    Attributes:
        speaker: who came in while the other spoke.
        utterance_id, over: what they said, and what the other was saying.
        barge_in: the other fell silent, and they went on.
    """

    speaker: Speaker
    utterance_id: str
    over: str
    start: float
    end: float
    barge_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EchoSuppressed(Event):
    """The microphone heard the customer's voice; what it heard in ``start``..``end`` is no utterance of the agent's.

    Told of an utterance that had begun, and once a turn where the echo was kept out before anything began.

    Attributes:
        utterance_id: the agent's that was none; empty where none had begun.
        confidence: how sure it is (0..1) that this was the customer's voice.
    """

    utterance_id: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MicrophoneMuted(Event):
    """The agent's microphone seems to be muted, or is heard again; ``reason`` is a sentence with the mend, or empty."""

    muted: bool
    reason: str = ""
