"""The engine's end of the wire: a websocket server on loopback that tells every peer the call, from its beginning."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import hmac
import http
import json
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

from websockets import CloseCode, ConnectionClosed, Headers, Origin, Request, Response, Subprotocol
from websockets.asyncio.server import Server, ServerConnection, serve

from assist.commands import AgentCommand
from assist.errors import AttuneError, PortTakenError, UsageError
from assist.events import Event
from assist.settings import WireSettings
from assist.wire.address import agent_in
from assist.wire.codec import SUBPROTOCOL, decode_command
from assist.wire.programme import Programme

TOKEN_SUBPROTOCOL = "attune.token."
"""What comes before the token where a browser's page offers it as a subprotocol: it cannot set headers."""

_OPEN_SECONDS = 5.0
_PING_SECONDS = 5.0
_PONG_SECONDS = 10.0
"""Longer than the ping: a peer may be held up while it loads, and being cut off makes it read the call again."""
_CLOSE_SECONDS = 5.0
"""How long a peer that fell behind may take to read what is on its way and the reason, before it is cut off."""
_STOP_SECONDS = 1.0

_BEHIND = "too far behind; connect again to get the call from its beginning"


class EventServer:
    """Publishes events to every connected peer and takes the agent's commands from them.

    A new peer first gets the events of the current calls, in order, then the live ones: no gap, no duplicate. Partial
    transcripts and lag are only told live. A peer must offer the subprotocol ``attune.v1`` and the token as
    ``Authorization: Bearer TOKEN`` (else 400, 401); a browser, which sends an ``Origin``, is refused with 403.

    Where several calls may run, a peer that says in its address whose it is (``?agent=NAME``) hears of that agent's
    calls alone, and speaks for them. The name chooses; it is the token that protects.

    Args:
        settings: where to listen and the limits.
        token: the shared secret; not empty.
        on_command: called in the loop with each valid command. An `AttuneError` that it raises is answered, as an
            invalid command is, by ``{"type": "refused", "sentence": ...}``; the connection goes on. A command with a
            ``ref`` of the peer's own is answered with it in any case, by ``{"type": "taken"}`` where it was taken.
        origins: ``Origin`` headers that are let in.
        on_call_command: in place of ``on_command`` where several calls may run at once; is also given the ``call_id``
            that the command names and the agent who sends it, each empty where there is none. Without it a new call
            takes the place of the one before.
    """

    def __init__(
        self,
        settings: WireSettings,
        token: str,
        on_command: Callable[[AgentCommand], None],
        *,
        origins: Sequence[str] = (),
        on_call_command: Callable[[AgentCommand, str, str], None] | None = None,
    ) -> None:
        if not token:
            raise ValueError("an empty token would let everybody in")
        self._settings = settings
        self._token = token.encode()
        self._on_command = on_command
        self._origins = [None, *map(Origin, origins)]
        self._on_call_command = on_call_command
        self._programme = Programme(several=on_call_command is not None)
        self._peers: set[_Peer] = set()
        self._server: Server | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def port(self) -> int:
        """The port it listens on, also where the settings asked for a free one."""
        if self._server is None:
            raise RuntimeError("the server has not been started")
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def start(self) -> None:
        """Listen.

        Raises:
            PortTakenError: another program listens there.
            UsageError: the address is not one of this machine's, or the port may not be used.
        """
        host, port = self._settings.host, self._settings.port
        try:
            self._server = await serve(
                self._meet,
                host,
                port,
                origins=self._origins,
                subprotocols=[Subprotocol(SUBPROTOCOL)],
                process_request=self._check_token,
                compression=None,  # loopback: bytes are free, time and memory are not
                open_timeout=_OPEN_SECONDS,
                ping_interval=_PING_SECONDS,
                ping_timeout=_PONG_SECONDS,
                close_timeout=_STOP_SECONDS,
                max_size=self._settings.maximum_message_bytes,
            )
        except (OSError, OverflowError) as error:
            raise _cannot_listen(host, port, error) from error

    async def stop(self) -> None:
        """Stop listening and part from every peer, those that do not answer included."""
        if self._server is None:
            return
        self._server.close()
        try:
            async with asyncio.timeout(_STOP_SECONDS):
                await self._server.wait_closed()
        except TimeoutError:
            for peer in self._peers:
                peer.cut_off()
            await self._server.wait_closed()
        self._server = None

    def publish(self, event: Event) -> None:
        """Tell every peer that it concerns, without waiting for any. Called from the loop.

        A peer that is ``queue_messages`` behind is closed with 1013 and may come again for the whole call.
        """
        news = self._programme.tell(event)
        for peer in self._peers:
            for message in news.told_to(peer.agent):
                peer.offer(message)

    async def drain(self, seconds: float) -> None:
        """Give every peer up to ``seconds`` to take what it has been told, before the engine leaves."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await asyncio.gather(*(peer.told() for peer in self._peers))

    def _check_token(self, connection: ServerConnection, request: Request) -> Response | None:
        if hmac.compare_digest(_token_of(request.headers), self._token):
            return None
        response = connection.respond(http.HTTPStatus.UNAUTHORIZED, "The token is missing or not the engine's.\n")
        response.headers["WWW-Authenticate"] = "Bearer"
        return response

    async def _meet(self, connection: ServerConnection) -> None:
        agent = agent_in(connection.request.path) if connection.request and self._on_call_command else ""
        # No await between the copy of the calls and the entry among the peers: no event fits in between.
        peer = _Peer(connection, agent, self._programme.so_far(agent), self._settings.queue_messages)
        self._peers.add(peer)
        try:
            await peer.converse(lambda message: self._take(message, agent))
        finally:
            self._peers.discard(peer)

    def _take(self, message: str | bytes, agent: str) -> str | None:
        """Pass a command on; the answer is a refusal, what was asked for with a ``ref``, or nothing."""
        fields = _fields_of(message)
        ref, call_id = fields.get("ref"), fields.get("call_id")
        named = {"ref": ref} if isinstance(ref, str | int) else {}
        try:
            command = decode_command(message)
            if self._on_call_command is not None:
                self._on_call_command(command, call_id if isinstance(call_id, str) else "", agent)
            else:
                self._on_command(command)
        except AttuneError as error:
            return json.dumps({"type": "refused", "sentence": str(error), **named})
        return json.dumps({"type": "taken", **named}) if named else None


class _Peer:
    """One connection and what is still to be sent on it."""

    def __init__(self, connection: ServerConnection, agent: str, call: Sequence[str], limit: int) -> None:
        self.agent = agent
        self._connection = connection
        self._call = call
        self._outbox: asyncio.Queue[str] = asyncio.Queue(limit)
        self._behind = asyncio.Event()
        self._caught_up = asyncio.Event()

    async def told(self) -> None:
        """Wait until everything offered so far is on its way."""
        await self._caught_up.wait()
        await self._outbox.join()

    def offer(self, message: str) -> None:
        """Queue a message; where there is no room, this peer has fallen behind and gets no more."""
        if self._behind.is_set():
            return
        try:
            self._outbox.put_nowait(message)
        except asyncio.QueueFull:
            self._behind.set()

    async def converse(self, take: Callable[[str | bytes], str | None]) -> None:
        """Send what is queued and give what arrives to ``take``, until the connection is closed."""
        async with asyncio.TaskGroup() as group:
            others = [group.create_task(self._send()), group.create_task(self._close_when_behind())]
            with contextlib.suppress(ConnectionClosed):
                async for message in self._connection:
                    answer = take(message)
                    if answer is not None:
                        self.offer(answer)
            for other in others:
                other.cancel()

    def cut_off(self) -> None:
        """End the connection without a word: this peer does not listen."""
        self._connection.transport.abort()

    async def _send(self) -> None:
        with contextlib.suppress(ConnectionClosed):
            for message in self._call:
                await self._connection.send(message)
            self._call = ()
            self._caught_up.set()
            while True:
                await self._connection.send(await self._outbox.get())
                self._outbox.task_done()

    async def _close_when_behind(self) -> None:
        await self._behind.wait()
        try:
            # The limit is ours: the library's own begins only when the peer has read all that was written before.
            async with asyncio.timeout(_CLOSE_SECONDS):
                await self._connection.close(CloseCode.TRY_AGAIN_LATER, _BEHIND)
        except TimeoutError:
            self.cut_off()


def _token_of(headers: Headers) -> bytes:
    """The token in the one Authorization header, or among the subprotocols; empty where there is none."""
    values = headers.get_all("Authorization")
    if values:
        scheme, _, token = values[0].partition(" ")
        return token.encode(errors="surrogateescape") if len(values) == 1 and scheme == "Bearer" else b""
    offered = ",".join(headers.get_all("Sec-WebSocket-Protocol")).split(",")
    tokens = [name.strip() for name in offered if name.strip().startswith(TOKEN_SUBPROTOCOL)]
    return tokens[0].removeprefix(TOKEN_SUBPROTOCOL).encode(errors="surrogateescape") if len(tokens) == 1 else b""


def _fields_of(message: str | bytes) -> dict[str, object]:
    """What a message says besides its command."""
    try:
        fields = json.loads(message)
    except (ValueError, RecursionError):
        return {}
    return fields if isinstance(fields, dict) else {}


def _cannot_listen(host: str, port: int, error: OSError | OverflowError) -> AttuneError:
    """The sentence for a person who asked to listen there."""
    if isinstance(error, OverflowError):
        return UsageError(f"{port} is not a port; use 1024 to 65535, or --set wire.port=0 for a free one.")
    if error.errno == errno.EADDRINUSE:
        return PortTakenError(f"{host}:{port} belongs to another program; take a free port with --set wire.port=0.")
    return UsageError(
        f"{host}:{port} cannot be listened on ({error.strerror or error}); "
        "use --set wire.host=127.0.0.1 and --set wire.port=0."
    )
