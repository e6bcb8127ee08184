"""Phrases and profiles as bytes: JSON with the fields in one order, so that equal phrases are equal bytes."""

from __future__ import annotations

import functools
import hashlib
import math
import zlib
from collections.abc import Iterable
from dataclasses import asdict

import msgspec

from phrasebank.errors import PhrasebankError, PhraseError
from phrasebank.phrase import Phrase
from phrasebank.store.records import Profile, StoreError
from phrasebank.transfer.entries import values_of

_LEVEL = 3
"""Of the compression: a release of 10,000 phrases in a fraction of a second, and little larger than at the best."""


def packed(phrase: Phrase) -> bytes:
    """A phrase as bytes.

    Raises:
        PhraseError: it holds what JSON cannot say.
    """
    if phrase.cooldown_seconds is not None and not math.isfinite(phrase.cooldown_seconds):
        raise PhraseError(f"phrase '{phrase.id}': 'cooldown_seconds' is {phrase.cooldown_seconds}; write seconds.")
    try:
        return msgspec.json.encode(values_of(phrase))
    except UnicodeEncodeError as error:
        raise PhraseError(f"phrase '{phrase.id}' holds half a character; type '{error.object}' again.") from error


def unpacked(body: bytes, where: str) -> Phrase:
    """The phrase of these bytes, checked again.

    Args:
        body: what `packed` gave.
        where: begins the sentence of an error.

    Raises:
        StoreError: the bytes are damaged, or the phrase breaks today's contract.
    """
    try:
        return _phrase_decoder().decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, PhrasebankError) as error:
        raise StoreError(f"{where} cannot be read ({error}); update this program, or mend the store.") from error


def packed_bank(phrases: Iterable[Phrase]) -> bytes:
    """Phrases as compressed bytes."""
    return zlib.compress(b"[" + b",".join(packed(phrase) for phrase in phrases) + b"]", _LEVEL)


def unpacked_bank(body: bytes, where: str) -> list[Phrase]:
    """The phrases of these bytes. Raises `StoreError` as `unpacked`."""
    try:
        return _bank_decoder().decode(zlib.decompress(body))
    except (zlib.error, msgspec.MsgspecError, UnicodeDecodeError, PhrasebankError) as error:
        raise StoreError(f"{where} cannot be read ({error}); update this program, or mend the store.") from error


def packed_profiles(profiles: Iterable[Profile]) -> bytes:
    """Profiles as bytes."""
    return msgspec.json.encode([asdict(profile) for profile in profiles])


def unpacked_profiles(body: bytes, where: str) -> tuple[Profile, ...]:
    """The profiles of these bytes. Raises `StoreError` where they are damaged."""
    try:
        return msgspec.json.decode(body, type=tuple[Profile, ...])
    except (msgspec.MsgspecError, UnicodeDecodeError, PhrasebankError) as error:
        raise StoreError(f"{where} cannot be read ({error}); update this program, or mend the store.") from error


def digest_of(parts: Iterable[str | int | bytes | None]) -> str:
    """One hash of many parts, each with its length so that none can flow into the next."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part if isinstance(part, bytes) else str(part).encode()
        digest.update(b"%d:" % len(raw))
        digest.update(raw)
    return digest.hexdigest()


@functools.cache
def _phrase_decoder() -> msgspec.json.Decoder[Phrase]:
    return msgspec.json.Decoder(Phrase)


@functools.cache
def _bank_decoder() -> msgspec.json.Decoder[list[Phrase]]:
    return msgspec.json.Decoder(list[Phrase])
