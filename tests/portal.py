"""A private D-Bus, and a desktop portal on it that a test can answer for."""

from __future__ import annotations

import contextlib
import os
import queue
import socket
import subprocess
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import open_dbus_connection

from tests.desktop import require

PATH = "/org/freedesktop/portal/desktop"
NAME = "org.freedesktop.portal.Desktop"
SESSION = f"{PATH}/session/test/attune"
HANG_SECONDS = 20.0


@contextlib.contextmanager
def private_bus() -> Iterator[str]:
    """A bus of its own; gives its address. Skips the test where there is no dbus-daemon."""
    require("dbus-daemon")
    number, reply = os.pipe()
    command = ["dbus-daemon", "--session", "--nofork", f"--print-address={reply}"]
    with os.fdopen(number) as answer:
        daemon = subprocess.Popen(command, pass_fds=[reply], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(reply)
        with daemon:
            try:
                address = answer.readline().strip()
                assert address, "dbus-daemon did not start"
                yield address
            finally:
                daemon.terminate()


@dataclass
class Behaviour:
    """How the desktop answers."""

    descriptions: Mapping[str, str] | None = None
    """Which actions get a key, and how the desktop calls it; None gives every proposal, written as proposed."""
    code: int = 0
    """Of the answer to the dialog: 0 yes, 1 the user says no, 2 something else."""
    has_shortcuts: bool = True
    has_registry: bool = True
    answers_dialog: bool = True


@dataclass
class MockPortal:
    """Serves ``GlobalShortcuts`` in a thread, and notes what it was asked."""

    address: str
    behaviour: Behaviour
    calls: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    clients_gone: queue.Queue[str] = field(default_factory=queue.Queue)
    asked: queue.Queue[str] = field(default_factory=queue.Queue)
    _client: str = ""

    @contextlib.contextmanager
    def serving(self) -> Iterator[MockPortal]:
        """From now on there is a portal on the bus."""
        self._connection = open_dbus_connection(self.address)
        self._connection.send_and_get_reply(message_bus.RequestName(NAME))
        rule = "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged'"
        self._connection.send_and_get_reply(message_bus.AddMatch(rule))
        thread = threading.Thread(target=self._serve, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._connection.sock.shutdown(socket.SHUT_RDWR)
            thread.join()
            self._connection.close()

    def press(self, action: str) -> None:
        """The user presses the key that they gave to an action."""
        self._signal("org.freedesktop.portal.GlobalShortcuts", "Activated", "osta{sv}", (SESSION, action, 1, {}))
        self._signal("org.freedesktop.portal.GlobalShortcuts", "Deactivated", "osta{sv}", (SESSION, action, 2, {}))

    def change(self, descriptions: Mapping[str, str]) -> None:
        """The user changes the keys in the settings of the desktop."""
        shortcuts = [(action, {"trigger_description": ("s", text)}) for action, text in descriptions.items()]
        body = (SESSION, shortcuts)
        self._signal("org.freedesktop.portal.GlobalShortcuts", "ShortcutsChanged", "oa(sa{sv})", body)

    def close_session(self) -> None:
        """The desktop takes the keys back."""
        self._signal("org.freedesktop.portal.Session", "Closed", "a{sv}", ({},), path=SESSION)

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                self._hear(self._connection.receive())

    def _hear(self, message: Message) -> None:
        fields = message.header.fields
        if message.header.message_type is MessageType.signal and fields[HeaderFields.member] == "NameOwnerChanged":
            name, _, owner = message.body
            if not owner:
                self.clients_gone.put(name)
            return
        if message.header.message_type is not MessageType.method_call:
            return
        interface, member = fields[HeaderFields.interface].rpartition(".")[2], fields[HeaderFields.member]
        self.calls.append((f"{interface}.{member}", message.body))
        self._client = fields[HeaderFields.sender]
        known = {"Registry": self.behaviour.has_registry, "GlobalShortcuts": self.behaviour.has_shortcuts}
        if not known.get(interface):
            self._connection.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))
        elif interface == "Registry":
            self._connection.send(new_method_return(message))
        else:
            self._answer(message, member)
            self.asked.put(member)

    def _answer(self, message: Message, member: str) -> None:
        token = message.body[-1]["handle_token"][1]
        request = f"{PATH}/request/{self._client[1:].replace('.', '_')}/{token}"
        self._connection.send(new_method_return(message, "o", (request,)))
        if member == "CreateSession":
            self._respond(request, 0, {"session_handle": ("s", SESSION)})
        elif self.behaviour.answers_dialog:
            given = self.behaviour.descriptions
            if given is None:
                given = {action: told["preferred_trigger"][1] for action, told in message.body[1]}
            shortcuts = [(action, {"trigger_description": ("s", text)}) for action, text in given.items()]
            self._respond(request, self.behaviour.code, {"shortcuts": ("a(sa{sv})", shortcuts)})

    def _respond(self, request: str, code: int, results: Mapping[str, tuple[str, Any]]) -> None:
        self._signal("org.freedesktop.portal.Request", "Response", "ua{sv}", (code, results), path=request)

    def _signal(self, interface: str, member: str, signature: str, body: tuple[Any, ...], path: str = PATH) -> None:
        """Signals go to the one client, as those of the real portal do."""
        signal = new_signal(DBusAddress(path, interface=interface), member, signature, body)
        signal.header.fields[HeaderFields.destination] = self._client
        self._connection.send(signal)
