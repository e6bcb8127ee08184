"""A speaker keeps a device, whatever becomes of the devices. Time is moved by hand; nothing runs by itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from assist.audio.keeper import LOOK_SECONDS, Keeper
from assist.audio.seat import FIRST_RETRY_SECONDS, LONGEST_RETRY_SECONDS
from assist.errors import SourceError
from tests.audio.sound_system import (
    MICROPHONE,
    MONITOR,
    SPEAKERS,
    Clock,
    PortAudioError,
    RawStream,
    SoundSystem,
    desk,
    system_on,
)

WEBCAM = ("Webcam", 1, 48_000.0)


class Kept:
    """A keeper on devices of a test's."""

    def __init__(self, sounddevice: SoundSystem, *, agent: str = "", customer: str = "", looks_often: bool = False):
        self.sounddevice, self.clock = sounddevice, Clock()
        self.posted: list[tuple[str, str, int]] = []
        system, self.seen = system_on(sounddevice, looks_often=looks_often)
        self.keeper = Keeper({"customer": customer, "agent": agent}, system, self._post, 4.0, self.clock)
        self.keeper.open()

    def _post(self, attachment: Any, block: Any, _overflowed: bool) -> None:
        self.posted.append((attachment.speaker, attachment.device.name, attachment.device.rate_hz))

    def after(self, seconds: float, *, silent: str = "") -> None:
        """Time passes; all devices deliver but one, and the keeper takes a step each half second."""
        for _ in range(round(seconds / 0.5)):
            self.clock.now += 0.5
            for stream in self.sounddevice.open_streams():
                if stream.active and stream.name != silent:
                    stream.hear_block()
            self.keeper.step()

    def held(self, speaker: Any) -> tuple[str, int] | None:
        """The device that a speaker has, and its rate."""
        attachment = self.keeper.attachment(speaker)
        return (attachment.device.name, attachment.device.rate_hz) if attachment else None


def test_a_pulled_plug_is_told_and_the_device_taken_again_by_its_name() -> None:
    """Its number has changed meanwhile; the other device goes on, but for the moment in which PortAudio starts anew."""
    kept = Kept(desk(), agent="headset microphone")
    kept.after(1.0)
    customer = kept.keeper.attachment("customer")
    kept.sounddevice.pull_out("Headset Microphone")
    kept.after(1.0)
    assert kept.held("agent") is None
    assert kept.keeper.why("agent") == (
        "The agent's device 'Headset Microphone' is gone; plug it in again, and Attune goes on with it."
    )
    assert kept.keeper.attachment("customer") is customer
    assert kept.keeper.interruptions == 0
    kept.after(20.0)
    assert kept.keeper.attachment("customer") is customer, "looking disturbs nobody"
    kept.sounddevice.plugged = [WEBCAM, SPEAKERS, MONITOR, MICROPHONE]
    kept.after(LONGEST_RETRY_SECONDS + 1.0)
    assert kept.held("agent") == ("Headset Microphone", 16_000)
    assert kept.held("customer") == ("Monitor of Headset", 48_000)
    assert kept.keeper.why("agent") == ""
    assert kept.keeper.interruptions == 1, "the customer's device was opened anew"
    assert len(kept.sounddevice.open_streams()) == 2


def test_attempts_become_rarer_and_never_end() -> None:
    """From half a second to five; the first after a device that was heard comes at once."""
    kept = Kept(desk(), agent="headset")
    kept.after(1.0)
    kept.sounddevice.pull_out("Headset Microphone")
    looks: list[float] = []
    for _ in range(100):
        before = kept.seen.looks
        kept.after(0.5)
        looks += [kept.clock.now] * (kept.seen.looks - before)
    pauses = np.diff(looks)
    assert looks[0] == 1.5
    assert pauses[0] == FIRST_RETRY_SECONDS
    assert list(pauses) == sorted(pauses)
    assert pauses[-1] == LONGEST_RETRY_SECONDS
    assert looks[-1] > 45.0


def test_a_desk_whose_headset_is_not_there_yet_is_waited_for() -> None:
    """At nine o'clock: one sentence, and a running engine; the other line is heard."""
    kept = Kept(SoundSystem(SPEAKERS, MONITOR), agent="Jabra")
    assert kept.keeper.why("agent").startswith("audio.agent_device=Jabra: there is no such input")
    assert kept.held("customer") == ("Monitor of Headset", 48_000)
    kept.sounddevice.plugged.append(("Jabra Evolve", 1, 48_000.0))
    kept.after(6.0)
    assert kept.held("agent") == ("Jabra Evolve", 48_000)


