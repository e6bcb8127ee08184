"""Twilio Media Streams and its near clones: JSON text, one message a track and 20 ms. Text in, events out.

The clones (Telnyx, Fonoster, Voximplant) send the same messages with snake_case or other names, and some of them in no
certain order.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec

from assist.audio.chunks import Samples
from assist.audio.telephone.encoding import RATE, Encoding, decode, sample_bytes
from assist.audio.telephone.events import Closed, Opened, PeerError, TelephoneEvent
from assist.audio.telephone.track import Sorter, Track
from assist.events import Speaker

_NEXT = {
    ("begun", "connected"): "connected",
    ("begun", "start"): "streaming",
    ("connected", "start"): "streaming",
    ("streaming", "media"): "streaming",
    ("streaming", "dtmf"): "streaming",
    ("streaming", "mark"): "streaming",
    ("streaming", "stop"): "over",
}
"""What may come in which state, and the state after it. A stream that is over, or failed, takes nothing in."""

_KNOWN = {event for _, event in _NEXT}
"""Other events are the platform's new ones, or a clone's own: they are passed over."""

_ALIASES = {
    "streamid": "streamsid",
    "callcontrolid": "callsid",
    "callid": "callsid",
    "tag": "track",
    "samplerate": "rate",
}
"""The clones' names for the same things, in lower case and without underscores."""

_ENCODINGS: dict[str, Encoding] = {
    "audio/x-mulaw": "mu-law",
    "mulaw": "mu-law",
    "pcmu": "mu-law",
    "ulaw": "mu-law",
    "audio/x-alaw": "a-law",
    "pcma": "a-law",
    "alaw": "a-law",
    "audio/x-l16": "linear",
    "l16": "linear",
}

_TOLERANCE = round(0.1 * RATE)
"""Time stamps jitter by a few packets; only what lies this far ahead of the sound that came is a gap."""

_TRACKS = ("inbound", "outbound")

LONGEST_TEXT = 65_536


@dataclass(frozen=True, slots=True)
class _Format:
    encoding: str = "audio/x-mulaw"
    rate: int = RATE
    channels: int = 1


@dataclass(frozen=True, slots=True)
class _Start:
    callsid: str = ""
    streamsid: str = ""
    tracks: tuple[str, ...] = _TRACKS
    mediaformat: _Format = field(default_factory=_Format)
    customparameters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Media:
    payload: str
    track: str = "inbound"
    chunk: int | None = None
    timestamp: int | None = None


@dataclass(frozen=True, slots=True)
class _Message:
    event: str
    streamsid: str = ""
    start: _Start | None = None
    media: _Media | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """What a media message brought. ``timestamp``: milliseconds."""

    samples: Samples
    timestamp: int | None


