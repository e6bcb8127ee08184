"""Words where nobody speaks: `python -m tests.bench.ghosts`.

An hour of silence, noise, tones and hold music on both lines (the customer's over mu-law), with spoken sentences in
between, through the real ears, session and recogniser. Printed: words that nobody said, utterances that began where
nobody spoke, how well the sentences were heard beside the same ones on quiet lines, and the processor time. A second
table gives every sound to the recogniser behind the voice activity's back: what the gates on words alone do.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import jiwer
import numpy as np

from assist.audio.chunks import SAMPLE_RATE
from assist.audio.listener import level_db
from assist.demo.render import speak
from assist.demo.script import Delivery
from assist.events import SpeechStarted, UtteranceFinished
from assist.speech.guards import Sound as Utterance
from assist.speech.guards import WordGates
from assist.speech.sphinx import SphinxTranscriber
from assist.speech.transcriber import Transcriber
from assist.speech.vad import SileroModel
from assist.speech.whisper import WhisperTranscriber
from tests.bench.heard import Heard, listen
from tests.bench.line_sounds import KINDS, VOICED, Sound, line_sound, over_mu_law
from tests.models import WHISPER_MICRO

CALL_SECONDS = 300.0
"""An hour is twelve calls."""

_SENTENCES_A_CALL = 5
_NEAR_SECONDS = 1.0
_BEHIND_SECONDS = 4.0

SENTENCES = (
    "I have been waiting for three weeks and nobody called me back.",
    "It was sent to the wrong address again.",
    "Can you please tell me when this will be done?",
    "My order number is four one two nine.",
    "The kettle does not work, and I paid thirty dollars for it.",
    "I want to speak to your manager.",
)


@dataclass(frozen=True, slots=True)
class Hour:
    """A piece of an hour: both lines, and when which sentence was said on the customer's."""

    customer: Sound
    agent: Sound
    said: tuple[tuple[float, float, str], ...]


@dataclass(frozen=True, slots=True)
class Ghosts:
    """What was heard of it.

    Attributes:
        texts: words that nobody said.
        begun: utterances that began where nobody spoke.
        heard: what was made of each sentence, in their order.
    """

    texts: tuple[str, ...]
    begun: int
    heard: tuple[str, ...]


def noisy_call(seconds: float, seed: int, sentences: int = _SENTENCES_A_CALL, kinds: Sequence[str] = KINDS) -> Hour:
    """Sounds of 4 to 16 s one after the other on both lines; on the customer's, sentences with silence around them."""
    chance = np.random.default_rng(seed)
    agent = np.concatenate(list(_sounds(seconds, chance, kinds)))
    parts: list[Sound] = []
    said, at = [], 0.0
    between = seconds / (sentences + 1)
    for number in range(sentences):
        parts += _sounds(between, chance, kinds)
        text = SENTENCES[(seed + number) % len(SENTENCES)]
        quiet = _quiet(1.0, chance)
        spoken = _spoken(text)
        at = sum(len(part) for part in parts) / SAMPLE_RATE + 1.0
        said.append((at, at + len(spoken) / SAMPLE_RATE, text))
        parts += [quiet, spoken + _quiet(len(spoken) / SAMPLE_RATE, chance)[: len(spoken)], quiet]
    parts += _sounds(between, chance, kinds)
    return Hour(over_mu_law(np.concatenate(parts)), agent, tuple(said))


def ghosts(call: Hour, heard: Heard) -> Ghosts:
    """Sort what was heard into ghosts and sentences."""
    finals: list[UtteranceFinished] = [*heard.finals("agent"), *heard.finals("customer")]
    starts = [event for event in heard.events if isinstance(event, SpeechStarted)]
    texts = tuple(final.text for final in finals if not _spoken_then(call, final.speaker, final.start, final.end))
    begun = sum(not _spoken_then(call, event.speaker, event.start, event.start + 0.6) for event in starts)
    sentences = [
        " ".join(final.text for final in heard.finals("customer") if final.start < end and final.end > start)
        for start, end, _ in call.said
    ]
    return Ghosts(texts, begun, tuple(sentences))


def word_error(said: Sequence[str], heard: Sequence[str]) -> float:
    """Share of wrong words."""
    return float(jiwer.wer([_plain(text) for text in said], [_plain(text) for text in heard])) if said else 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.ghosts", description="Words where nobody speaks.")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--recognizer", choices=("faster-whisper", "pocketsphinx"), default="faster-whisper")
    parser.add_argument("--kinds", help="only these sounds, with commas between them: " + ", ".join(KINDS))
    options = parser.parse_args(arguments)
    kinds = tuple(options.kinds.split(",")) if options.kinds else KINDS
    sphinx = options.recognizer == "pocketsphinx"
    transcriber: Transcriber = SphinxTranscriber() if sphinx else WhisperTranscriber(str(WHISPER_MICRO))
    _print_calls(transcriber, round(60.0 * options.minutes / CALL_SECONDS), kinds)
    _print_behind(transcriber, (*kinds, *VOICED))
    return 0


