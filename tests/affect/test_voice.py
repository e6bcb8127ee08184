"""Arousal is heard against the same speaker's usual voice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.affect.voice import Baseline, VoiceTrack, arousal
from tests.affect.voices import spoken

AROUSED = {
    "pitch_hz": 240.0,
    "pitch_spread_semitones": 7.0,
    "energy_db": -27.0,
    "effort_db": -6.0,
    "syllables_per_second": 5.5,
}

prosodies = st.builds(
    spoken,
    pitch_hz=st.floats(65, 600),
    pitch_spread_semitones=st.floats(0, 40),
    energy_db=st.floats(-75, 0),
    effort_db=st.floats(-60, 40),
    syllables_per_second=st.floats(0, 15),
)


def baseline_of(*prosodies):
    baseline = Baseline()
    for prosody in prosodies:
        baseline = baseline.with_utterance(prosody)
    return baseline


@given(st.lists(prosodies, max_size=20), prosodies)
def test_arousal_lies_between_its_ends_and_is_deterministic(before, now):
    """Whatever came before, arousal is -1..1, and the same call gives the same numbers."""
    value = arousal(now, baseline_of(*before))
    assert -1 <= value <= 1
    assert value == arousal(now, baseline_of(*before))


@given(st.lists(prosodies, max_size=15))
def test_a_track_judges_an_utterance_before_it_learns_it(before):
    """A track is the baseline of the utterances before."""
    track, heard = VoiceTrack(), []
    for prosody in before:
        assert track.hear(prosody).arousal == arousal(prosody, baseline_of(*heard))
        heard.append(prosody)


@pytest.mark.parametrize("cue", AROUSED)
def test_every_cue_raises_arousal(cue):
    """Higher, livelier, louder, harder, faster: each alone is heard."""
    usual = baseline_of(*[spoken()] * 4)
    assert arousal(spoken(**{cue: AROUSED[cue]}), usual) > arousal(spoken(), usual) == pytest.approx(0, abs=0.02)


def test_the_usual_is_the_callers_own():
    """A deep voice raised is aroused where a high voice at the same pitch is as always."""
    low, high = baseline_of(*[spoken(pitch_hz=110)] * 4), baseline_of(*[spoken(pitch_hz=200)] * 4)
    assert arousal(spoken(pitch_hz=200), low) > 0.3
    assert arousal(spoken(pitch_hz=200), high) == pytest.approx(0, abs=0.02)


def test_the_line_does_not_matter_after_the_first_words():
    """A quiet line makes no subdued caller: two utterances tell its level."""
    quiet = spoken(energy_db=-55)
    assert arousal(quiet, baseline_of(quiet, quiet)) == pytest.approx(0, abs=0.1)


def test_the_first_utterance_is_judged_a_little():
    """Before anything is known only a voice unusual for anybody moves arousal, and less than it will later."""
    assert abs(arousal(spoken(), Baseline())) < 0.15
    assert (
        0.15 < arousal(spoken(**AROUSED), Baseline()) < 0.8 * arousal(spoken(**AROUSED), baseline_of(*[spoken()] * 4))
    )


def test_one_outburst_does_not_become_the_usual():
    """Median and MAD: an outburst among calm words leaves the next one as striking."""
    calm = [spoken()] * 5
    shaken = baseline_of(*calm, spoken(**AROUSED))
    assert arousal(spoken(**AROUSED), shaken) > 0.9 * arousal(spoken(**AROUSED), baseline_of(*calm))


def test_a_slow_rise_is_still_heard():
    """The baseline is that of the first utterances: getting louder little by little does not hide."""
    track = VoiceTrack()
    readings = [track.hear(spoken(energy_db=-40 + step * 0.5, pitch_hz=170 + 2 * step)) for step in range(40)]
    assert readings[-1].arousal > 0.5
    assert readings[-1].arousal > readings[15].arousal


def test_trust_grows_with_what_was_heard():
    """The reliability of a reading rises with every utterance before it and stays below 1."""
    track = VoiceTrack()
    reliabilities = [track.hear(spoken()).reliability for _ in range(6)]
    assert reliabilities == sorted(set(reliabilities))
    assert 0 < reliabilities[0] < reliabilities[-1] < 1


def test_nothing_heard_changes_nothing():
    """An utterance without a measurable voice is skipped."""
    track = VoiceTrack()
    assert track.hear(None) is None
    assert track.hear(spoken()) == VoiceTrack().hear(spoken())


@pytest.mark.parametrize("changes", [{"pitch_hz": 0.0}, {"energy_db": float("nan")}, {"effort_db": float("inf")}])
def test_impossible_prosody_is_refused(changes):
    """What reaches the core is finite, and a voice has a pitch."""
    with pytest.raises(ValueError, match=r"pitch|finite"):
        spoken(**changes)
