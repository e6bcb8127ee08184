"""Debian's flite voices, called in this process: samples and the end of every word."""

from __future__ import annotations

import ctypes
from ctypes import POINTER, c_char_p, c_float, c_int, c_short, c_void_p

import numpy as np

from tests.models.training.speech import Spoken, trimmed

VOICES = {"slt": (165.0, 200.0), "rms": (88.0, 108.0), "awb": (105.0, 150.0), "kal16": (85.0, 115.0)}
"""Range of the mean pitch in Hz in which each voice speaks."""


class _Wave(ctypes.Structure):
    _fields_ = (
        ("type", c_char_p),
        ("rate", c_int),
        ("count", c_int),
        ("channels", c_int),
        ("samples", POINTER(c_short)),
    )


class _Voice(ctypes.Structure):
    _fields_ = (("name", c_char_p), ("features", c_void_p))


class Flite:
    """flite's library with the voices of `VOICES` (`apt-get install flite`)."""

    def __init__(self) -> None:
        for name in ("flite", "flite_usenglish", "flite_cmulex"):
            library = ctypes.CDLL(f"lib{name}.so.1", mode=ctypes.RTLD_GLOBAL)
            if name == "flite":
                self._flite = library
        flite = self._flite
        flite.flite_init()
        flite.feat_set_float.argtypes = (c_void_p, c_char_p, c_float)
        flite.feat_set_float.restype = None
        for function, takes, gives in (
            ("flite_synth_text", (c_char_p, c_void_p), c_void_p),
            ("utt_wave", (c_void_p,), POINTER(_Wave)),
            ("utt_relation", (c_void_p, c_char_p), c_void_p),
            ("relation_head", (c_void_p,), c_void_p),
            ("item_next", (c_void_p,), c_void_p),
            ("ffeature_float", (c_void_p, c_char_p), c_float),
            ("delete_utterance", (c_void_p,), None),
        ):
            getattr(flite, function).argtypes = takes
            getattr(flite, function).restype = gives
        self._voices = {}
        for name in VOICES:
            register = getattr(ctypes.CDLL(f"libflite_cmu_us_{name}.so.1"), f"register_cmu_us_{name}")
            register.argtypes, register.restype = (c_char_p,), POINTER(_Voice)
            self._voices[name] = register(None)

    def speak(self, text: str, voice: str, *, pace: float, pitch: float) -> Spoken | None:
        """Speak a sentence.

        Args:
            text: words separated by spaces.
            voice: one of `VOICES`.
            pace: stretch of durations.
            pitch: 0 to 1 within the voice's range.

        Returns:
            The speech without the silence around it; None where there is none.
        """
        low, high = VOICES[voice]
        pointer = self._voices[voice]
        self._flite.feat_set_float(pointer.contents.features, b"duration_stretch", pace)
        self._flite.feat_set_float(pointer.contents.features, b"int_f0_target_mean", low + pitch * (high - low))
        utterance = self._flite.flite_synth_text(text.encode("ascii"), pointer)
        if not utterance:
            return None
        try:
            wave = self._flite.utt_wave(utterance).contents
            samples = np.ctypeslib.as_array(wave.samples, (wave.count,)).copy()
            return trimmed(samples, wave.rate, self._ends(utterance))
        finally:
            self._flite.delete_utterance(utterance)

    def _ends(self, utterance: int) -> list[float]:
        ends = []
        token = self._flite.relation_head(self._flite.utt_relation(utterance, b"Token"))
        while token:
            path = b"daughtern.R:SylStructure.daughtern.daughtern.R:Segment.end"
            ends.append(float(self._flite.ffeature_float(token, path)))
            token = self._flite.item_next(token)
        return ends
