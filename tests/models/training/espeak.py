"""Variants of espeak-ng, called in this process: samples and the end of every word."""

from __future__ import annotations

import ctypes
import re
from ctypes import POINTER, Structure, c_char_p, c_int, c_short, c_size_t, c_uint, c_void_p
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.models.training.speech import Spoken, trimmed

VOICES = ("en-us", "en-us+f3", "en-gb+m3", "en-gb-x-rp+f2")

_SYNCHRONOUS = 2
_RATE, _PITCH = 1, 3
_WORD = 1
_WORDS_A_MINUTE = 170


class _Event(Structure):
    _fields_ = (
        ("type", c_int),
        ("unique", c_uint),
        ("text_position", c_int),
        ("length", c_int),
        ("audio_position", c_int),
        ("sample", c_int),
        ("user", c_void_p),
        ("id", ctypes.c_char * 8),
    )


_Heard = ctypes.CFUNCTYPE(c_int, POINTER(c_short), c_int, POINTER(_Event))


class Espeak:
    """espeak-ng's library (`apt-get install espeak-ng`)."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL("libespeak-ng.so.1")
        self._rate = self._library.espeak_Initialize(_SYNCHRONOUS, 0, None, 0)
        self._library.espeak_Synth.argtypes = (
            c_char_p, c_size_t, c_uint, c_int, c_uint, c_uint, POINTER(c_uint), c_void_p,
        )  # fmt: skip
        self._samples: list[npt.NDArray[np.int16]] = []
        self._words: list[tuple[int, float]] = []
        self._callback = _Heard(self._heard)
        self._library.espeak_SetSynthCallback(self._callback)

    def _heard(self, samples: Any, count: int, events: Any) -> int:
        if samples and count:
            self._samples.append(np.ctypeslib.as_array(samples, (count,)).copy())
        position = 0
        while events[position].type:
            event = events[position]
            if event.type == _WORD:
                self._words.append((event.text_position, event.audio_position / 1000))
            position += 1
        return 0

    def speak(self, text: str, voice: str, *, pace: float, pitch: float) -> Spoken | None:
        """Speak a sentence; see `tests.models.training.flite.Flite.speak`."""
        self._samples, self._words = [], []
        self._library.espeak_SetVoiceByName(voice.encode())
        self._library.espeak_SetParameter(_RATE, round(_WORDS_A_MINUTE / pace), 0)
        self._library.espeak_SetParameter(_PITCH, round(35 + 30 * pitch), 0)
        said = text.encode("ascii") + b"\0"
        self._library.espeak_Synth(said, len(said), 0, 1, 0, 1, None, None)
        if not self._samples:
            return None
        samples = np.concatenate(self._samples)
        return trimmed(samples, self._rate, self._ends(text, len(samples) / self._rate))

    def _ends(self, text: str, length: float) -> list[float]:
        """A word ends where the next one begins; words said as one (`on the`) share their time by their letters."""
        heard = {max(0, position - 1): at for position, at in self._words}
        starts = [match.start() for match in re.finditer(r"\S+", text)]
        known = [start for start in starts if start in heard or start == 0]
        times = [heard.get(start, 0.0) for start in known]
        return [float(np.interp(start, [*known, len(text)], [*times, length])) for start in [*starts[1:], len(text)]]
