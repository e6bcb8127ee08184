"""What a telephone line carries besides speech, made of numbers: tones, noise, music. Seeded; 16 kHz, -1..1."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import soxr
from scipy.signal import butter, lfilter, sosfilt

from tests.bench.hold_music import STYLES, music

SAMPLE_RATE = 16_000
_LEVEL = 0.05
"""Root mean square of the loud part of tones and music: -26 dB, as loud as a voice."""

_MU = 255.0
_KEYS = ((697, 770, 852, 941), (1209, 1336, 1477, 1633))

Sound = npt.NDArray[np.float32]
Wave = npt.NDArray[np.float64]
Maker = Callable[[int, np.random.Generator], Wave]


def line_sound(kind: str, seconds: float, chance: np.random.Generator) -> Sound:
    """A sound of `KINDS`."""
    count = round(seconds * SAMPLE_RATE)
    return np.clip(_MAKERS[kind](count, chance), -1.0, 1.0).astype(np.float32)


def over_mu_law(sound: Sound) -> Sound:
    """What comes out of a mu-law line at 8 kHz, brought back to 16 kHz."""
    line = np.clip(soxr.resample(sound, SAMPLE_RATE, SAMPLE_RATE // 2, "MQ"), -1.0, 1.0)
    coded = np.round(np.sign(line) * np.log1p(_MU * np.abs(line)) / np.log1p(_MU) * 127) / 127
    heard = np.sign(coded) * np.expm1(np.abs(coded) * np.log1p(_MU)) / _MU
    back = soxr.resample(heard.astype(np.float32), SAMPLE_RATE // 2, SAMPLE_RATE, "MQ")[: len(sound)]
    return np.pad(back, (0, len(sound) - len(back))).astype(np.float32)


def _times(count: int) -> Wave:
    return np.arange(count) / SAMPLE_RATE


def _tones(*hertz: float, on: float = 1.0, off: float = 0.0) -> Maker:
    """These tones together, ``on`` seconds, then silence for ``off``."""

    def make(count: int, chance: np.random.Generator) -> Wave:
        times = _times(count) + chance.uniform(0, on + off)
        tone = np.sum([np.sin(2 * np.pi * pitch * times) for pitch in hertz], axis=0)
        sounds = (times % (on + off) < on) if off else np.ones(count)
        return _LEVEL * tone * sounds * np.sqrt(2 / len(hertz)) + _hiss(count, chance, -75)

    return make


def _uk_ringing(count: int, chance: np.random.Generator) -> Wave:
    times = _times(count) + chance.uniform(0, 3)
    place = times % 3.0
    sounds = (place < 0.4) | ((place >= 0.6) & (place < 1.0))
    tone = np.sin(2 * np.pi * 400 * times) + np.sin(2 * np.pi * 450 * times)
    return _LEVEL * tone * sounds + _hiss(count, chance, -75)


def _keys(count: int, chance: np.random.Generator) -> Wave:
    times = _times(count)
    rate = chance.uniform(2, 6)
    sound = np.zeros(count)
    for beat in range(int(times[-1] * rate) + 1):
        here = slice(int(beat / rate * SAMPLE_RATE), int((beat + 0.6) / rate * SAMPLE_RATE))
        if chance.random() < 0.8:
            for pitch in (chance.choice(_KEYS[0]), chance.choice(_KEYS[1])):
                sound[here] += np.sin(2 * np.pi * pitch * times[here])
    return _LEVEL * sound + _hiss(count, chance, -70)


def _three_tones(count: int, chance: np.random.Generator) -> Wave:
    """The network's "number not in service" signal."""
    times = _times(count) + chance.uniform(0, 2.5)
    place = times % 2.5
    sound = np.zeros(count)
    for number, pitch in enumerate((950, 1400, 1800)):
        here = (place >= 0.33 * number) & (place < 0.33 * (number + 1))
        sound += here * np.sin(2 * np.pi * pitch * times)
    return 1.4 * _LEVEL * sound + _hiss(count, chance, -70)


