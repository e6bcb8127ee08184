"""The overlay's end of the wire: a websocket client in one thread, Qt signals on the other side."""

from __future__ import annotations

import asyncio
import contextlib
import http
import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from PySide6.QtCore import QObject, Qt, Signal
from websockets import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidStatus,
    InvalidURI,
    NegotiationError,
    Subprotocol,
)
from websockets.asyncio.client import ClientConnection, connect

from assist.commands import AgentCommand
from assist.errors import WireError
from assist.events import Event
from assist.wire.codec import SUBPROTOCOL, decode_event
from ui.link_calls import CallOnShow

_log = logging.getLogger(__name__)

_OPEN_SECONDS = 5.0
_PING_SECONDS = 5.0
_PONG_SECONDS = 10.0
_CLOSE_SECONDS = 1.0
_JOIN_SECONDS = 2.0
_FIRST_DELAY_SECONDS = 0.1
_LONGEST_DELAY_SECONDS = 2.0
"""A restarted engine is found this fast at the latest; one attempt on loopback costs next to nothing."""

_UNDELIVERED = 500
"""So many events may wait for the GUI thread; then the socket is left unread, and the engine sees that we are slow."""
_UNSENT = 50


@dataclass(frozen=True, slots=True)
class _Opened:
    """A connection is there; ``outbox`` takes what is to be sent on it, and on no other."""

    outbox: asyncio.Queue[str]


@dataclass(frozen=True, slots=True)
class _Lost:
    """The connection is gone."""


@dataclass(frozen=True, slots=True)
class _Refused:
    """The engine's sentence; ``whole`` if it refused the connection, not one command."""

    sentence: str
    whole: bool


_News = Event | _Opened | _Lost | _Refused


