"""`assist open`: a link of the softphone or CRM becomes a command to the running engine."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from websockets import ConnectionClosed, InvalidHandshake, InvalidURI, Subprotocol
from websockets.sync.client import ClientConnection, connect

from assist.commands import CallCommand
from assist.errors import EngineError
from assist.links.link import command_of
from assist.links.scheme import register_scheme
from assist.settings import Settings
from assist.wire.address import AddressFile, EngineAddress
from assist.wire.codec import SUBPROTOCOL, encode

_PATIENCE_SECONDS = 5.0
_REF = "link"


def open_url(url: str, settings: Settings) -> int:
    """Have the running engine do what a link asks for; return 0 when it has.

    Raises:
        UsageError: the link is not one of ours.
        EngineError: no engine runs, or it refuses.
    """
    command = command_of(url)
    send_command(AddressFile(Path(settings.wire.address_file)).read(), command)
    return 0


def register() -> int:
    """Have this user's desktop open such links with Attune; return 0 when it does. Doing it again changes nothing.

    Raises:
        AttuneError: it cannot be done here; the sentence says how else.
    """
    print(register_scheme())  # noqa: T201
    return 0


def send_command(address: EngineAddress, command: CallCommand) -> None:
    """Send a command and wait until the engine has taken it.

    Raises:
        EngineError: nobody is there, or the engine refuses.
    """
    try:
        with _connected(address) as connection:
            connection.send(json.dumps({**json.loads(encode(command)), "ref": _REF}))
            answer = _answer(connection)
    except InvalidHandshake as error:
        raise EngineError(
            "Another program listens where the engine was; start Attune again with 'assist run'."
        ) from error
    except (OSError, TimeoutError, InvalidURI, ConnectionClosed) as error:
        raise EngineError("The Attune engine does not answer; start it again with 'assist run'.") from error
    if answer["type"] == "refused":
        raise EngineError(str(answer.get("sentence", "The engine refused.")))


def _connected(address: EngineAddress) -> ClientConnection:
    return connect(
        address.url,
        additional_headers={"Authorization": f"Bearer {address.token}"},
        subprotocols=[Subprotocol(SUBPROTOCOL)],
        compression=None,
        proxy=None,
        open_timeout=_PATIENCE_SECONDS,
        close_timeout=1.0,
    )


def _answer(connection: ClientConnection) -> dict[str, Any]:
    """The engine's answer to the command, among the events that it tells every peer."""
    latest = time.monotonic() + _PATIENCE_SECONDS  # a call that runs tells something all the time
    while True:
        fields: dict[str, Any] = json.loads(connection.recv(timeout=max(0.0, latest - time.monotonic())))
        if fields.get("ref") == _REF:
            return fields
