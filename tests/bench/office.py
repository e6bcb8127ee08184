"""The agent among their colleagues: `python -m tests.bench.office`.

An agent speaks a sentence every ten seconds; four other voices talk all the time, so many dB below. Printed, with
`speech.background_below_db` at 20 and at 0: words that the agent did not say, word error of those they said, and
in how much of the call they count as speaking (then no card comes).
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np

from assist.audio.chunks import SAMPLE_RATE
from assist.demo.render import speak
from assist.demo.script import Delivery
from assist.events import SpeechEnded, UtteranceFinished
from assist.settings import Settings
from assist.speech.vad import SileroModel
from assist.speech.whisper import WhisperTranscriber
from tests.bench.echo import AGENT, CUSTOMER
from tests.bench.ghosts import word_error
from tests.bench.heard import Heard, listen
from tests.bench.line_sounds import Sound
from tests.models import WHISPER_MICRO

_EVERY_SECONDS = 10.0
_LASTS_SECONDS = 4.5
_AGENT_DB = -22.0
_COLLEAGUES = (("awb", 128.0), ("slt", 190.0), ("awb", 142.0), ("slt", 170.0))


def office(seconds: float, seed: int = 1) -> Sound:
    """Four voices that talk all the time, each with pauses of up to a second, of mean power 1."""
    chance = np.random.default_rng(seed)
    room = np.zeros(round(seconds * SAMPLE_RATE), np.float32)
    for voice, pitch in _COLLEAGUES:
        at = int(chance.integers(SAMPLE_RATE))
        while at < len(room):
            text = str(chance.choice(CUSTOMER))
            said = speak(text, Delivery(voice=voice, pace=1.0, pitch_hz=pitch, level_db=-24.0))
            room[at : at + len(said)] += said[: len(room) - at]
            at += len(said) + int(chance.integers(SAMPLE_RATE))
    return room / np.float32(np.sqrt(np.mean(np.square(room))))


def agent_line(seconds: float) -> Sound:
    """The agent's own sentences."""
    line = np.zeros(round(seconds * SAMPLE_RATE), np.float32)
    for number, start in enumerate(
        range(SAMPLE_RATE, len(line) - 6 * SAMPLE_RATE, round(_EVERY_SECONDS * SAMPLE_RATE))
    ):
        said = speak(AGENT[number % len(AGENT)], Delivery(voice="rms", pace=1.0, pitch_hz=98, level_db=_AGENT_DB))
        line[start : start + len(said)] += said
    return line


def main() -> int:
    """Print the table."""
    seconds = 120.0
    own, room = agent_line(seconds), office(seconds)
    silent = np.random.default_rng(3).normal(0.0, 10**-3.5, len(own)).astype(np.float32)
    transcriber, voice = WhisperTranscriber(str(WHISPER_MICRO)), SileroModel()
    without = Settings()
    with_gate = replace(without, speech=replace(without.speech, background_below_db=20.0))
    sys.stdout.write("colleagues below the agent   gate   foreign words   word error   counts as speaking\n")
    for below in (20.0, 25.0, 30.0, 35.0):
        line = own + room * np.float32(10 ** ((_AGENT_DB - below) / 20)) + silent
        for name, settings in (("on", with_gate), ("off", without)):
            heard = listen({"customer": silent, "agent": line}, transcriber, voice, settings)
            texts = _texts(heard, seconds)
            foreign = sum(
                len(final.text.split())
                for final in heard.finals("agent")
                if all(not _during(final, start) for start in _starts(seconds))
            )
            speaking = sum(
                event.end - event.start
                for event in heard.events
                if isinstance(event, SpeechEnded) and event.speaker == "agent"
            )
            error = word_error(_said(seconds), texts)
            sys.stdout.write(
                f"  {below:19.0f} dB     {name:4s} {foreign:12d} {error:14.1%} {speaking / seconds:15.0%}\n"
            )
            sys.stdout.flush()
    return 0


def _said(seconds: float) -> list[str]:
    return [AGENT[number % len(AGENT)] for number in range(len(_starts(seconds)))]


def _texts(heard: Heard, seconds: float) -> list[str]:
    """What was heard while each of the agent's sentences lasted."""
    return [
        " ".join(final.text for final in heard.finals("agent") if _during(final, start)) for start in _starts(seconds)
    ]


def _starts(seconds: float) -> list[float]:
    return [float(start) for start in np.arange(1.0, seconds - 6.0, _EVERY_SECONDS)]


def _during(final: UtteranceFinished, start: float) -> bool:
    return final.start < start + _LASTS_SECONDS and final.end > start


if __name__ == "__main__":
    sys.exit(main())
