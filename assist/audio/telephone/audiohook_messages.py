"""Genesys AudioHook v2: the shapes of what Genesys sends. Durations are ``PT12.5S``."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from assist.audio.telephone.encoding import RATE, Encoding

LONGEST_TEXT = 65_535

Uuid = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")]
Duration = Annotated[str, msgspec.Meta(pattern=r"^PT([0-9]+\.?[0-9]*|\.[0-9]+)S$", max_length=40)]
Number = Annotated[int, msgspec.Meta(ge=0)]
Channel = Literal["external", "internal"]
Channels = Annotated[tuple[Channel, ...], msgspec.Meta(min_length=1, max_length=2)]
Shape = TypeVar("Shape")

ENCODINGS: dict[str, Encoding] = {"PCMU": "mu-law", "L16": "linear"}

_NOBODY = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True)
class Message:
    """What all messages share."""

    version: Literal["2"]
    id: Uuid
    type: str
    seq: Number
    serverseq: Number
    position: Duration
    parameters: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Media:
    """A way in which Genesys offers to send the sound."""

    type: Literal["audio"]
    format: Literal["PCMU", "L16"]
    channels: Channels
    rate: Literal[8000]


@dataclass(frozen=True, slots=True)
class Participant:
    """The customer. ``ani``: the number they call from; ``dnis``: the one they called."""

    id: Uuid
    ani: str
    aniName: str  # noqa: N815 - Genesys' name
    dnis: str


@dataclass(frozen=True, slots=True)
class Open:
    """The parameters of ``open``."""

    organizationId: Uuid  # noqa: N815
    conversationId: Uuid  # noqa: N815
    participant: Participant
    media: tuple[Media, ...]
    language: str = ""
    supportedLanguages: bool = False  # noqa: N815
    customConfig: dict[str, Any] = field(default_factory=dict)  # noqa: N815

    @property
    def is_probe(self) -> bool:
        """Whether Genesys only tries the connection: there is no conversation."""
        return self.conversationId == _NOBODY


@dataclass(frozen=True, slots=True)
class Skipped:
    """The parameters of ``discarded`` and ``resumed``."""

    start: Duration
    discarded: Duration

    @property
    def end(self) -> int:
        """Where the sound goes on, as a sample index at 8 kHz."""
        return samples_of(self.start) + samples_of(self.discarded)


@dataclass(frozen=True, slots=True)
class Close:
    """The parameters of ``close``."""

    reason: Literal["end", "error", "disconnect", "reconnect"]


@dataclass(frozen=True, slots=True)
class Failure:
    """The parameters of ``error``."""

    code: int
    message: str


@dataclass(frozen=True, slots=True)
class Update:
    """The parameters of ``update``."""

    language: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """Parameters that say nothing we need."""


PARAMETERS: dict[str, type] = {
    "open": Open,
    "close": Close,
    "discarded": Skipped,
    "error": Failure,
    "paused": Nothing,
    "ping": Nothing,
    "resumed": Skipped,
    "update": Update,
}


def samples_of(duration: str) -> int:
    """A duration as samples at 8 kHz."""
    seconds = float(duration.removeprefix("PT").removesuffix("S"))
    return round(min(seconds, 1e9) * RATE) if math.isfinite(seconds) else 0


def shaped(values: Any, shape: type[Shape]) -> Shape:
    """The values as a shape.

    Raises:
        msgspec.ValidationError: they are not of it.
    """
    return msgspec.convert(values, shape)


def best_of(offers: tuple[Media, ...]) -> Media | None:
    """The offer that we take: both voices before one, the customer's before the agent's, mu-law before linear."""
    wanted = [("external", "internal"), ("internal", "external"), ("external",), ("internal",)]
    usable = [offer for offer in offers if offer.channels in wanted]
    return min(usable, key=lambda offer: (wanted.index(offer.channels), offer.format != "PCMU"), default=None)


def printable(text: str) -> str:
    """Text of a peer's, for a log."""
    return re.sub(r"[^ -~]", "?", text)[:80]
