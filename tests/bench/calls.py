"""Many telephone calls at once: ``python -m tests.bench.calls [--calls 20] [--seconds 95] [--set KEY=VALUE]``.

A real ``assist serve`` process with the small Whisper model takes the sample call over real sockets at real time: first
one from each platform alone, then as many as asked for, half of them from Twilio and half from Genesys, each begun a
little after the one before. All that an overlay would hear is compared: the words of each call with the script and with
the same call alone, turns of which nothing was heard, how late words were; and what the process cost.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import socket
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jiwer
import numpy as np
import psutil
import soundfile
import soxr
from websockets import Subprotocol
from websockets.asyncio.client import connect

from assist.audio.chunks import Samples
from assist.demo.script import Turn, TurnTime, load_script, load_timing, sample_path
from tests.bench.spoken import noise, table, words_of
from tests.models import WHISPER_MICRO
from tests.telephone.platforms import RATE, Genesys, Twilio, interleaved, media, telephone_settings

_TOKEN = "a-token-of-the-measure"
_TWILIO_SECONDS, _GENESYS_SECONDS = 0.02, 0.2
_LOAD_SECONDS = 120.0
_PATIENCE_SECONDS = 60.0
"""So long the last words may take after the last call has been played."""


@dataclass(frozen=True, slots=True, eq=False)
class Script:
    """What is played: its turns with their times, and both voices as the platforms send them."""

    turns: tuple[Turn, ...]
    times: tuple[TurnTime, ...]
    seconds: float
    texts: list[str]
    frames: list[bytes]

    def words(self, speaker: str) -> list[str]:
        """What a speaker says."""
        return words_of(" ".join(turn.text for turn in self.turns if turn.speaker == speaker))


@dataclass
class Heard:
    """What was told of a call.

    Attributes:
        began: when it was first played, by the process's clock.
    """

    name: str
    began: float = 0.0
    finals: list[dict[str, Any]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    lags: list[float] = field(default_factory=list)
    efforts: list[str] = field(default_factory=lambda: ["full"])
    partials: int = 0
    over: bool = False

    def take(self, event: dict[str, Any], now: float) -> None:
        """Take an event of the call."""
        match event["type"]:
            case "utterance_finished":
                self.finals.append(event)
                self.waits.append(now - self.began - event["end"])
            case "utterance_updated":
                self.partials += 1
            case "lag_measured":
                self.lags.append(event["behind_seconds"])
                if event["effort"] != self.efforts[-1]:
                    self.efforts.append(event["effort"])
            case "call_ended":
                self.over = True

    def words(self, speaker: str) -> list[str]:
        """What a speaker was heard to say."""
        finals = sorted((one for one in self.finals if one["speaker"] == speaker), key=lambda one: one["start"])
        return words_of(" ".join(one["text"] for one in finals))


@dataclass(frozen=True, slots=True)
class Cost:
    """Of the serving process, while calls ran: cores, and its memory in MB at their end."""

    cores: float
    memory: float


def script_of(seconds: float) -> Script:
    """The turns of the sample call that end by then."""
    turns = [(turn, at) for turn, at in zip(load_script().turns, load_timing(), strict=True) if at.end <= seconds - 1.0]
    length = turns[-1][1].end + 1.0
    voices, rate = soundfile.read(sample_path(), dtype="float32")
    narrow = soxr.resample(voices[: round(length * rate)], rate, RATE).astype(np.float32)
    customer, agent = (narrow[:, side] + noise(len(narrow), side) for side in (0, 1))
    data = interleaved(customer, agent)
    size = 2 * round(_GENESYS_SECONDS * RATE)
    return Script(
        tuple(turn for turn, _ in turns),
        tuple(at for _, at in turns),
        length,
        _media_messages(customer, agent),
        [data[start : start + size] for start in range(0, len(data), size)],
    )


def _media_messages(customer: Samples, agent: Samples) -> list[str]:
    """As `Twilio.tell` would make them, made once for all calls."""
    return [
        json.dumps({"event": "media", "sequenceNumber": str(number + 2), "streamSid": "MZ" + "0" * 32, "media": piece})
        for number, piece in enumerate(media(customer, agent))
    ]


class Serving:
    """A process that serves, found as an office of the tests is.

    Attributes:
        calls: what was told, by the platforms' names of the calls.
    """

    def __init__(self, url: str, process: psutil.Process) -> None:
        self.server = self
        self.url = url
        self.process = process
        self.calls: defaultdict[str, Heard] = defaultdict(lambda: Heard(""))
        self.ready = asyncio.Event()
        self.moved = asyncio.Event()
        self._names: dict[str, str] = {}

    def take(self, event: dict[str, Any]) -> None:
        """Take an event."""
        if event["type"] == "call_awaited":
            self.ready.set()
        if event["type"] == "call_started":
            self._names[event["call_id"]] = event["reference"]
        if event["call_id"] in self._names:
            self.calls[self._names[event["call_id"]]].take(event, time.monotonic())
        self.moved.set()

    async def listen(self, url: str) -> None:
        """Hear all that is told."""
        options = {"additional_headers": {"Authorization": f"Bearer {_TOKEN}"}, "proxy": None}
        async with connect(url, subprotocols=[Subprotocol("attune.v1")], **options) as connection:  # type: ignore[arg-type]
            async for message in connection:
                self.take(json.loads(message))

    async def over(self, names: Sequence[str]) -> None:
        """Wait until these calls are."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_SECONDS):
                while not all(self.calls[name].over for name in names):
                    self.moved.clear()
                    await self.moved.wait()

    def spent(self) -> float:
        """Processor seconds so far."""
        times = self.process.cpu_times()
        return float(times.user + times.system)


