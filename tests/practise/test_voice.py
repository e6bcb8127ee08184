"""The customer's voice: real child processes, and whichever synthesiser there is."""

from __future__ import annotations

import shutil
import time

import pytest

from assist.practise.scenario import Persona
from assist.practise.voice import SpokenVoice, Synthesiser, find_voice

ADA = Persona(name="Ada", age=70, voice="female", manner="brief", pace=1.2)
BEN = Persona(name="Ben", age=30, voice="male", manner="brief")


def program(name: str, *arguments: str) -> SpokenVoice:
    """A voice that runs this program instead of a synthesiser."""
    path = shutil.which(name)
    assert path is not None
    return SpokenVoice(path, Synthesiser(name, lambda program, _persona: [program, *arguments]))


def over(voice: SpokenVoice) -> bool:
    """Wait for the line's end."""
    deadline = time.monotonic() + 10.0
    while voice.speaking and time.monotonic() < deadline:
        time.sleep(0.01)
    return not voice.speaking


def test_a_line_is_spoken_to_its_end() -> None:
    """The words go to the program; when it is done, nobody speaks and nothing is wrong."""
    voice = program("cat")
    voice.speak("Hello?", ADA)
    assert over(voice)
    assert voice.complaint() == ""


def test_hushing_stops_at_once_and_is_no_failure() -> None:
    """An agent who answers cuts the voice off."""
    voice = program("sleep", "60")
    voice.speak("A long story.", ADA)
    assert voice.speaking
    voice.hush()
    assert not voice.speaking
    assert voice.complaint() == ""


def test_a_new_line_cuts_off_the_one_before() -> None:
    """Two lines are never spoken over each other."""
    voice = program("sleep", "60")
    voice.speak("One.", ADA)
    voice.speak("Two.", ADA)
    voice.hush()
    assert not voice.speaking


def test_a_voice_that_fails_says_so() -> None:
    """Without a sound output the synthesiser stops with an error: one sentence, and the text goes on."""
    voice = program("false")
    voice.speak("Hello?", ADA)
    assert over(voice)
    assert "false stopped with an error" in voice.complaint()


@pytest.mark.parametrize(
    ("there", "platform", "name"),
    [
        ({"flite", "espeak-ng"}, "linux", "flite"),
        ({"espeak-ng"}, "linux", "espeak-ng"),
        ({"say"}, "darwin", "say"),
        ({"powershell", "flite"}, "win32", "Windows voice"),
        ({"say", "powershell"}, "linux", None),
    ],
)
def test_the_best_synthesiser_of_the_machine_is_taken(there: set[str], platform: str, name: str | None) -> None:
    """The system's own voice on macOS and Windows, flite or espeak-ng elsewhere, else none."""
    voice = find_voice(lambda wanted: f"/bin/{wanted}" if wanted in there else None, platform)
    assert (voice.name if voice else None) == name


@pytest.mark.parametrize("synthesiser", ["flite", "espeak-ng", "say", "powershell"])
def test_women_and_men_sound_different(synthesiser: str) -> None:
    """Each back end has a voice for both, and the words never stand on its command line."""
    platform = {"say": "darwin", "powershell": "win32"}.get(synthesiser, "linux")
    voice = find_voice(lambda wanted: f"/bin/{wanted}" if wanted == synthesiser else None, platform)
    assert voice is not None
    assert voice.command(ADA) != voice.command(BEN)
