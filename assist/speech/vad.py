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

Samples = npt.NDArray[np.float32]


class VoiceActivity(Protocol):
    """Scores one speaker's windows in order."""

    def score(self, window: Samples) -> float:
        """Probability (0..1) that the window, float32 of shape (512,) at 16 kHz, holds speech."""
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

    def run(self, window: Samples, hidden: Samples, cell: Samples) -> tuple[float, Samples, Samples]:
        """One step of the network: probability and next state for context + window, shape (1, 576)."""
        probability, hidden, cell = self._session.run(None, {"input": window, "h": hidden, "c": cell})
        return float(probability[0]), hidden, cell


class SileroVoiceActivity:
    """One speaker's voice activity: about 0.1 ms a window."""

    def __init__(self, model: SileroModel) -> None:
        self._model = model
        self._hidden: Samples = np.zeros(_STATE_SHAPE, np.float32)
        self._cell: Samples = np.zeros(_STATE_SHAPE, np.float32)
        self._input: Samples = np.zeros((1, _CONTEXT_SAMPLES + WINDOW_SAMPLES), np.float32)

    def score(self, window: Samples) -> float:
        """Probability (0..1) of speech in the next window of shape (512,)."""
        self._input[0, :_CONTEXT_SAMPLES] = self._input[0, -_CONTEXT_SAMPLES:]
        self._input[0, _CONTEXT_SAMPLES:] = window
        probability, self._hidden, self._cell = self._model.run(self._input, self._hidden, self._cell)
        return probability


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
