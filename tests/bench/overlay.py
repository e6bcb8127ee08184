"""What the overlay costs: ``python -m tests.bench.overlay [--events N] [--call]``; needs Xvfb and openbox.

Messages go through the real websocket to the real overlay process. With ``--call`` the sample call is played at real
time instead, and the GUI thread is watched.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import dataclasses
import json
import os
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence, Sized
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import TypedDict

import numpy as np
import pytest

from assist import events
from assist.demo.script import sample_path
from assist.settings import WireSettings
from assist.wire.server import EventServer
from tests.bench.watched_overlay import PACE_SECONDS
from tests.desktop import VirtualDisplay, virtual_display

TOKEN = "bench"
WATCHED = "tests.bench.watched_overlay"
SPAN_SECONDS = 20.0
SETTLE_SECONDS = 3.0
STARTS = 5
FRAME_MS = 50.0
REPORT_BYTES = 1 << 24


class Report(TypedDict):
    """What the watch says (`tests.bench.watched_overlay`)."""

    painted: list[list[int]]
    late: list[list[float]]
    warnings: list[str]


def messages(count: int) -> Iterator[events.Event]:
    """A busy call: mostly words that still change, now and then all else that a call brings."""
    turn = ["words"] * 5 + ["said", "mood", "words", "words", "feeling"]
    kinds = cycle([*turn, *turn, *turn[:-1], "need", *turn, *turn[:-1], "card"])
    for number in range(1, count + 1):
        event = _message(next(kinds), number)
        yield replace(event, call_id="bench", seq=number + 1, at=number * PACE_SECONDS)


def _message(kind: str, number: int) -> events.Event:
    quote = f"this is the {number}th time that I call"
    evidence = events.Evidence(utterance_id="c1", quote=quote)
    valence = ((number * 37) % 200 - 100) / 100
    match kind:
        case "said":
            return _words(number, quote)
        case "feeling":
            emotion = ("anger", "anxiety", "gratitude", "neutral")[number % 4]
            return events.EmotionChanged(
                emotion=emotion, confidence=0.9, valence=valence, arousal=-valence, evidence=evidence
            )
        case "mood":
            return events.MoodTracked(utterance_id="c1", valence=valence, arousal=0.2, trend="rising")
        case "need":
            return events.NeedReraised(need="certainty", confidence=0.9, evidence=evidence)
        case "card":
            return _card(number, quote)
        case _:
            said = _words(number, f"{quote} and nobody can tell me where my refund is")
            fields = {field.name: getattr(said, field.name) for field in dataclasses.fields(said)}
            return events.UtteranceUpdated(stable=said.text[:40], **fields)


def _words(number: int, text: str) -> events.UtteranceFinished:
    begun_at = number // 10 * 10 * PACE_SECONDS
    return events.UtteranceFinished(
        utterance_id=f"c{number // 10}",
        speaker="customer",
        text=text,
        start=begun_at,
        end=begun_at + 1,
        confidence=0.9,
    )


def _card(number: int, quote: str) -> events.Event:
    return events.SuggestionOffered(
        suggestion_id=f"s{number}",
        phrase_id=f"p{number}",
        text=f"You have called {number} times now, so I stay with this until you have a date from me.",
        cue="Own it, name the date",
        emotion="anger",
        need="certainty",
        strategy="ownership",
        score=0.8,
        because=events.Because(quote=quote),
        alternates=(events.Alternate(phrase_id=f"q{number}", text="I have your notes here.", cue="Spare the story"),),
    )


# --- the overlay process ---


@contextlib.asynccontextmanager
async def overlay(display: VirtualDisplay, url: str, module: str) -> AsyncIterator[Process]:
    """The overlay program on this display, with settings of its own, until the end of the block."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**display.environment, "ATTUNE_TOKEN": TOKEN, "HOME": home, "XDG_CONFIG_HOME": home}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", module, "--url", url),
            env={**environment, "QT_QPA_PLATFORM": "xcb"},
            stdin=PIPE,
            stdout=PIPE,
            limit=REPORT_BYTES,
        )
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            await process.wait()