def _print_calls(transcriber: Transcriber, count: int, kinds: Sequence[str]) -> None:
    voice = SileroModel()
    found: list[Ghosts] = []
    said: list[str] = []
    minutes = cpu = 0.0
    for seed in range(count):
        call = noisy_call(CALL_SECONDS, seed, kinds=kinds)
        heard = listen({"customer": call.customer, "agent": call.agent}, transcriber, voice)
        found.append(ghosts(call, heard))
        said += [text for _, _, text in call.said]
        minutes, cpu = minutes + heard.seconds / 60.0, cpu + heard.cpu_seconds
    between = [text for one in found for text in one.heard]
    words = sum(len(text.split()) for one in found for text in one.texts)
    sys.stdout.write(
        f"{minutes:.0f} minutes of two lines: {words} words that nobody said, "
        f"{sum(one.begun for one in found)} utterances begun where nobody spoke\n"
        f"{len(said)} sentences in between: word error {word_error(said, between):.1%}, "
        f"on quiet lines {word_error(said, _on_quiet_lines(said, transcriber, voice)):.1%}\n"
        f"{cpu / max(minutes, 0.01):.2f} s of processor time a minute\n"
    )
    for one in found:
        sys.stdout.writelines(f"  ghost: {text}\n" for text in one.texts)
    sys.stdout.flush()


def _print_behind(transcriber: Transcriber, kinds: Sequence[str]) -> None:
    sys.stdout.write("\nbehind the voice activity          read as   after the gates\n")
    total = [0, 0]
    for kind in kinds:
        gates, chance = WordGates(), np.random.default_rng(11)
        read = kept = 0
        for number in range(6):
            sound = line_sound(kind, _BEHIND_SECONDS, chance)
            sound = over_mu_law(sound) if number % 2 else sound
            hypothesis = transcriber.transcribe(f"{kind}-{number}", sound, final=True)
            level = max(level_db(window) for window in sound[: len(sound) // 512 * 512].reshape(-1, 512))
            reason = gates.refuse(hypothesis.text, Utterance(_BEHIND_SECONDS, level), hypothesis.confidence)
            read += len(hypothesis.text.split())
            kept += 0 if reason else len(hypothesis.text.split())
        total = [total[0] + read, total[1] + kept]
        sys.stdout.write(f"  {kind:24s} {read:9d} words {kept:9d} words\n")
    sys.stdout.write(f"  {'all':24s} {total[0]:9d} words {total[1]:9d} words\n")


def _on_quiet_lines(texts: Sequence[str], transcriber: Transcriber, voice: SileroModel) -> list[str]:
    """The same sentences as a call without anything else."""
    chance = np.random.default_rng(5)
    parts, said, at = [_quiet(1.0, chance)], [], 1.0
    for text in texts:
        spoken = _spoken(text)
        said.append((at, at + len(spoken) / SAMPLE_RATE, text))
        parts += [spoken, _quiet(2.0, chance)]
        at += len(spoken) / SAMPLE_RATE + 2.0
    line = over_mu_law(np.concatenate(parts))
    call = Hour(line, np.zeros(len(line), np.float32), tuple(said))
    return list(ghosts(call, listen({"customer": line, "agent": call.agent}, transcriber, voice)).heard)


def _sounds(seconds: float, chance: np.random.Generator, kinds: Sequence[str]) -> Iterator[Sound]:
    while seconds > 0.0:
        length = min(seconds, chance.uniform(4.0, 16.0))
        yield line_sound(kinds[int(chance.integers(len(kinds)))], max(0.5, length), chance)
        seconds -= length


def _quiet(seconds: float, chance: np.random.Generator) -> Sound:
    return chance.normal(0.0, 10 ** (-70 / 20), round(seconds * SAMPLE_RATE)).astype(np.float32)


def _spoken(text: str) -> Sound:
    return speak(text, Delivery(voice="slt", pace=1.0, pitch_hz=178, level_db=-24.0))


def _spoken_then(call: Hour, speaker: str, start: float, end: float) -> bool:
    return speaker == "customer" and any(
        start < until + _NEAR_SECONDS and end > since - _NEAR_SECONDS for since, until, _ in call.said
    )


def _plain(text: str) -> str:
    kept = "".join(letter if letter.isalnum() or letter == "'" else " " for letter in text.lower())
    return " ".join(kept.split()) or "-"


if __name__ == "__main__":
    sys.exit(main())
