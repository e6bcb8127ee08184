"""`assist serve`: the engine on its own. Events on a websocket out; calls from devices or a file in."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import shutil
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from assist import wiring
from assist.commands import AgentCommand, StartCall
from assist.engine import Call, LiveCall
from assist.errors import AttuneError
from assist.events import Event
from assist.feeds import Feed, opening, require_speed
from assist.inputs import ReportWritten
from assist.journal import delete_old
from assist.report.render import write_report
from assist.settings import Settings
from assist.wire.server import EventServer

_LAST_WORDS_SECONDS = 2.0
"""How long peers may take to read the last events before an engine that is done leaves."""


def serve(settings: Settings, path: Path | None, speed: str) -> int:
    """Serve one call of a file, or calls of live devices until stopped.

    Raises:
        AttuneError: a file, device, port or model cannot be used.
    """
    pace = require_speed(speed)
    token = settings.wire.token or os.environ.get("ATTUNE_TOKEN", "")
    if not token:
        token = secrets.token_urlsafe(32)
        sys.stderr.write(f"assist: overlays connect with the token {token}\n")
    folder = Path(settings.journal.folder)
    delete_old(folder, settings.journal.keep_days, time.time())
    source = wiring.open_file(path) if path else None
    if source is None:
        wiring.check_devices(settings)
    return asyncio.run(Service(settings, token, source, pace).run())


class Service:
    """The engine process: one server, models loaded once, one call after another."""

    def __init__(self, settings: Settings, token: str, source: wiring.FileSource | None, speed: float | None) -> None:
        self._settings = settings
        self._source = source
        self._speed = speed
        self._server = EventServer(settings.wire, token, self._command)
        self._call: LiveCall | None = None
        self._start = asyncio.Event()

    async def run(self) -> int:
        """Serve until the file's call is over, or until told to stop."""
        task = asyncio.current_task()
        assert task is not None
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)
        async with self._server:
            sys.stderr.write(f"assist: listening on ws://{self._settings.wire.host}:{self._server.port}\n")
            with contextlib.suppress(asyncio.CancelledError):
                await self._serve()
        return 0

    async def _serve(self) -> None:
        has_audio = self._source is None or self._source.has_audio
        models = await asyncio.to_thread(wiring.load_models, self._settings, audio=has_audio)
        if models.notice:
            sys.stderr.write(f"assist: {models.notice}\n")
        while True:
            await self._live(models)
            if self._source is not None:
                await self._server.drain(_LAST_WORDS_SECONDS)
                return
            self._start.clear()
            await self._start.wait()

    async def _live(self, models: wiring.Models) -> None:
        line = wiring.make_line(self._settings, models)
        feed = self._feed(line)
        folder = Path(self._settings.journal.folder) / feed.call_id
        told: list[Event] = []
        learning = wiring.make_learning(self._settings, feed, live=self._source is None)
        call = wiring.make_call(self._settings, feed, lambda event: self._tell(event, told), folder, learning)
        workers = wiring.make_workers(self._settings, models, line, learning)
        self._call = LiveCall(call, workers, feed.expected_seconds)
        try:
            await self._call.run([opening(feed), *models.facts()], feed.stream())
            self._report(call, told, folder)
        finally:
            self._call = None
            call.close()
            if self._settings.journal.keep_days == 0:
                shutil.rmtree(folder, ignore_errors=True)

    def _feed(self, line: wiring.Line) -> Feed:
        if self._source is None:
            return wiring.device_feed(self._settings, line)
        feed = self._source.feed(line, self._speed)
        return feed.renamed(f"{self._source.path.stem}-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}")

    def _tell(self, event: Event, told: list[Event]) -> None:
        told.append(event)
        self._server.publish(event)

    def _report(self, call: Call, told: list[Event], folder: Path) -> None:
        try:
            path = write_report(told, folder)
        except AttuneError as error:
            sys.stderr.write(f"assist: {error}\n")
        else:
            call.take(ReportWritten(path=str(path)))

    def _command(self, command: AgentCommand) -> None:
        if self._call is not None:
            self._call.gesture(command)
        elif isinstance(command, StartCall):
            self._start.set()