async def heard(process: Process) -> str:
    """The next line that it says."""
    assert process.stdout is not None
    line = await process.stdout.readline()
    assert line, "the overlay ended"
    return line.decode().strip()


def tell(process: Process, word: str) -> None:
    """Tell it a word."""
    assert process.stdin is not None
    process.stdin.write(f"{word}\n".encode())


async def report_of(process: Process) -> Report:
    """What the watch saw."""
    tell(process, "report")
    return json.loads(await heard(process))  # type: ignore[no-any-return]


def cpu_seconds(process: Process) -> float:
    """Processor time that it has used."""
    fields = Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(process: Process) -> float:
    """Its resident memory."""
    lines = Path(f"/proc/{process.pid}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


@contextlib.asynccontextmanager
async def cpu_share(process: Process) -> AsyncIterator[list[float]]:
    """The share of a core that it uses during the block, in percent, in the list at its end."""
    share: list[float] = []
    used, began = cpu_seconds(process), time.monotonic()
    yield share
    share.append(100 * (cpu_seconds(process) - used) / (time.monotonic() - began))


# --- what is measured ---


async def measure_start(display: VirtualDisplay, url: str) -> None:
    """From the start of the process to a painted window."""
    taken = []
    for _ in range(STARTS):
        began = time.monotonic_ns()
        async with overlay(display, url, WATCHED) as process:
            taken.append((int((await heard(process)).split()[1]) - began) / 1e9)
    say("start to visible", f"median {statistics.median(taken):.2f} s  longest {max(taken):.2f} s", "<= 1.0 s", taken)


async def measure_load(display: VirtualDisplay, server: EventServer, url: str) -> None:
    """What it takes without a call, in a call in which nobody speaks, and in a busy one."""
    async with overlay(display, url, "ui") as process:
        await asyncio.sleep(SETTLE_SECONDS)
        async with cpu_share(process) as idle:
            await asyncio.sleep(SPAN_SECONDS)
        say("idle CPU, no call", f"{idle[0]:.1f} %", "<= 0.5 %")
        say("memory, no call", f"{memory_mb(process):.0f} MB", "<= 90 MB")
        server.publish(begun())
        await asyncio.sleep(SETTLE_SECONDS)
        async with cpu_share(process) as silent:
            await asyncio.sleep(SPAN_SECONDS)
        say("CPU, a silent call", f"{silent[0]:.1f} %", "(its clock ticks)")
        async with cpu_share(process) as busy:
            await tell_all(server, messages(int(2 * SPAN_SECONDS / PACE_SECONDS)))
        say("CPU, 10 messages/s", f"{busy[0]:.1f} %", "<= 5 %")
        say("memory after them", f"{memory_mb(process):.0f} MB", "<= 90 MB")


async def tell_all(server: EventServer, told: Iterable[events.Event]) -> list[int]:
    """Publish these at their pace; when each was published (monotonic nanoseconds)."""
    sent: list[int] = []
    due = time.monotonic()
    for event in told:
        sent.append(time.monotonic_ns())
        server.publish(event)
        due += PACE_SECONDS
        await asyncio.sleep(max(0.0, due - time.monotonic()))
    return sent


async def measure_messages(display: VirtualDisplay, server: EventServer, url: str, count: int) -> None:
    """How long a message takes to the screen."""
    server.publish(begun())
    async with overlay(display, url, WATCHED) as process:
        await heard(process)
        await asyncio.sleep(SETTLE_SECONDS)
        sent = await tell_all(server, messages(count))
        await asyncio.sleep(PACE_SECONDS)
        report = await report_of(process)
    taken = delays(sent, report["painted"])
    p50, p95, p99 = np.percentile(taken, [50, 95, 99])
    painted = f"p50 {p50:.1f} ms  p95 {p95:.1f} ms  p99 {p99:.1f} ms  longest {max(taken):.1f} ms"
    say("message to painted", painted, "p95 <= 8 ms, p99 <= 16 ms", taken)
    say_warnings(report)


def delays(sent: Sequence[int], painted: Sequence[Sequence[int]]) -> list[float]:
    """Milliseconds from each message to the first picture that has it, or a later one, on it."""
    taken: list[float] = []
    for shown, moment in painted:
        taken += [(moment - at) / 1e6 for at in sent[len(taken) : shown]]
    assert len(taken) == len(sent), f"{len(sent) - len(taken)} messages were never painted"
    return taken


async def measure_call(display: VirtualDisplay) -> None:
    """The sample call at real time, from the real engine."""
    engine = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "assist", "serve", "--play", str(sample_path()), "--set", "wire.port=0"),
        env={**os.environ, "ATTUNE_TOKEN": TOKEN},
        stderr=PIPE,
    )
    try:
        url = await address_of(engine)
        async with overlay(display, url, WATCHED) as process:
            await heard(process)
            await asyncio.sleep(SETTLE_SECONDS)
            tell(process, "beat")
            async with cpu_share(process) as share:
                await engine.communicate()
            report = await report_of(process)
    finally:
        if engine.returncode is None:
            engine.terminate()
            await engine.wait()
    late, worked = np.array(report["late"]).T
    over = int((late > FRAME_MS).sum())
    kept = f"p99 {np.percentile(late, 99):.1f} ms  longest {late.max():.1f} ms  over {FRAME_MS:g} ms: {over}"
    say("GUI thread held up", kept, "none over 50 ms", late)
    say("of that, own work", f"longest {worked.max():.1f} ms", "")
    say("painted", f"{len(report['painted'])} times", "")
    say("CPU, with the watch", f"{share[0]:.1f} %", "<= 5 %")
    say_warnings(report)


