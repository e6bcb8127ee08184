"""What a telephone platform's messages mean: frozen facts, the same for every platform."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from assist.audio.chunks import Samples
from assist.audio.telephone.encoding import RATE
from assist.errors import AttuneError
from assist.events import Speaker

Why = Literal["missing", "discarded", "paused"]


class PeerError(AttuneError):
    """A platform sent what its protocol does not allow. The message is for our log.

    Attributes:
        answer: the lines that the protocol wants to be sent for it.
        unauthorized: whether it was not let in.
    """

    code = "bad_peer"

    def __init__(self, sentence: str, answer: tuple[str, ...] = (), *, unauthorized: bool = False) -> None:
        super().__init__(sentence)
        self.answer = answer
        self.unauthorized = unauthorized


@dataclass(frozen=True, slots=True)
class Opened:
    """A call began.

    Attributes:
        call: the platform's name for it.
        tracks: who speaks on each of the platform's tracks.
        parameters: what else it told: numbers, language, the site's own.
    """

    call: str
    tracks: Mapping[str, Speaker]
    parameters: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.call:
            raise ValueError("a call has a name")


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """What a speaker's track brought next.

    Attributes:
        start: index of the first sample since the call began, at 8 kHz; a track's sounds and gaps follow each other.
        samples: float32, shape (n,), -1..1.
    """

    speaker: Speaker
    start: int
    samples: Samples

    def __post_init__(self) -> None:
        if self.start < 0 or self.samples.ndim != 1 or self.samples.dtype != np.float32:
            raise ValueError(f"sound is float32 of one dimension, not before the call: {self.start}, {self.samples}")

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / RATE


@dataclass(frozen=True, slots=True)
class Gap:
    """Time that passed on a speaker's track without sound: ``count`` samples from ``start``."""

    speaker: Speaker
    start: int
    count: int
    why: Why

    def __post_init__(self) -> None:
        if self.start < 0 or self.count <= 0:
            raise ValueError(f"a gap has a length and lies in the call, not {self.count} from {self.start}")

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.count / RATE


@dataclass(frozen=True, slots=True)
class Paused:
    """The platform holds the sound back: the customer is on hold, or says what is not to be recorded."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """The sound goes on."""


@dataclass(frozen=True, slots=True)
class Closed:
    """The call is over; no sound will come."""

    reason: str


TelephoneEvent = Opened | Sound | Gap | Paused | Resumed | Closed
