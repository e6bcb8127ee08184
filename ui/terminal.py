"""The call in a terminal, for desktops without a screen: a live panel, or plain lines where nobody looks at a TTY."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncGenerator
from typing import Protocol

from rich.console import Console
from websockets import ConnectionClosed, InvalidHandshake, InvalidStatus, InvalidURI, Subprotocol
from websockets.asyncio.client import ClientConnection, connect

from assist import commands, events
from assist.errors import WireError
from assist.wire.codec import SUBPROTOCOL, decode_event, encode
from ui.overlay.happenings import LinkChanged
from ui.overlay.reducer import reduce
from ui.overlay.state import OverlayState
from ui.telling import Summary, lines_of, news_of
from ui.terminal_panel import LivePanel

log = logging.getLogger(__name__)

FIRST_DELAY_SECONDS = 0.2
LONGEST_DELAY_SECONDS = 4.0


class View(Protocol):
    """Where the call is shown."""

    def show(self, event: events.Event, state: OverlayState) -> None:
        """An event came, and this is the state after it."""
        ...

    def link(self, state: OverlayState) -> None:
        """The connection to the engine changed."""
        ...

    def close(self) -> None:
        """Nothing more comes; leave the terminal in order."""
        ...


class PlainLines:
    """One line per thing worth telling; nothing twice, even when a reconnect tells the call again."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._told: tuple[str, int] = ("", 0)
        self._state = OverlayState()

    def show(self, event: events.Event, state: OverlayState) -> None:
        """Print what the event means to a person."""
        if event.call_id == self._told[0] and event.seq and event.seq <= self._told[1]:
            return
        self._told = (event.call_id, event.seq)
        before, self._state = self._state, state
        for line in (*lines_of(event), *news_of(before, state)):
            self._console.print(line, soft_wrap=True, markup=False, highlight=False)

    def link(self, state: OverlayState) -> None:
        """A lost engine is worth a line."""
        if state.link == "lost" and not state.ended:
            self._console.print("The engine is restarting.", soft_wrap=True, markup=False, highlight=False)

    def close(self) -> None:
        """Nothing to leave in order."""


class TerminalView:
    """Follows one call to its end, over as many connections as it takes."""

    def __init__(self, url: str, token: str, view: View) -> None:
        self._url = url
        self._token = token
        self._view = view
        self._state = OverlayState()
        self.summary = Summary()

    async def follow(self) -> None:
        """Show the call until it has ended.

        Raises:
            WireError: the engine refuses this program; the sentence says why.
        """
        delay = FIRST_DELAY_SECONDS
        while not self._state.ended:
            try:
                async with contextlib.aclosing(self._events()) as told:
                    async for event, connection in told:
                        delay = FIRST_DELAY_SECONDS
                        await self._take(event, connection)
                        if self._state.ended:
                            return
            except (OSError, TimeoutError, InvalidHandshake, ConnectionClosed) as error:
                log.debug("no engine at %s: %s", self._url, error)
            if self._state.link == "open":
                self._change_link(LinkChanged("lost"))
            await asyncio.sleep(delay)
            delay = min(delay * 2, LONGEST_DELAY_SECONDS)

    async def _events(self) -> AsyncGenerator[tuple[events.Event, ClientConnection], None]:
        async with await self._connect() as connection:
            self._change_link(LinkChanged("open"))
            async for message in connection:
                try:
                    event = decode_event(message)
                except WireError as error:
                    log.debug("skipped a message of the engine: %s", error)
                    continue
                yield event, connection

    async def _connect(self) -> ClientConnection:
        try:
            return await connect(
                self._url,
                additional_headers={"Authorization": f"Bearer {self._token}"},
                subprotocols=[Subprotocol(SUBPROTOCOL)],
                proxy=None,  # the engine is on this machine, whatever proxy the system has
            )
        except InvalidURI as error:
            raise WireError(f"'{self._url}' is not the address of an engine, such as ws://127.0.0.1:8765.") from error
        except InvalidStatus as error:
            if error.response.status_code >= 500:
                raise
            raise WireError(
                f"The engine at {self._url} refused this view ({error.response.status_code}); "
                "start it with 'assist run' or 'assist demo'."
            ) from error

    async def _take(self, event: events.Event, connection: ClientConnection) -> None:
        self._state = reduce(self._state, event)
        if isinstance(event, events.CallStarted):  # a new call, or the same one told again
            self.summary = Summary()
        self.summary.take(event)
        self.summary.unheard_seconds = self._state.unheard_seconds
        self._view.show(event, self._state)
        if isinstance(event, events.SuggestionOffered):
            shown = commands.ShowSuggestion(suggestion_id=event.suggestion_id, phrase_id=event.phrase_id)
            await connection.send(encode(shown))

    def _change_link(self, happening: LinkChanged) -> None:
        self._state = reduce(self._state, happening)
        self._view.link(self._state)


def run(url: str, token: str, console: Console | None = None) -> int:
    """Show the call in this terminal to its end, then a summary; returns the exit status."""
    console = console or Console()
    view: View = LivePanel(console) if console.is_terminal else PlainLines(console)
    follower = TerminalView(url, token, view)
    try:
        asyncio.run(_until_told(follower))
    except WireError as error:
        view.close()
        Console(stderr=True).print(str(error), soft_wrap=True, markup=False, highlight=False)
        return 2
    view.close()
    for line in follower.summary.lines():
        console.print(line, soft_wrap=True, markup=False, highlight=False)
    return 0


async def _until_told(follower: TerminalView) -> None:
    """Follow the call, and leave quietly on SIGINT or SIGTERM."""
    task = asyncio.ensure_future(follower.follow())
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl+C comes as KeyboardInterrupt
            loop.add_signal_handler(number, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await task
