"""Which hot key a person pressed, in the writing of `ui.hotkeys.backend`."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPushButton

from ui.hotkeys.backend import KEYS, Modifier
from ui.theme import Theme

_SPECIAL = {
    "PageUp": Qt.Key.Key_PageUp,
    "PageDown": Qt.Key.Key_PageDown,
    "Escape": Qt.Key.Key_Escape,
}
_NAMES: dict[int, str] = {int(_SPECIAL.get(name) or getattr(Qt.Key, f"Key_{name}")): name for name in KEYS} | {
    int(Qt.Key.Key_Enter): "Return",
    int(Qt.Key.Key_Backtab): "Tab",
}

_ONLY_MODIFIERS = {
    Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Shift, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_Super_L,
    Qt.Key.Key_Super_R,
}  # fmt: skip

_X11_DIGITS = dict(zip(range(10, 20), "1234567890", strict=True))
"""Keycodes of the digit row: with Shift held Qt tells the sign above the digit."""


def pressed_key(event: QKeyEvent, system: str = sys.platform) -> str:
    """What was pressed, such as ``Ctrl+Alt+1``; empty while only modifiers are held, or for a key we have no name for.

    Args:
        event: Qt's.
        system: as in ``sys.platform``; on macOS Qt calls the Command key Ctrl.
    """
    name = _NAMES.get(int(event.key())) or _digit(event, system)
    if not name or Qt.Key(event.key()) in _ONLY_MODIFIERS:
        return ""
    held = event.modifiers()
    control, meta = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.MetaModifier
    if system == "darwin":
        control, meta = meta, control
    marks = {
        Modifier.CTRL: control,
        Modifier.ALT: Qt.KeyboardModifier.AltModifier,
        Modifier.SHIFT: Qt.KeyboardModifier.ShiftModifier,
        Modifier.META: meta,
    }
    return "+".join([*(mark for mark, flag in marks.items() if held & flag), name])


def _digit(event: QKeyEvent, system: str) -> str:
    if system == "win32":
        code = event.nativeVirtualKey()
        return chr(code) if 0x30 <= code <= 0x39 else ""
    return _X11_DIGITS.get(event.nativeScanCode(), "") if system.startswith("linux") else ""


class KeyCap(QPushButton):
    """Shows the key of an action; pressed, it waits for another.

    Signals:
        chosen(str): the new key; empty to have none.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, action: str, words: str) -> None:
        super().__init__()
        self.action = action
        self._words = words
        self._key = ""
        self._waiting = False
        self.setFont(theme.font(13))
        self.setAutoDefault(False)
        self.setMinimumWidth(theme.px(150))
        self.clicked.connect(self._wait)

    def show_key(self, key: str) -> None:
        """The key that the action has."""
        self._key, self._waiting = key, False
        self._draw()

    def _wait(self) -> None:
        self._waiting = True
        self._draw()

    def _draw(self) -> None:
        self.setText("Press keys…" if self._waiting else self._key or "No key")
        state = "press the new keys" if self._waiting else self._key or "no key"
        self.setAccessibleName(f"{self._words}: {state}")

    def event(self, event: QEvent) -> bool:
        """While waiting, Tab and the window's shortcuts are keys like others."""
        if self._waiting and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._pressed(event)
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever goes elsewhere does not want another key."""
        super().focusOutEvent(event)
        if self._waiting:
            self.show_key(self._key)

    def _pressed(self, event: QKeyEvent) -> None:
        key = pressed_key(event)
        if key == "Escape":
            self.show_key(self._key)
        elif key in ("Tab", "Shift+Tab"):
            self.show_key(self._key)
            self.focusNextPrevChild(key == "Tab")
        elif key in ("Delete", "Backspace"):
            self.chosen.emit("")
        elif key:
            self.chosen.emit(key)
