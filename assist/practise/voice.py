"""The customer's voice: whatever speech synthesiser the machine has. It speaks by itself, nothing is recorded."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from assist.practise.scenario import Persona

NO_VOICE = (
    "There is no speech synthesiser on this machine, so the customer is text only; "
    "install one with `apt-get install flite` or `apt-get install espeak-ng`."
)
_BROKEN = "The customer cannot be heard: {name} stopped with an error; check the sound output, and read on meanwhile."
_WORDS_PER_MINUTE = 165

Which = Callable[[str], str | None]


class Voice(Protocol):
    """Speaks one line at a time."""

    name: str

    @property
    def speaking(self) -> bool:
        """Whether a line is being spoken."""
        ...

    def speak(self, text: str, persona: Persona) -> None:
        """Begin to speak; what was being spoken is cut off."""
        ...

    def hush(self) -> None:
        """Stop speaking."""
        ...

    def complaint(self) -> str:
        """A sentence if the last line could not be spoken; empty otherwise."""
        ...


@dataclass(frozen=True, slots=True)
class Synthesiser:
    """A program that speaks: its command for a persona. It reads the words from standard input."""

    name: str
    command: Callable[[str, Persona], Sequence[str]]


def _flite(program: str, persona: Persona) -> Sequence[str]:
    name, pitch = ("slt", 180) if persona.voice == "female" else ("rms", 105)
    pitch -= 15 if persona.age > 60 else 0
    settings = ["--setf", f"duration_stretch={persona.pace}", "--setf", f"int_f0_target_mean={pitch}"]
    return [program, "-voice", name, *settings, "-f", "/dev/stdin", "-o", "play"]


def _espeak(program: str, persona: Persona) -> Sequence[str]:
    variant = "f3" if persona.voice == "female" else "m3"
    return [program, "-v", f"en+{variant}", "-s", str(round(_WORDS_PER_MINUTE / persona.pace)), "--stdin"]


def _say(program: str, persona: Persona) -> Sequence[str]:
    name = "Samantha" if persona.voice == "female" else "Daniel"
    return [program, "-v", name, "-r", str(round(_WORDS_PER_MINUTE / persona.pace)), "-f", "-"]


def _sapi(program: str, persona: Persona) -> Sequence[str]:
    rate = max(-10, min(10, round((1.0 - persona.pace) * 20)))
    gender = "Female" if persona.voice == "female" else "Male"
    script = (
        "Add-Type -AssemblyName System.Speech; $v = New-Object System.Speech.Synthesis.SpeechSynthesizer; "
        f"$v.SelectVoiceByHints('{gender}'); $v.Rate = {rate}; $v.Speak([Console]::In.ReadToEnd())"
    )
    return [program, "-NoProfile", "-Command", script]


_ON_PATH = (
    ("say", Synthesiser("say", _say), "darwin"),
    ("powershell", Synthesiser("Windows voice", _sapi), "win32"),
    ("flite", Synthesiser("flite", _flite), ""),
    ("espeak-ng", Synthesiser("espeak-ng", _espeak), ""),
)
"""In order of choice; where a platform is named, only there."""


class SpokenVoice:
    """A synthesiser as a child process."""

    def __init__(self, program: str, synthesiser: Synthesiser) -> None:
        self.name = synthesiser.name
        self._program = program
        self._synthesiser = synthesiser
        self._process: subprocess.Popen[bytes] | None = None
        self._hushed = False

    @property
    def speaking(self) -> bool:
        """Whether a line is being spoken."""
        return self._process is not None and self._process.poll() is None

    def speak(self, text: str, persona: Persona) -> None:
        """Begin to speak; what was being spoken is cut off."""
        self.hush()
        self._hushed = False
        process = subprocess.Popen(
            self.command(persona),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._process = process
        with contextlib.suppress(BrokenPipeError):  # it has stopped already; `complaint` tells
            if process.stdin is not None:
                process.stdin.write(text.encode())
                process.stdin.close()

    def command(self, persona: Persona) -> list[str]:
        """How the program is called for a persona; the words come on its standard input."""
        return list(self._synthesiser.command(self._program, persona))

    def hush(self) -> None:
        """Stop speaking."""
        if self._process is not None and self.speaking:
            self._hushed = True
            self._process.terminate()
            self._process.wait()

    def complaint(self) -> str:
        """A sentence if the last line could not be spoken; empty otherwise."""
        failed = self._process is not None and self._process.poll() not in (None, 0) and not self._hushed
        return _BROKEN.format(name=self.name) if failed else ""


def find_voice(which: Which = shutil.which, platform: str = sys.platform) -> SpokenVoice | None:
    """The best synthesiser of this machine; None where there is none (`NO_VOICE` says so)."""
    for name, synthesiser, only in _ON_PATH:
        if only not in ("", platform):
            continue
        program = which(name)
        if program:
            return SpokenVoice(program, synthesiser)
    return None
