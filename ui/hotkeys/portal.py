"""Hot keys on Wayland: the desktop's portal asks the user once, keeps the keys, and tells us when one is pressed.

The user, not the program, has the last word on which key it is: ours are proposals. GNOME from 48 on, KDE Plasma and
Hyprland have this portal. Source: XDG Desktop Portal, ``org.freedesktop.portal.GlobalShortcuts``.
"""

from __future__ import annotations

import contextlib
import itertools
import socket
import threading
from collections import deque
from collections.abc import Mapping
from typing import Any

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageType, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from PySide6.QtCore import QObject, Qt, Signal

from assist.errors import AttuneError
from ui.hotkeys.backend import Binding, HotkeyBackend, Modifier, Taken
from ui.hotkeys.defaults import ACTIONS
from ui.hotkeys.keysyms import keysym

APP_ID = "org.attune.Attune"
"""Portals from 1.20 on want to know who asks: the name of an installed ``.desktop`` file. Without one they guess."""

_PORTAL = "org.freedesktop.portal.Desktop"
_PATH = "/org/freedesktop/portal/desktop"
_SHORTCUTS = DBusAddress(_PATH, _PORTAL, "org.freedesktop.portal.GlobalShortcuts")
_REGISTRY = DBusAddress(_PATH, _PORTAL, "org.freedesktop.host.portal.Registry")

_REPLY_SECONDS = 25.0
"""D-Bus' own custom for a reply. The user's answer to the dialog may take as long as they like."""
_JOIN_SECONDS = 2.0

NO_PORTAL = "This desktop lets no program have hot keys (GNOME from 48 on and KDE Plasma do); clicks do the same."
DECLINED = "You declined the hot keys in the desktop's dialog; start Attune again to be asked anew. Clicks do the same."
NOT_GIVEN = "The desktop did not give the hot keys; look at its keyboard settings. Clicks do the same."
TAKEN_BACK = "The desktop has taken the hot keys back; start Attune again to have them. Clicks do the same."

_MODIFIERS = {Modifier.CTRL: "CTRL", Modifier.ALT: "ALT", Modifier.SHIFT: "SHIFT", Modifier.META: "LOGO"}


class PortalError(AttuneError):
    """The desktop's portal gives no hot keys; the sentence says why."""

    code = "no_portal"


def trigger(binding: Binding) -> str:
    """A binding as the XDG shortcuts specification writes it, such as ``CTRL+ALT+1``."""
    held = [name for modifier, name in _MODIFIERS.items() if modifier in binding.modifiers]
    return "+".join([*held, keysym(binding.key)])


class PortalHotkeys(HotkeyBackend):
    """Asks the portal for the keys, and waits for it in one thread.

    Args:
        bindings: action to the key that is proposed.
        parent: the owner.
        bus: address of the D-Bus; the session's by default.
    """

    desktop_decides = True

    _heard = Signal(object, object)

    def __init__(self, bindings: Mapping[str, Binding], parent: QObject | None = None, bus: str = "SESSION") -> None:
        super().__init__(bindings, parent)
        self._bus = bus
        self._session: _Session | None = None
        self._thread: threading.Thread | None = None
        self._heard.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def _take(self) -> None:
        try:
            connection = open_dbus_connection(self._bus)
        except (OSError, KeyError):  # no bus is running; its address is not in the environment
            self._refuse_all(NO_PORTAL)
            return
        self._session = _Session(connection, self._bindings)
        self._thread = threading.Thread(target=self._listen, args=[self._session], name="hotkeys-portal", daemon=True)
        self._thread.start()

    def _give_back(self) -> None:
        if self._session is None or self._thread is None:
            return
        self._session.end()
        self._thread.join(_JOIN_SECONDS)
        self._session = self._thread = None

    def _deliver(self, session: _Session, news: str | Taken) -> None:
        if session is self._session:  # nothing of before a stop or another binding
            self._tell(news)

    def _listen(self, session: _Session) -> None:
        try:
            self._heard.emit(session, session.open())
            while True:
                self._heard.emit(session, session.wait())
        except (PortalError, OSError) as error:
            sentence = str(error) if isinstance(error, PortalError) else TAKEN_BACK
            self._heard.emit(session, Taken({}, dict.fromkeys(session.bindings, sentence)))
        finally:
            session.close()


