"""The bundled sample call: its audio, its timing and its truth belong together."""

import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile
import yaml

from assist.demo import render
from assist.demo.script import Delivery, load_script, load_timing, sample_path

ROOT = Path(__file__).parents[2]
TAXONOMY = ROOT / "phrasebank" / "data" / "taxonomy.yaml"

needs_flite = pytest.mark.skipif(shutil.which("flite") is None, reason="the speech synthesiser flite is not installed")


def named_anywhere(node: object) -> set[str]:
    """Every key and every plain string of a YAML tree."""
    match node:
        case dict():
            return {str(key) for key in node} | {name for value in node.values() for name in named_anywhere(value)}
        case list():
            return {name for value in node for name in named_anywhere(value)}
        case str():
            return {node}
        case _:
            return set()


def test_audio_is_stereo_at_the_engine_rate() -> None:
    """The sample needs no resampling, stays small and lasts two to three minutes."""
    info = soundfile.info(sample_path())
    assert (info.format, info.channels, info.samplerate, info.subtype) == ("FLAC", 2, 16_000, "PCM_16")
    assert 120 <= info.duration <= 180
    assert sample_path().stat().st_size < 4_000_000


def test_timing_has_every_turn_within_the_audio() -> None:
    """Turns follow one another without overlap, after the pauses of the script, and end before the audio does."""
    turns, times = load_script().turns, load_timing()
    assert len(times) == len(turns)
    ends = [0.0, *(time.end for time in times)]
    pauses = [time.start - end for time, end in zip(times, ends, strict=False)]
    assert pauses == pytest.approx([turn.pause_seconds for turn in turns], abs=1e-3)
    assert all(time.start < time.end for time in times)
    assert times[-1].end < soundfile.info(sample_path()).duration


def test_each_speaker_is_heard_on_their_own_channel_only() -> None:
    """A turn is loud on its speaker's channel while the other carries the noise floor, which is never digital zero."""
    call, rate = soundfile.read(sample_path(), dtype="float32")
    for turn, time in zip(load_script().turns, load_timing(), strict=True):
        span = call[int(time.start * rate) : int(time.end * rate)]
        level_db = 10 * np.log10(np.mean(np.square(span), axis=0))
        channel = render.CHANNELS[turn.speaker]
        assert level_db[channel] == pytest.approx(turn.delivery.level_db, abs=0.5)
        assert -100 < level_db[1 - channel] < -80


def test_truth_is_rich_enough_to_measure_against() -> None:
    """The customer's emotion changes seven times or more, and every one of at least eight needs is answered."""
    script = load_script()
    assert len(script.emotion_changes) >= 7
    assert len(set(script.needs)) >= 8
    answered = {need for turn in script.turns for need in turn.answers}
    assert answered == set(script.needs)


def test_truth_sits_on_the_right_speaker() -> None:
    """Emotions and needs belong to the customer; acts and answers to the agent, who answers only what was raised."""
    raised: set[str] = set()
    for turn in load_script().turns:
        if turn.speaker == "customer":
            assert turn.emotion is not None
            assert (turn.acts, turn.answers) == ((), ())
            raised |= set(turn.needs)
        else:
            assert (turn.emotion, turn.needs) == (None, ())
            assert set(turn.answers) <= raised


def test_speakers_alternate() -> None:
    """The agent opens and closes the call, and nobody speaks twice in a row."""
    speakers = [turn.speaker for turn in load_script().turns]
    assert (speakers[0], speakers[-1]) == ("agent", "agent")
    assert all(before != after for before, after in pairwise(speakers))


@pytest.mark.skipif(not TAXONOMY.exists(), reason="the taxonomy is not there yet")
def test_truth_uses_the_names_of_the_taxonomy() -> None:
    """Every emotion, need and act of the script is a name of the taxonomy."""
    names = named_anywhere(yaml.safe_load(TAXONOMY.read_text(encoding="utf-8")))
    for turn in load_script().turns:
        felt = () if turn.emotion is None else (turn.emotion,)
        assert {*felt, *turn.needs, *turn.acts, *turn.answers} <= names


@needs_flite
def test_rendering_again_gives_the_bundled_speech() -> None:
    """Speaking a turn twice gives the same samples, which are those of the bundled audio up to its noise floor."""
    turn, time = load_script().turns[1], load_timing()[1]
    spoken = render.speak(turn.text, turn.delivery)
    np.testing.assert_array_equal(spoken, render.speak(turn.text, turn.delivery))
    start = round(time.start * render.SAMPLE_RATE_HZ)
    bundled, _ = soundfile.read(sample_path(), start=start, frames=len(spoken), dtype="float32")
    np.testing.assert_allclose(bundled[:, render.CHANNELS[turn.speaker]], spoken, atol=8 / 32768)


def test_a_missing_synthesiser_is_named_with_its_mend(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Without flite the renderer exits 2 with one sentence that says what to install, and writes nothing."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert render.main([str(tmp_path / "call.flac")]) == 2
    assert (
        capsys.readouterr().err
        == "The speech synthesiser flite was not found; install it with `apt-get install flite`.\n"
    )
    assert list(tmp_path.iterdir()) == []


@needs_flite
def test_an_unknown_voice_is_refused() -> None:
    """A voice that flite does not have is named in the error, never replaced by another one in silence."""
    delivery = Delivery(voice="nobody", pace=1.0, pitch_hz=100.0, level_db=-24.0)
    with pytest.raises(render.SpeakingError, match="nobody"):
        render.speak("Hello there.", delivery)