def test_a_machine_without_any_device_is_waited_for() -> None:
    """Both lines say so."""
    kept = Kept(SoundSystem())
    for speaker in ("customer", "agent"):
        assert "This machine has no audio input; connect a microphone" in kept.keeper.why(speaker)
    kept.sounddevice.plugged = [MICROPHONE, MONITOR]
    kept.after(6.0)
    assert kept.held("agent") == ("Headset Microphone", 16_000)
    assert kept.held("customer") == ("Monitor of Headset", 48_000)


def test_the_new_default_is_followed_where_no_device_is_named() -> None:
    """And only there."""
    for named, expected in (("", "Webcam"), ("Headset Micro", "Headset Microphone")):
        kept = Kept(desk(), agent=named, looks_often=True)
        kept.after(1.0)
        kept.sounddevice.plugged = [SPEAKERS, MICROPHONE, MONITOR, WEBCAM]
        kept.sounddevice.plugged_default = 3
        kept.after(LOOK_SECONDS + 1.0)
        assert kept.held("agent") == (expected, 48_000 if expected == "Webcam" else 16_000)
        assert kept.held("customer") == ("Monitor of Headset", 48_000)


def test_a_default_that_comes_and_goes_leaves_the_line_on_what_there_is() -> None:
    """The default microphone is pulled out: the system's new default takes its place."""
    kept = Kept(SoundSystem(SPEAKERS, MICROPHONE, MONITOR, WEBCAM, default=1))
    kept.after(1.0)
    kept.sounddevice.pull_out("Headset Microphone")
    kept.sounddevice.plugged_default = 2
    kept.after(1.0)
    assert kept.held("agent") == ("Webcam", 48_000)


def test_another_native_rate_is_taken_over() -> None:
    """A Bluetooth headset whose microphone is switched on has 16 kHz where it had 48."""
    kept = Kept(SoundSystem(("Buds", 1, 48_000.0), MONITOR), agent="buds", looks_often=True)
    kept.after(1.0)
    kept.sounddevice.plugged = [("Buds", 1, 16_000.0), MONITOR]
    kept.after(LOOK_SECONDS + 1.0)
    assert kept.held("agent") == ("Buds", 16_000)
    assert ("agent", "Buds", 16_000) in kept.posted


def test_a_device_that_another_program_holds_is_told_and_tried_again() -> None:
    """With what to do; as soon as it is free it is heard."""
    held = "Device unavailable [PaErrorCode -9985]"
    system = desk(refuses=lambda **options: held if options["device"] == 1 else "")
    kept = Kept(system)
    why = kept.keeper.why("agent")
    assert why.startswith(f"The agent's device 'Headset Microphone' cannot be opened ({held}); close what else uses it")
    assert "exclusively" in why
    assert "audio.agent_device" in why
    kept.after(20.0)
    assert kept.held("customer") == ("Monitor of Headset", 48_000)
    assert kept.keeper.interruptions == 1, "it might have been plugged in again; that is doubted only once"
    system.refuses = lambda **_: ""
    kept.after(5.0)
    assert kept.held("agent") == ("Headset Microphone", 16_000)
    assert kept.keeper.why("agent") == ""


def test_a_microphone_that_says_it_is_open_and_delivers_nothing_is_opened_again() -> None:
    """Drivers that do not notice their device's end; a loopback may be silent for as long as it likes."""
    kept = Kept(desk())
    kept.after(1.0)
    first = kept.keeper.attachment("agent")
    customer = kept.keeper.attachment("customer")
    for _ in range(10):
        kept.clock.now += 0.5
        kept.keeper.step()
    assert kept.keeper.attachment("agent") is not first
    assert kept.held("agent") == ("Headset Microphone", 16_000)
    assert kept.keeper.attachment("customer") is customer
    stream: RawStream = kept.sounddevice.open_streams("Headset Microphone")[-1]
    stream.hear_block()
    assert kept.posted[-1][:2] == ("agent", "Headset Microphone")


def test_a_sound_service_that_fails_is_told_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The keeper's thread goes on; what is still heard stays."""
    kept = Kept(SoundSystem(MONITOR, default=-1))
    kept.after(1.0)

    def fail() -> None:
        raise kept.sounddevice.PortAudioError("host error")

    kept.sounddevice.pull_out("Monitor of Headset")
    monkeypatch.setattr(kept.sounddevice, "_terminate", fail)
    kept.keeper.wake()
    kept.keeper.start()
    for _ in range(200):
        kept.clock.now += 0.5
        if "PortAudio cannot be started anew (host error)" in kept.keeper.why("agent"):
            break
        kept.keeper._woken.set()
        kept.keeper._stopping.wait(0.02)
    else:
        pytest.fail(kept.keeper.why("agent"))
    monkeypatch.undo()
    kept.keeper.stop()


