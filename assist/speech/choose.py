"""Which recogniser listens: the one asked for, or the embedded one with a sentence that says why."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial

from assist.errors import RecognizerError, UsageError
from assist.settings import SpeechSettings
from assist.speech.spare import SpareTranscriber
from assist.speech.sphinx import SphinxTranscriber
from assist.speech.transcriber import Transcriber
from assist.speech.weights import local_weights
from assist.speech.whisper import WhisperTranscriber

RECOGNIZERS = ("faster-whisper", "pocketsphinx")


def open_transcriber(
    settings: SpeechSettings,
    *,
    whisper: Callable[..., Transcriber] = WhisperTranscriber,
    sphinx: Callable[..., Transcriber] = SphinxTranscriber,
    cores: int = 0,
) -> tuple[Transcriber, str]:
    """Open the recogniser of the settings.

    Args:
        settings: which, and what else it is to know.
        whisper: makes one of faster-whisper's.
        sphinx: makes the embedded one.
        cores: processors of this machine; 0 asks the system.

    Returns:
        The recogniser, and a sentence for people where it is not all that was asked for (else empty).

    Raises:
        UsageError: ``speech.recognizer`` is not one of ours.
        RecognizerError: not even the embedded one can be used.
    """
    match settings.recognizer:
        case "pocketsphinx":
            return sphinx(language=settings.language), ""
        case "faster-whisper":
            threads, notice = affordable(settings.threads, cores or os.cpu_count() or 1)
            load = partial(whisper, language=settings.language, threads=threads, fast=settings.fast)
            try:
                chosen = load(settings.model)
            except RecognizerError as error:
                return sphinx(language=settings.language), f"Listening with pocketsphinx, less accurate: {error}"
            if not settings.smaller_model:
                return chosen, notice
            missing = _missing(settings.smaller_model)
            spare = SpareTranscriber(chosen, partial(load, settings.smaller_model))
            return chosen if missing else spare, " ".join(filter(None, (notice, missing)))
        case other:
            raise UsageError(
                f"speech.recognizer={other}: there is no such recogniser; choose {' or '.join(RECOGNIZERS)}."
            )


def affordable(threads: int, cores: int) -> tuple[int, str]:
    """How many threads the recogniser may have on this machine, and a sentence where that is fewer than asked for.

    Raises:
        UsageError: less than one is asked for.
    """
    if threads < 1:
        raise UsageError(f"speech.threads={threads}: the recogniser needs one thread or more.")
    most = max(1, cores - 1)
    if threads <= most:
        return threads, ""
    return most, (
        f"speech.threads={threads}: this machine has {cores} processors and the sound needs one of them, so the "
        f"recogniser works with {most}."
    )


def _missing(model: str) -> str:
    """A sentence where the smaller model cannot step in: nothing is fetched in the middle of a call."""
    try:
        if local_weights(model) is not None:
            return ""
    except RecognizerError as error:
        return f"speech.smaller_model cannot step in: {error}"
    return f"The smaller model '{model}' is not on this machine yet; fetch it with 'assist models fetch {model}'."
