"""Whisper through faster-whisper: the recogniser for real calls."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from assist.errors import RecognizerError
from assist.line_events import Effort
from assist.speech.guards import reject_segment
from assist.speech.rereading import crowded, echoes, loops
from assist.speech.transcriber import NOTHING_HEARD, SAMPLE_RATE, Hypothesis, Samples, Word
from assist.speech.weights import find_weights

_LEAST_SAMPLES = round(0.1 * SAMPLE_RATE)
"""Whisper makes words up for less."""

_FINAL_BEAM = 5
_RUNNING_BEAM = 1
_WIDE: tuple[Effort, ...] = ("full", "fewer_partials")

_TOKENS_PER_SECOND = 20
_LEAST_TOKENS = 20
_MOST_TOKENS = 200
"""Nobody speaks half as many in a second, whatever the vocabulary; a loop would go on to 448. From ten seconds on the
model's own bound holds: with a prompt the sum of both may not be larger."""

_UNLOOPED = {"repetition_penalty": 1.15, "no_repeat_ngram_size": 5}
"""How a reading that fell into a loop is read again. Not always: people do repeat themselves."""


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
        fast: bool = False,
        weights: Callable[[str], Path] = find_weights,
        model_class: Callable[..., Any] | None = None,
    ) -> None:
        """Load the model; on first use it is fetched.

        Args:
            model: a name such as ``base.en``, or the folder of a converted model.
            language: what is spoken.
            threads: processor threads.
            fast: the encoder always gets windows as short as the sound (`assist.speech.padding`).
            weights: finds the model's folder.
            model_class: stands in for `assist.speech.padding.ShortWindowModel`.

        Raises:
            RecognizerError: the weights or the library cannot be had, or do not load.
        """
        self.model = model
        self._language = language
        folder = weights(model)
        self._fast = fast
        self._whisper: Any = _loaded(folder, threads, model_class)

    def transcribe(
        self, utterance_id: str, samples: Samples, *, final: bool, prompt: str = "", effort: Effort = "full"
    ) -> Hypothesis:
        """Read the utterance so far; see `assist.speech.transcriber.Transcriber.transcribe`.

        Raises:
            RecognizerError: the model failed.
        """
        if len(samples) < _LEAST_SAMPLES:
            return NOTHING_HEARD
        options = {
            "beam_size": _FINAL_BEAM if final and effort in _WIDE else _RUNNING_BEAM,
            "word_timestamps": final,
            "max_new_tokens": _most_tokens(len(samples) / SAMPLE_RATE),
        }
        # At the last step what counts is that hearing does not fall behind.
        self._whisper.short = self._fast or effort == "finals_only"
        try:
            segments = self._read(samples, initial_prompt=prompt or None, **options)
            if final:
                segments = self._read_again(segments, samples, prompt, options)
        except (RuntimeError, ValueError) as error:
            raise RecognizerError(f"Whisper could not read {utterance_id} ({error}); it is left out.") from error
        return _hypothesis([segment for segment in segments if not _rejected(segment)])

    def _read_again(self, segments: list[Any], samples: Samples, prompt: str, options: dict[str, Any]) -> list[Any]:
        """A second look at a final that is not to be trusted: nobody will read it later."""
        if prompt and echoes(_text(segments), prompt):
            segments = self._read(samples, **options)
        circles = any(loops(segment.text, segment.compression_ratio) for segment in segments)
        if circles or crowded(tuple(_words(segments))):
            segments = self._read(samples, **options, **_UNLOOPED)
        return segments

    def _read(self, samples: Samples, **options: Any) -> list[Any]:
        segments, _ = self._whisper.transcribe(
            samples,
            language=self._language,
            temperature=0.0,
            # A text that was misheard once would otherwise be repeated; the prompt is what the session trusts.
            condition_on_previous_text=False,
            vad_filter=False,
            # Our gates, not the library's: they judge both measures together.
            no_speech_threshold=None,
            log_prob_threshold=None,
            **options,
        )
        return list(segments)

    def close(self) -> None:
        """Give the model's memory back."""
        self._whisper = None


def _one_thread_for_features() -> None:
    """The features of a window are a small matrix product, for which BLAS wakes (and spins) a thread a core.

    Four seconds of sound: 16 ms of processor time, 32 ms by the clock on two busy cores; 0.7 and 2 ms with one thread.
    """
    threadpool_limits(1, user_api="blas")


def _loaded(folder: Path, threads: int, model_class: Callable[..., Any] | None) -> Any:
    try:
        if model_class is None:
            from assist.speech.padding import ShortWindowModel  # noqa: PLC0415 - takes seconds

            model_class = ShortWindowModel
        devices = [("cuda", "float16"), ("cpu", "int8")] if _graphics_cards() else [("cpu", "int8")]
    except ImportError as error:
        raise RecognizerError(
            f"The recogniser faster-whisper cannot be loaded ({error}); install it with 'pip install faster-whisper'."
        ) from error
    _one_thread_for_features()
    failure: Exception | None = None
    for device, compute_type in devices:
        try:
            whisper = model_class(
                str(folder), device=device, compute_type=compute_type, cpu_threads=threads, local_files_only=True
            )
            # The first reading loads kernels; on a card without its libraries it fails, here and not in the call.
            nothing = np.zeros(SAMPLE_RATE, np.float32)
            segments, _ = whisper.transcribe(nothing, language="en", beam_size=1, temperature=0.0)
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


def _most_tokens(seconds: float) -> int | None:
    most = _LEAST_TOKENS + math.ceil(_TOKENS_PER_SECOND * seconds)
    return most if most <= _MOST_TOKENS else None


def _text(segments: Iterable[Any]) -> str:
    return " ".join(segment.text.strip() for segment in segments).strip()


def _rejected(segment: Any) -> bool:
    reason = reject_segment(segment.no_speech_prob, segment.avg_logprob, segment.compression_ratio)
    return reason is not None


def _hypothesis(segments: Sequence[Any]) -> Hypothesis:
    text = _text(segments)
    if not text:
        return NOTHING_HEARD
    words = tuple(_words(segments))
    silent = crowded(words)
    if silent:
        words = tuple(word for number, word in enumerate(words) if number not in silent)
        text = " ".join(word.text for word in words)
    if not text:
        return NOTHING_HEARD
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