class EventLink(QObject):
    """Keeps a connection to the engine and passes its events on, in order, in the thread of this object.

    A lost connection is made again within about two seconds of the engine's return; the engine then tells the call
    from its beginning, `assist.events.CallStarted` first. Events of a type that this version does not know are skipped.
    Where several calls run, only those of the call on show are passed on (`ui.link_calls`).

    Signals:
        received: an `assist.events.Event`.
        state_changed: ``connecting`` (from the start to the first connection), ``open``, ``lost`` (trying again) or
            ``refused`` (the engine does not want us; nothing more happens).
        refused: one sentence for people, why the engine refused the connection or a command.

    Args:
        url: of the engine, such as ``ws://127.0.0.1:8765``.
        token: the engine's.
        parent: the owner.
    """

    received = Signal(object)
    state_changed = Signal(str)
    refused = Signal(str)
    _heard = Signal(object)

    def __init__(self, url: str, token: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._url = url
        self._token = token
        self._calls = CallOnShow()
        self._outbox: asyncio.Queue[str] | None = None
        self._thread: _LinkThread | None = None
        self._heard.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin to connect. Once per link."""
        self.state_changed.emit("connecting")
        self._thread = _LinkThread(self._url, self._token, self._heard.emit)
        self._thread.start()

    def send(self, command: AgentCommand) -> bool:
        """Send a command on the connection that is open now; from the GUI thread.

        Returns:
            False where there is none: the gesture is dropped, since it meant what a dead engine had shown.
        """
        if self._outbox is None or self._thread is None:
            return False
        return self._thread.post(self._outbox, self._calls.addressed(command))

    def stop(self) -> None:
        """Part from the engine and end the thread, within two seconds. No signal comes afterwards."""
        thread, self._thread, self._outbox = self._thread, None, None
        if thread is not None:
            thread.stop()

    def _deliver(self, news: _News) -> None:
        if self._thread is None:
            return
        match news:
            case Event():
                self._thread.make_room()
                for event in self._calls.take(news):
                    self.received.emit(event)
            case _Opened(outbox):
                self._calls.forget()
                self._outbox = outbox
                self.state_changed.emit("open")
            case _Lost():
                self._outbox = None
                self.state_changed.emit("lost")
            case _Refused(sentence, whole):
                if whole:
                    self.state_changed.emit("refused")
                self.refused.emit(sentence)
            case _:
                assert_never(news)


class _LinkThread:
    """One asyncio loop in one thread, which keeps the connection. ``tell`` is called in that thread."""

    def __init__(self, url: str, token: str, tell: Callable[[_News], None]) -> None:
        self._url = url
        self._token = token
        self._tell = tell
        self._room = asyncio.Semaphore(_UNDELIVERED)
        self._runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self._loop = self._runner.get_loop()
        self._task = self._loop.create_task(self._stay_connected())
        self._thread = threading.Thread(target=self._run, name="engine-link", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._call(self._task.cancel)
        self._thread.join(_JOIN_SECONDS)

    def post(self, outbox: asyncio.Queue[str], message: str) -> bool:
        """Queue a message; False where the thread has ended."""
        return self._call(_put, outbox, message)

    def make_room(self) -> None:
        """One event has been delivered."""
        self._call(self._room.release)

    def _call(self, function: Callable[..., object], *arguments: object) -> bool:
        try:
            self._loop.call_soon_threadsafe(function, *arguments)
        except RuntimeError:  # the loop is closed: the engine refused us, and the thread has ended
            return False
        return True

    def _run(self) -> None:
        with self._runner, contextlib.suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._task)

    async def _stay_connected(self) -> None:
        delay = _FIRST_DELAY_SECONDS
        while True:
            try:
                connection = await self._connect()
            except (InvalidURI, NegotiationError, InvalidStatus) as error:
                sentence = _final_refusal(self._url, error)
                if sentence is not None:
                    self._tell(_Refused(sentence, whole=True))
                    return
            except (OSError, TimeoutError, InvalidHandshake) as error:
                _log.debug("no engine at %s yet: %s", self._url, error)
            else:
                delay = _FIRST_DELAY_SECONDS
                async with connection:
                    await self._converse(connection)
            await asyncio.sleep(delay)
            delay = min(2 * delay, _LONGEST_DELAY_SECONDS)

    async def _connect(self) -> ClientConnection:
        connection = await connect(
            self._url,
            additional_headers={"Authorization": f"Bearer {self._token}"},
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            compression=None,
            proxy=None,  # the engine is on this machine, whatever proxy the system has
            open_timeout=_OPEN_SECONDS,
            ping_interval=_PING_SECONDS,
            ping_timeout=_PONG_SECONDS,
            close_timeout=_CLOSE_SECONDS,
        )
        if connection.subprotocol != SUBPROTOCOL:
            await connection.close()
            raise NegotiationError("no subprotocol")
        return connection

    async def _converse(self, connection: ClientConnection) -> None:
        outbox: asyncio.Queue[str] = asyncio.Queue(_UNSENT)
        self._tell(_Opened(outbox))
        try:
            async with asyncio.TaskGroup() as group:
                sender = group.create_task(_send(connection, outbox))
                with contextlib.suppress(ConnectionClosed):
                    async for message in connection:
                        await self._take(message)
                sender.cancel()
        finally:
            self._tell(_Lost())

    async def _take(self, message: str | bytes) -> None:
        try:
            event = decode_event(message)
        except WireError as error:
            sentence = _refused_command(message)
            if sentence is None:
                _log.debug("skipped a message of the engine: %s", error)
            else:
                self._tell(_Refused(sentence, whole=False))
            return
        await self._room.acquire()
        self._tell(event)


def _put(outbox: asyncio.Queue[str], message: str) -> None:
    with contextlib.suppress(asyncio.QueueFull):  # a frozen engine: these gestures are too old when it wakes
        outbox.put_nowait(message)


async def _send(connection: ClientConnection, outbox: asyncio.Queue[str]) -> None:
    with contextlib.suppress(ConnectionClosed):
        while True:
            await connection.send(await outbox.get())


def _refused_command(message: str | bytes) -> str | None:
    """The sentence of the server's answer to a command that it did not take."""
    try:
        fields = json.loads(message)
    except ValueError:
        return None
    is_refusal = isinstance(fields, dict) and fields.get("type") == "refused"
    return str(fields.get("sentence", "")) if is_refusal else None


def _final_refusal(url: str, error: InvalidURI | NegotiationError | InvalidStatus) -> str | None:
    """Why trying again would be of no use, in a sentence; nothing where it may be."""
    if isinstance(error, InvalidURI):
        return f"'{url}' is not the address of an engine; it looks like ws://127.0.0.1:8765."
    if isinstance(error, NegotiationError):
        return f"The program at {url} is not an Attune engine of this version; install engine and overlay together."
    status = error.response.status_code
    if status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
        return None
    if status == http.HTTPStatus.UNAUTHORIZED:
        return f"The engine at {url} does not know this overlay's token; start both with the same ATTUNE_TOKEN."
    if status == http.HTTPStatus.FORBIDDEN:
        return f"The engine at {url} does not let this program in; start the overlay with 'assist run'."
    return (
        f"The program at {url} answered {status} and is not an Attune engine of this version; "
        "install engine and overlay together, or choose another port with --set wire.port=0."
    )