def test_portaudio_that_could_not_start_again_is_started_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The service was away for a moment; what has been ended once cannot be ended again."""
    kept = Kept(desk())
    started = [True]
    end, begin = kept.sounddevice._terminate, kept.sounddevice._initialize

    def terminate() -> None:
        if not started[0]:
            raise kept.sounddevice.PortAudioError("PortAudio not initialized")
        started[0] = False
        end()

    def fail() -> None:
        raise kept.sounddevice.PortAudioError("host error")

    def initialize() -> None:
        started[0] = True
        begin()

    monkeypatch.setattr(kept.sounddevice, "_terminate", terminate)
    monkeypatch.setattr(kept.sounddevice, "_initialize", fail)
    library = kept.keeper._system._libraries["sounddevice"]
    for _ in range(2):
        with pytest.raises(SourceError, match="cannot be started anew"):
            library.refresh()
    monkeypatch.setattr(kept.sounddevice, "_initialize", initialize)
    kept.after(2.0)
    assert kept.held("agent") == ("Headset Microphone", 16_000)
    assert kept.held("customer") == ("Monitor of Headset", 48_000)


def test_a_stream_is_not_asked_while_it_is_closed() -> None:
    """Closing takes a while on the keeper's thread; another thread that asks then would ask freed memory."""
    kept = Kept(desk())
    attachment = kept.keeper.attachment("agent")
    assert attachment is not None
    assert attachment.stream is not None
    raw = kept.sounddevice.open_streams("Headset Microphone")[0]
    seen: list[bool] = []
    raw.stop = lambda *, ignore_errors: seen.append(attachment.is_alive)  # type: ignore[method-assign]
    attachment.stream.close()
    assert seen == [False]


def test_a_stream_that_cannot_be_asked_is_dead() -> None:
    """A driver that refuses even that; the device is looked for like any lost one."""

    class Broken(RawStream):
        @property
        def active(self) -> bool:
            raise PortAudioError("Unanticipated host error")

        @active.setter
        def active(self, _value: bool) -> None:
            """Not to be set."""

    kept = Kept(desk())
    kept.after(1.0)
    raw = kept.sounddevice.open_streams("Headset Microphone")[0]
    raw.__class__ = Broken
    kept.clock.now += 0.5
    kept.keeper.step()
    assert raw.closed
    assert kept.held("agent") == ("Headset Microphone", 16_000)


def test_a_look_at_some_libraries_says_nothing_about_who_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes a while, and meanwhile the next attempt may come due: that waits for a look at all."""
    kept = Kept(SoundSystem(MONITOR, default=-1), agent="Jabra", looks_often=True)
    kept.after(LONGEST_RETRY_SECONDS * 4)
    why = kept.keeper.why("agent")
    system = kept.keeper._system
    look = system.look

    def slowly(among: Any = None) -> Any:
        kept.clock.now += 10.0
        return look(among) if among is None else []

    monkeypatch.setattr(system, "look", slowly)
    seat = kept.keeper._seats["agent"]
    seat._retry_at = kept.clock.now + 1.0
    kept.keeper._look_at = kept.clock.now
    kept.keeper.step()
    assert kept.keeper.why("agent") == why


def test_a_device_that_takes_long_to_open_is_given_time_to_deliver() -> None:
    """A Bluetooth headset changes its profile for seconds; closed and opened again it would do so for ever."""
    slow: list[Clock] = []

    def hesitate(**options: Any) -> str:
        for clock in slow:
            clock.now += 6.0 * (options["samplerate"] == MICROPHONE[2])
        return ""

    kept = Kept(desk(refuses=hesitate), agent="headset microphone")
    kept.after(1.0)
    kept.sounddevice.pull_out("Headset Microphone")
    kept.after(1.0)
    kept.sounddevice.plugged.append(MICROPHONE)
    slow.append(kept.clock)
    while kept.keeper.attachment("agent") is None:
        kept.after(0.5, silent="Headset Microphone")
    attachment = kept.keeper.attachment("agent")
    kept.after(1.0, silent="Headset Microphone")
    assert kept.keeper.attachment("agent") is attachment
    kept.after(6.0, silent="Headset Microphone")
    assert kept.keeper.attachment("agent") is not attachment, "its time is over"
