"""First and last words after pauses of 0.3 to 30 s: ``python -m tests.bench.utterances [--live] [--count N]``.

Sentences are spoken by flite on the customer's line, clean and by telephone, and go through the whole engine with the
small Whisper model. What the model does not read even where it is given the sentence alone is no loss of the engine's;
a loss is a word that it reads so, and not in the call. A sentence is *cut* where its sound is in no utterance from end
to end.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assist import wiring
from assist.audio.chunks import SAMPLE_RATE, Samples
from assist.audio.wavfile import Recording
from assist.engine import Call, LiveCall, play
from assist.events import Event, SpeechEnded, UtteranceFinished
from assist.feeds import closing, hear
from assist.session import CallSession
from assist.settings import Settings, SpeechSettings
from assist.speech.choose import open_transcriber
from assist.speech.transcriber import Transcriber
from assist.speech.vad import SileroModel
from assist.workers import Workers
from tests.bench.paced import PacedFeed
from tests.bench.spoken import Sentence, noise, sentences, table, understood, words_of
from tests.live import PlainLanguage
from tests.models import WHISPER_MICRO
from tests.models.training.augment import telephone

_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.3, 30.0
_EDGE_SECONDS = 0.4
"""Silence around a sentence that is read alone."""

_LIVE_COUNT, _LIVE_LONGEST = 14, 12.0
_TOLERANCE = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """A call of one speaker: its sound, and where each sentence lies in it, in seconds."""

    sound: Samples
    sentences: tuple[Sentence, ...]
    times: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """Words of all sentences in order: right when read alone, right in the call; and which sentences were cut."""

    alone: list[bool]
    heard: list[bool]
    cut: list[bool]


def spoken_call(spoken: Sequence[Sentence], longest: float, seed: int = 11) -> Spoken:
    """The sentences with pauses between them, short ones as often as long ones."""
    chance = np.random.default_rng(seed)
    pauses = np.exp(chance.uniform(np.log(_SHORTEST_PAUSE), np.log(longest), len(spoken)))
    parts: list[Samples] = []
    times, at = [], 0
    for sentence, pause in zip(spoken, pauses, strict=True):
        parts += [np.zeros(round(pause * SAMPLE_RATE), np.float32), sentence.sound]
        at += len(parts[-2])
        times.append((at / SAMPLE_RATE, (at + len(sentence.sound)) / SAMPLE_RATE))
        at += len(sentence.sound)
    parts.append(np.zeros(SAMPLE_RATE, np.float32))
    sound = np.concatenate(parts)
    return Spoken(sound + noise(len(sound)), tuple(spoken), tuple(times))


def by_telephone(call: Spoken) -> Spoken:
    """The same call through a mu-law line."""
    return Spoken(telephone(call.sound).astype(np.float32), call.sentences, call.times)


def heard(call: Spoken, transcriber: Transcriber, voice_activity: SileroModel, *, live: bool) -> list[Event]:
    """What the engine tells of the call."""
    settings = Settings(speech=SpeechSettings(model=str(WHISPER_MICRO)))
    models = wiring.Models(PlainLanguage(), transcriber, voice_activity)  # type: ignore[arg-type]
    line = wiring.make_line(settings, models)
    told: list[Event] = []
    workers = Workers(PlainLanguage(), settings, transcriber, line.audio)  # type: ignore[arg-type]
    recording = Recording(call.sound, noise(len(call.sound), seed=6))
    made = Call(CallSession("bench", settings), told.append)
    if live:
        feed = PacedFeed(hear(recording, line.ears))
        asyncio.run(LiveCall(made, workers, feed.expected_seconds).run([], feed.stream()))
    else:
        play(made, closing(hear(recording, line.ears)), workers)
    return told


def alone(call: Spoken, transcriber: Transcriber) -> list[str]:
    """The words of each sentence, cut out with some silence and read by itself."""
    read = []
    for number, (start, end) in enumerate(call.times):
        first, last = (round(at * SAMPLE_RATE) for at in (start, end))
        edge = noise(round(_EDGE_SECONDS * SAMPLE_RATE), seed=number)
        sound = np.concatenate([edge, call.sound[first:last], edge])
        read.append(transcriber.transcribe(f"alone-{number}", sound, final=True).text)
    return read


def compared(call: Spoken, told: Sequence[Event], read: Sequence[str]) -> Result:
    """Which words were understood, and which sentences lie within utterances."""
    finals = sorted((event for event in told if isinstance(event, UtteranceFinished)), key=lambda event: event.start)
    said = [word for sentence in call.sentences for word in words_of(sentence.text)]
    by_itself = [
        right
        for sentence, text in zip(call.sentences, read, strict=True)
        for right in understood(words_of(sentence.text), words_of(text))
    ]
    in_the_call = understood(said, [word for event in finals for word in words_of(event.text)])
    spans = [(event.start, event.end) for event in told if isinstance(event, SpeechEnded)]
    cut = [not _lies_within(start, end, spans) for start, end in call.times]
    return Result(by_itself, in_the_call, cut)


def _lies_within(start: float, end: float, spans: Sequence[tuple[float, float]]) -> bool:
    """Whether both ends lie in utterances; one that was too long may have been cut into two between them."""
    begins = any(first <= start + _TOLERANCE and start < last for first, last in spans)
    return begins and any(first < end and end - _TOLERANCE <= last for first, last in spans)


def row_of(name: str, call: Spoken, result: Result) -> list[object]:
    """The counts of one line."""
    places, at = [], 0
    for sentence in call.sentences:
        count = len(words_of(sentence.text))
        places.append((at, at + count - 1))
        at += count
    cells: list[object] = [name, len(call.sentences)]
    for edge in (0, 1):
        wanted = [place[edge] for place in places]
        lost = [place for place in wanted if result.alone[place] and not result.heard[place]]
        cells += [sum(result.alone[place] for place in wanted), sum(result.heard[place] for place in wanted), len(lost)]
    lost_words = sum(one and not other for one, other in zip(result.alone, result.heard, strict=True))
    gained = sum(other and not one for one, other in zip(result.alone, result.heard, strict=True))
    return [*cells, f"{sum(result.alone)}/{len(result.alone)}", sum(result.heard), lost_words, gained, sum(result.cut)]


def losses(call: Spoken, told: Sequence[Event], read: Sequence[str], result: Result) -> list[str]:
    """Lines for each sentence that was cut, or whose first or last word was lost."""
    lines, at = [], 0
    for sentence, (start, end), text, cut in zip(call.sentences, call.times, read, result.cut, strict=True):
        count = len(words_of(sentence.text))
        if cut or any(result.alone[at + place] and not result.heard[at + place] for place in (0, count - 1)):
            near = [event for event in told if isinstance(event, UtteranceFinished) and _meets(event, start, end)]
            here = " | ".join(f"{event.start:.2f}-{event.end:.2f} {event.text}" for event in near)
            lines.append(f"  {start:.2f}-{end:.2f} {sentence.text}\n    alone: {text}\n    call:  {here}")
        at += count
    return lines


def _meets(event: UtteranceFinished, start: float, end: float) -> bool:
    return event.start < end and event.end > start


HEAD = (
    "line", "sentences", "first alone", "in call", "lost", "last alone", "in call", "lost", "words alone", "in call",
    "lost", "gained", "cut",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.utterances", description=__doc__)
    parser.add_argument("--count", type=int, help="how many sentences")
    parser.add_argument("--live", action="store_true", help="at real time, fewer of them and pauses up to 12 s")
    parser.add_argument("--show", action="store_true", help="print the sentences of which something was lost")
    parser.add_argument("--model", default=str(WHISPER_MICRO))
    given = parser.parse_args(arguments)
    count = given.count or (_LIVE_COUNT if given.live else 100)
    transcriber, notice = open_transcriber(SpeechSettings(model=given.model))
    if notice:
        sys.stderr.write(f"{notice}\n")
        return 2
    clean = spoken_call(sentences(count), _LIVE_LONGEST if given.live else _LONGEST_PAUSE)
    lines = {"clean": clean, "telephone": by_telephone(clean)}
    rows: list[Sequence[object]] = [HEAD]
    for name, call in lines.items():
        told = heard(call, transcriber, SileroModel(), live=given.live)
        read = alone(call, transcriber)
        result = compared(call, told, read)
        rows.append(row_of(name, call, result))
        if given.show:
            sys.stdout.write("\n".join([f"{name}:", *losses(call, told, read, result)]) + "\n")
    sys.stdout.write(f"{len(clean.sound) / SAMPLE_RATE:.0f} s of call\n{table(rows)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