class _Session:
    """One conversation with the portal. The portal ends it when its connection to the bus is gone."""

    def __init__(self, connection: DBusConnection, bindings: Mapping[str, Binding]) -> None:
        self.bindings = bindings
        self._connection = connection
        self._signals: deque[Message] = deque()
        self._early: deque[Message] = deque()
        self._tokens = (f"attune{number}" for number in itertools.count())
        self._handle = ""

    def open(self) -> Taken:
        """Ask for the keys; waits for the user's answer.

        Raises:
            PortalError: there is no portal, or it says no.
            OSError: the bus is gone, or `end` was called.
        """
        self._connection.filter(MatchRule(type="signal"), queue=self._signals)
        self._connection.send_and_get_reply(message_bus.AddMatch(MatchRule(type="signal", sender=_PORTAL)))
        # An older portal does not know this call, and a newer one not our file: both then guess, which may do.
        self._connection.send_and_get_reply(new_method_call(_REGISTRY, "Register", "sa{sv}", (APP_ID, {})))
        created = self._ask("CreateSession", "a{sv}", {"session_handle_token": ("s", next(self._tokens))})
        self._handle = created["session_handle"][1]
        proposals = [
            (action, {"description": ("s", ACTIONS.get(action, action)), "preferred_trigger": ("s", trigger(binding))})
            for action, binding in self.bindings.items()
        ]
        answer = self._ask("BindShortcuts", "oa(sa{sv})sa{sv}", self._handle, proposals, "", {})
        return self._taken(answer.get("shortcuts", ("", []))[1])

    def wait(self) -> str | Taken:
        """The next key that is pressed, or the keys after the user has changed them.

        Raises:
            PortalError: the desktop has ended the session.
            OSError: the bus is gone, or `end` was called.
        """
        while True:
            if not self._early:
                self._early.append(self._next_signal())
            signal = self._early.popleft()
            match _name(signal), signal.body:
                case "GlobalShortcuts.Activated", (self._handle, action, *_):
                    return str(action)
                case "GlobalShortcuts.ShortcutsChanged", (self._handle, shortcuts, *_):
                    return self._taken(shortcuts)
                case "Session.Closed", _ if signal.header.fields.get(HeaderFields.path) == self._handle:
                    raise PortalError(TAKEN_BACK)

    def end(self) -> None:
        """Make the thread that waits give up."""
        with contextlib.suppress(OSError):  # the bus was faster
            self._connection.sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Free the connection; only the thread that waits may."""
        self._connection.close()

    def _ask(self, member: str, signature: str, *body: Any) -> Mapping[str, tuple[str, Any]]:
        """Call the portal and wait for the answer, which comes as a signal."""
        *before, options = body
        options = {**options, "handle_token": ("s", next(self._tokens))}
        call = new_method_call(_SHORTCUTS, member, signature, (*before, options))
        try:
            reply = self._connection.send_and_get_reply(call, timeout=_REPLY_SECONDS)
        except TimeoutError as error:
            raise PortalError(NO_PORTAL) from error
        if reply.header.message_type is MessageType.error:
            raise PortalError(NO_PORTAL)
        (request,) = reply.body
        while True:
            signal = self._next_signal()
            if _name(signal) == "Request.Response" and signal.header.fields.get(HeaderFields.path) == request:
                break
            self._early.append(signal)
        code, results = signal.body
        if code:
            raise PortalError(DECLINED if code == 1 else NOT_GIVEN)
        return dict(results)

    def _next_signal(self) -> Message:
        message: Message = self._connection.recv_until_filtered(self._signals)
        return message

    def _taken(self, shortcuts: list[tuple[str, Mapping[str, tuple[str, Any]]]]) -> Taken:
        bound = {action: str(told.get("trigger_description", ("s", ""))[1]) for action, told in shortcuts}
        refusals = {
            action: f"The desktop gave no key to “{ACTIONS.get(action, action)}”; choose one in its keyboard settings."
            for action in self.bindings
            if action not in bound
        }
        return Taken(bound, refusals)


def _name(signal: Message) -> str:
    """Interface and member without the prefix that all portals share."""
    interface = str(signal.header.fields.get(HeaderFields.interface, ""))
    return f"{interface.removeprefix('org.freedesktop.portal.')}.{signal.header.fields.get(HeaderFields.member)}"
