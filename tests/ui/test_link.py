"""The overlay's link to the engine: the real server in a thread, signals in the GUI thread."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable, Iterator
from queue import Queue
from typing import Self

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot
from websockets import Subprotocol
from websockets.asyncio.server import ServerConnection, serve

from assist.commands import AgentCommand, DismissSuggestion, EndCall
from assist.errors import AttuneError
from assist.events import CallStarted, Event, UtteranceFinished
from assist.settings import WireSettings
from assist.wire.codec import SUBPROTOCOL, encode
from assist.wire.server import EventServer
from ui.link import EventLink

TOKEN = "a-secret"
DISMISS = DismissSuggestion(suggestion_id="s1", phrase_id="p1")
HANG_MS = 20_000
"""Longer than any test needs; what fails here hangs."""


class Engine:
    """The real server with a loop and a thread of its own, as another process would have."""

    def __init__(self, port: int = 0, on_command: Callable[[AgentCommand], None] = lambda _: None) -> None:
        self._server = EventServer(WireSettings(port=port), TOKEN, on_command)
        self._runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self._loop = self._runner.get_loop()
        self._over = asyncio.Event()
        self._up = threading.Event()
        self._thread = threading.Thread(target=self._run, name="engine")

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._up.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self.die()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"ws://127.0.0.1:{self.port}"

    def die(self) -> None:
        """End the server and its thread."""
        with contextlib.suppress(RuntimeError):  # dead already
            self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(10)

    def _run(self) -> None:
        with self._runner:
            self._loop.run_until_complete(self._live())

    async def _live(self) -> None:
        async with self._server:
            self.port = self._server.port
            self._up.set()
            await self._over.wait()

    def publish(self, *events: Event) -> None:
        """Publish in the engine's loop, in order."""
        for event in events:
            self._loop.call_soon_threadsafe(self._server.publish, event)


@contextlib.contextmanager
def linked(url: str, token: str = TOKEN) -> Iterator[EventLink]:
    """A link that has not been started; it is stopped at the end."""
    link = EventLink(url, token)
    try:
        yield link
    finally:
        link.stop()


def call(count: int = 3, name: str = "c1") -> list[Event]:
    """A call of so many events."""
    start = CallStarted(call_id=name, seq=1, source="test", started_at="2024-01-01T00:00:00")
    said = [
        UtteranceFinished(
            call_id=name, seq=seq, utterance_id=f"u{seq}", speaker="agent", text="yes", start=0, end=1, confidence=1
        )
        for seq in range(2, count + 1)
    ]
    return [start, *said]


@contextlib.contextmanager
def stranger(greet: Callable[[ServerConnection], Awaitable[None]], *, subprotocol: str | None) -> Iterator[str]:
    """A websocket server that is not ours; gives its address."""
    loop = asyncio.new_event_loop()
    over = asyncio.Event()
    address: Queue[str] = Queue()

    async def live() -> None:
        protocols = [Subprotocol(subprotocol)] if subprotocol else None
        async with serve(greet, "127.0.0.1", 0, subprotocols=protocols) as server:
            address.put(f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}")
            await over.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(live()), name="stranger")
    thread.start()
    try:
        yield address.get(timeout=10)
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(10)
        loop.close()


def link_threads() -> list[threading.Thread]:
    """The threads of links that are alive."""
    return [thread for thread in threading.enumerate() if thread.name == "engine-link"]


def becomes(state: str) -> Callable[[str], bool]:
    """Accept the signal only for this state."""
    return lambda name: name == state


def test_events_arrive_in_order_and_in_the_gui_thread(qtbot: QtBot) -> None:
    """Backlog, then live; more than may wait for the GUI at once; each in the thread of the widgets."""
    events = call(1500)
    heard: list[Event] = []
    threads: set[QThread] = set()
    with Engine() as engine, linked(engine.url) as link:
        link.received.connect(heard.append)
        link.received.connect(lambda _: threads.add(QThread.currentThread()))
        engine.publish(*events[:700])
        with qtbot.waitSignal(link.received, timeout=HANG_MS):
            link.start()
        with qtbot.waitSignal(link.received, timeout=HANG_MS, check_params_cb=lambda event: event.seq == 1500):
            engine.publish(*events[700:])
        assert threads == {link.thread()}
    assert heard == events


def test_a_link_waits_for_an_engine_that_is_not_there_yet(qtbot: QtBot) -> None:
    """Connecting until the engine listens, then open."""
    with Engine() as earlier:
        port = earlier.port
    states: list[str] = []
    with linked(f"ws://127.0.0.1:{port}") as link:
        link.state_changed.connect(states.append)
        link.start()
        with Engine(port), qtbot.waitSignal(link.state_changed, timeout=HANG_MS):
            pass
        assert states[:2] == ["connecting", "open"]


