"""A voice is measured alike on a headset and on a telephone, and its arousal is heard on both."""

import json
import random
import statistics

import numpy as np
import pytest
import soundfile
from sklearn.metrics import roc_auc_score

from assist.affect.prosody import measure
from assist.affect.voice import Baseline, VoiceTrack, arousal
from tests.affect.voices import RATE_HZ, syllables, telephone, voice, wide

HIGH, LOW = {"angry", "fearful", "happy", "surprised"}, {"calm", "sad", "neutral"}

LINES = pytest.mark.parametrize("line", [wide, telephone])


@LINES
@pytest.mark.parametrize("pitch_hz", [75.0, 120.0, 210.0, 400.0, 533.0])
def test_the_pitch_is_found_without_the_fundamental(line, pitch_hz):
    """A telephone cuts everything below 300 Hz; the harmonics still tell the pitch."""
    prosody = measure(line(voice(pitch_hz)))
    assert prosody.pitch_hz == pytest.approx(pitch_hz, rel=0.005)
    assert prosody.pitch_spread_semitones < 0.1
    assert prosody.voiced_share > 0.9


def test_one_voice_measures_alike_on_both_lines():
    """Only the telephone's band is looked at, so the line changes little."""
    near, far = measure(syllables(160, 4)), measure(telephone(syllables(160, 4)))
    assert far.energy_db == pytest.approx(near.energy_db, abs=0.7)
    assert far.effort_db == pytest.approx(near.effort_db, abs=0.7)
    assert far.syllables_per_second == pytest.approx(near.syllables_per_second, abs=0.5)


@LINES
def test_energy_follows_the_level(line):
    """Ten times the amplitude is 20 dB more; nothing else changes."""
    quiet, loud = measure(line(voice(150, level=0.05))), measure(line(voice(150, level=0.5)))
    assert loud.energy_db - quiet.energy_db == pytest.approx(20, abs=0.5)
    assert loud.effort_db == pytest.approx(quiet.effort_db, abs=0.5)


def test_effort_is_the_energy_above_1_khz():
    """A flatter spectrum is a more effortful voice."""
    assert measure(voice(150, tilt=0.5)).effort_db > measure(voice(150, tilt=1.5)).effort_db + 5


@LINES
@pytest.mark.parametrize("per_second", [3, 5])
def test_syllables_are_counted(line, per_second):
    """Swells of the voice are syllable nuclei; per second of speech, so the silence around them does not count."""
    padded = np.pad(syllables(140, per_second), RATE_HZ)
    prosody = measure(line(padded))
    assert round(prosody.syllables_per_second * prosody.seconds) == pytest.approx(2 * per_second, abs=1)


def test_pauses_are_the_silences_between_words():
    """Half a second of silence in the middle is a pause, silence at the ends is none."""
    silence = np.zeros(RATE_HZ // 2, np.float32)
    prosody = measure(np.concatenate([silence, voice(150, 0.6), silence, voice(150, 0.6), silence]))
    assert prosody.pause_seconds == pytest.approx(0.5, abs=0.06)
    assert prosody.seconds == pytest.approx(1.7, abs=0.08)
    assert measure(np.pad(voice(150, 1.0), RATE_HZ)).pause_seconds == 0.0


@LINES
@pytest.mark.parametrize("level", [0.0005, 0.01, 0.2])
def test_noise_has_no_pitch_and_no_judgement(line, level):
    """A hissing line is no voice, and leaves the baseline alone."""
    noise = (level * np.random.default_rng(0).standard_normal(3 * RATE_HZ)).astype(np.float32)
    assert measure(line(noise)) is None
    assert VoiceTrack().hear(measure(line(noise))) is None


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(0, np.float32),
        np.zeros(100, np.float32),
        np.zeros(3 * RATE_HZ, np.float32),
        np.full(RATE_HZ, 0.3, np.float32),
        voice(150, seconds=0.1),
        voice(150, level=1e-5),
    ],
    ids=["nothing", "less than a frame", "silence", "a constant", "a tenth of a second", "inaudible"],
)
def test_too_little_of_a_voice_is_not_measured(samples):
    """No judgement rather than a wrong one."""
    assert measure(samples) is None


def test_a_long_utterance_is_measured_at_its_end():
    """The cost stays bounded, and how it ended counts."""
    assert measure(np.concatenate([voice(120, 20.0), voice(240, 8.0)])).pitch_hz == pytest.approx(240, rel=0.01)


def test_measuring_is_deterministic():
    """The same samples give the same numbers."""
    samples = telephone(syllables(170, 4))
    assert measure(samples) == measure(samples.copy())


@LINES
def test_louder_and_higher_than_usual_is_aroused(line):
    """And softer and lower is subdued; the usual voice is neither."""
    usual = measure(line(syllables(150, 4)))
    baseline = Baseline()
    for _ in range(4):
        baseline = baseline.with_utterance(usual)
    shouted, murmured = measure(line(3 * syllables(200, 4))), measure(line(0.3 * syllables(130, 4)))
    assert arousal(murmured, baseline) < -0.3
    assert arousal(usual, baseline) == pytest.approx(0, abs=0.1)
    assert arousal(shouted, baseline) > 0.3


@LINES
def test_acted_voices_separate_by_arousal(line, shared_data):
    """Each actor as one caller, neutral first, then any order, judged as in a call; nothing was fitted on them."""
    folder = shared_data / "voice" / "ravdess_actors_1_8"
    if not folder.is_dir():
        pytest.skip("the acted voices (voice/ravdess_actors_1_8) are not on this machine")
    actors: dict[int, list[tuple[str, object]]] = {}
    for text in (folder / "labels.jsonl").read_text().splitlines():
        row = json.loads(text)
        samples, _ = soundfile.read(folder / row["file"], dtype="float32")
        actors.setdefault(row["actor"], []).append((row["emotion"], measure(line(samples))))
    per_actor = {
        actor: statistics.mean(area(call) for call in calls_of(clips, actor)) for actor, clips in actors.items()
    }
    assert statistics.mean(per_actor.values()) >= 0.88, per_actor
    assert min(per_actor.values()) >= 0.74, per_actor


def calls_of(clips, seed, orders=10):
    """The arousal of every clip of one actor, each against those before it, in calls of different order."""
    shuffled = random.Random(seed)
    for _ in range(orders):
        order = sorted(shuffled.sample(clips, len(clips)), key=lambda clip: clip[0] != "neutral")
        track = VoiceTrack()
        heard = [(emotion, track.hear(prosody)) for emotion, prosody in order]
        yield [(emotion, reading.arousal) for emotion, reading in heard if reading and emotion in HIGH | LOW]


def area(judged):
    """Area under the ROC curve of high against low arousal."""
    return roc_auc_score([emotion in HIGH for emotion, _ in judged], [value for _, value in judged])