class TwilioStream:
    """One stream, which is one call.

    Args:
        inbound: who speaks on the track that the platform receives, where the stream does not say. Its parameters may:
            ``inbound`` = ``customer`` or ``agent``; else ``direction`` = ``outbound`` (the agent's own leg is streamed,
            so they are the one that is received) or ``inbound``.
    """

    source = "Twilio Media Streams"

    def __init__(self, inbound: Speaker = "customer") -> None:
        self._inbound = inbound
        self._state = "begun"
        self._stream = ""
        self._encoding: Encoding = "mu-law"
        self._tracks: dict[str, Track] = {}
        self._sorters: dict[str, Sorter[_Piece]] = {}
        self._origin: int | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more is taken in."""
        return self._state in ("over", "failed")

    def lines_to_send(self) -> list[str]:
        """Nothing: the platform only tells."""
        return []

    def receive(self, message: str | bytes) -> list[TelephoneEvent]:
        """Take a message; what it means.

        Raises:
            PeerError: it is none of this protocol's, or not now.
        """
        if self.over:
            return []
        try:
            return self._take(_read(message))
        except PeerError:
            self._state = "failed"
            raise

    def lost(self) -> list[TelephoneEvent]:
        """The connection is gone; what was held back is told, and the end where it was not."""
        before, self._state = self._state, "over"
        rest = [] if before == "over" else self._flush()
        return [*rest, Closed("the connection was lost")] if before == "streaming" else rest

    def hang_up(self) -> None:
        """We want no more. The protocol has no word for it: closing the connection says it."""
        self._state = "over"

    def _take(self, message: _Message) -> list[TelephoneEvent]:
        if message.event not in _KNOWN:
            return []
        following = _NEXT.get((self._state, message.event))
        if following is None:
            raise PeerError(f"The stream sent '{message.event[:40]}' while it was {self._state}.")
        if message.event == "start":
            events = [self._start(message)]
            self._state = following
            return list(events)
        if self._state == "streaming" and message.streamsid != self._stream:
            raise PeerError(f"The stream {self._stream} sent a message of another, '{message.streamsid[:40]}'.")
        self._state = following
        if message.event == "media":
            return self._media(message.media)
        return [*self._flush(), Closed("the platform ended the stream")] if message.event == "stop" else []

    def _start(self, message: _Message) -> Opened:
        start = message.start
        if start is None:
            raise PeerError("The stream began without saying what it is.")
        encoding = _ENCODINGS.get(start.mediaformat.encoding.lower())
        if encoding is None or start.mediaformat.rate != RATE or start.mediaformat.channels != 1:
            raise PeerError(
                f"The stream brings {start.mediaformat.encoding[:40]} at {start.mediaformat.rate} Hz on "
                f"{start.mediaformat.channels} channels; only mu-law, A-law or L16 at {RATE} Hz on one can be read."
            )
        self._encoding = encoding
        self._stream = message.streamsid or start.streamsid
        parameters = {str(name): str(value) for name, value in start.customparameters.items()}
        names = [track.removesuffix("_track") for track in start.tracks or _TRACKS]
        speakers = _speakers(self._inbound, parameters)
        if not set(names) <= set(speakers):
            raise PeerError(f"The stream has tracks that are unknown: {', '.join(names)[:80]}.")
        # All tracks, also where the stream names one: clones name none, or add the other one later.
        self._tracks = {name: Track(speaker) for name, speaker in speakers.items()}
        self._sorters = {name: Sorter() for name in speakers}
        return Opened(start.callsid or self._stream or "unnamed", {name: speakers[name] for name in names}, parameters)

    def _media(self, media: _Media | None) -> list[TelephoneEvent]:
        name = media.track.removesuffix("_track") if media else ""
        if media is None or name not in self._tracks:
            raise PeerError(f"The stream sent sound of no track that is known ('{name[:40]}').")
        piece = _Piece(decode(self._encoding, _sound(media.payload, sample_bytes(self._encoding))), media.timestamp)
        if self._origin is None and media.timestamp is not None:
            self._origin = media.timestamp
        if media.chunk is None:
            return self._place(name, 0, piece)
        return [
            event
            for missing, due in self._sorters[name].put(media.chunk, piece)
            for event in self._place(name, missing, due)
        ]

    def _flush(self) -> list[TelephoneEvent]:
        return [
            event
            for name, sorter in self._sorters.items()
            for missing, piece in sorter.flush()
            for event in self._place(name, missing, piece)
        ]

    def _place(self, name: str, missing: int, piece: _Piece) -> list[TelephoneEvent]:
        """The piece where its time stamp, or else its number, says that it lies."""
        track = self._tracks[name]
        if piece.timestamp is None or self._origin is None:
            behind = missing * len(piece.samples)
        else:
            ahead = (piece.timestamp - self._origin) * RATE // 1000 - track.position
            behind = ahead if ahead > _TOLERANCE else 0
        return [*track.skip(behind, "missing"), *track.sound(piece.samples)]


def _speakers(inbound: Speaker, parameters: Mapping[str, str]) -> dict[str, Speaker]:
    """Who speaks on each track."""
    told = {name.lower(): value.strip().lower() for name, value in parameters.items()}
    by_direction: dict[str, Speaker] = {"inbound": "customer", "outbound": "agent"}
    heard: Speaker = by_direction.get(told.get("direction", ""), inbound)
    named = told.get("inbound", "")
    if named in ("customer", "agent"):
        heard = "customer" if named == "customer" else "agent"
    other: Literal["customer", "agent"] = "agent" if heard == "customer" else "customer"
    return {"inbound": heard, "outbound": other}


def _read(message: str | bytes) -> _Message:
    """A message under one set of names.

    Raises:
        PeerError: it is none of this protocol's.
    """
    if isinstance(message, bytes):
        raise PeerError("The stream sent bytes where only text is meant.")
    if len(message) > LONGEST_TEXT:
        raise PeerError(f"The stream sent a message of {len(message)} characters.")
    try:
        return msgspec.convert(_plain(msgspec.json.decode(message)), _Message, strict=False)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise PeerError(f"The stream sent what is no message of its protocol ({str(error)[:120]}).") from error


def _plain(fields: Any) -> Any:
    """Names in lower case and without underscores, aliases replaced; a site's own parameters stay."""
    if not isinstance(fields, dict):
        return fields
    plain = {}
    for name, value in fields.items():
        short = str(name).replace("_", "").lower()
        short = _ALIASES.get(short, short)
        plain[short] = value if short == "customparameters" else _plain(value)
    return plain


def _sound(payload: str, width: int) -> bytes:
    try:
        data = base64.b64decode(payload, validate=True)
    except (binascii.Error, ValueError) as error:
        raise PeerError("The stream sent sound that is not base64.") from error
    if len(data) % width:
        raise PeerError(f"The stream sent {len(data)} bytes of sound, which are no whole samples.")
    return data
