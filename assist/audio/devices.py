"""Which inputs there can be, and which of them carries whom. Pure."""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from assist.errors import SourceError
from assist.events import Speaker

_FAR_END = re.compile(
    r"monitor|loopback|stereo mix|what u hear|wave out mix|blackhole|soundflower|vb-audio|cable output", re.I
)
"""How systems and virtual cables name inputs that carry what is being played."""

_FAR_END_MEND = {
    "win32": "install what records it, 'pip install attune-assist[loopback]'",
    "darwin": "install a virtual device such as BlackHole and have it played too (docs/audio.md)",
    "linux": "install what lists the monitors of your sound server ('sudo apt-get install pulseaudio-utils' on Debian)",
}
_OTHER_MEND = "add a monitor or loopback"


@dataclass(frozen=True, slots=True)
class Device:
    """An audio input.

    Attributes:
        index: its library's number; another one after it was plugged in again.
        name: as the system shows it.
        host_api: for example ALSA, Windows WASAPI, Core Audio, PulseAudio.
        channels: how many it records at once.
        rate_hz: its native sample rate.
        is_loopback: probably carries what is being played (a loopback, monitor or virtual cable).
        is_default: the system's default input, or the loopback of its default output.
        library: which of our libraries opens it.
        handle: the system's own name for it, where that is another one.
        is_muted: switched off in the system's sound settings.
    """

    index: int
    name: str
    host_api: str
    channels: int
    rate_hz: int
    is_loopback: bool
    is_default: bool
    library: str = "sounddevice"
    handle: str = ""
    is_muted: bool = False

    def is_same(self, other: Device) -> bool:
        """Whether both are one device, at another number, rate or state."""
        return (self.library, self.host_api, self.handle or self.name) == (
            other.library,
            other.host_api,
            other.handle or other.name,
        )


def carries_far_end(name: str) -> bool:
    """Whether an input of this name probably carries what is being played."""
    return bool(_FAR_END.search(name))


def find_device(name: str, role: Speaker, devices: Sequence[Device]) -> Device:
    """The input that carries a speaker.

    Args:
        name: its name or a part of it, in any case; empty chooses for the customer what the default output plays (a
            loopback or monitor) and for the agent the system's default microphone.
        role: whom it carries.
        devices: what there is.

    Raises:
        SourceError: there is none.
    """
    if not devices:
        raise SourceError(
            "This machine has no audio input; connect a microphone or start the sound service, "
            "then look with 'assist devices'."
        )
    if name:
        return _named(name, role, devices)
    if role == "customer":
        fitting = [device for device in devices if device.is_loopback]
        lacking = (
            f"No input carries the customer's voice; {_FAR_END_MEND.get(sys.platform, _OTHER_MEND)}, "
            "or set audio.customer_device to one that 'assist devices' lists."
        )
    else:
        # Another library's inputs are the same microphones under other names, or lead back to the default one.
        fitting = [device for device in devices if not device.is_loopback and device.library == devices[0].library]
        lacking = (
            "There is no microphone; connect a headset, or set audio.agent_device to an input that 'assist devices' "
            "lists."
        )
    if not fitting:
        raise SourceError(lacking)
    return next((device for device in fitting if device.is_default), fitting[0])


def _named(name: str, role: Speaker, devices: Sequence[Device]) -> Device:
    wanted = name.casefold()
    exact = [device for device in devices if wanted in (device.name.casefold(), device.handle.casefold())]
    partly = [device for device in devices if wanted in device.name.casefold()]
    # "Jabra" is the headset's microphone for the agent, also while only its monitor is there: that is the customer.
    if role == "customer":
        partly.sort(key=lambda device: not device.is_loopback)
    elif not carries_far_end(name):
        partly = [device for device in partly if not device.is_loopback]
    for device in (*exact, *partly):
        return device
    near = difflib.get_close_matches(name, [device.name for device in devices], n=1, cutoff=0.4)
    mend = f"did you mean '{near[0]}'? " if near else ""
    raise SourceError(f"audio.{role}_device={name}: there is no such input; {mend}'assist devices' lists them all.")
