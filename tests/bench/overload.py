"""Three times what can be recognised: ``python -m tests.bench.overload [--load 3] [--minutes 10] [--speed 10]``.

The sample call, over and over, through the engine at real time by a clock that runs ``--speed`` times as fast. The
recogniser takes so long for what it is given that all that a call asks for, when there is time for everything, would
keep ``--load`` machines busy. With ``--micro`` it is the small Whisper model, at its own pace: at eight times the speed
it stands for a machine eight times as slow.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jiwer
import numpy as np

from assist import wiring
from assist.audio.chunks import SAMPLE_RATE, Samples
from assist.audio.wavfile import Recording, read_call
from assist.demo.script import load_script, sample_path
from assist.engine import Call, LiveCall, play
from assist.events import Event, LagMeasured, SpeechEnded, UtteranceFinished, UtteranceUpdated
from assist.feeds import closing, hear
from assist.inputs import Input
from assist.line_events import Effort
from assist.session import CallSession
from assist.settings import Settings, SpeechSettings
from assist.speech.choose import open_transcriber
from assist.speech.transcriber import Hypothesis, Transcriber
from assist.speech.vad import SileroModel
from assist.workers import Workers
from tests.bench.paced import HastyLoop, PacedFeed
from tests.bench.spoken import noise, table, words_of
from tests.live import PlainLanguage
from tests.models import WHISPER_MICRO

_FIXED_SECONDS = 4.0
"""What a reading costs besides its words, as so much sound: Whisper's encoder reads a whole window in any case."""

_ONE_BEAM_SHARE = 0.6
_SETTLING_SECONDS = 60.0


@dataclass
class Busy:
    """A recogniser that takes its time, and says which utterance it read.

    Attributes:
        unit: seconds that it takes for a second of sound.
        asked: seconds of sound that it was asked to read, with the fixed share of each reading.
    """

    unit: float = 0.0
    asked: float = 0.0
    speed: float = 1.0
    name: str = "busy"
    model: str = "none"
    reduced_accuracy: bool = False

    def transcribe(self, utterance_id: str, samples: Samples, *, effort: Effort = "full", **_: Any) -> Hypothesis:
        """The name of the utterance, in its time."""
        share = 1.0 if effort in ("full", "fewer_partials") else _ONE_BEAM_SHARE
        work = (_FIXED_SECONDS + len(samples) / SAMPLE_RATE) * share
        self.asked += work
        time.sleep(self.unit * work / self.speed)
        return Hypothesis(f"these are words of {utterance_id.replace('-', ' ')}", 0.95)

    def close(self) -> None:
        """Nothing."""


@dataclass
class Watch:
    """What a call told, when, and how much memory the process had meanwhile."""

    events: list[Event] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)

    def __call__(self, event: Event) -> None:
        """Take an event."""
        self.events.append(event)
        if isinstance(event, LagMeasured | UtteranceUpdated | UtteranceFinished):
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
            self.memory.append((event.at, pages * 4096 / 2**20))

    def kind(self, kind: type[Any]) -> list[Any]:
        """The events of a kind."""
        return [event for event in self.events if isinstance(event, kind)]


def call_of(minutes: float) -> Recording:
    """The sample call, again and again."""
    call = read_call(sample_path())
    count = round(minutes * 60 * SAMPLE_RATE)
    voices = (np.resize(voice, count).astype(np.float32) for voice in (call.customer, call.agent))
    return Recording(*(voice + noise(count, seed) for seed, voice in enumerate(voices)))


def made(recording: Recording, transcriber: Transcriber, watch: Watch) -> tuple[Call, Workers, list[Input]]:
    """A call, its workers, and what the ears hear; listened to beforehand, so that this takes none of its time."""
    settings = Settings(speech=SpeechSettings(model=str(WHISPER_MICRO)))
    models = wiring.Models(PlainLanguage(), transcriber, SileroModel())  # type: ignore[arg-type]
    line = wiring.make_line(settings, models)
    workers = Workers(PlainLanguage(), settings, transcriber, line.audio)  # type: ignore[arg-type]
    return Call(CallSession("bench", settings), watch), workers, hear(recording, line.ears)  # type: ignore[return-value]


def full_work(recording: Recording) -> float:
    """What is asked for, a second of the call, where every answer is there at once."""
    busy = Busy()
    call, workers, items = made(recording, busy, Watch())
    play(call, closing(items), workers)
    return busy.asked / recording.seconds


def live(recording: Recording, transcriber: Transcriber, speed: float) -> Watch:
    """The call at ``speed`` times real time."""
    watch = Watch()
    call, workers, items = made(recording, transcriber, watch)
    feed = PacedFeed(items)
    with asyncio.Runner(loop_factory=lambda: HastyLoop(speed)) as runner:
        runner.run(LiveCall(call, workers, feed.expected_seconds).run([], feed.stream()))
    return watch


