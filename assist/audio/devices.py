"""Which inputs this machine has, and which of them carries whom."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assist.errors import SourceError
from assist.events import Speaker

_FAR_END = re.compile(
    r"monitor|loopback|stereo mix|what u hear|wave out mix|blackhole|soundflower|vb-audio|cable output", re.I
)
"""How systems and virtual cables name inputs that carry what is being played."""


@dataclass(frozen=True, slots=True)
class Device:
    """An audio input.

    Attributes:
        index: PortAudio's number.
        name: as the system shows it.
        host_api: for example ALSA, Windows WASAPI, Core Audio.
        channels: how many it records at once.
        rate_hz: its native sample rate.
        is_loopback: probably carries what is being played (a loopback, monitor or virtual cable).
        is_default: the system's default input.
    """

    index: int
    name: str
    host_api: str
    channels: int
    rate_hz: int
    is_loopback: bool
    is_default: bool


def load_sounddevice() -> Any:
    """The sounddevice module.

    Raises:
        SourceError: it or the PortAudio library is not installed.
    """
    try:
        import sounddevice  # noqa: PLC0415 - starts PortAudio, and only live calls need it
    except OSError as error:
        raise SourceError(
            "Live audio needs the PortAudio library; install it ('sudo apt-get install libportaudio2' on Debian)."
        ) from error
    except ImportError as error:
        raise SourceError("Live audio needs sounddevice; install it with 'pip install sounddevice'.") from error
    return sounddevice


def list_devices(sounddevice: Any = None) -> list[Device]:
    """All inputs, in PortAudio's order; empty where there is none.

    Raises:
        SourceError: PortAudio is missing or fails.
    """
    sounddevice = sounddevice or load_sounddevice()
    try:
        apis = [api["name"] for api in sounddevice.query_hostapis()]
        devices = list(sounddevice.query_devices())
        default = sounddevice.default.device[0]
    except sounddevice.PortAudioError as error:
        raise SourceError(f"The audio devices cannot be listed ({error}); restart the sound service.") from error
    return [
        Device(
            index=index,
            name=str(device["name"]),
            host_api=apis[device["hostapi"]],
            channels=int(device["max_input_channels"]),
            rate_hz=round(device["default_samplerate"]),
            is_loopback=bool(_FAR_END.search(device["name"])),
            is_default=index == default,
        )
        for index, device in enumerate(devices)
        if device["max_input_channels"] > 0
    ]


def find_device(name: str, role: Speaker, devices: Sequence[Device]) -> Device:
    """The input that carries a speaker.

    Args:
        name: its name or a part of it, in any case; empty chooses a monitor for the customer and the system's default
            input for the agent.
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
        loopback = next((device for device in devices if device.is_loopback), None)
        if loopback is None:
            raise SourceError(
                "No input carries the customer's voice; set audio.customer_device to one that 'assist devices' lists, "
                "or add a monitor or loopback."
            )
        return loopback
    microphones = [device for device in devices if not device.is_loopback] or list(devices)
    return next((device for device in microphones if device.is_default), microphones[0])


def _named(name: str, role: Speaker, devices: Sequence[Device]) -> Device:
    wanted = name.casefold()
    exact = [device for device in devices if device.name.casefold() == wanted]
    partly = [device for device in devices if wanted in device.name.casefold()]
    for device in (*exact, *partly):
        return device
    near = difflib.get_close_matches(name, [device.name for device in devices], n=1, cutoff=0.4)
    mend = f"did you mean '{near[0]}'? " if near else ""
    raise SourceError(f"audio.{role}_device={name}: there is no such input; {mend}'assist devices' lists them all.")
