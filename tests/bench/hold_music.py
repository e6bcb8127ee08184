"""Hold music in several styles, composed by chance: chords that last, a melody, a bass, drums."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.signal import lfilter

SAMPLE_RATE = 16_000
_CHORDS = ((0, 4, 7), (9, 12, 16), (5, 9, 12), (7, 11, 14))
_SCALE = (0, 2, 4, 5, 7, 9, 11, 12, 14, 16)

Wave = npt.NDArray[np.float64]
Voice = Callable[[Wave, Wave, np.random.Generator], Wave]
"""Makes a note of a pitch (Hz a sample) and of the seconds since it began."""


def _sine(pitch: Wave, since: Wave, parts: tuple[float, ...]) -> Wave:
    phase = 2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE
    sound: Wave = np.sum([level * np.sin((n + 1) * phase) for n, level in enumerate(parts)], axis=0)
    return sound


def _pad(pitch: Wave, since: Wave, chance: np.random.Generator) -> Wave:
    chorus = [_sine(pitch * 2 ** (cents / 1200), since, (1.0, 0.4, 0.2, 0.1)) for cents in (-7, 0, 6)]
    sound: Wave = np.sum(chorus, axis=0) * np.minimum(1.0, since / 0.4)
    return sound


def _piano(pitch: Wave, since: Wave, chance: np.random.Generator) -> Wave:
    return _sine(pitch, since, (1.0, 0.5, 0.35, 0.2, 0.12, 0.08)) * np.exp(-3 * since) * np.minimum(1.0, since / 0.004)


def _strings(pitch: Wave, since: Wave, chance: np.random.Generator) -> Wave:
    depth = np.minimum(1.0, since / 0.3)
    bent = pitch * 2 ** (0.35 / 12 * depth * np.sin(2 * np.pi * chance.uniform(4.8, 6.2) * since))
    saw = _sine(bent, since, tuple(1 / n for n in range(1, 13)))
    return saw * np.minimum(1.0, since / 0.12)


def _flute(pitch: Wave, since: Wave, chance: np.random.Generator) -> Wave:
    bent = pitch * 2 ** (0.25 / 12 * np.sin(2 * np.pi * 5.2 * since))
    breath = lfilter([0.1], [1, -0.9], chance.normal(0, 0.4, len(since)))
    sound: Wave = (_sine(bent, since, (1.0, 0.3, 0.08)) + breath) * np.minimum(1.0, since / 0.06)
    return sound


def _saxophone(pitch: Wave, since: Wave, chance: np.random.Generator) -> Wave:
    """Glides into its notes: the instrument that is most like a voice."""
    glide = pitch * 2 ** (-1.2 / 12 * np.exp(-since / 0.05))
    bent = glide * 2 ** (0.4 / 12 * np.minimum(1.0, since / 0.4) * np.sin(2 * np.pi * 5.5 * since))
    reed = _sine(bent, since, (0.7, 1.0, 0.8, 0.7, 0.5, 0.4, 0.3, 0.2, 0.1))
    return reed * np.minimum(1.0, since / 0.03) * (0.6 + 0.4 * np.exp(-since))


def _choir(pitch: Wave, since: Wave, chance: np.random.Generator) -> Wave:
    """Voices on "ah": harmonics under the formants of that vowel."""
    bent = pitch * 2 ** (0.3 / 12 * np.sin(2 * np.pi * 5.0 * since))
    places = np.arange(1, 20) * float(pitch.mean())
    formants = ((800.0, 90.0, 1.0), (1150.0, 110.0, 0.6), (2900.0, 200.0, 0.2))
    weights = sum(level / (1 + ((places - at) / width) ** 2) for at, width, level in formants) + 0.02
    return _sine(bent, since, tuple(np.asarray(weights))) * np.minimum(1.0, since / 0.2)


def _synth(pitch: Wave, since: Wave, chance: np.random.Generator) -> Wave:
    square = _sine(pitch, since, (1.0, 0.0, 0.33, 0.0, 0.2, 0.0, 0.14))
    return square * np.exp(-5 * since)


def _drums(count: int, beat: float, chance: np.random.Generator) -> Wave:
    sound = np.zeros(count)
    step = beat / 2
    for number in range(int(count / SAMPLE_RATE / step)):
        at = int(number * step * SAMPLE_RATE)
        since = np.arange(min(3200, count - at)) / SAMPLE_RATE
        hat = chance.normal(0, 0.25, len(since)) * np.exp(-60 * since)
        kick = np.sin(2 * np.pi * 60 * since) * np.exp(-18 * since) * (number % 4 == 0) * 2.0
        snare = chance.normal(0, 0.8, len(since)) * np.exp(-22 * since) * (number % 4 == 2)
        sound[at : at + len(since)] += hat + kick + snare
    return sound


def _line(
    voice: Voice, count: int, length: float, root: float, chance: np.random.Generator, steps: tuple[int, ...]
) -> Wave:
    """A melody of notes about ``length`` seconds long."""
    sound, at, place = np.zeros(count), 0, 2
    while at < count:
        size = min(count - at, int(length * chance.choice([0.5, 1.0, 1.0, 2.0]) * SAMPLE_RATE))
        place = int(np.clip(place + chance.integers(-2, 3), 0, len(steps) - 1))
        if chance.random() < 0.9:
            since = np.arange(size) / SAMPLE_RATE
            fade = np.minimum(1.0, np.arange(size)[::-1] / 400)
            sound[at : at + size] += voice(np.full(size, root * 2 ** (steps[place] / 12)), since, chance) * fade
        at += size
    return sound


def _chords(voice: Voice, count: int, bar: float, root: float, chance: np.random.Generator, *, broken: bool) -> Wave:
    sound, size = np.zeros(count), int(bar * SAMPLE_RATE)
    for number, at in enumerate(range(0, count, size)):
        chord = _CHORDS[number % len(_CHORDS)]
        starts = [0, size // 8, size // 4, 3 * size // 8] if broken else [0]
        for turn, begin in enumerate(starts * (2 if broken else 1)):
            first = at + begin + (size // 2 if turn >= len(starts) else 0)
            notes = (chord[turn % 3],) if broken else chord
            for note in notes:
                length = min(count - first, size // 2 if broken else size)
                if length > 0:
                    since = np.arange(length) / SAMPLE_RATE
                    sound[first : first + length] += voice(np.full(length, root * 2 ** (note / 12)), since, chance)
    return sound


def music(style: str, count: int, chance: np.random.Generator) -> Wave:
    """So many samples of a style of `STYLES`."""
    lead, accompaniment, drums = _STYLES[style]
    beat, root = chance.uniform(0.42, 0.7), 220.0 * 2 ** (chance.integers(-5, 6) / 12)
    sound = np.zeros(count)
    if lead:
        sound += _line(lead, count, beat, root * chance.choice([1.0, 2.0]), chance, _SCALE)
    if accompaniment:
        broken = accompaniment in (_piano, _synth)
        sound += 0.4 * _chords(accompaniment, count, 4 * beat, root / 2, chance, broken=broken)
    if drums:
        bass = _line(_piano, count, beat, root / 4, chance, (0, 5, 7, 9))
        sound += 0.6 * _drums(count, beat, chance) + 0.6 * bass
    return sound


_STYLES: dict[str, tuple[Voice | None, Voice | None, bool]] = {
    "pad": (None, _pad, False),
    "piano": (_piano, _piano, False),
    "strings": (_strings, _strings, False),
    "violin alone": (_strings, None, False),
    "flute": (_flute, _piano, False),
    "saxophone": (_saxophone, _pad, True),
    "saxophone alone": (_saxophone, None, False),
    "choir": (_choir, _choir, False),
    "synth": (_synth, _pad, True),
    "band": (_piano, _pad, True),
}

STYLES = tuple(_STYLES)
