"""Whole calls through real ears, session and recogniser: what is not said is not heard, and an echo is nobody's."""

from __future__ import annotations

import pytest

from assist.events import EchoSuppressed, SpeechOverlapped
from assist.speech.vad import SileroModel
from assist.speech.whisper import WhisperTranscriber
from tests.bench.echo import echo_call, outcome
from tests.bench.ghosts import ghosts, noisy_call, word_error
from tests.bench.heard import listen
from tests.models import WHISPER_MICRO

pytestmark = [
    pytest.mark.models,
    # What CTranslate2 and its tokenizer warn of on import is not ours.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@pytest.fixture(scope="module")
def whisper() -> WhisperTranscriber:
    """The small test model."""
    return WhisperTranscriber(str(WHISPER_MICRO), threads=1)


@pytest.fixture(scope="module")
def voice() -> SileroModel:
    """The voice activity of every ear."""
    return SileroModel()


def test_noise_tones_and_music_give_no_word_and_hide_none(whisper: WhisperTranscriber, voice: SileroModel) -> None:
    """More than a minute of them on both lines: nothing begins, and the sentences in between are heard."""
    call = noisy_call(70.0, seed=2, sentences=2)
    heard = listen({"customer": call.customer, "agent": call.agent}, whisper, voice)
    found = ghosts(call, heard)
    assert (found.texts, found.begun) == ((), 0)
    assert word_error([text for _, _, text in call.said], found.heard) <= 0.1, found.heard


def test_the_customers_voice_in_the_microphone_is_nobodys(whisper: WhisperTranscriber, voice: SileroModel) -> None:
    """An echo in a room, 18 dB down and 0.12 s late, over which the agent speaks: their words stay, its do not."""
    call = echo_call(-18.0, 0.12, double_talk=True, turns=2)
    heard = listen({"customer": call.customer, "agent": call.agent + call.echo}, whisper, voice)
    alone = listen({"customer": call.customer, "agent": call.agent}, whisper, voice)
    became, own = outcome(call, heard), outcome(call, alone)
    assert became.echoes == 0
    assert became.words >= own.words - 1
    assert any(isinstance(event, EchoSuppressed) for event in heard.events)
    assert not any(isinstance(event, EchoSuppressed) for event in alone.events)
    overlaps = [
        [event.barge_in for event in one.events if isinstance(event, SpeechOverlapped)] for one in (heard, alone)
    ]
    assert overlaps == [[True], [True]]