def test_an_engine_that_dies_and_comes_back_is_found_again(qtbot: QtBot) -> None:
    """Lost, then open, and the new engine's call from its beginning."""
    states: list[str] = []
    with Engine() as first, linked(first.url) as link:
        link.state_changed.connect(states.append)
        first.publish(*call(2))
        with qtbot.waitSignals([link.received] * 2, timeout=HANG_MS):
            link.start()
        with qtbot.waitSignal(link.state_changed, timeout=HANG_MS, check_params_cb=becomes("lost")):
            first.die()
        heard: list[Event] = []
        link.received.connect(heard.append)
        with Engine(first.port) as second, qtbot.waitSignals([link.received] * 3, timeout=HANG_MS):
            second.publish(*call(3, "c2"))
        assert heard == call(3, "c2")
        assert states[:4] == ["connecting", "open", "lost", "open"]


def test_commands_arrive_at_the_engine(qtbot: QtBot) -> None:
    """What the agent does reaches the engine in order."""
    commands: Queue[AgentCommand] = Queue()
    with Engine(on_command=commands.put) as engine, linked(engine.url) as link:
        with qtbot.waitSignal(link.state_changed, timeout=HANG_MS, check_params_cb=becomes("open")):
            link.start()
        assert link.send(DISMISS)
        assert link.send(EndCall())
        assert [commands.get(timeout=10), commands.get(timeout=10)] == [DISMISS, EndCall()]


def test_a_gesture_without_a_connection_is_dropped(qtbot: QtBot) -> None:
    """A click on a card of a dead engine does not reach the next engine."""
    commands: Queue[AgentCommand] = Queue()
    with Engine() as first, linked(first.url) as link:
        assert not link.send(DISMISS)
        with qtbot.waitSignal(link.state_changed, timeout=HANG_MS, check_params_cb=becomes("open")):
            link.start()
        first.die()
        link.send(DISMISS)  # the loss may not be known in this thread yet
        with Engine(first.port, commands.put):
            with qtbot.waitSignal(link.state_changed, timeout=HANG_MS, check_params_cb=becomes("open")):
                pass
            assert link.send(EndCall())
            assert commands.get(timeout=10) == EndCall()


def test_a_refused_command_is_told_in_the_engines_words(qtbot: QtBot) -> None:
    """The sentence arrives; the connection goes on."""

    def refuse(command: AgentCommand) -> None:
        raise AttuneError("There is no call to end.")

    with Engine(on_command=refuse) as engine, linked(engine.url) as link:
        with qtbot.waitSignal(link.state_changed, timeout=HANG_MS, check_params_cb=becomes("open")):
            link.start()
        with qtbot.waitSignal(link.refused, timeout=HANG_MS) as refusal:
            link.send(EndCall())
        assert refusal.args == ["There is no call to end."]
        with qtbot.waitSignal(link.received, timeout=HANG_MS):
            engine.publish(*call(1))


def test_a_wrong_token_is_not_tried_again(qtbot: QtBot) -> None:
    """Refused, with a sentence that says how to mend it; the thread ends."""
    states: list[str] = []
    with Engine() as engine, linked(engine.url, token="a-guess") as link:
        link.state_changed.connect(states.append)
        with qtbot.waitSignal(link.refused, timeout=HANG_MS) as refusal:
            link.start()
        assert "ATTUNE_TOKEN" in refusal.args[0]
        assert states == ["connecting", "refused"]
        assert not link.send(DISMISS)


@pytest.mark.parametrize("subprotocol", [None, "attune.v999"])
def test_a_server_that_is_not_an_engine_is_not_tried_again(qtbot: QtBot, subprotocol: str | None) -> None:
    """Another program, or another version, on that port is told in a sentence."""

    async def greet(connection: ServerConnection) -> None:
        await connection.wait_closed()

    with stranger(greet, subprotocol=subprotocol) as url, linked(url) as link:
        with qtbot.waitSignal(link.refused, timeout=HANG_MS) as refusal:
            link.start()
        assert "not an Attune engine of this version" in refusal.args[0]


def test_an_address_that_is_none_is_told_in_a_sentence(qtbot: QtBot) -> None:
    """A slip in the address is refused with an example of a good one."""
    with linked("http://127.0.0.1:1") as link, qtbot.waitSignal(link.refused, timeout=HANG_MS) as refusal:
        link.start()
    assert "ws://127.0.0.1:8765" in refusal.args[0]


def test_messages_of_a_newer_engine_are_skipped(qtbot: QtBot) -> None:
    """Unknown types and noise do not stop the link; the next event arrives."""

    async def greet(connection: ServerConnection) -> None:
        for message in ('{"type":"moon_phase_changed"}', "noise", "[]", encode(call(1)[0])):
            await connection.send(message)
        await connection.wait_closed()

    with stranger(greet, subprotocol=SUBPROTOCOL) as url, linked(url) as link:
        with qtbot.waitSignal(link.received, timeout=HANG_MS) as first:
            link.start()
        assert first.args == call(1)


def test_stopping_ends_the_thread(qtbot: QtBot) -> None:
    """Open, still connecting, or never started: after stop() there is no thread and no signal."""
    with Engine() as engine, linked(engine.url) as link:
        with qtbot.waitSignal(link.state_changed, timeout=HANG_MS, check_params_cb=becomes("open")):
            link.start()
        link.stop()
        assert link_threads() == []
        with qtbot.assertNotEmitted(link.state_changed):
            qtbot.wait(0)
    with linked(engine.url) as link:
        link.start()
        link.stop()
        assert link_threads() == []
        link.stop()