def _fax(count: int, chance: np.random.Generator) -> Wave:
    """Calling tone, answer tone, slow frequency keying, then a phase-keyed carrier like noise with a line in it."""
    times = _times(count)
    place = times % 16.0
    bits = chance.integers(0, 2, count // 53 + 1).repeat(53)[:count]
    keyed = np.sin(2 * np.pi * np.cumsum(np.where(bits, 1650, 1850)) / SAMPLE_RATE)
    phases = chance.integers(0, 8, count // 7 + 1).repeat(7)[:count] * np.pi / 4
    carrier = np.sin(2 * np.pi * 1700 * times + phases)
    sound = np.select(
        [place < 0.5, place < 3.0, place < 6.0, place < 8.0],
        [np.sin(2 * np.pi * 1100 * times), 0.0 * times, np.sin(2 * np.pi * 2100 * times), keyed],
        carrier,
    )
    return 1.4 * _LEVEL * sound + _hiss(count, chance, -65)


def _hiss(count: int, chance: np.random.Generator, level_db: float) -> Wave:
    return chance.normal(0.0, 10 ** (level_db / 20), count)


def _comfort_noise(count: int, chance: np.random.Generator) -> Wave:
    """What a codec plays for silence: soft noise whose level steps every 20 ms."""
    steps = 10 ** (chance.normal(-62, 2, count // 320 + 1) / 20)
    noise: Wave = lfilter([1.0], [1.0, -0.7], chance.normal(0, 0.7, count))
    return noise * steps.repeat(320)[:count]


def _line_noise(count: int, chance: np.random.Generator) -> Wave:
    """Pink noise that swells, -45 dB."""
    pink: Wave = lfilter([0.05, -0.096, 0.051, -0.0044], [1, -2.495, 2.017, -0.522], chance.normal(0, 1, count))
    swell = 1.0 + 0.8 * np.sin(2 * np.pi * 0.2 * _times(count))
    return pink / pink.std() * 10 ** (-45 / 20) * swell


def _hum(count: int, chance: np.random.Generator) -> Wave:
    times, mains = _times(count), float(chance.choice([50, 60]))
    hum = np.sum([np.sin(2 * np.pi * mains * part * times + part) / part for part in (1, 2, 3, 5, 7, 9)], axis=0)
    return 0.02 * hum + _hiss(count, chance, -60)


def _clicks(count: int, chance: np.random.Generator) -> Wave:
    """Clicks, crackle and lost packets, some of them in bursts."""
    sound = _hiss(count, chance, -60)
    for _ in range(int(count / SAMPLE_RATE * 3)):
        at, size = int(chance.integers(count)), int(chance.integers(4, 400))
        burst = chance.normal(0, 10 ** (chance.uniform(-40, -12) / 20), size) * np.exp(-np.arange(size) / (size / 4))
        sound[at : at + size] += burst[: count - at]
    return sound


def _office(count: int, chance: np.random.Generator) -> Wave:
    """Rumble, a fan, keyboards and a chair, -38 dB."""
    low = butter(2, 400, fs=SAMPLE_RATE, output="sos")
    rumble: Wave = sosfilt(low, chance.normal(0, 1, count))
    sound = rumble / rumble.std() * 10 ** (-38 / 20)
    band = butter(2, (1500, 4000), "bandpass", fs=SAMPLE_RATE, output="sos")
    for _ in range(int(count / SAMPLE_RATE * 5)):
        at, size = int(chance.integers(count)), 600
        tap = sosfilt(band, chance.normal(0, 0.1, size)) * np.exp(-np.arange(size) / 90)
        sound[at : at + size] += tap[: count - at]
    return sound


def _whistle(count: int, chance: np.random.Generator) -> Wave:
    """Somebody whistles, or the handset does."""
    pitch = 1000 * 2 ** (np.cumsum(chance.normal(0, 1, count // 800 + 1)).clip(-8, 8) / 12)
    pitch = np.interp(np.arange(count), np.arange(len(pitch)) * 800, pitch)
    return 1.4 * _LEVEL * np.sin(2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE) + _hiss(count, chance, -45)


def _breath(count: int, chance: np.random.Generator) -> Wave:
    """Somebody breathes into the microphone, and coughs."""
    sound = _hiss(count, chance, -70)
    for at in range(0, count, 3 * SAMPLE_RATE):
        size = min(count - at, int(chance.integers(9_000, 24_000)))
        air = sosfilt(butter(2, (400, 2500), "bandpass", fs=SAMPLE_RATE, output="sos"), chance.normal(0, 0.1, size))
        cough = np.exp(-np.arange(size) / 1500) * chance.normal(0, 0.15, size)
        sound[at : at + size] += cough if chance.random() < 0.3 else air * np.hanning(size)
    return sound


def _laughter(count: int, chance: np.random.Generator) -> Wave:
    """Bursts of a voice without words."""
    sound = _hiss(count, chance, -70)
    for begin in range(0, count - 2 * SAMPLE_RATE, 3 * SAMPLE_RATE):
        pitch = chance.uniform(130, 280)
        for number in range(int(chance.integers(3, 8))):
            at, times = begin + 3400 * number, np.arange(1900) / SAMPLE_RATE
            parts = np.arange(1, 9) * (pitch - 10 * number)
            weights = np.exp(-(((parts - 700) / 600) ** 2)) / np.arange(1, 9)
            sound[at : at + 1900] += 0.2 * (weights @ np.sin(2 * np.pi * np.outer(parts, times))) * np.hanning(1900)
            sound[at + 1900 : at + 3400] += chance.normal(0, 0.01, 1500)
    return sound


def _played(style: str) -> Maker:
    def make(count: int, chance: np.random.Generator) -> Wave:
        sound = music(style, count, chance)
        return sound * (_LEVEL / max(1e-9, float(np.sqrt(np.mean(np.square(sound))))))

    return make


_MAKERS: dict[str, Maker] = {
    "silence": lambda count, _: np.zeros(count),
    "comfort noise": _comfort_noise,
    "line noise": _line_noise,
    "hum": _hum,
    "clicks": _clicks,
    "office": _office,
    "ringing US": _tones(440, 480, on=2.0, off=4.0),
    "ringing UK": _uk_ringing,
    "ringing EU": _tones(425, on=1.0, off=4.0),
    "dial tone": _tones(350, 440),
    "busy": _tones(480, 620, on=0.5, off=0.5),
    "busy EU": _tones(425, on=0.5, off=0.5),
    "beep": _tones(1400, on=0.4, off=4.6),
    "keys": _keys,
    "three tones": _three_tones,
    "fax": _fax,
    "whistle": _whistle,
    "breath": _breath,
    "laughter": _laughter,
    **{f"music: {style}": _played(style) for style in STYLES},
}

VOICED = ("laughter",)
"""Sounds that a voice makes without words."""

KINDS = tuple(kind for kind in _MAKERS if kind not in VOICED)
"""Silence, noise, tones and music."""
