"""Genesys AudioHook v2: JSON text for control, bytes for sound. Messages in, events and lines to send out.

Learnt from the rules of Genesys' reference implementation: numbers that do not follow each other, sound before ``open``
and malformed messages are answered with ``disconnect``, after which only ``close`` is taken in.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from typing import Any

import msgspec

from assist.audio.telephone.audiohook_messages import (
    ENCODINGS,
    LONGEST_TEXT,
    PARAMETERS,
    Close,
    Failure,
    Media,
    Message,
    Open,
    Skipped,
    best_of,
    printable,
    shaped,
)
from assist.audio.telephone.encoding import decode, sample_bytes
from assist.audio.telephone.events import (
    Closed,
    Opened,
    Paused,
    PeerError,
    Resumed,
    TelephoneEvent,
    Why,
)
from assist.audio.telephone.track import Track
from assist.events import Speaker

_NEXT = {
    ("begun", "open"): "active",
    ("active", "paused"): "paused",
    ("paused", "resumed"): "active",
    ("active", "discarded"): "active",
    ("paused", "discarded"): "paused",
    ("active", "update"): "active",
    ("paused", "update"): "paused",
    ("begun", "ping"): "begun",
    ("active", "ping"): "active",
    ("paused", "ping"): "paused",
    ("begun", "error"): "begun",
    ("active", "error"): "active",
    ("paused", "error"): "paused",
    ("begun", "close"): "closed",
    ("active", "close"): "closed",
    ("paused", "close"): "closed",
    ("disconnected", "close"): "closed",
}
"""What means something in which state, and the state after it; the rest is passed over, as the reference does."""

_SPEAKERS: dict[str, Speaker] = {"external": "customer", "internal": "agent"}


class AudioHookSession:
    """One session, which is one call; or a probe of the connection, which is none.

    Args:
        session_id: from the handshake; every message must bear it.
        organization_id: from the handshake; ``open`` must bear it.
        languages: what we understand, told where it is asked for.
    """

    source = "Genesys AudioHook"

    def __init__(self, session_id: str, organization_id: str, languages: Sequence[str] = ()) -> None:
        self._id = session_id
        self._organization = organization_id
        self._languages = list(languages)
        self._state = "begun"
        self._seq = self._client_seq = 0
        self._outbox: list[str] = []
        self._media: Media | None = None
        self._is_call = False
        self._tracks: list[Track] = []

    @property
    def over(self) -> bool:
        """Whether nothing more is to come but the end of the connection."""
        return self._state == "closed"

    def lines_to_send(self) -> list[str]:
        """What we owe the peer, in order; once."""
        lines, self._outbox = self._outbox, []
        return lines

    def receive(self, message: str | bytes) -> list[TelephoneEvent]:
        """Take a message; what it means. Its answer is among the `lines_to_send` afterwards.

        Raises:
            PeerError: it is none of this protocol's, or not now; the error holds the lines to send.
        """
        if isinstance(message, bytes):
            return self._hear(message)
        if self._state in ("closed", "disconnected"):
            return self._part(message)
        read = self._read(message)
        following = _NEXT.get((self._state, read.type))
        if following is None:
            return []
        # Shaped before the state moves on: a message with bad parameters has not happened.
        parameters = self._shaped(read)
        self._state = following
        return self._act(read.type, parameters)

    def lost(self) -> list[TelephoneEvent]:
        """The connection is gone; the end of the call, where it was not told."""
        running = self._is_call and self._state in ("active", "paused")
        self._state = "closed"
        return [Closed("the connection was lost")] if running else []

    def hang_up(self) -> None:
        """We want no more: Genesys is asked to close the session."""
        if self._state in ("active", "paused"):
            self._state = "disconnected"
            self._send("disconnect", {"reason": "completed"})

    def _part(self, text: str) -> list[TelephoneEvent]:
        """After ``disconnect``, whatever it was for, nothing but ``close`` counts."""
        with contextlib.suppress(msgspec.MsgspecError, RecursionError):
            message = shaped(msgspec.json.decode(text), Message)
            if (self._state, message.type) in _NEXT:
                self._state = _NEXT[self._state, message.type]
                self._client_seq = message.seq
                self._send("closed", {})
        return []

    def _act(self, kind: str, parameters: Any) -> list[TelephoneEvent]:
        match parameters:
            case Open():
                return self._open(parameters)
            case Skipped() if kind == "resumed":
                return [*self._skip(parameters, "paused"), *([Resumed()] if self._is_call else [])]
            case Skipped():
                return self._skip(parameters, "discarded")
            case Close():
                self._send("closed", {})
                return [Closed(f"the platform closed the session ({parameters.reason})")] if self._is_call else []
            case Failure():
                return []
        if kind == "paused":
            return [Paused()] if self._is_call else []
        self._send("pong" if kind == "ping" else "updated", {})
        return []

    def _open(self, wish: Open) -> list[TelephoneEvent]:
        if wish.organizationId != self._organization:
            raise self._refuse("the open message names another organization than the handshake", unauthorized=True)
        self._media = best_of(wish.media)
        if self._media is None and not wish.is_probe:
            raise self._refuse("none of the offered media can be read")
        opened: dict[str, Any] = {"media": [msgspec.to_builtins(self._media)] if self._media else []}
        if wish.supportedLanguages:
            opened["supportedLanguages"] = self._languages
        self._send("opened", opened)
        channels = self._media.channels if self._media else ()
        self._tracks = [Track(_SPEAKERS[channel]) for channel in channels]
        self._is_call = not wish.is_probe
        if wish.is_probe:
            return []
        told = {"language": wish.language, "ani": wish.participant.ani, "dnis": wish.participant.dnis}
        custom = {name: str(value) for name, value in wish.customConfig.items()}
        return [Opened(wish.conversationId, {name: _SPEAKERS[name] for name in channels}, {**custom, **told})]

    def _hear(self, data: bytes) -> list[TelephoneEvent]:
        if self._state in ("closed", "disconnected"):
            return []
        if self._state != "active" or self._media is None:
            raise self._refuse(f"sound came while the session was {self._state}")
        encoding, channels = ENCODINGS[self._media.format], len(self._tracks)
        if len(data) % (sample_bytes(encoding) * channels):
            raise self._refuse(f"{len(data)} bytes are no whole samples of {channels} channels")
        if not self._is_call:
            return []
        samples = decode(encoding, data).reshape(-1, channels)
        return [sound for index, track in enumerate(self._tracks) for sound in track.sound(samples[:, index].copy())]

    def _skip(self, skipped: Skipped, why: Why) -> list[TelephoneEvent]:
        """Sound that we did not get, up to where it goes on by Genesys' count."""
        if not self._is_call:
            return []
        return [gap for track in self._tracks for gap in track.skip(skipped.end - track.position, why)]

    def _read(self, text: str) -> Message:
        """A message whose header is as it must be.

        Raises:
            PeerError: it is not.
        """
        if len(text) > LONGEST_TEXT:
            raise self._refuse(f"a message of {len(text)} characters is too long")
        try:
            message = shaped(msgspec.json.decode(text), Message)
        except msgspec.ValidationError as error:
            raise self._refuse("a message is not a well-formed client message") from error
        except (msgspec.DecodeError, RecursionError) as error:
            raise self._refuse("a text message is not valid JSON") from error
        if message.seq != self._client_seq + 1:
            raise self._refuse(f"message {message.seq} came after {self._client_seq}")
        self._client_seq = message.seq
        if message.serverseq > self._seq:
            raise self._refuse(f"serverseq {message.serverseq} is higher than ours")
        if message.id != self._id:
            raise self._refuse("a message bears another session's id")
        if message.type not in PARAMETERS:
            raise self._refuse(f"'{printable(message.type)}' is no client message")
        return message

    def _shaped(self, message: Message) -> Any:
        try:
            return shaped(message.parameters, PARAMETERS[message.type])
        except msgspec.ValidationError as error:
            raise self._refuse(f"the parameters of '{message.type}' are invalid or missing") from error

    def _refuse(self, why: str, *, unauthorized: bool = False) -> PeerError:
        """The error for the log, and its answer."""
        self._state = "disconnected"
        reason = "unauthorized" if unauthorized else "error"
        self._send("disconnect", {"reason": reason, "info": why[:1].upper() + why[1:]})
        return PeerError(
            f"AudioHook session {self._id}: {why}.", tuple(self.lines_to_send()), unauthorized=unauthorized
        )

    def _send(self, kind: str, parameters: dict[str, Any]) -> None:
        self._seq += 1
        fields = {"version": "2", "id": self._id, "type": kind, "seq": self._seq, "clientseq": self._client_seq}
        self._outbox.append(json.dumps({**fields, "parameters": parameters}))
