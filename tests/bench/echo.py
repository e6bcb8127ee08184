"""The customer's voice in the agent's microphone, and how it is kept out: `python -m tests.bench.echo`.

Calls between two flite voices. The customer's comes back into the microphone: fainter, later, through a room and over
a mu-law line; the agent answers after it, or speaks over it. Every call is heard three times: without the echo, with
it, and with it and no guard.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

import numpy as np
import numpy.typing as npt

from assist.audio.chunks import SAMPLE_RATE
from assist.demo.render import speak
from assist.demo.script import Delivery
from assist.events import EchoSuppressed, UtteranceFinished
from assist.settings import Settings
from assist.speech.transcriber import Transcriber
from assist.speech.vad import SileroModel
from assist.speech.whisper import WhisperTranscriber
from tests.bench.heard import Heard, listen
from tests.bench.line_sounds import Sound, over_mu_law
from tests.models import WHISPER_MICRO

GAINS_DB = (-12.0, -20.0, -28.0, -35.0)
DELAYS_SECONDS = (0.02, 0.12, 0.3)

CUSTOMER = (
    "Hello, I have been waiting for three weeks and nobody called me back.",
    "It was sent to the wrong address again, and I want my money back.",
    "Can you please tell me when this will be solved?",
    "My order number is four four one two nine.",
    "I have called you twice about this already.",
    "The kettle does not work, and I paid thirty dollars for it.",
)
AGENT = (
    "I am sorry to hear that, I will look into it right away.",
    "Thank you for your patience, let me check the order for you.",
    "I can see the parcel on my screen now.",
    "You will have the money in your account by Wednesday.",
    "May I take your name and your address, please?",
    "Is there anything else that I can do for you today?",
)


@dataclass(frozen=True, slots=True)
class EchoCall:
    """A call with an echo.

    Attributes:
        customer, agent, echo: what each says on the agent's side; the microphone hears ``agent`` and ``echo``.
        turns: from when to when the customer speaks, seconds.
    """

    customer: Sound
    agent: Sound
    echo: Sound
    turns: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of a call: how many of the customer's turns became the agent's, of how many; agent's words found, of how many."""

    echoes: int
    turns: int
    words: int
    said: int

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(
            self.echoes + other.echoes, self.turns + other.turns, self.words + other.words, self.said + other.said
        )


def echo_call(gain_db: float, delay_seconds: float, *, double_talk: bool, turns: int, seed: int = 1) -> EchoCall:
    """Make a call. With ``double_talk`` the agent comes in while the customer speaks, every other turn."""
    chance = np.random.default_rng(seed)
    spoken: list[tuple[int, Sound]] = []
    answers: list[tuple[int, Sound]] = []
    at = SAMPLE_RATE
    for turn in range(turns):
        said = speak(CUSTOMER[turn % len(CUSTOMER)], Delivery(voice="slt", pace=1.0, pitch_hz=178, level_db=-24.0))
        answer = speak(AGENT[turn % len(AGENT)], Delivery(voice="rms", pace=1.0, pitch_hz=98, level_db=-24.0))
        spoken.append((at, said))
        over = double_talk and turn % 2 == 1
        begins = at + len(said) // 2 if over else at + len(said) + round(0.9 * SAMPLE_RATE)
        answers.append((begins, answer))
        at = max(at + len(said), begins + len(answer)) + round(0.9 * SAMPLE_RATE)
    customer, agent = (_laid(parts, at + SAMPLE_RATE) for parts in (spoken, answers))
    customer = over_mu_law((customer + chance.normal(0, 10**-3.75, len(customer))).astype(np.float32))
    echo = _in_room(customer, chance) * 10 ** (gain_db / 20)
    late = round(delay_seconds * SAMPLE_RATE)
    echo = np.concatenate([np.zeros(late), echo])[: len(customer)]
    return EchoCall(
        customer=customer,
        agent=(agent + chance.normal(0, 10**-3.5, len(agent))).astype(np.float32),
        echo=echo.astype(np.float32),
        turns=tuple((start / SAMPLE_RATE, (start + len(said)) / SAMPLE_RATE) for start, said in spoken),
    )


