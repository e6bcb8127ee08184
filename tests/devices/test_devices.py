"""`assist devices`: which inputs there are, whom each would carry and why, and how loud each is."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from assist.audio.chunks import Chunk
from assist.audio.devices import Device
from assist.audio.system import AudioSystem
from assist.devices.command import keys, picture, plain
from assist.devices.gauge import Gauge, bar
from assist.devices.listing import Listing, make_listing
from assist.devices.meters import Meters
from assist.settings import AudioSettings
from tests.audio.sound_system import Clock, SoundSystem, desk, system_on
from tests.live import LoudIsSpeech
from tests.pulse import pulse_rig

ROOT = Path(__file__).resolve().parents[2]


def listing_of(sounddevice: SoundSystem, **names: str) -> tuple[Listing, AudioSystem]:
    """What is listed with these settings."""
    system = system_on(sounddevice)[0]
    return make_listing(system.devices(), AudioSettings(**names)), system


def test_a_list_says_whom_each_input_would_carry_and_why() -> None:
    """In two groups; by default and by name."""
    assert plain(listing_of(desk())[0]) == (
        "Microphones and other inputs\n"
        "  * Headset Microphone  [ALSA, 1 ch, 16 kHz]  the agent: the system's default microphone\n"
        "What is played: loopbacks and monitors\n"
        "  * Monitor of Headset  [ALSA, 2 ch, 48 kHz]  the customer: the first that carries what is played\n"
    )
    named = plain(listing_of(desk(), customer_device="headset micro", agent_device="jabra")[0])
    assert "* Headset Microphone  [ALSA, 1 ch, 16 kHz]  the customer: audio.customer_device=headset micro\n" in named
    assert "  Monitor of Headset  [ALSA, 2 ch, 48 kHz]\n" in named
    assert named.endswith(
        "audio.agent_device=jabra: there is no such input; 'assist devices' lists them all.\n"
    )  # fmt: skip


def test_a_muted_input_is_told() -> None:
    """It would be taken, and nothing would be heard."""
    device = Device(0, "Headset", "PulseAudio", 1, 48_000, is_loopback=False, is_default=True, is_muted=True)
    (listed,) = make_listing([device], AudioSettings()).all()
    assert listed.use == "the agent: the system's default microphone, but muted in the system's sound settings"


def sound(level: float, seconds: float = 0.512) -> Chunk:
    """A sound of a level (0..1)."""
    return Chunk("agent", 0, np.full(round(16_000 * seconds), level, np.float32))


@pytest.mark.parametrize(
    ("sounds", "is_loopback", "verdict"),
    [
        ([0.0], False, ""),
        ([0.0] * 7, False, "nothing heard"),
        ([0.0] * 7, True, "nothing plays"),
        ([0.1], False, "speech"),
        ([0.1, 0.0, 0.0], False, ""),
        ([0.1, 0.0, 0.99], False, "too loud"),
        ([0.99, *[0.0] * 7], False, ""),
    ],
)
def test_a_meter_says_what_is_wrong_and_who_speaks(sounds: list[float], is_loopback: bool, verdict: str) -> None:
    """Silence for three seconds, clipping within the last three, speech."""
    gauge = Gauge(LoudIsSpeech())
    for level in sounds:
        gauge.hear(sound(level))
    assert gauge.verdict(is_loopback=is_loopback) == verdict


def test_a_meter_rises_at_once_falls_slowly_and_holds_its_peak() -> None:
    """As meters do; a bar shows both."""
    gauge = Gauge(LoudIsSpeech())
    gauge.hear(sound(0.1))
    assert (round(gauge.level_db), round(gauge.peak_db)) == (-20, -20)
    gauge.hear(sound(0.0))
    assert (round(gauge.level_db), round(gauge.peak_db)) == (-40, -20)
    gauge.hear(sound(0.0, 2.048))
    assert gauge.peak_db == -120.0
    assert bar(-40.0, -20.0, 12) == "████···▏····"
    assert bar(3.0, 3.0, 4) == "████"
    assert bar(-120.0, -120.0, 4) == "····"


def test_the_picture_shows_levels_and_why_a_device_is_not_open() -> None:
    """In 80 columns."""
    sounddevice = desk(refuses=lambda **options: "Device unavailable" if options["device"] == 1 else "")
    listing, system = listing_of(sounddevice)
    clock = Clock()
    with Meters(system, listing.all(), LoudIsSpeech, clock) as meters:
        for _ in range(20):
            clock.now += 0.032
            sounddevice.streams[0].hear_block(0.1)
        meters.read()
        console = Console(width=80, record=True, file=open(os.devnull, "w"))  # noqa: SIM115, PTH123
        console.print(picture(listing, meters))
        console.file.close()
    shown = "\n".join(line.rstrip() for line in console.export_text().splitlines())
    assert "*  Headset Microphone  ----------------           cannot be heard\n" in shown
    assert "*  Monitor of Headset  ███████████·····   -20 dB  speech\n" in shown
    assert "* Monitor of Headset carries the customer: the first that carries what is\nplayed.\n" in shown
    assert "The agent's device 'Headset Microphone' cannot be opened (Device unavailable);" in shown
    assert all(len(line) <= 80 for line in shown.splitlines())
    assert sounddevice.open_streams() == []


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A sound server."""
    with pulse_rig(tmp_path_factory.mktemp("pulse")) as environment:
        yield {**environment, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}


