"""Voice activity: how likely a window of sound is speech."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from assist.errors import RecognizerError

WINDOW_SAMPLES = 512
"""Samples a window (32 ms at 16 kHz): the only size that Silero takes at this rate."""

_CONTEXT_SAMPLES = 64
"""Samples of the window before that Silero reads again."""

_STATE_SHAPE = (1, 1, 128)

_FORGET_WINDOWS = 62
_SILENCE_PROBABILITY, _VOICE_PROBABILITY = 0.1, 0.5
_SILENCE_ENERGY = WINDOW_SAMPLES * 10 ** (-55.0 / 10)
"""Two seconds below -55 dB and surely without speech. Of 280 sentences after pauses of 0.3 to 30 s the network noticed
11 more than 0.3 s late (half a second by telephone), with this none; and sentences between half an hour of noises were
heard with half as many wrong words. Louder sound is not forgotten: with it forgotten, ten times as much noise passed
for speech. `python -m tests.bench.utterances`, `python -m tests.bench.ghosts`."""

_DIN_WINDOWS, _LULL_WINDOWS = 62, 5
_DIN_ENERGY = WINDOW_SAMPLES * 10 ** (-50.0 / 10)
_LULL_SHARE = 10 ** (-15.0 / 10)
_FADING = 0.993
"""After two seconds of hold music or tones, surely without speech, a lull of 0.16 s, 15 dB below the loudest of the
last seconds (which fades 1 dB a second), is enough. Of 32 sentences after them one in ten was noticed 0.6 s late or
more, the last 1.1 s; with this 0.26 s, the last 0.29 s. Recorded calls are scored the same, and no noise more passes
for speech."""

Samples = npt.NDArray[np.float32]


class VoiceActivity(Protocol):
    """Scores one speaker's windows in order."""

    def scores(self, windows: Samples) -> list[float]:
        """Probability (0..1), of each of the next windows, float32 (n, 512) at 16 kHz, that it holds speech."""
        ...


class SileroModel:
    """The Silero v6 network that faster-whisper carries: shared by all calls, holds no call's state."""

    def __init__(self, path: Path | None = None) -> None:
        """Load the network.

        Args:
            path: the ONNX file; by default the one inside the installed faster-whisper.

        Raises:
            RecognizerError: the file is missing or not the expected network.
        """
        import onnxruntime  # noqa: PLC0415 - costs tens of milliseconds, and only who listens pays

        options = onnxruntime.SessionOptions()
        options.inter_op_num_threads = options.intra_op_num_threads = 1
        options.log_severity_level = 4
        path = path or _bundled_path()
        try:
            self._session: Any = onnxruntime.InferenceSession(
                str(path), providers=["CPUExecutionProvider"], sess_options=options
            )
        except Exception as error:  # onnxruntime's errors share no base class
            raise RecognizerError(
                f"{path}: the voice activity model cannot be loaded; reinstall with 'pip install --force-reinstall "
                "faster-whisper'."
            ) from error

    def stream(self) -> SileroVoiceActivity:
        """A new, empty state for one speaker of one call."""
        return SileroVoiceActivity(self)

    def run(self, windows: Samples, hidden: Samples, cell: Samples) -> tuple[Samples, Samples, Samples]:
        """Steps of the network: probabilities, and the state after them, of windows with their contexts, (n, 576)."""
        probabilities, hidden, cell = self._session.run(None, {"input": windows, "h": hidden, "c": cell})
        return probabilities.reshape(-1), hidden, cell


class SileroVoiceActivity:
    """One speaker's voice activity: about 0.07 ms a window, and 0.05 ms where several come at once.

    In a silence the network forgets every two seconds what it has heard, and once after a din: both sink in with time,
    and speech after them is noticed late.
    """

    def __init__(self, model: SileroModel) -> None:
        self._model = model
        self._context: Samples = np.zeros(_CONTEXT_SAMPLES, np.float32)
        self._hidden, self._cell = _nothing_heard()
        self._quiet_windows = 0
        self._din = _Din()

    def scores(self, windows: Samples) -> list[float]:
        """Probability (0..1) of speech in each of the next windows, of shape (n, 512)."""
        found: list[float] = []
        while len(found) < len(windows):
            # Not past the window after which it may have to forget: whatever comes at once, the scores are the same.
            most = min(_FORGET_WINDOWS - self._quiet_windows, self._din.least_windows)
            part = windows[len(found) : len(found) + most]
            probabilities, self._hidden, self._cell = self._model.run(self._in_context(part), self._hidden, self._cell)
            found += probabilities.tolist()
            self._follow(part, probabilities)
        return found

    def _in_context(self, windows: Samples) -> Samples:
        before = np.vstack((self._context, windows[:-1, -_CONTEXT_SAMPLES:]))
        self._context = windows[-1, -_CONTEXT_SAMPLES:].copy()
        return np.hstack((before, windows))

    def _follow(self, windows: Samples, probabilities: Samples) -> None:
        """Count the windows of a silence, which is neither speech nor any other sound."""
        energies = np.einsum("ij,ij->i", windows, windows)
        silent = (probabilities < _SILENCE_PROBABILITY) & (energies < _SILENCE_ENERGY)
        sounding = np.flatnonzero(~silent)
        self._quiet_windows = len(silent) - 1 - sounding[-1] if len(sounding) else self._quiet_windows + len(silent)
        din_over = [
            self._din.is_over(float(energy), float(probability))
            for energy, probability in zip(energies, probabilities, strict=True)
        ]
        if din_over[-1] or self._quiet_windows >= _FORGET_WINDOWS:
            self._hidden, self._cell = _nothing_heard()
            self._quiet_windows, self._din = 0, _Din()


class _Din:
    """Loud sound without a voice, and the lull after it. Energies are sums of squares of a window."""

    def __init__(self) -> None:
        self._loudest = 0.0
        self._din_windows = 0
        self._lull_windows = 0

    @property
    def least_windows(self) -> int:
        """So many windows may be taken before the lull can be there."""
        return max(1, _DIN_WINDOWS + _LULL_WINDOWS - self._din_windows - self._lull_windows)

    def is_over(self, energy: float, probability: float) -> bool:
        """Take a window; True when there was enough din, and now there is a lull."""
        self._loudest = max(energy, self._loudest * _FADING)
        voiceless = probability < _SILENCE_PROBABILITY
        lull = voiceless and energy < self._loudest * _LULL_SHARE
        self._lull_windows = self._lull_windows + 1 if lull else 0
        if probability >= _VOICE_PROBABILITY:
            self._din_windows = 0
        elif voiceless and not lull and energy > _DIN_ENERGY:
            self._din_windows += 1
        return self._lull_windows >= _LULL_WINDOWS and self._din_windows >= _DIN_WINDOWS


def _nothing_heard() -> tuple[Samples, Samples]:
    return np.zeros(_STATE_SHAPE, np.float32), np.zeros(_STATE_SHAPE, np.float32)


def _bundled_path() -> Path:
    # find_spec, since importing faster_whisper takes seconds.
    spec = importlib.util.find_spec("faster_whisper")
    folder = Path(spec.origin).parent / "assets" if spec and spec.origin else Path()
    found = sorted(folder.glob("silero_vad*.onnx"))
    if not found:
        raise RecognizerError(
            "The voice activity model is missing; install it with 'pip install faster-whisper', which carries it."
        )
    return found[-1]
