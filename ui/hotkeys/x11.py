"""Hot keys on X11: passive grabs, so that the key is swallowed, read in one thread."""

from __future__ import annotations

import contextlib
import functools
import itertools
import operator
import selectors
import socket
import threading
from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from Xlib import XK, X
from Xlib.display import Display
from Xlib.error import BadAccess, CatchError, ConnectionClosedError, DisplayError

from ui.hotkeys.backend import Binding, HotkeyBackend, Modifier, Taken
from ui.hotkeys.keysyms import keysym

_JOIN_SECONDS = 2.0

_Place = tuple[int, int]
"""A keycode and the mask of the modifiers held with it, locks left out."""

_MODIFIER_BITS = 0xFF
"""The part of an event's state that holds modifiers; above are mouse buttons and the layout in use."""


class X11Hotkeys(HotkeyBackend):
    """Grabs the keys on the root window of an X display.

    The grabs are made in `start`, on the caller's thread; from then on only the thread reads the display.

    Args:
        bindings: action to key.
        parent: the owner.
        display_name: such as ``:0``; None takes ``DISPLAY``.
    """

    _heard = Signal(object, object)

    def __init__(
        self, bindings: Mapping[str, Binding], parent: QObject | None = None, display_name: str | None = None
    ) -> None:
        super().__init__(bindings, parent)
        self._display_name = display_name
        self._thread: threading.Thread | None = None
        self._wake: socket.socket | None = None
        self._heard.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def _take(self) -> None:
        try:
            display = Display(self._display_name)
        except (DisplayError, OSError) as error:
            self._refuse_all(f"Hot keys do not work here ({error}); clicks do.")
            return
        grabs = _Grabs(display, self._bindings)
        self._wake, woken = socket.socketpair()
        self._thread = threading.Thread(
            target=self._listen, args=(display, grabs, woken), name="hotkeys-x11", daemon=True
        )
        taken = grabs.take()
        self._thread.start()
        self._tell(taken)

    def _give_back(self) -> None:
        if self._thread is None or self._wake is None:
            return
        self._wake.close()
        self._thread.join(_JOIN_SECONDS)
        self._thread = self._wake = None

    def _deliver(self, grabs: _Grabs, news: str | Taken) -> None:
        if self._is_on and grabs.bindings is self._bindings:  # nothing of before a stop or another binding
            self._tell(news)

    def _listen(self, display: Any, grabs: _Grabs, woken: socket.socket) -> None:
        # The X server ends every client when the session ends: nothing is left to listen to, and nobody to tell.
        with woken, selectors.DefaultSelector() as selector, contextlib.suppress(ConnectionClosedError):
            selector.register(display, selectors.EVENT_READ)
            selector.register(woken, selectors.EVENT_READ)
            while woken not in [key.fileobj for key, _ in selector.select()]:
                while display.pending_events():
                    news = grabs.read(display.next_event())
                    if news is not None:
                        self._heard.emit(grabs, news)
            grabs.give_back()
            display.close()