@pytest.mark.audio
def test_a_pipe_and_a_program_get_a_plain_list(rig: dict[str, str]) -> None:
    """Without a colour, a meter or a wait."""
    command = [sys.executable, "-m", "assist", "devices", "--set", "audio.agent_device=agent_line"]
    listed = subprocess.run(command, env=rig, capture_output=True, text=True, check=True).stdout
    assert "* Monitor of Null Output (customer.monitor)  [PulseAudio, 1 ch, 48 kHz]  the customer: what the" in listed
    assert "\x1b" not in listed
    rows = subprocess.run([*command, "--json"], env=rig, capture_output=True, text=True, check=True).stdout
    carries = {row["name"]: row["carries"] for row in map(json.loads, rows.splitlines())}
    assert carries["agent_line"] == {"agent": "audio.agent_device=agent_line"}
    assert carries["Monitor of Null Output (agentmic.monitor)"] == {}


@pytest.mark.audio
def test_a_terminal_gets_meters_until_q(rig: dict[str, str]) -> None:
    """Nothing is left behind in the terminal's settings, and no process."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "assist", "devices", "--watch"],
        env={**rig, "TERM": "xterm"}, stdin=slave, stdout=slave, stderr=subprocess.PIPE,
    )  # fmt: skip
    shown, ends_at = b"", time.monotonic() + 30.0
    while b"nothing plays" not in shown and time.monotonic() < ends_at:
        if select.select([master], [], [], 1.0)[0]:
            shown += os.read(master, 65_536)
    os.write(master, b"q")
    while process.poll() is None and time.monotonic() < ends_at:
        if select.select([master], [], [], 0.1)[0]:
            os.read(master, 65_536)
    assert process.wait(5.0) == 0
    assert "Monitor of Null Output (custom" in shown.decode(errors="replace")
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    os.close(slave)
    os.close(master)


def test_no_key_is_missed_where_several_are_pressed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The q of somebody who hit another key with it ends the meters, too."""
    keyboard, terminal = pty.openpty()
    with os.fdopen(terminal) as stdin, os.fdopen(keyboard, "wb", buffering=0) as typed:
        monkeypatch.setattr(sys, "stdin", stdin)
        with keys() as pressed:
            typed.write(b"xq")
            assert select.select([stdin], [], [], 10.0)[0]
            assert "".join(pressed() for _ in range(3)) == "xq"
