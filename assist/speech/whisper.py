"""Whisper through faster-whisper: the recogniser for real calls."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assist.errors import RecognizerError
from assist.speech.guards import reject_segment
from assist.speech.transcriber import NOTHING_HEARD, SAMPLE_RATE, Hypothesis, Samples, Word
from assist.speech.weights import find_weights

_LEAST_SAMPLES = round(0.1 * SAMPLE_RATE)
"""Whisper makes words up for less."""

_FINAL_BEAM = 5
_RUNNING_BEAM = 1


class WhisperTranscriber:
    """A Whisper model in CTranslate2: int8 on the processor, float16 on an NVIDIA card.

    Attributes:
        name: ``faster-whisper``.
        model: the name or folder that was asked for.
        reduced_accuracy: False.
    """

    name = "faster-whisper"
    reduced_accuracy = False

    def __init__(
        self,
        model: str,
        *,
        language: str = "en",
        threads: int = 1,
        weights: Callable[[str], Path] = find_weights,
        model_class: Callable[..., Any] | None = None,
    ) -> None:
        """Load the model; on first use it is fetched.

        Args:
            model: a name such as ``base.en``, or the folder of a converted model.
            language: what is spoken.
            threads: processor threads.
            weights: finds the model's folder.
            model_class: stands in for `faster_whisper.WhisperModel`.

        Raises:
            RecognizerError: the weights or the library cannot be had, or do not load.
        """
        self.model = model
        self._language = language
        folder = weights(model)
        self._whisper: Any = _loaded(folder, threads, model_class)

    def transcribe(self, utterance_id: str, samples: Samples, *, final: bool, prompt: str = "") -> Hypothesis:
        """Read the utterance so far; see `assist.speech.transcriber.Transcriber.transcribe`.

        Raises:
            RecognizerError: the model failed.
        """
        if len(samples) < _LEAST_SAMPLES:
            return NOTHING_HEARD
        try:
            segments, _ = self._whisper.transcribe(
                samples,
                language=self._language,
                beam_size=_FINAL_BEAM if final else _RUNNING_BEAM,
                temperature=0.0,
                # A text that was misheard once would otherwise be repeated; `prompt` is what the session trusts.
                condition_on_previous_text=False,
                initial_prompt=prompt or None,
                word_timestamps=final,
                vad_filter=False,
                # Our gates, not the library's: they judge both measures together.
                no_speech_threshold=None,
                log_prob_threshold=None,
            )
            kept = [segment for segment in segments if not _rejected(segment)]
        except (RuntimeError, ValueError) as error:
            raise RecognizerError(f"Whisper could not read {utterance_id} ({error}); it is left out.") from error
        return _hypothesis(kept)

    def close(self) -> None:
        """Give the model's memory back."""
        self._whisper = None


def _loaded(folder: Path, threads: int, model_class: Callable[..., Any] | None) -> Any:
    try:
        if model_class is None:
            from faster_whisper import WhisperModel  # noqa: PLC0415 - takes seconds

            model_class = WhisperModel
        devices = [("cuda", "float16"), ("cpu", "int8")] if _graphics_cards() else [("cpu", "int8")]
    except ImportError as error:
        raise RecognizerError(
            f"The recogniser faster-whisper cannot be loaded ({error}); install it with 'pip install faster-whisper'."
        ) from error
    failure: Exception | None = None
    for device, compute_type in devices:
        try:
            whisper = model_class(
                str(folder), device=device, compute_type=compute_type, cpu_threads=threads, local_files_only=True
            )
            # The first reading loads kernels; on a card without its libraries it fails, here and not in the call.
            segments, _ = whisper.transcribe(np.zeros(SAMPLE_RATE, np.float32), language="en", beam_size=1)
            list(segments)
        except (RuntimeError, ValueError, OSError) as error:
            failure = error
        else:
            return whisper
    raise RecognizerError(
        f"{folder}: the Whisper model does not load ({failure}); copy it again or choose another speech.model."
    ) from failure


def _graphics_cards() -> int:
    import ctranslate2  # noqa: PLC0415 - takes half a second

    return int(ctranslate2.get_cuda_device_count())


def _rejected(segment: Any) -> bool:
    reason = reject_segment(segment.no_speech_prob, segment.avg_logprob, segment.compression_ratio)
    return reason is not None


def _hypothesis(segments: Sequence[Any]) -> Hypothesis:
    text = " ".join(segment.text.strip() for segment in segments).strip()
    if not text:
        return NOTHING_HEARD
    words = tuple(_words(segments))
    if words:
        confidence = sum(word.probability for word in words) / len(words)
    else:
        confidence = sum(math.exp(segment.avg_logprob) for segment in segments) / len(segments)
    return Hypothesis(text, round(min(1.0, max(0.0, confidence)), 3), words)


def _words(segments: Iterable[Any]) -> Iterable[Word]:
    for segment in segments:
        for word in segment.words or ():
            start, end = round(float(word.start), 2), round(float(word.end), 2)  # numpy gives its own kind
            yield Word(word.word.strip(), start, end, min(1.0, float(word.probability)))
