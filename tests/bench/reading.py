"""What understanding an utterance costs on one core: ``python -m tests.bench.reading [--rows N]``.

Everything between the recogniser's words and the session's events: redaction, encoder with heads and context, slots,
ledger and hysteresis; and, apart, the voice of an utterance.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable

import numpy as np

from assist.affect.prosody import measure
from assist.audio.chunks import SAMPLE_RATE
from assist.audio.wavfile import read_call
from assist.commands import ReadActs, ReadAffect
from assist.demo.script import load_script, load_timing, sample_path
from assist.events import Speaker
from assist.inputs import UtteranceHeard
from assist.redaction.redactor import Redactor
from assist.session import CallSession
from assist.settings import Settings
from assist.suggest.library import open_library
from assist.workers import Workers
from phrasebank.corpus import CustomerRow
from phrasebank.dialogues import read_dialogues


def utterances(rows: int) -> list[UtteranceHeard]:
    """Turns of the written dialogues, one after the other."""
    said, at = [], 0.0
    for call in read_dialogues():
        for turn in call.turns:
            speaker: Speaker = "customer" if isinstance(turn, CustomerRow) else "agent"
            said.append(UtteranceHeard(at=at + 2.0, speaker=speaker, text=turn.text, start=at, end=at + 2.0))
            at += 3.0
    return said[:rows]


def read_calls(rows: int) -> list[float]:
    """Seconds that each utterance took from its words to its events."""
    settings = Settings()
    language = open_library(settings.bank)
    workers, redactor, session = Workers(language, settings), Redactor(), CallSession("bench", settings)
    taken = []
    for heard in utterances(rows):
        began = time.perf_counter()
        redactor.redact(heard.speaker, heard.text)
        commands = session.feed(heard).commands
        for command in commands:
            if isinstance(command, ReadAffect | ReadActs):
                session.feed(workers.perform(command))
        taken.append(time.perf_counter() - began)
    return taken


def read_voices() -> list[float]:
    """Seconds that the voice of each utterance of the sample call took."""
    recording = read_call(sample_path())
    taken = []
    turns = zip(load_script().turns, load_timing(), strict=True)
    for turn in (spoken for turn, spoken in turns if turn.speaker == "customer"):
        part = recording.customer[int(turn.start * SAMPLE_RATE) : int(turn.end * SAMPLE_RATE)]
        began = time.perf_counter()
        measure(part)
        taken.append(time.perf_counter() - began)
    return taken


def main() -> int:
    """Print both."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.reading", description=__doc__)
    parser.add_argument("--rows", type=int, default=600)
    chosen = parser.parse_args()
    jobs: Iterable[tuple[str, Callable[[], list[float]]]] = (
        ("an utterance's words", lambda: read_calls(chosen.rows)),
        ("an utterance's voice", read_voices),
    )
    for name, job in jobs:
        taken = 1000 * np.array(job())
        p50, p95, p99 = np.percentile(taken, [50, 95, 99])
        sys.stdout.write(f"{name:<24} p50 {p50:6.2f} ms  p95 {p95:6.2f} ms  p99 {p99:6.2f} ms  ({len(taken)})\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
