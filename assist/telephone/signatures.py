"""Whether a handshake was signed by who it says: HTTP message signatures for Genesys, Twilio's own for Twilio. Pure.

Sources: draft-ietf-httpbis-message-signatures (RFC 9421 since), Genesys' rules for AudioHook, Twilio's "Webhooks
security". A reason is for our log alone; the peer is told nothing but that it is refused.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

import http_sf
import msgspec

_REQUIRED = (
    "@request-target",
    "@authority",
    "audiohook-organization-id",
    "audiohook-session-id",
    "audiohook-correlation-id",
    "x-api-key",
)
_LONGEST_AGE_SECONDS = 10
_SKEW_SECONDS = 3
_SHORTEST_NONCE = 22
"""128 bits in base64."""


@dataclass(frozen=True, slots=True)
class Handshake:
    """A request as it came.

    Attributes:
        target: path and query.
        authority: the host as the peer calls it, in lower case and without its usual port.
        headers: names in lower case; several of one name joined with a comma and a space.
    """

    target: str
    authority: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Parameters:
    keyid: str
    nonce: str
    created: int
    expires: int | None = None
    alg: Literal["hmac-sha256"] = "hmac-sha256"


class AudioHookCheck:
    """Checks Genesys' signatures; one that was seen is not taken twice.

    Args:
        keys: the API keys, each with its client secret.
    """

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self._keys = keys
        self._seen: dict[tuple[str, str], float] = {}

    def problem(self, handshake: Handshake, now: float) -> str:
        """Why the handshake is refused at ``now`` (seconds since the epoch); empty where it is let in."""
        try:
            base, parameters, signature = _signed(handshake)
        except (ValueError, KeyError) as error:
            return f"its signature cannot be read ({error})"
        if parameters.keyid != handshake.headers.get("x-api-key"):
            return "its X-API-KEY is not the key that signed"
        if len(parameters.nonce) < _SHORTEST_NONCE:
            return "the nonce is too short"
        # Worked out for an unknown key as well: how long it takes must not say which keys there are.
        key = self._keys.get(parameters.keyid, secrets.token_bytes(32))
        genuine = hmac.compare_digest(hmac.digest(key, base.encode(), hashlib.sha256), signature)
        if not genuine or parameters.keyid not in self._keys:
            return "the signature is not that of a key we know"
        return _untimely(parameters, now) or self._repeated(parameters, now)

    def _repeated(self, parameters: _Parameters, now: float) -> str:
        self._seen = {known: until for known, until in self._seen.items() if until >= now}
        name = (parameters.keyid, parameters.nonce)
        if name in self._seen:
            return "the signature was used before"
        self._seen[name] = parameters.created + _LONGEST_AGE_SECONDS
        return ""


def twilio_problem(tokens: Sequence[str], urls: Sequence[str], signature: str) -> str:
    """Why a handshake is refused; empty where its signature is that of one of the tokens over one of the URLs."""
    genuine = False
    for token in tokens:
        for url in urls:
            digest = hmac.digest(token.encode(), url.encode(), hashlib.sha1)
            genuine |= hmac.compare_digest(base64.b64encode(digest), signature.encode(errors="replace"))
    return "" if genuine else "its X-Twilio-Signature is missing or not that of our account over our URL"


def twilio_urls(authority: str, target: str) -> list[str]:
    """The URLs that Twilio may have signed: with and without the port, since it differs on that."""
    host = urlsplit(f"//{authority}")
    names = [authority] if host.port else [authority, f"{authority}:443"]
    return [f"{scheme}://{name}{target}" for scheme in ("wss", "https") for name in names]


def _untimely(parameters: _Parameters, now: float) -> str:
    if parameters.created > now + _SKEW_SECONDS:
        return "it was signed in the future; set the clocks"
    if now > parameters.created + _LONGEST_AGE_SECONDS or (parameters.expires is not None and now > parameters.expires):
        return "the signature is too old; set the clocks"
    return ""


def _signed(handshake: Handshake) -> tuple[str, _Parameters, bytes]:
    """What was signed, written anew from what was parsed, so that nothing hides in the spelling; and the signature.

    Raises:
        ValueError: it is no signature, or does not cover what it must.
        KeyError: there is none.
    """
    inputs = _dictionary(handshake.headers["signature-input"])
    signatures = _dictionary(handshake.headers["signature"])
    if len(inputs) != 1 or inputs.keys() != signatures.keys():
        raise ValueError("not one signature with its input")
    ((label, member),) = inputs.items()
    components, values = member
    signature = signatures[label][0]
    if not isinstance(components, list) or not isinstance(signature, bytes):
        raise ValueError("not a list and bytes")  # noqa: TRY004 - the peer's fault, as all here
    names = [name for name, options in components if not options]
    if len(names) != len(components) or len(set(names)) != len(names) or not set(_REQUIRED) <= set(names):
        raise ValueError("it does not cover what it must")
    parameters = msgspec.convert(values, _Parameters)
    lines = [f'"{name}": {_component(handshake, name)}' for name in names]
    written = http_sf.ser({label: member}).removeprefix(f"{label}=")
    return "\n".join([*lines, f'"@signature-params": {written}']), parameters, signature


def _component(handshake: Handshake, name: str) -> str:
    match name:
        case "@request-target":
            return handshake.target
        case "@authority":
            return handshake.authority
        case _:
            return handshake.headers[name].strip()


def _dictionary(field: str) -> dict[str, Any]:
    parsed = http_sf.parse(field.encode(), tltype="dictionary")
    if not isinstance(parsed, dict):
        raise ValueError("not a dictionary")  # noqa: TRY004 - as above
    return parsed
