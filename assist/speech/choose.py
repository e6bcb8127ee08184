"""Which recogniser listens: the one asked for, or the embedded one with a sentence that says why."""

from __future__ import annotations

from collections.abc import Callable

from assist.errors import RecognizerError, UsageError
from assist.settings import SpeechSettings
from assist.speech.sphinx import SphinxTranscriber
from assist.speech.transcriber import Transcriber
from assist.speech.whisper import WhisperTranscriber

RECOGNIZERS = ("faster-whisper", "pocketsphinx")


def open_transcriber(
    settings: SpeechSettings,
    *,
    whisper: Callable[..., Transcriber] = WhisperTranscriber,
    sphinx: Callable[..., Transcriber] = SphinxTranscriber,
) -> tuple[Transcriber, str]:
    """Open the recogniser of the settings.

    Returns:
        The recogniser, and a sentence for people where it is not the one that was asked for (else empty).

    Raises:
        UsageError: ``speech.recognizer`` is not one of ours.
        RecognizerError: not even the embedded one can be used.
    """
    match settings.recognizer:
        case "pocketsphinx":
            return sphinx(language=settings.language), ""
        case "faster-whisper":
            try:
                return whisper(settings.model, language=settings.language, threads=settings.threads), ""
            except RecognizerError as error:
                return sphinx(language=settings.language), f"Listening with pocketsphinx, less accurate: {error}"
        case other:
            raise UsageError(
                f"speech.recognizer={other}: there is no such recogniser; choose {' or '.join(RECOGNIZERS)}."
            )
