"""The call that all engines hear: the bundled one, or a longer one spoken afresh from sentences of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import numpy as np
import soundfile

from assist.demo.render import mix
from assist.demo.script import Delivery, SampleCall, Speaker, TurnTime, load_script, load_timing, sample_path
from assist.demo.script import Turn as Scripted
from tests.bench.recognisers.drivers.stage import SAMPLE_RATE, SPEAKERS
from tests.bench.recognisers.hearing import Turn

_CLOSING_SECONDS = 3.0
"""Faint noise after the call, in which the last words may come."""

_NOISE_RMS = 1 / 32768
_PAUSES = (0.5, 0.9, 1.4, 0.7, 2.0)
_PACES = (1.0, 0.96, 1.05)
_WORDS_PER_MINUTE = 150
"""Of the voices, pauses counted."""


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """A call: what is said when, and its samples, shape (n, 2), customer first."""

    name: str
    turns: tuple[Turn, ...]
    samples: np.ndarray

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / SAMPLE_RATE

    def write(self, folder: Path) -> None:
        """One file a voice, and when who speaks."""
        turns = [{"speaker": turn.speaker, "start": turn.start, "end": turn.end} for turn in self.turns]
        (folder / "turns.json").write_text(json.dumps(turns), encoding="utf-8")
        for index, speaker in enumerate(SPEAKERS):
            soundfile.write(folder / f"{speaker}.wav", self.samples[:, index], SAMPLE_RATE, subtype="PCM_16")


def sample_call() -> Played:
    """The bundled call."""
    samples, _ = soundfile.read(sample_path(), dtype="float32")
    return _played("the sample call", load_script(), samples, load_timing())


def spoken_call(minutes: float) -> Played:
    """A call of about so many minutes, spoken by flite; the same minutes give the same samples.

    Raises:
        SpeakingError: flite is not there.
    """
    script = _script(minutes)
    samples, times = mix(script)
    return _played(f"a call of {minutes:g} minutes", script, samples, times)


def _played(name: str, script: SampleCall, samples: np.ndarray, times: tuple[TurnTime, ...]) -> Played:
    noise = np.random.default_rng(3).normal(0.0, _NOISE_RMS, (round(_CLOSING_SECONDS * SAMPLE_RATE), len(SPEAKERS)))
    turns = tuple(
        Turn(said.speaker, time.start, time.end, said.text) for said, time in zip(script.turns, times, strict=True)
    )
    return Played(name, turns, np.concatenate([samples, noise.astype(np.float32)]))


def _script(minutes: float) -> SampleCall:
    turns: list[Scripted] = []
    words = 0
    pauses, paces = cycle(_PAUSES), cycle(_PACES)
    for number, (speaker, text) in enumerate(cycle(_dialogue())):
        if words >= minutes * _WORDS_PER_MINUTE:
            break
        words += len(text.split())
        voice, pitch = ("slt", 168.0) if speaker == "customer" else ("rms", 94.0)
        delivery = Delivery(voice=voice, pace=next(paces), pitch_hz=pitch + 4 * (number % 5), level_db=-24.0)
        turns.append(Scripted(speaker=speaker, text=text, pause_seconds=next(pauses), delivery=delivery))
    return SampleCall(tuple(turns))


def _dialogue() -> list[tuple[Speaker, str]]:
    """Agent and customer in turn, agent first."""
    lines = [line.strip() for line in _LINES.strip().splitlines()]
    return [("customer" if number % 2 else "agent", line) for number, line in enumerate(lines)]


_LINES = """
Hello, you are speaking with Laura from the garden shop. What can I do for you?
Hello Laura. I bought a lawn mower from you in April, and now it does not start any more.
I see. Does it make any sound when you press the button?
No, nothing at all. I charged it over night, and the light on the battery was green.
Thank you, that helps. Could you read me the number on the back of the battery?
Yes, one moment. It says seven four two, and then nine nine one.
That is one of our older batteries. They sometimes lose their charge after a winter in the cold.
It was in my kitchen all winter, so it cannot have been the cold.
Fair enough. Then it is something else, and the guarantee will cover it.
I was hoping to cut the grass before my sister comes on Sunday.
I understand. I could have a new battery with you on Friday afternoon, if that is any good.
Friday would be perfect. Do I have to pay for it first?
No, you pay nothing. The driver will take the old battery with him.
What do I do if nobody is at home when he comes?
He can leave it with a neighbour, or you choose an hour that suits you.
My neighbour at number twelve is always in. Her name is Mrs. Brown.
Good, I have put that in the note for the driver.
Could you also tell me how often I should sharpen the blade?
Once a year is enough for most people, best of all in the spring.
And is that something I can do myself, or does somebody have to come?
You can do it with a file, but please take the battery out first.
I will leave that to my son in law. He likes that kind of thing.
That sounds like a good plan. Is your address still fourteen Hill Road?
No, we moved in June. It is now three Church Lane, in the same town.
Let me change that for you. Three Church Lane. And the telephone number?
The telephone is the same as before. You should have it on your screen.
Yes, I have it here. You will get a message on the morning of the delivery.
To be honest, I was really cross this morning, but now I feel a lot better.
I am glad to hear it. A machine that fails before a visit is no fun.
One more thing. The last time I called I waited for forty minutes.
I am sorry about that. We were three people short in that week.
That explains it, but somebody could have said so while I was waiting.
You are right, and I will pass that on to my team leader today.
Thank you. It would have made a difference to me.
Is there anything else that is not working as it should?
The handle is a little loose, but I can fix that with a screw.
If it gets worse, let me know, and I will send you a new one.
That is kind of you. So, Friday afternoon, the new battery, and nothing to pay.
Exactly. And if the mower still does not start, call me and I will have it collected.
All right then. Thank you for your patience, and have a nice day.
"""
