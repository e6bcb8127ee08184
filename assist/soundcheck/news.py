"""What the sound check tells: one JSON object a line, by its ``type``. Light, so that a window may import it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import msgspec

from assist.errors import WireError
from assist.events import Speaker

Stage = Literal["speak", "reading"]

SENTENCES: Mapping[Speaker, str] = MappingProxyType(
    {
        "customer": "Good morning. I'm calling about a coffee machine that I sent back to you.",
        "agent": "Good morning, my name is Robin. How can I help you today?",
    }
)
"""The test sentence of each line: the customer's is played from the sample call, the agent says the other."""


class DeviceSeen(msgspec.Struct, frozen=True):
    """An audio input, as `assist.audio.devices.Device`."""

    name: str
    is_loopback: bool
    is_default: bool


class DevicesSeen(msgspec.Struct, frozen=True, tag="devices"):
    """All inputs, in the system's order.

    Attributes:
        chosen: the name of the one that the settings, or without a word in them we, would choose; empty for none.
        advice: one sentence where none could be chosen.
    """

    devices: tuple[DeviceSeen, ...]
    chosen: str = ""
    advice: str = ""


class LevelHeard(msgspec.Struct, frozen=True, tag="level"):
    """A tenth of a second of sound: its root mean square and its peak, dB full scale, -120 for digital silence."""

    level_db: float
    peak_db: float


class StageReached(msgspec.Struct, frozen=True, tag="stage"):
    """The test sentence: ``speak`` once the device hears, ``reading`` once it was said."""

    stage: Stage


class SentenceRead(msgspec.Struct, frozen=True, tag="sentence"):
    """What was recognised.

    Attributes:
        text: the words; empty if none were recognised.
        confidence: 0..1.
        recognizer: which one read them.
        notice: one sentence where it is not the one that was asked for.
    """

    text: str
    confidence: float
    recognizer: str
    notice: str = ""


class Model(msgspec.Struct, frozen=True):
    """A speech model that can be chosen.

    Attributes:
        name: as in ``speech.model``.
        megabytes: what fetching it costs.
        folder: where it is on this machine; empty where it is not.
    """

    name: str
    megabytes: int
    folder: str = ""


class ModelsSeen(msgspec.Struct, frozen=True, tag="models"):
    """The models, small to large."""

    models: tuple[Model, ...]


class Fetching(msgspec.Struct, frozen=True, tag="fetching"):
    """So far; ``total_bytes`` is 0 until it is known."""

    done_bytes: int
    total_bytes: int


class ModelReady(msgspec.Struct, frozen=True, tag="ready"):
    """A model is on this machine and can be used."""

    name: str
    folder: str


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """It cannot be done.

    Attributes:
        code: of the error.
        sentence: what, where, how to mend it.
    """

    code: str
    sentence: str


News = DevicesSeen | LevelHeard | StageReached | SentenceRead | ModelsSeen | Fetching | ModelReady | Refused

_decoder: msgspec.json.Decoder[News] = msgspec.json.Decoder(News)


def encode(news: News) -> bytes:
    """One line, its end included."""
    return msgspec.json.encode(news) + b"\n"


def decode(line: bytes) -> News:
    """The news in a line.

    Raises:
        WireError: it is none.
    """
    try:
        return _decoder.decode(line)
    except msgspec.DecodeError as error:
        raise WireError(f"The sound check said something that is not understood ({error}); start it again.") from error
