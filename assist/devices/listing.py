"""Inputs in groups, and which of them a call would take for whom. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assist.audio.devices import Device, find_device
from assist.errors import SourceError
from assist.events import SPEAKERS, Speaker
from assist.settings import AudioSettings

INPUTS = "Microphones and other inputs"
PLAYED = "What is played: loopbacks and monitors"


@dataclass(frozen=True, slots=True)
class Listed:
    """An input, and for whom a call would take it.

    Attributes:
        carries: each speaker whom it would carry, with the reason.
    """

    device: Device
    carries: Mapping[Speaker, str]

    @property
    def format(self) -> str:
        """Its system, channels and rate."""
        device = self.device
        return f"{device.host_api}, {device.channels} ch, {device.rate_hz / 1000:g} kHz"

    @property
    def use(self) -> str:
        """For whom it would be taken, and why; empty for nobody."""
        said = "; ".join(f"the {speaker}: {why}" for speaker, why in self.carries.items())
        return f"{said}, but muted in the system's sound settings" if said and self.device.is_muted else said

    def to_json(self) -> dict[str, Any]:
        """All of it, for programs."""
        return {**asdict(self.device), "carries": dict(self.carries)}


@dataclass(frozen=True, slots=True)
class Listing:
    """All inputs.

    Attributes:
        groups: by what they hear, each in the system's order.
        lacking: a sentence for each speaker whom nothing would carry.
    """

    groups: Mapping[str, Sequence[Listed]]
    lacking: Sequence[str]

    def all(self) -> list[Listed]:
        """Group after group."""
        return [listed for group in self.groups.values() for listed in group]


def make_listing(devices: Sequence[Device], settings: AudioSettings) -> Listing:
    """Group them, and choose as a call would."""
    names: dict[Speaker, str] = {"customer": settings.customer_device, "agent": settings.agent_device}
    chosen: dict[Speaker, Device] = {}
    lacking: list[str] = []
    for speaker in SPEAKERS:
        try:
            chosen[speaker] = find_device(names[speaker], speaker, devices)
        except SourceError as error:
            lacking.append(str(error))
    listed = [
        Listed(device, {who: _why(who, names[who], device) for who, taken in chosen.items() if taken == device})
        for device in devices
    ]
    groups = {
        INPUTS: [one for one in listed if not one.device.is_loopback],
        PLAYED: [one for one in listed if one.device.is_loopback],
    }
    return Listing({title: group for title, group in groups.items() if group}, lacking)


def _why(speaker: Speaker, name: str, device: Device) -> str:
    if name:
        return f"audio.{speaker}_device={name}"
    if speaker == "customer":
        return "what the default output plays" if device.is_default else "the first that carries what is played"
    return "the system's default microphone" if device.is_default else "the first microphone"
