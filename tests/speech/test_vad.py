"""Voice activity with the real network."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from assist.errors import RecognizerError
from assist.speech.vad import WINDOW_SAMPLES, Samples, SileroModel, SileroVoiceActivity

SAMPLE_CALL = Path(__file__).resolve().parents[2] / "assist" / "demo" / "sample_call.flac"


@pytest.fixture(scope="module")
def model() -> SileroModel:
    """The network, loaded once."""
    return SileroModel()


def scores(voice_activity: SileroVoiceActivity, samples: Samples) -> list[float]:
    """The score of each whole window."""
    whole = len(samples) - len(samples) % WINDOW_SAMPLES
    return [voice_activity.score(window) for window in samples[:whole].reshape(-1, WINDOW_SAMPLES)]


def voice(start: float, end: float, channel: int) -> Samples:
    """A stretch of the sample call."""
    samples, rate = soundfile.read(
        SAMPLE_CALL, start=round(start * 16_000), stop=round(end * 16_000), dtype="float32", always_2d=True
    )
    assert rate == 16_000
    return np.ascontiguousarray(samples[:, channel])


def test_speech_scores_high_and_silence_low(model: SileroModel) -> None:
    """The agent's first turn is speech; digital silence and noise are not."""
    noise = np.random.default_rng(1).normal(0.0, 0.01, 32_000).astype(np.float32)
    assert np.median(scores(model.stream(), voice(1.0, 4.0, 1))) > 0.9
    assert max(scores(model.stream(), np.zeros(32_000, np.float32))) < 0.1
    assert max(scores(model.stream(), noise)) < 0.5


def test_streams_share_the_model_and_not_the_state(model: SileroModel) -> None:
    """What one speaker says does not change another's scores."""
    alone = scores(model.stream(), voice(1.0, 2.0, 1))
    busy, other = model.stream(), model.stream()
    scores(busy, voice(3.0, 4.0, 1))
    assert scores(other, voice(1.0, 2.0, 1)) == alone


def test_a_missing_model_is_told(tmp_path: Path) -> None:
    """A file that is no network is one sentence that names it."""
    path = tmp_path / "silero.onnx"
    path.write_bytes(b"no network")
    with pytest.raises(RecognizerError, match=r"silero\.onnx: the voice activity model cannot be loaded"):
        SileroModel(path)