@contextlib.asynccontextmanager
async def serving(folder: Path, more: Sequence[str]) -> AsyncIterator[Serving]:
    """``assist serve``, ready to take calls."""
    ports = _free_ports(2)
    settings = telephone_settings(folder)
    chosen = {
        "telephone.port": ports[0],
        "telephone.secrets": settings.telephone.secrets,
        "journal.folder": settings.journal.folder,
        "suggest.outcomes": settings.suggest.outcomes,
        "suggest.review": settings.suggest.review,
        "suggest.experiments": settings.suggest.experiments,
        "speech.model": WHISPER_MICRO,
        "wire.port": ports[1],
        "wire.address_file": folder / "engine.json",
        "bank.store": folder / "bank.db",
    }
    command = [sys.executable, "-m", "assist", "serve"]
    assignments = [*(f"{name}={value}" for name, value in chosen.items()), *more]
    command += [part for assignment in assignments for part in ("--set", assignment)]
    log = (folder / "serve.log").open("wb")
    process = await asyncio.create_subprocess_exec(
        *command, env={**os.environ, "ATTUNE_TOKEN": _TOKEN}, stdout=log, stderr=log
    )
    here = Serving(f"ws://127.0.0.1:{ports[0]}", psutil.Process(process.pid))
    listening = asyncio.create_task(_stay_tuned(here, f"ws://127.0.0.1:{ports[1]}"))
    try:
        async with asyncio.timeout(_LOAD_SECONDS):
            await here.ready.wait()
        yield here
    except TimeoutError:
        sys.stderr.write((folder / "serve.log").read_text(encoding="utf-8"))
        raise
    finally:
        listening.cancel()
        process.terminate()
        await process.wait()
        log.close()


async def _stay_tuned(here: Serving, url: str) -> None:
    """The engine listens when it does."""
    while True:
        with contextlib.suppress(OSError):
            await here.listen(url)
        await asyncio.sleep(0.1)