class _Grabs:
    """The keys taken on one display, and what their events mean."""

    def __init__(self, display: Any, bindings: Mapping[str, Binding]) -> None:
        self._display = display
        self._root = display.screen().root
        self.bindings = bindings
        self._actions: dict[_Place, str] = {}
        self._refusals: dict[str, str] = {}
        self._locks: list[int] = []
        self._released = (0, 0)

    def take(self) -> Taken:
        """Grab every key that is not held yet; a sentence is given only where the key was not refused before."""
        keyboard = _Keyboard(self._display)
        if keyboard.lock_masks() != self._locks:
            self.give_back()
            self._locks = keyboard.lock_masks()
        places = {
            action: (keyboard.keycode(binding.key), keyboard.mask(binding.modifiers))
            for action, binding in self.bindings.items()
        }
        for place in self._actions.keys() - set(places.values()):
            self._ungrab(*place)
        held: dict[_Place, str] = {}
        refusals: dict[str, str] = {}
        for action, place in places.items():
            sentence = self._refusal(self.bindings[action], place, held)
            if sentence is None:
                held[place] = action
            else:
                refusals[action] = sentence
        known, self._actions, self._refusals = self._refusals, held, refusals
        return Taken(
            bound={action: str(self.bindings[action]) for action in held.values()},
            refusals={action: sentence for action, sentence in refusals.items() if action not in known},
        )

    def give_back(self) -> None:
        """Let go of every key."""
        for code, mask in self._actions:
            self._ungrab(code, mask)
        self._actions.clear()
        self._display.sync()

    def read(self, event: Any) -> str | Taken | None:
        """An action that was asked for, or the keys after a change of the keyboard."""
        if event.type == X.MappingNotify:
            return self._follow(event)
        if event.type == X.KeyRelease:
            self._released = (event.detail, event.time)
        # A held key repeats as a release and a press at the same millisecond.
        if event.type != X.KeyPress or (event.detail, event.time) == self._released:
            return None
        locks = functools.reduce(operator.or_, self._locks)
        return self._actions.get((event.detail, event.state & _MODIFIER_BITS & ~locks))

    def _follow(self, event: Any) -> Taken | None:
        """Another layout: the same names may lie on other keys."""
        if event.request == X.MappingPointer:
            return None
        self._display.refresh_keyboard_mapping(event)
        return self.take()

    def _refusal(self, binding: Binding, place: _Place, held: Mapping[_Place, str]) -> str | None:
        """Grab a key, unless it is grabbed already; a sentence if it cannot be had."""
        if not place[0]:
            return f"This keyboard has no key for {binding}; choose another in the settings."
        if place in held:
            return f"{binding} is the key of '{held[place]}' on this keyboard; choose another in the settings."
        if place not in self._actions and not self._grab(*place):
            return f"{binding} belongs to another program; choose another in the settings."
        return None

    def _grab(self, code: int, mask: int) -> bool:
        taken = CatchError(BadAccess)
        for lock in self._locks:
            self._root.grab_key(code, mask | lock, False, X.GrabModeAsync, X.GrabModeAsync, onerror=taken)
        self._display.sync()
        if taken.get_error() is not None:
            self._ungrab(code, mask)
            return False
        return True

    def _ungrab(self, code: int, mask: int) -> None:
        for lock in self._locks:
            self._root.ungrab_key(code, mask | lock)


class _Keyboard:
    """Where keys and modifiers lie on the keyboard in use."""

    def __init__(self, display: Any) -> None:
        self._display = display
        self._rows: list[set[int]] = [set(row) for row in display.get_modifier_mapping()]

    def keycode(self, key: str) -> int:
        """The code of a key of `ui.hotkeys.backend.KEYS`; 0 where this keyboard has none."""
        code: int = self._display.keysym_to_keycode(XK.string_to_keysym(keysym(key)))
        return code

    def mask(self, modifiers: Iterable[Modifier]) -> int:
        """The bits of the modifiers."""
        bits = {
            Modifier.CTRL: X.ControlMask,
            Modifier.SHIFT: X.ShiftMask,
            Modifier.ALT: self._bit("Alt_L", "Alt_R") or X.Mod1Mask,
            Modifier.META: self._bit("Super_L", "Super_R") or X.Mod4Mask,
        }
        return functools.reduce(operator.or_, (bits[modifier] for modifier in modifiers), 0)

    def lock_masks(self) -> list[int]:
        """Every combination of the locks that may be on: a grab holds for exactly one of them."""
        locks = {X.LockMask, self._bit("Num_Lock"), self._bit("Scroll_Lock")} - {0}
        combinations = itertools.product(*((0, lock) for lock in sorted(locks)))
        return [functools.reduce(operator.or_, combination) for combination in combinations]

    def _bit(self, *keysyms: str) -> int:
        codes = {self._display.keysym_to_keycode(XK.string_to_keysym(name)) for name in keysyms} - {0}
        return next((1 << index for index, row in enumerate(self._rows) if codes & row), 0)
