"""What platforms must prove that they know, from a file of its own."""

from __future__ import annotations

import base64
import binascii
import logging
import os
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from assist.errors import UsageError

logger = logging.getLogger(__name__)

_SHORTEST_STREAM_SECRET = 22
"""128 bits in base64: it stands in a URL and is all that protects a stream."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """All of them; a platform without one is not served.

    Attributes:
        audiohook: Genesys' API keys, each with its client secret.
        twilio: auth tokens of the Twilio accounts; two while one is being replaced.
        stream: words that stand in the URL, for platforms that cannot sign.
    """

    audiohook: dict[str, bytes] = field(default_factory=dict, repr=False)
    twilio: tuple[str, ...] = field(default=(), repr=False)
    stream: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class _File:
    audiohook: dict[str, str] = field(default_factory=dict)
    twilio: tuple[str, ...] = ()
    stream: tuple[str, ...] = ()


def read_secrets(path: Path) -> Secrets:
    """Read the file.

    Raises:
        UsageError: it cannot be read, or a secret cannot be one.
    """
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            logger.warning("%s: others can read the telephone secrets; mend it with 'chmod 600 %s'.", path, path)
        written = msgspec.toml.decode(path.read_bytes(), type=_File)
    except OSError as error:
        raise UsageError(f"{path}: the telephone secrets cannot be read ({error.strerror}).") from error
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
        raise UsageError(f"{path}: the telephone secrets are not as they must be: {error}.") from error
    if any(not token for token in written.twilio):
        raise UsageError(f"{path}: a token of twilio is empty; copy the auth token from Twilio's console.")
    if any(len(word) < _SHORTEST_STREAM_SECRET or "/" in word for word in written.stream):
        raise UsageError(
            f"{path}: a word of stream is too short or has a slash; "
            "make one with: python -c 'import secrets; print(secrets.token_urlsafe(32))'."
        )
    keys = {key: _decoded(path, key, secret) for key, secret in written.audiohook.items()}
    if not (keys or written.twilio or written.stream):
        raise UsageError(f"{path}: there is no secret in it, so no platform could be let in; see docs/telephone.md.")
    return Secrets(keys, written.twilio, written.stream)


def _decoded(path: Path, key: str, secret: str) -> bytes:
    """The client secret; an empty one would let everybody in who knows the key."""
    try:
        plain = base64.b64decode(secret, validate=True)
    except (binascii.Error, ValueError):
        plain = b""
    if not plain:
        raise UsageError(f"{path}: the client secret of the key '{key}' is empty or not base64; copy it from Genesys.")
    return plain
