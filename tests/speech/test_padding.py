"""The fast profile: windows as short as the sound."""

from __future__ import annotations

import numpy as np
import pytest

from assist.demo.render import speak
from assist.demo.script import Delivery
from tests.models import WHISPER_MICRO

pytestmark = [
    pytest.mark.models,
    # What CTranslate2 and its tokenizer warn of on import is not ours.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

TEXT = "You will have it in your account by Wednesday."


@pytest.mark.parametrize(
    ("shape", "sound", "kept"),
    [
        ((80, 3000), 1, 200),
        ((80, 3000), 100, 200),
        ((80, 3000), 101, 300),
        ((80, 3000), 2899, 3000),
        ((80, 3000), 3000, 3000),
        ((80, 3000), 0, 100),
        ((2, 80, 3000), 350, 500),
        ((80, 90), 90, 90),
    ],
)
def test_the_sound_stays_whole_and_a_second_of_emptiness_follows_it(
    shape: tuple[int, ...], sound: int, kept: int
) -> None:
    """Lengths are whole seconds; the longest of several windows counts; nothing is ever added."""
    from assist.speech.padding import shortened

    features = np.zeros(shape, np.float32)
    features[..., -1, :sound] = 0.5
    short = shortened(features)
    assert short.shape == (*shape[:-1], kept)
    assert short.flags.c_contiguous
    assert np.array_equal(short[..., :sound], features[..., :sound])


def test_short_windows_are_read_with_their_word_times() -> None:
    """The words are those of the full window, and their times lie within the sound."""
    from assist.speech.whisper import WhisperTranscriber

    speech = speak(TEXT, Delivery(voice="rms", pace=1.0, pitch_hz=100, level_db=-24.0))
    edge = np.zeros(6400, np.float32)
    noise = np.random.default_rng(5).normal(0.0, 1e-4, len(speech) + 2 * len(edge))
    sound = (np.concatenate([edge, speech, edge]) + noise).astype(np.float32)
    full, fast = (
        WhisperTranscriber(str(WHISPER_MICRO), fast=fast).transcribe("agent-1", sound, final=True)
        for fast in (False, True)
    )
    assert fast.text.split()[:6] == full.text.split()[:6]
    assert all(0 <= word.start <= word.end <= len(sound) / 16_000 for word in fast.words)
    assert fast.words[-1].end > 0.4 + 0.8 * len(speech) / 16_000


def test_windows_are_short_where_hearing_would_fall_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the ladder's last step alone; and full again after it."""
    from assist.speech import padding
    from assist.speech.whisper import WhisperTranscriber

    whisper, cut = WhisperTranscriber(str(WHISPER_MICRO)), padding.shortened
    shortened: list[str] = []
    effort = ""
    monkeypatch.setattr(padding, "shortened", lambda features: shortened.append(effort) or cut(features))
    for effort in ("full", "one_beam", "finals_only", "full"):
        whisper.transcribe("agent-1", np.zeros(16_000, np.float32), final=True, effort=effort)
    assert set(shortened) == {"finals_only"}
