"""Between calls: what begins one, and that no first word is lost."""

import itertools

import numpy as np
import pytest

from assist.audio.chunks import SAMPLE_RATE, Chunk
from assist.audio.listener import Listener
from assist.audio.ring import Ring
from assist.call_settings import CallSettings
from assist.calls.capture import Capture
from assist.calls.standby import SpeechWatch, Standby
from assist.events import SourceLost, SourceRestored
from assist.settings import AudioSettings
from tests.live import LOUD, LoudIsSpeech, PlayedDevices
from tests.scripts import windows


def watched(spans, *, settled=True, until=20.0, level=-55.0):
    """When a call begins on a line with speech in these spans; None if never."""
    watch = SpeechWatch(CallSettings(), 0.5, level, settled=settled)
    return next((scored.end for scored in windows("customer", spans, until) if watch.hear(scored)), None)


def test_speech_of_four_tenths_of_a_second_begins_a_call():
    """Also with short gaps in it."""
    assert watched([(2.0, 4.0)]) == pytest.approx(2.4, abs=0.05)
    assert watched([(2.0, 2.2), (2.5, 2.8)]) == pytest.approx(2.72, abs=0.07)


def test_clicks_begin_none():
    """However many, if there is half a second between them; nor does what is too quiet for a voice."""
    assert watched([(number, number + 0.2) for number in range(1, 19)]) is None
    assert watched([(2.0, 9.0)], level=-10.0) is None


def test_the_last_words_of_a_call_begin_no_new_one():
    """The line must have been quiet for three seconds first."""
    assert watched([(0.0, 1.5), (3.0, 4.0)], settled=False) is None
    assert watched([(0.0, 1.5), (5.0, 6.0)], settled=False) == pytest.approx(5.4, abs=0.05)


class Heard:
    """The next hearer."""

    def __init__(self):
        self.chunks, self.gone = [], []

    def hear(self, chunk):
        self.chunks.append(chunk)

    def lost(self, speaker, reason):
        self.gone.append((speaker, reason))

    def restored(self, speaker):
        self.gone.append((speaker, ""))

    def kept(self):
        return ()


class Rig:
    """A standby on played devices."""

    def __init__(self, *, by_speech=True):
        self.noticed, self.told = [], []
        ear = Listener("customer", Ring(0.1), LoudIsSpeech()) if by_speech else None
        watch = SpeechWatch(CallSettings(), 0.5, -55.0)
        self.standby = Standby(1.0, lambda: self.noticed.append(True), self.told.append, ear, watch)
        self.devices: PlayedDevices
        self.capture = Capture(AudioSettings(), self.standby, self._open)

    def _open(self, *arguments, **callbacks):
        self.devices = PlayedDevices(*arguments, **callbacks)
        return self.devices


def sound_of(chunks, speaker):
    return np.concatenate([chunk.samples for chunk in chunks if chunk.speaker == speaker])


def test_the_call_hears_the_second_before_the_speech_on_both_lines():
    """And everything since, without a gap, though the call was begun only some time later."""
    rig, call = Rig(), Heard()
    rig.devices.play(30.0)
    rig.devices.play(1.6, customer=LOUD, agent=LOUD)
    assert rig.noticed == [True]
    rig.capture.hand_to(call)
    rig.devices.play(1.0)
    for speaker in ("customer", "agent"):
        mine = [chunk for chunk in call.chunks if chunk.speaker == speaker]
        assert mine[0].start_seconds == pytest.approx(29.0, abs=0.05)
        assert all(one.start + len(one.samples) == two.start for one, two in itertools.pairwise(mine))
        assert mine[-1].end_seconds == pytest.approx(32.6, abs=0.1)
        assert np.argmax(sound_of(call.chunks, speaker) > 0) / SAMPLE_RATE == pytest.approx(1.0, abs=0.05)


def test_a_long_preparation_loses_nothing():
    """From the moment that the call has begun nothing is dropped."""
    rig, call = Rig(), Heard()
    rig.devices.play(5.0)
    rig.devices.play(40.0, customer=LOUD)
    rig.capture.hand_to(call)
    rig.devices.play(0.1)
    assert call.chunks[0].start_seconds == pytest.approx(4.0, abs=0.05)


def test_a_call_on_command_hears_the_second_before_it():
    """The first word may have been said already."""
    rig, call = Rig(by_speech=False), Heard()
    rig.devices.play(10.0, customer=LOUD)
    assert rig.noticed == []
    rig.capture.hand_to(call)
    rig.devices.play(1.0)
    assert call.chunks[0].start_seconds == pytest.approx(9.0, abs=0.05)


def test_a_lost_device_is_told_between_calls_and_to_the_next_call():
    """So the agent can plug it in before somebody calls; what is back is not told as lost."""
    rig, call, later = Rig(), Heard(), Heard()
    rig.devices.play(1.0)
    rig.devices.on_lost("agent", "no sound")
    assert rig.told == [SourceLost(speaker="agent", reason="no sound")]
    rig.capture.hand_to(call)
    rig.devices.play(0.1)
    rig.devices.on_restored("agent")
    assert call.gone == [("agent", "no sound"), ("agent", "")]
    rig.capture.hand_to(later)
    rig.devices.play(0.1)
    assert later.gone == []


def test_a_device_that_is_back_is_told():
    """Between calls, too."""
    rig = Rig()
    rig.devices.on_lost("customer", "no sound")
    rig.devices.on_restored("customer")
    assert rig.told[-1] == SourceRestored(speaker="customer")


def test_a_chunk_without_sound_is_no_trouble():
    """A device may deliver nothing."""
    rig = Rig()
    rig.devices.deliver(Chunk("agent", 0, np.zeros(0, np.float32)))
    assert rig.standby.kept() == []