def outcome(call: EchoCall, heard: Heard) -> Outcome:
    """What became of the echo, and of the agent's own words."""
    finals = heard.finals("agent")
    answers = [word for number in range(len(call.turns)) for word in _words(AGENT[number % len(AGENT)])]
    found = [word for final in finals for word in _words(final.text)]
    foreign = {word for text in CUSTOMER for word in _words(text)} - set(answers)
    echoes = sum(any(_is_echo(final, turn, foreign) for final in finals) for turn in call.turns)
    return Outcome(echoes, len(call.turns), _shared(answers, found), len(answers))


def measure(call: EchoCall, transcriber: Transcriber, voice: SileroModel) -> tuple[Outcome, Outcome, Outcome]:
    """Heard without the echo, with it, and with it and no guard."""
    plain = Settings()
    unguarded = replace(plain, speech=replace(plain.speech, suppress_echo=False))
    microphone = call.agent + call.echo
    heard = (
        listen({"customer": call.customer, "agent": call.agent}, transcriber, voice),
        listen({"customer": call.customer, "agent": microphone}, transcriber, voice),
        listen({"customer": call.customer, "agent": microphone}, transcriber, voice, unguarded),
    )
    return tuple(outcome(call, one) for one in heard)  # type: ignore[return-value]


def suppressed(heard: Heard) -> list[EchoSuppressed]:
    """The echoes that were kept out."""
    return [event for event in heard.events if isinstance(event, EchoSuppressed)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.echo", description="Keep the echo out.")
    parser.add_argument("--turns", type=int, default=6, help="turns of each speaker in a call")
    turns: int = parser.parse_args(arguments).turns
    transcriber, voice = WhisperTranscriber(str(WHISPER_MICRO)), SileroModel()
    sys.stdout.write(
        "echo                      agent       echoes heard: guarded, not   kept out   words lost: guarded, not\n"
    )
    for double_talk in (False, True):
        total: list[Outcome] = [Outcome(0, 0, 0, 0)] * 3
        for gain in GAINS_DB:
            for delay in DELAYS_SECONDS:
                call = echo_call(gain, delay, double_talk=double_talk, turns=turns, seed=round(delay * 1000))
                measured = measure(call, transcriber, voice)
                total = [before + one for before, one in zip(total, measured, strict=True)]
                _print(f"{gain:5.0f} dB, {1000 * delay:3.0f} ms late", double_talk, measured)
        _print("all", double_talk, total)
    return 0


def _print(name: str, double_talk: bool, measured: Sequence[Outcome]) -> None:
    clean, guarded, unguarded = measured
    how = "speaks over" if double_talk else "waits"
    kept_out = 1 - guarded.echoes / max(1, guarded.turns)
    sys.stdout.write(
        f"{name:24s}  {how:11s} {guarded.echoes:7d} {unguarded.echoes:7d} of {guarded.turns:<3d}  {kept_out:9.0%}   "
        f"{clean.words - guarded.words:10d} {clean.words - unguarded.words:8d} of {clean.words}\n"
    )
    sys.stdout.flush()


def _is_echo(final: UtteranceFinished, turn: tuple[float, float], foreign: set[str]) -> bool:
    """Whether an utterance of the agent's holds what the customer said in this turn, in words the agent never says."""
    start, end = turn
    if final.end <= start or final.start >= end + 0.5:
        return False
    return sum(word in foreign for word in _words(final.text)) >= 2


def _laid(parts: Iterable[tuple[int, Sound]], length: int) -> Sound:
    line = np.zeros(length, np.float32)
    for start, sound in parts:
        line[start : start + len(sound)] += sound
    return line


def _in_room(sound: Sound, chance: np.random.Generator) -> npt.NDArray[np.float64]:
    """Through a loudspeaker and a room of 0.25 s."""
    size = SAMPLE_RATE // 4
    room = 0.15 * chance.normal(size=size) * np.exp(-6.9 * np.arange(size) / size)
    room[0] = 1.0
    heard: npt.NDArray[np.float64] = np.convolve(sound, room / np.sqrt(np.sum(np.square(room))))[: len(sound)]
    return heard


def _shared(said: list[str], heard: list[str]) -> int:
    blocks = SequenceMatcher(None, said, heard, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks)


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() or letter == "'" else " " for letter in text.lower()).split()


if __name__ == "__main__":
    sys.exit(main())