async def address_of(engine: Process) -> str:
    """Where the engine listens."""
    assert engine.stderr is not None
    while line := (await engine.stderr.readline()).decode():
        if "listening on" in line:
            return line.split()[-1]
    raise SystemExit("the engine ended before it listened")


def begun() -> events.Event:
    """The beginning of a call."""
    return events.CallStarted(call_id="bench", seq=1, source="bench", started_at="2026-01-01T10:00:00Z")


def say_warnings(report: Report) -> None:
    """What Qt complained of."""
    warnings = report["warnings"]
    say("Qt's warnings", f"{len(warnings)}", "none")
    for warning in warnings:
        sys.stdout.write(f"    {warning}\n")


def say(name: str, figure: str, goal: str, values: Sized = ()) -> None:
    """One row of the table."""
    count = f"  ({len(values)})" if len(values) else ""
    sys.stdout.write(f"{name:<22}{figure + count:<66}{goal}\n")
    sys.stdout.flush()


async def measure(display: VirtualDisplay, count: int) -> None:
    """All but the call."""
    async with EventServer(WireSettings(), TOKEN, lambda _command: None) as server:
        url = f"ws://127.0.0.1:{server.port}"
        await measure_start(display, url)
        await measure_load(display, server, url)
        await measure_messages(display, server, url, count)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.overlay", description=__doc__)
    parser.add_argument("--events", type=int, default=2000)
    parser.add_argument("--call", action="store_true", help="the sample call at real time")
    chosen = parser.parse_args()
    load, cores = os.getloadavg()[0], os.cpu_count()
    sys.stdout.write(f"load {load:.1f} on {cores} cores before the start\n")
    try:
        with virtual_display(window_manager=True) as display:
            asyncio.run(measure_call(display) if chosen.call else measure(display, chosen.events))
    except pytest.skip.Exception as missing:
        sys.stderr.write(f"{missing}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
