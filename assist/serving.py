"""`assist serve`: the engine on its own. Events on a websocket out; calls from devices, telephones or a file in."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import signal
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assist import wiring
from assist.audio.microphone import LiveSource
from assist.calls.capture import OpenSource
from assist.calls.device_calls import DeviceCalls
from assist.calls.reception import Reception
from assist.calls.resumption import LiveMark
from assist.calls.switchboard import Switchboard
from assist.commands import AgentCommand
from assist.errors import EngineError, SourceError
from assist.feeds import require_speed
from assist.journal import delete_old
from assist.launcher import TIED
from assist.settings import Settings
from assist.telephone.exchange import Exchange
from assist.telephone.server import TelephoneServer
from assist.wire.address import AddressFile, EngineAddress
from assist.wire.server import EventServer

_LAST_WORDS_SECONDS = 2.0
"""How long peers may take to read the last events before an engine that is done leaves."""

_READING_SECONDS = 2.0
"""How long an overlay may take to read a report that leaves with the engine."""

_TRY_AGAIN = 1
"""Exit status where a call is to be taken up and a device is not there: it may come back in a moment."""


def serve(settings: Settings, path: Path | None, speed: str) -> int:
    """Serve one call of a file, or calls of telephone platforms or live devices until stopped.

    Raises:
        AttuneError: a file, device, port or model cannot be used.
    """
    pace = require_speed(speed)
    token = settings.wire.token or os.environ.get("ATTUNE_TOKEN", "")
    if not token:
        token = secrets.token_urlsafe(32)
        if sys.stderr.isatty():  # a log would keep it; other programs of this user read the address file
            sys.stderr.write(f"assist: overlays connect with the token {token}\n")
    folder = Path(settings.journal.folder)
    now = time.time()
    devices = path is None and not settings.telephone.port
    cut_off = None if not devices else LiveMark(folder).cut_off(now - settings.calls.resume_seconds)
    delete_old(folder, settings.journal.keep_days, now, spare=cut_off.call_id if cut_off else "")
    source = wiring.open_file(path) if path else None
    try:
        for sentence in wiring.missing_devices(settings) if devices else ():
            sys.stderr.write(f"assist: {sentence} Attune starts without it and takes it as soon as it is there.\n")
        return asyncio.run(Service(settings, token, source, pace).run())
    except SourceError as error:
        if cut_off is None:
            raise
        sys.stderr.write(f"assist: {error}\n")
        return _TRY_AGAIN


class Service:
    """The engine process: one server, models loaded once, one call after another.

    Args:
        settings: all of them.
        token: what peers must show.
        source: a file with one call; None for live devices.
        speed: of the file, seconds of call per second; None for as fast as it goes.
        open_source: opens the live devices.
    """

    def __init__(
        self,
        settings: Settings,
        token: str,
        source: wiring.FileSource | None,
        speed: float | None,
        open_source: OpenSource = LiveSource,
    ) -> None:
        self._settings = settings
        self._token = token
        self._source = source
        self._speed = speed
        self._open_source = open_source
        self._reception = Reception()
        self._exchange: Exchange | None = None
        self.address: EngineAddress | None = None
        """Where it listens, once it does."""
        self.listening = asyncio.Event()
        several = self._obey if settings.telephone.port and source is None else None
        self._server = EventServer(
            settings.wire, token, self._obey, origins=settings.wire.origin_names, on_call_command=several
        )

    async def run(self) -> int:
        """Serve until the file's call is over, or until told to stop."""
        task = asyncio.current_task()
        assert task is not None
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError):  # Windows: Ctrl+C interrupts by itself
                asyncio.get_running_loop().add_signal_handler(number, task.cancel)
        if os.environ.get(TIED):
            _leave_with_the_launcher(task)
        async with self._server:
            self.address = EngineAddress(
                f"ws://{self._settings.wire.host}:{self._server.port}", self._token, os.getpid()
            )
            sys.stderr.write(f"assist: listening on {self.address.url}\n")
            with self._announced(self.address), contextlib.suppress(asyncio.CancelledError):
                self.listening.set()
                await self._serve()
        return 0

    @contextlib.contextmanager
    def _announced(self, address: EngineAddress) -> Iterator[None]:
        """Leave the address for this user's other programs; an engine that plays a file takes no live one's place."""
        file = AddressFile(Path(self._settings.wire.address_file)) if self._settings.wire.address_file else None
        if file is None or (self._source is not None and file.answers):
            yield
            return
        try:
            file.write(address)
        except EngineError as error:
            sys.stderr.write(f"assist: {error}\n")
        try:
            yield
        finally:
            file.remove(address.pid)

    def _obey(self, command: AgentCommand, call_id: str = "", agent: str = "") -> None:
        """Where several calls may run, it is said which one is meant, or who asks."""
        if self._exchange is not None:
            self._exchange.take(command, call_id, agent)
        else:
            self._reception.take(command)

    async def _take_telephone_calls(self) -> None:
        """Platforms may connect at once; their calls are kept until the models are there."""
        exchange = Exchange(self._settings, lambda: self._load(audio=True), self._server.publish)
        async with TelephoneServer(self._settings.telephone, exchange, self._settings.speech.language) as server:
            self._exchange = exchange
            sys.stderr.write(f"assist: telephone platforms connect to {server.url}\n")
            await exchange.run()

    def _load(self, *, audio: bool) -> wiring.Models:
        models = wiring.load_models(self._settings, audio=audio)
        if models.notice:
            sys.stderr.write(f"assist: {models.notice}\n")
        return models

    async def _serve(self) -> None:
        if self._source is None and self._settings.telephone.port:
            await self._take_telephone_calls()
            return
        has_audio = self._source is None or self._source.has_audio
        models = await asyncio.to_thread(self._load, audio=has_audio)
        publish, reception = self._server.publish, self._reception
        if self._source is None:
            await DeviceCalls(self._settings, models, publish, reception, self._open_source).run()
            return
        line = wiring.make_line(self._settings, models)
        feed = self._source.feed(line, self._speed)
        feed = feed.renamed(f"{self._source.path.stem}-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}")
        switchboard = Switchboard(self._settings, models, publish, reception, live=False)
        try:
            await switchboard.connect(feed, line)
            await self._server.drain(_LAST_WORDS_SECONDS)
            if self._settings.journal.keep_days == 0:
                await asyncio.sleep(_READING_SECONDS)
        finally:
            switchboard.forget()


def _leave_with_the_launcher(task: asyncio.Task[Any]) -> None:
    """Cancel the task when standard input ends: a microphone must not stay open behind a launcher that was killed."""
    loop = asyncio.get_running_loop()

    def wait() -> None:
        with contextlib.suppress(OSError):
            while os.read(0, 1024):
                pass
        with contextlib.suppress(RuntimeError):  # the loop has ended by itself
            loop.call_soon_threadsafe(task.cancel)

    threading.Thread(target=wait, name="launcher", daemon=True).start()
