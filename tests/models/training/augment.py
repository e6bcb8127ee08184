"""What happens to speech on its way: speed, level, noise, a telephone line; and sound without speech."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import soxr
from scipy.signal import butter, sosfilt

from tests.models.training.speech import SAMPLE_RATE

Sound = npt.NDArray[np.float32]

_TELEPHONE_RATE = 8_000
_MU = 255.0
_NOISE_SECONDS = 40
_HIGH_PASS = butter(2, 250, "highpass", fs=SAMPLE_RATE, output="sos")
_KEYS = ((697, 770, 852, 941), (1209, 1336, 1477))


class Noises:
    """Noise of several colours, made once."""

    def __init__(self, seed: int) -> None:
        chance = np.random.default_rng(seed)
        count = _NOISE_SECONDS * SAMPLE_RATE
        weights = np.maximum(np.fft.rfftfreq(count, 1 / SAMPLE_RATE), 20.0)
        self._sounds: list[Sound] = []
        for power in (0.0, 0.25, 0.5, 0.75, 1.0):
            spectrum = np.fft.rfft(chance.standard_normal(count)) * weights**-power
            sound = np.fft.irfft(spectrum, count)
            self._sounds.append((sound / sound.std()).astype(np.float32))
        times = np.arange(count) / SAMPLE_RATE
        hum = np.sum([np.sin(2 * np.pi * 50 * part * times + part) / part for part in (1, 2, 3, 5, 7)], axis=0)
        self._sounds.append((hum / np.std(hum)).astype(np.float32))

    def take(self, count: int, chance: np.random.Generator) -> Sound:
        """A random piece, of mean power 1."""
        sound = self._sounds[chance.integers(len(self._sounds))]
        first = chance.integers(len(sound) - count)
        piece: Sound = sound[first : first + count]
        return piece


def telephone(sound: Sound, *, narrow: bool = True) -> Sound:
    """What comes out of a mu-law line at 8 kHz, brought back to 16 kHz."""
    if narrow:
        sound = sosfilt(_HIGH_PASS, sound).astype(np.float32)
    line = np.clip(soxr.resample(sound, SAMPLE_RATE, _TELEPHONE_RATE, "MQ"), -1.0, 1.0)
    coded = np.round(np.sign(line) * np.log1p(_MU * np.abs(line)) / np.log1p(_MU) * 127) / 127
    heard = np.sign(coded) * np.expm1(np.abs(coded) * np.log1p(_MU)) / _MU
    back: Sound = soxr.resample(heard.astype(np.float32), _TELEPHONE_RATE, SAMPLE_RATE, "MQ")
    if len(back) < len(sound):
        back = np.pad(back, (0, len(sound) - len(back)))
    return back[: len(sound)]


def on_its_way(sound: Sound, noises: Noises, chance: np.random.Generator) -> Sound:
    """Noise, level and a telephone line, each now and then."""
    sound = sound.copy()
    kind = chance.random()
    loud = float(np.sqrt(np.mean(np.square(sound)))) or 0.01
    if kind < 0.4:
        sound += noises.take(len(sound), chance) * np.float32(loud * 10 ** (-chance.uniform(12, 45) / 20))
    elif kind < 0.9:
        sound += noises.take(len(sound), chance) * np.float32(10 ** (chance.uniform(-95, -65) / 20))
    sound *= np.float32(10 ** (chance.uniform(-18, 8) / 20))
    if chance.random() < 0.4:
        sound = telephone(sound, narrow=chance.random() < 0.6)
    return np.clip(sound, -1.0, 1.0).astype(np.float32)


def without_speech(seconds: float, noises: Noises, chance: np.random.Generator) -> Sound:
    """Silence, noise, keys, ringing or a tune."""
    count = round(seconds * SAMPLE_RATE)
    times = np.arange(count) / SAMPLE_RATE
    sound = np.zeros(count)
    kind = chance.integers(6)
    if kind == 0:
        return np.zeros(count, np.float32)
    if kind == 1:
        rate = chance.uniform(2, 6)
        beats = (times * rate).astype(int)
        for beat in range(int(beats.max(initial=0)) + 1):
            here = (beats == beat) & ((times * rate) % 1 < 0.6)
            for tone in (chance.choice(_KEYS[0]), chance.choice(_KEYS[1])):
                sound += here * np.sin(2 * np.pi * tone * times)
    elif kind == 2:
        on = (times + chance.uniform(0, 6)) % 6 < 2
        low, high = ((440, 480), (400, 450), (425, 425), (350, 440))[chance.integers(4)]
        sound += on * (np.sin(2 * np.pi * low * times) + np.sin(2 * np.pi * high * times))
    elif kind == 3:
        rate = chance.uniform(1.5, 4)
        for _ in range(3):
            notes = 220 * 2 ** (chance.integers(0, 25, 64) / 12)
            tone = notes[(times * rate).astype(int) % 64]
            phase = 2 * np.pi * np.cumsum(tone) / SAMPLE_RATE
            fade = np.exp(-3 * ((times * rate) % 1)) if chance.random() < 0.6 else 1.0
            sound += fade * (np.sin(phase) + 0.4 * np.sin(2 * phase) + 0.2 * np.sin(3 * phase))
    sound = 0.03 * sound + noises.take(count, chance) * 10 ** (chance.uniform(-90, -30) / 20)
    return on_its_way(sound.astype(np.float32), noises, chance)