async def _play_twilio(here: Serving, name: str, script: Script) -> None:
    async with Twilio.calling(here) as twilio:  # type: ignore[arg-type]
        await twilio.start(name)
        began = here.calls[name].began = time.monotonic()
        for number, text in enumerate(script.texts):
            early = (number // 2 + 1) * _TWILIO_SECONDS - (time.monotonic() - began)
            if early > 0:
                await asyncio.sleep(early)
            await twilio.connection.send(text)
        await twilio.stop()
        await twilio.connection.wait_closed()


async def _play_genesys(here: Serving, name: str, script: Script) -> None:
    async with Genesys.calling(here, session=name) as genesys:  # type: ignore[arg-type]
        await genesys.open(name)
        began = here.calls[name].began = time.monotonic()
        for number, frame in enumerate(script.frames):
            early = (number + 1) * _GENESYS_SECONDS - (time.monotonic() - began)
            if early > 0:
                await asyncio.sleep(early)
            await genesys.connection.send(frame)
        await genesys.close()


async def play(here: Serving, names: Sequence[str], script: Script, spread: float) -> Cost:
    """Play the call under each of these names, to the end of all."""
    began, spent = time.monotonic(), here.spent()

    async def one(number: int, name: str) -> None:
        await asyncio.sleep(spread * number / max(1, len(names)))
        here.calls[name].name = name
        await (_play_genesys if number % 2 else _play_twilio)(here, name, script)

    await asyncio.gather(*(one(number, name) for number, name in enumerate(names)))
    cores = (here.spent() - spent) / (time.monotonic() - began)
    await here.over(names)
    return Cost(cores, here.process.memory_info().rss / 2**20)


def names_of(count: int, kind: int) -> list[str]:
    """Names that both platforms may give a call."""
    return [f"30b0e395-84d3-4570-ac{kind:02d}-{number:012d}" for number in range(count)]


def error(script: Script, heard: Heard, alone: Heard | None = None) -> float:
    """Word error in percent, against the script or the same call alone."""
    said = [" ".join((alone or script).words(speaker)) for speaker in ("customer", "agent")]
    return 100 * float(jiwer.wer(said, [" ".join(heard.words(speaker)) for speaker in ("customer", "agent")]))


def missing(script: Script, heard: Heard) -> int:
    """Turns of which nothing was heard."""
    return sum(
        not any(
            one["speaker"] == turn.speaker and one["text"] and one["start"] < at.end and one["end"] > at.start
            for one in heard.finals
        )
        for turn, at in zip(script.turns, script.times, strict=True)
    )


HEAD = (
    "call", "word error", "against alone", "turns missed", "finals", "partials", "behind, most", "p95",
    "words after p50", "p95", "effort",
)  # fmt: skip


def row_of(name: str, script: Script, heard: Heard, alone: Heard) -> list[object]:
    """A call's figures."""
    return [
        f"{name}{'' if heard.over else ' (not over)'}",
        f"{error(script, heard):.1f} %",
        f"{error(script, heard, alone):.1f} %",
        missing(script, heard),
        len(heard.finals),
        heard.partials,
        f"{max(heard.lags, default=0.0):.1f} s",
        f"{np.percentile(heard.lags or [0.0], 95):.1f} s",
        f"{np.percentile(heard.waits or [0.0], 50):.2f} s",
        f"{np.percentile(heard.waits or [0.0], 95):.2f} s",
        " ".join(heard.efforts),
    ]


async def measure(given: argparse.Namespace, folder: Path) -> str:
    """Run the calls; the tables."""
    script = script_of(given.seconds)
    async with serving(folder, given.assignments) as here:
        idle = here.process.memory_info().rss / 2**20
        single, many = names_of(2, 1), names_of(given.calls, 2)
        first = await play(here, single, script, 0.0)
        then = await play(here, many, script, given.spread)
        alone = [here.calls[name] for name in single]
        rows: list[Sequence[object]] = [HEAD]
        platforms = ("Twilio", "Genesys")
        rows += [row_of(f"{platforms[n]} alone", script, heard, heard) for n, heard in enumerate(alone)]
        rows += [
            row_of(f"{platforms[n % 2]} {n // 2 + 1}", script, here.calls[name], alone[n % 2])
            for n, name in enumerate(many)
        ]
        complete = sum(here.calls[name].over and not missing(script, here.calls[name]) for name in many)
        waits = np.percentile([wait for name in many for wait in here.calls[name].waits] or [0.0], [50, 95])
    summary = [
        ("", "2 calls", f"{given.calls} calls"),
        ("cores", f"{first.cores:.2f}", f"{then.cores:.2f}"),
        (f"memory (without calls: {idle:.0f} MB)", f"{first.memory:.0f} MB", f"{then.memory:.0f} MB"),
        ("transcripts with a word of each turn", "", f"{complete} of {given.calls}"),
        ("end of utterance to its words, p50 / p95", "", f"{waits[0]:.2f} / {waits[1]:.2f} s"),
    ]  # fmt: skip
    return f"{len(script.turns)} turns, {script.seconds:.0f} s\n{table(rows)}\n{table(summary)}"


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.calls", description=__doc__)
    parser.add_argument("--calls", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=95.0, help="so much of the sample call (all of it: 169)")
    parser.add_argument("--spread", type=float, default=10.0, help="seconds in which the calls begin")
    parser.add_argument("--set", dest="assignments", action="append", default=[], metavar="KEY=VALUE")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="attune-bench-") as folder:
        sys.stdout.write(asyncio.run(measure(given, Path(folder))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
