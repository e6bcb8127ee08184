"""Where platforms come in: one path each, who is let in there, and which protocol they speak."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import Protocol
from urllib.parse import urlsplit

from websockets import Request

from assist.audio.telephone.audiohook import AudioHookSession
from assist.audio.telephone.events import TelephoneEvent
from assist.audio.telephone.twilio import TwilioStream
from assist.errors import UsageError
from assist.events import Speaker
from assist.telephone.secrets import Secrets
from assist.telephone.signatures import AudioHookCheck, Handshake, twilio_problem, twilio_urls

_ENGLISH = ("en-us", "en-gb", "en-au", "en-ca", "en-ie", "en-in", "en-nz", "en-za")


class Conversation(Protocol):
    """One connection's protocol: messages in, events and lines to send out.

    Attributes:
        source: the platform, for people.
    """

    source: str

    @property
    def over(self) -> bool:
        """Whether nothing more is to come."""
        ...

    def receive(self, message: str | bytes) -> list[TelephoneEvent]:
        """Take a message; raises `PeerError`."""
        ...

    def lines_to_send(self) -> list[str]:
        """What we owe the peer, once."""
        ...

    def lost(self) -> list[TelephoneEvent]:
        """The connection is gone."""
        ...

    def hang_up(self) -> None:
        """We want no more."""
        ...


class Door(Protocol):
    """One path."""

    def is_at(self, path: str) -> bool:
        """Whether it is the door of this path."""
        ...

    def problem(self, handshake: Handshake, now: float) -> str:
        """Why a peer is refused; empty where it is let in."""
        ...

    def conversation(self, handshake: Handshake) -> Conversation:
        """What is spoken with a peer that was let in."""
        ...


class AudioHookDoor:
    """``/audiohook``: Genesys Cloud, which signs its handshakes.

    Args:
        keys: API keys with their client secrets.
        language: that we understand.
    """

    def __init__(self, keys: dict[str, bytes], language: str) -> None:
        self._check = AudioHookCheck(keys)
        self._languages = _ENGLISH if language == "en" else (language.lower(),)

    def is_at(self, path: str) -> bool:
        """Whether it is the door of this path."""
        return path == "/audiohook"

    def problem(self, handshake: Handshake, now: float) -> str:
        """Why a peer is refused; empty where it is let in."""
        return self._check.problem(handshake, now)

    def conversation(self, handshake: Handshake) -> AudioHookSession:
        """What is spoken with a peer that was let in."""
        session, organization = (handshake.headers[f"audiohook-{name}-id"] for name in ("session", "organization"))
        return AudioHookSession(session, organization, self._languages)


class TwilioDoor:
    """``/twilio``: Twilio Media Streams, signed with the account's auth token."""

    def __init__(self, tokens: Sequence[str], inbound: Speaker) -> None:
        self._tokens = tokens
        self._inbound = inbound

    def is_at(self, path: str) -> bool:
        """Whether it is the door of this path."""
        return path.rstrip("/") == "/twilio"

    def problem(self, handshake: Handshake, now: float) -> str:
        """Why a peer is refused; empty where it is let in."""
        urls = twilio_urls(handshake.authority, handshake.target)
        return twilio_problem(self._tokens, urls, handshake.headers.get("x-twilio-signature", ""))

    def conversation(self, handshake: Handshake) -> TwilioStream:
        """What is spoken with a peer that was let in."""
        return TwilioStream(self._inbound)


class StreamDoor:
    """``/stream/SECRET``: platforms that stream as Twilio does and do not sign."""

    def __init__(self, words: Sequence[str], inbound: Speaker) -> None:
        self._words = [word.encode() for word in words]
        self._inbound = inbound

    def is_at(self, path: str) -> bool:
        """Whether it is the door of this path."""
        return path.startswith("/stream/")

    def problem(self, handshake: Handshake, now: float) -> str:
        """Why a peer is refused; empty where it is let in."""
        shown = handshake.target.partition("?")[0].removeprefix("/stream/").rstrip("/").encode()
        known = [hmac.compare_digest(shown, word) for word in self._words]
        return "" if any(known) else "the word in its path is not one of ours"

    def conversation(self, handshake: Handshake) -> TwilioStream:
        """What is spoken with a peer that was let in."""
        return TwilioStream(self._inbound)


def doors_for(secrets: Secrets, inbound: Speaker, language: str) -> list[Door]:
    """A door for each platform that there is a secret of."""
    doors: list[Door] = []
    if secrets.audiohook:
        doors.append(AudioHookDoor(secrets.audiohook, language))
    if secrets.twilio:
        doors.append(TwilioDoor(secrets.twilio, inbound))
    if secrets.stream:
        doors.append(StreamDoor(secrets.stream, inbound))
    return doors


def handshake_of(request: Request, public_url: str) -> Handshake:
    """A request as its signature sees it."""
    names = {name.lower() for name, _ in request.headers.raw_items()}
    headers = {name: ", ".join(value.strip() for value in request.headers.get_all(name)) for name in names}
    return Handshake(request.path, _authority(public_url or f"wss://{headers.get('host', '')}"), headers)


def _authority(url: str) -> str:
    """Host and port as signatures write them.

    Raises:
        UsageError: it is no URL.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise UsageError(f"telephone.public_url={url}: write it as wss://voice.example.com.") from error
    host = f"[{host}]" if ":" in host else host
    return host if port in (None, 443) else f"{host}:{port}"
