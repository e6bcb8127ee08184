"""One connection of a platform, from its first message to its end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterable

from websockets import CloseCode, ConnectionClosed
from websockets.asyncio.server import ServerConnection

from assist.audio.telephone.events import Closed, Opened, PeerError, TelephoneEvent
from assist.telephone.desks import RunningCall
from assist.telephone.doors import Conversation
from assist.telephone.exchange import Exchange

logger = logging.getLogger(__name__)

_PARTING_SECONDS = 5.0
"""How long a peer may take to end a session that we have refused or ended."""

REFUSED_SECONDS = 0.5
"""An answer to somebody who is not who they say comes no sooner, however soon we know: its time tells nothing."""


class Visit:
    """One connection, one call.

    Args:
        connection: that was let in.
        conversation: its protocol.
        exchange: makes the call.
        idle_seconds: a peer that sends nothing for so long is given up.
    """

    def __init__(
        self, connection: ServerConnection, conversation: Conversation, exchange: Exchange, idle_seconds: float
    ) -> None:
        self._connection = connection
        self._conversation = conversation
        self._exchange = exchange
        self._idle_seconds = idle_seconds
        self._call: RunningCall | None = None
        self._parting: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Until the connection is closed, by whomever."""
        try:
            async for message in self._messages():
                await self._take(message)
        except PeerError as error:
            logger.warning("%s: %s", self._conversation.source, error)
            await self._refuse(error)
        except ConnectionClosed:
            pass
        finally:
            await self._act(self._conversation.lost())
            if self._call is not None:
                self._call.feed.end()
            if self._parting is not None:
                self._parting.cancel()

    async def _messages(self) -> AsyncIterator[str | bytes]:
        """What comes, until nothing has come for too long."""
        while True:
            waiting = _PARTING_SECONDS if self._conversation.over else self._idle_seconds
            try:
                async with asyncio.timeout(waiting):
                    message = await self._connection.recv()
            except TimeoutError:
                if not self._conversation.over:
                    logger.warning("%s: nothing came for %g s; given up.", self._conversation.source, waiting)
                return
            yield message

    async def _take(self, message: str | bytes) -> None:
        events = self._conversation.receive(message)
        await self._send(self._conversation.lines_to_send())  # before anything that may have to wait
        await self._act(events)

    async def _act(self, events: Iterable[TelephoneEvent]) -> None:
        for event in events:
            match event:
                case Opened():
                    self._call = self._exchange.open(event, self._conversation.source)
                    self._parting = asyncio.create_task(self._part_after(self._call))
                case Closed():
                    if self._call is not None:
                        self._call.feed.end()
                case _:
                    if self._call is not None:
                        await self._call.feed.hear(event)

    async def _refuse(self, error: PeerError) -> None:
        """Give the protocol's own answer and time to take it, then close."""
        if error.unauthorized:
            await asyncio.sleep(REFUSED_SECONDS)
        with contextlib.suppress(ConnectionClosed, TimeoutError):
            await self._send(error.answer)
            if error.answer:
                if self._call is not None:
                    self._call.feed.end()
                await self._hear_out()
        await self._connection.close(CloseCode.POLICY_VIOLATION, "a message was refused")

    async def _part_after(self, call: RunningCall) -> None:
        """Where the call ends on our side, the platform is told."""
        await call.over.wait()
        if self._conversation.over:
            return
        self._conversation.hang_up()
        with contextlib.suppress(ConnectionClosed):
            await self._send(self._conversation.lines_to_send())
            if not self._conversation.over:
                await asyncio.sleep(_PARTING_SECONDS)  # cut short by the platform's own end
            await self._connection.close()

    async def _hear_out(self) -> None:
        """What the peer still says to end the session in order."""
        async with asyncio.timeout(_PARTING_SECONDS):
            while not self._conversation.over:
                self._conversation.receive(await self._connection.recv())
                await self._send(self._conversation.lines_to_send())

    async def _send(self, lines: Iterable[str]) -> None:
        for line in lines:
            await self._connection.send(line)
