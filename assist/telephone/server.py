"""The websocket server that telephone platforms connect to."""

from __future__ import annotations

import asyncio
import errno
import http
import ipaddress
import logging
import ssl
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from websockets import CloseCode, Request, Response
from websockets.asyncio.server import Server, ServerConnection, serve

from assist.errors import AttuneError, PortTakenError, UsageError
from assist.telephone.doors import Door, doors_for, handshake_of
from assist.telephone.exchange import Exchange
from assist.telephone.secrets import read_secrets
from assist.telephone.settings import TelephoneSettings
from assist.telephone.visit import REFUSED_SECONDS, Visit

logger = logging.getLogger(__name__)

LARGEST_MESSAGE_BYTES = 131_072
"""Eight seconds of both voices in mu-law; platforms send 20 to 200 ms."""

_OPEN_SECONDS = 10.0
_PING_SECONDS = 20.0
_PONG_SECONDS = 60.0
_STOP_SECONDS = 1.0


class TelephoneServer:
    """Lets platforms in that prove who they are; each connection is one call.

    Args:
        settings: where to listen and the limits. Port 0 takes a free one.
        doors: the paths that are served; None for those of the settings' secrets.
        exchange: makes calls of what comes.
        language: that is understood.
        clock: seconds since the epoch, which signatures are compared with.
    """

    def __init__(
        self,
        settings: TelephoneSettings,
        exchange: Exchange,
        language: str = "en",
        doors: Sequence[Door] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._settings = settings
        self._exchange = exchange
        self._doors = _doors(settings, language) if doors is None else doors
        self._tls = _tls(settings)
        self._clock = clock
        self._visits = 0
        self._server: Server | None = None
        _require_safety(settings)

    async def __aenter__(self) -> Self:
        """Listen.

        Raises:
            PortTakenError: another program listens there.
            UsageError: the address cannot be listened on.
        """
        host, port = self._settings.host, self._settings.port
        try:
            self._server = await serve(
                self._meet,
                host,
                port,
                ssl=self._tls,
                process_request=self._let_in,
                compression=None,
                open_timeout=_OPEN_SECONDS,
                ping_interval=_PING_SECONDS,
                ping_timeout=_PONG_SECONDS,
                close_timeout=_STOP_SECONDS,
                max_size=LARGEST_MESSAGE_BYTES,
                logger=_silent(),
            )
        except (OSError, OverflowError) as error:
            raise _cannot_listen(host, port, error) from error
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    @property
    def url(self) -> str:
        """Where it listens, without a path."""
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
        return f"{'wss' if self._tls else 'ws'}://{host}:{port}"

    async def _let_in(self, connection: ServerConnection, request: Request) -> Response | None:
        """None for a platform that may come in; else the answer, which says nothing of the reason."""
        began = asyncio.get_running_loop().time()
        door = self._door(request)
        if door is None:
            problem = "there is no such path"
        else:
            problem = door.problem(handshake_of(request, self._settings.public_url), self._clock())
        if problem:
            logger.warning("A telephone platform was refused: %s.", problem)
            await asyncio.sleep(REFUSED_SECONDS - (asyncio.get_running_loop().time() - began))
            return connection.respond(http.HTTPStatus.UNAUTHORIZED, "Not let in.\n")
        if self._is_busy():
            return connection.respond(http.HTTPStatus.SERVICE_UNAVAILABLE, "All lines are busy.\n")
        return None

    async def _meet(self, connection: ServerConnection) -> None:
        request = connection.request
        door = self._door(request) if request else None
        assert request is not None
        assert door is not None
        if self._is_busy():  # others were let in while this one was
            await connection.close(CloseCode.TRY_AGAIN_LATER, "all lines are busy")
            return
        self._visits += 1
        try:
            conversation = door.conversation(handshake_of(request, self._settings.public_url))
            await Visit(connection, conversation, self._exchange, self._settings.idle_seconds).run()
        finally:
            self._visits -= 1

    def _is_busy(self) -> bool:
        busy = max(self._visits, self._exchange.calls) >= self._settings.calls
        if busy:
            logger.warning("A call was refused: %d run already (telephone.calls).", self._settings.calls)
        return busy

    def _door(self, request: Request) -> Door | None:
        path = request.path.partition("?")[0]
        return next((door for door in self._doors if door.is_at(path)), None)


def _doors(settings: TelephoneSettings, language: str) -> list[Door]:
    if not settings.secrets:
        raise UsageError("telephone.secrets names no file, so no platform could be let in; see docs/telephone.md.")
    return doors_for(read_secrets(Path(settings.secrets)), settings.inbound, language)


def _tls(settings: TelephoneSettings) -> ssl.SSLContext | None:
    if not settings.certificate:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(settings.certificate, settings.private_key or None)
    except (OSError, ssl.SSLError) as error:
        raise UsageError(
            f"{settings.certificate}: the certificate cannot be used ({error}); give PEM files that belong together."
        ) from error
    return context


def _require_safety(settings: TelephoneSettings) -> None:
    """What customers say does not cross a network in the clear."""
    try:
        local = settings.host == "localhost" or ipaddress.ip_address(settings.host).is_loopback
    except ValueError:
        local = False
    if not (local or settings.certificate or settings.behind_proxy):
        raise UsageError(
            f"telephone.host={settings.host} is open to the network without encryption; set telephone.certificate, or "
            "telephone.behind_proxy=true where a proxy in front does TLS."
        )


def _silent() -> logging.Logger:
    """The library logs each stranger's broken handshake with a traceback; what matters we log in a sentence."""
    log = logging.getLogger(f"{__name__}.websockets")
    log.setLevel(logging.CRITICAL)
    return log


def _cannot_listen(host: str, port: int, error: OSError | OverflowError) -> AttuneError:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return PortTakenError(f"{host}:{port} belongs to another program; choose another with telephone.port.")
    return UsageError(f"{host}:{port} cannot be listened on ({error}); mend telephone.host and telephone.port.")