def lags(watch: Watch, seconds: float) -> list[float]:
    """How far understanding was behind, second by second."""
    told = [(0.0, 0.0), *((event.at, event.behind_seconds) for event in watch.kind(LagMeasured))]
    times = [at for at, _ in told]
    return [told[int(np.searchsorted(times, second, "right")) - 1][1] for second in range(1, int(seconds))]


def efforts(watch: Watch, seconds: float) -> str:
    """What was asked of the recogniser, and for how long."""
    told = [(0.0, "full"), *((event.at, event.effort) for event in watch.kind(LagMeasured))]
    steps: dict[str, float] = {}
    changes = 0
    for (at, effort), (until, following) in zip(told, [*told[1:], (seconds, told[-1][1])], strict=True):
        steps[effort] = steps.get(effort, 0.0) + max(0.0, until - at)
        changes += effort != following
    return ", ".join(f"{effort} {share:.0f} s" for effort, share in steps.items()) + f"; {changes} changes"


def unread(watch: Watch) -> tuple[int, float]:
    """Utterances that ended and are in no final, and the seconds that were no longer kept."""
    finals = [(event.speaker, event.start, event.end) for event in watch.kind(UtteranceFinished)]
    missing = [
        ended
        for ended in watch.kind(SpeechEnded)
        if not any(
            speaker == ended.speaker and start <= ended.start and ended.end <= end for speaker, start, end in finals
        )
    ]
    return len(missing), max((event.unread_seconds for event in watch.kind(LagMeasured)), default=0.0)


def growth(watch: Watch) -> tuple[float, float]:
    """Memory at the end in MB, and by how much it grew a minute after the call had settled."""
    settled = [(at, memory) for at, memory in watch.memory if at >= _SETTLING_SECONDS]
    if len(settled) < 2:
        return (watch.memory[-1][1] if watch.memory else 0.0), 0.0
    slope = np.polyfit([at / 60 for at, _ in settled], [memory for _, memory in settled], 1)[0]
    return settled[-1][1], float(slope)


def word_error(watch: Watch, minutes: float) -> float:
    """Of the sample call's whole rounds, both speakers, in percent."""
    script, seconds = load_script(), read_call(sample_path()).seconds
    rounds = int(minutes * 60 / seconds)
    said, heard = [], []
    for speaker in ("customer", "agent"):
        turns = " ".join(turn.text for turn in script.turns if turn.speaker == speaker)
        finals = sorted(watch.kind(UtteranceFinished), key=lambda event: event.start)
        kept = [event.text for event in finals if event.speaker == speaker and event.start < rounds * seconds]
        said.append(" ".join(words_of(turns) * rounds))
        heard.append(" ".join(words_of(" ".join(kept))))
    return 100 * float(jiwer.wer(said, heard)) if rounds else 0.0


def rows_of(watch: Watch, seconds: float) -> list[tuple[str, object]]:
    """The table of a run."""
    behind = lags(watch, seconds)
    missing, gone = unread(watch)
    memory, slope = growth(watch)
    waits = [event.at - event.end for event in watch.kind(UtteranceFinished)]
    ended, partials = len(watch.kind(SpeechEnded)), len(watch.kind(UtteranceUpdated))
    return [
        ("behind", _spread(behind)),
        ("behind, after the first minute", _spread(behind[int(_SETTLING_SECONDS) :] or behind)),
        ("end of utterance to its words", _spread(waits)),
        ("effort", efforts(watch, seconds)),
        ("utterances ended, finals, partials", f"{ended}, {len(waits)}, {partials}"),
        ("utterances in no final", missing),
        ("seconds no longer kept when read", gone),
        ("memory", f"{memory:.0f} MB, {slope:+.2f} MB a minute"),
    ]


def _spread(values: Sequence[float]) -> str:
    median, high = np.percentile(values, [50, 95])
    return f"median {median:.1f}, p95 {high:.1f}, most {max(values):.1f} s"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.overload", description=__doc__)
    parser.add_argument("--load", type=float, default=3.0, help="of the recogniser, were there time for all")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--speed", type=float, default=10.0)
    parser.add_argument("--micro", action="store_true", help="the small Whisper model as it is")
    given = parser.parse_args(arguments)
    recording = call_of(given.minutes)
    rows: list[tuple[str, object]] = [("call", f"{given.minutes:g} minutes at {given.speed:g} times real time")]
    if given.micro:
        transcriber, notice = open_transcriber(SpeechSettings(model=str(WHISPER_MICRO)))
        if notice:
            sys.stderr.write(f"{notice}\n")
            return 2
    else:
        work = full_work(recording)
        transcriber = Busy(unit=given.load / work, speed=given.speed)
        takes = (_FIXED_SECONDS + 3) * given.load / work
        rows.append(("load", f"{given.load:g}: a reading of 3 s takes {takes:.2f} s"))
    watch = live(recording, transcriber, given.speed)
    rows += rows_of(watch, recording.seconds)
    if given.micro:
        rows.append(("word error", f"{word_error(watch, given.minutes):.1f} %"))
    sys.stdout.write(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
