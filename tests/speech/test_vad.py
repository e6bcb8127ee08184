"""Voice activity with the real network."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from assist.errors import RecognizerError
from assist.speech.vad import WINDOW_SAMPLES, Samples, SileroModel, SileroVoiceActivity
from tests.bench.line_sounds import line_sound, over_mu_law

SAMPLE_CALL = Path(__file__).resolve().parents[2] / "assist" / "demo" / "sample_call.flac"


@pytest.fixture(scope="module")
def model() -> SileroModel:
    """The network, loaded once."""
    return SileroModel()


def scores(voice_activity: SileroVoiceActivity, samples: Samples) -> list[float]:
    """The score of each whole window."""
    whole = len(samples) - len(samples) % WINDOW_SAMPLES
    windows = samples[:whole].reshape(-1, 1, WINDOW_SAMPLES)
    return [score for window in windows for score in voice_activity.scores(window)]


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


def silence(windows: int) -> Samples:
    """A quiet line."""
    return np.random.default_rng(2).normal(0.0, 1e-4, windows * WINDOW_SAMPLES).astype(np.float32)


def test_a_long_silence_does_not_dull_the_ear(model: SileroModel) -> None:
    """Speech after twenty seconds of it scores as it does after a moment."""
    quiet, speech = silence(10 * 62 + 4), voice(1.0, 3.0, 1)
    long, short = (scores(model.stream(), np.concatenate([before, speech])) for before in (quiet, quiet[-4 * 512 :]))
    assert np.allclose(long[-60:], short[-60:], atol=0.02)
    assert max(long[: 10 * 62]) < 0.1


def test_sound_that_is_no_silence_is_not_forgotten(model: SileroModel) -> None:
    """Hold music is known for what it is only by what came before: forgotten, it would pass for speech."""
    sound = np.random.default_rng(1).normal(0.0, 0.01, 5 * 62 * WINDOW_SAMPLES).astype(np.float32)
    hidden = cell = np.zeros((1, 1, 128), np.float32)
    context, plain = np.zeros(64, np.float32), []
    for window in sound.reshape(-1, WINDOW_SAMPLES):
        (probability,), hidden, cell = model.run(np.concatenate([context, window])[np.newaxis], hidden, cell)
        plain.append(float(probability))
        context = window[-64:]
    assert scores(model.stream(), sound) == plain


@pytest.mark.parametrize("at_once", [2, 7, 62, 200])
def test_windows_that_come_together_are_scored_as_one_by_one(model: SileroModel, at_once: int) -> None:
    """Through speech, silence and speech again."""
    sound = np.concatenate([voice(1.0, 3.0, 1), silence(150), voice(1.0, 3.0, 1)])
    windows = sound[: len(sound) // WINDOW_SAMPLES * WINDOW_SAMPLES].reshape(-1, WINDOW_SAMPLES)
    stream = model.stream()
    together = [
        score for first in range(0, len(windows), at_once) for score in stream.scores(windows[first : first + at_once])
    ]
    assert together == scores(model.stream(), sound)


def after_a_din(kind: str) -> tuple[Samples, int]:
    """Twenty seconds of a sound, 0.4 s of quiet and a turn of the customer's, by telephone; and the turn's window."""
    chance = np.random.default_rng(1)
    din, quiet = line_sound(kind, 20.0, chance), chance.normal(0.0, 3e-4, 12 * WINDOW_SAMPLES).astype(np.float32)
    before = np.concatenate([din[: len(din) // WINDOW_SAMPLES * WINDOW_SAMPLES], quiet])
    return over_mu_law(np.concatenate([before, voice(7.33, 11.54, 0)])), len(before) // WINDOW_SAMPLES


@pytest.mark.parametrize("kind", ["dial tone", "keys", "music: synth", "music: strings"])
def test_the_first_word_after_hold_music_or_tones_is_heard(model: SileroModel, kind: str) -> None:
    """Within the 0.3 s that an utterance begins before its speech; no sound before it is speech."""
    sound, begins = after_a_din(kind)
    scored = np.array(scores(model.stream(), sound))
    assert max(scored[: begins - 1]) < 0.5
    assert max(scored[begins : begins + 9]) >= 0.5


@pytest.mark.parametrize("at_once", [7, 200])
def test_a_din_is_over_at_the_same_window_however_the_sound_comes(model: SileroModel, at_once: int) -> None:
    """One by one or many together."""
    sound, _ = after_a_din("music: synth")
    windows = sound[: len(sound) // WINDOW_SAMPLES * WINDOW_SAMPLES].reshape(-1, WINDOW_SAMPLES)
    stream = model.stream()
    together = [
        score for first in range(0, len(windows), at_once) for score in stream.scores(windows[first : first + at_once])
    ]
    assert together == scores(model.stream(), sound)


def test_a_missing_model_is_told(tmp_path: Path) -> None:
    """A file that is no network is one sentence that names it."""
    path = tmp_path / "silero.onnx"
    path.write_bytes(b"no network")
    with pytest.raises(RecognizerError, match=r"silero\.onnx: the voice activity model cannot be loaded"):
        SileroModel(path)
