"""`assist replay`: a recording, a file of turns or a journal, understood again."""

from __future__ import annotations

import asyncio
import sys
from argparse import Namespace
from itertools import chain
from pathlib import Path

from assist import wiring
from assist.engine import Call, LiveCall, play
from assist.errors import SourceError, UsageError
from assist.events import SPEAKERS, Event, Speaker
from assist.feeds import closing, opening, require_speed
from assist.inputs import Input
from assist.journal import Recorded, is_journal, read_journal
from assist.report.render import write_report
from assist.session import CallSession
from assist.settings import Settings
from assist.telling import told
from assist.wire.codec import encode


class Printer:
    """Keeps the events and prints each: as JSON, or as a line for people."""

    def __init__(self, *, as_json: bool) -> None:
        self.events: list[Event] = []
        self._as_json = as_json

    def __call__(self, event: Event) -> None:
        """Take one event."""
        self.events.append(event)
        line = encode(event) if self._as_json else told(event)
        if line:
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


def replay(path: Path, settings: Settings, options: Namespace) -> int:
    """Replay a file as the options say; return the exit status.

    Raises:
        AttuneError: the file cannot be replayed.
    """
    if not path.is_file():
        raise SourceError(f"{path}: there is no such file; check the name.")
    speed = require_speed(options.speed)
    channels = read_channels(options.channels)
    printer = Printer(as_json=options.json)
    if is_journal(path):
        replay_journal(read_journal(path), printer)
    else:
        replay_call(path, settings, printer, speed=speed, channels=channels, folder=options.out)
    if options.out:
        write_report(printer.events, options.out)
    return 0


def replay_journal(recorded: Recorded, publish: Printer) -> None:
    """Feed a recorded call to a new session; say so where this version decides differently."""
    play(Call(CallSession(recorded.call_id, recorded.settings), publish), recorded.inputs, None)
    if tuple(publish.events[: len(recorded.events)]) != recorded.events:
        sys.stderr.write("assist: this version of Attune decides differently from the one that recorded this call.\n")


def replay_call(
    path: Path,
    settings: Settings,
    publish: Printer,
    *,
    speed: float | None,
    channels: tuple[Speaker, ...] = SPEAKERS,
    folder: Path | None = None,
) -> None:
    """Run a recording or turns through the whole pipeline."""
    source = wiring.open_file(path, channels)
    models = wiring.load_models(settings, audio=source.has_audio)
    settings = wiring.rules_of(settings, models)
    line = wiring.make_line(settings, models)
    feed = source.feed(line, speed)
    learning = wiring.make_learning(settings, feed, live=False)
    call = wiring.make_call(settings, feed, publish, folder, learning)
    workers = wiring.make_workers(settings, models, line, learning)
    if models.notice:
        sys.stderr.write(f"assist: {models.notice}\n")
    first: list[Input] = [opening(feed), *models.facts()]
    if speed is None:
        play(call, chain(first, closing(feed.items)), workers)
    else:
        asyncio.run(LiveCall(call, workers, feed.expected_seconds).run(first, feed.stream()))
    call.close()


def read_channels(text: str) -> tuple[Speaker, ...]:
    """Read ``--channels``: who is on the left and on the right.

    Raises:
        UsageError: not both speakers, once each.
    """
    names = tuple(name.strip() for name in text.split(","))
    if sorted(names) != sorted(SPEAKERS):
        raise UsageError(f"--channels {text}: write customer,agent (left,right) or agent,customer.")
    return ("customer", "agent") if names[0] == "customer" else ("agent", "customer")
