"""What every back end of the hot keys offers, and how a binding such as ``Ctrl+Alt+1`` is written."""

from __future__ import annotations

import difflib
import enum
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QObject, Signal

from assist.errors import UsageError
from ui.hotkeys.defaults import ACTIONS, default_bindings

DEFAULT_BINDINGS: Mapping[str, str] = default_bindings(sys.platform)
"""Action to key on this machine."""


class Modifier(enum.StrEnum):
    """A key that is held. The order is the one they are written in."""

    CTRL = "Ctrl"
    ALT = "Alt"
    SHIFT = "Shift"
    META = "Meta"


_MODIFIER_NAMES = {
    "ctrl": Modifier.CTRL,
    "control": Modifier.CTRL,
    "alt": Modifier.ALT,
    "option": Modifier.ALT,
    "shift": Modifier.SHIFT,
    "meta": Modifier.META,
    "super": Modifier.META,
    "win": Modifier.META,
    "cmd": Modifier.META,
}

_FUNCTION_KEYS = tuple(f"F{number}" for number in range(1, 25))

KEYS: tuple[str, ...] = (
    *"0123456789",
    *"ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    *_FUNCTION_KEYS,
    *("Left", "Right", "Up", "Down", "Home", "End", "PageUp", "PageDown"),
    *("Insert", "Delete", "Backspace", "Return", "Space", "Tab", "Escape"),
    *("Plus", "Minus", "Comma", "Period"),
)
"""The keys that may be bound, as they are written."""

_KEY_NAMES = {key.lower(): key for key in KEYS} | {"enter": "Return", "esc": "Escape", "del": "Delete"}


class BindingError(UsageError):
    """A key binding in the settings cannot be understood."""

    code = "bad_binding"


@dataclass(frozen=True, slots=True)
class Binding:
    """A key with the modifiers held; ``str`` writes it in its usual order."""

    modifiers: frozenset[Modifier]
    key: str

    def __str__(self) -> str:
        return "+".join([*(modifier for modifier in Modifier if modifier in self.modifiers), self.key])


def parse_binding(text: str) -> Binding:
    """Read a binding: modifiers and one key, joined by ``+``, in any case.

    Raises:
        BindingError: a part is missing, unknown or double, or the key alone would take plain typing from programs.
    """
    *before, last = (part.strip() for part in text.split("+"))
    modifiers = [_modifier(name, text) for name in before]
    key = _KEY_NAMES.get(last.lower())
    if key is None:
        raise BindingError(f"'{text}': {_unknown_key(last)}")
    if len(set(modifiers)) < len(modifiers):
        raise BindingError(f"'{text}': a modifier stands there twice; write each once, such as Ctrl+Alt+1.")
    if not set(modifiers) - {Modifier.SHIFT} and key not in _FUNCTION_KEYS:
        raise BindingError(f"'{text}' would be missing when you type; add Ctrl, Alt or Meta, such as Ctrl+Alt+{key}.")
    return Binding(frozenset(modifiers), key)


def parse_bindings(bindings: Mapping[str, str]) -> dict[str, Binding]:
    """Read the bindings of all actions; an empty text leaves an action without a key.

    Raises:
        BindingError: as `parse_binding`, or two actions have the same key.
    """
    parsed: dict[str, Binding] = {}
    for action, text in bindings.items():
        if not text.strip():
            continue
        try:
            binding = parse_binding(text)
        except BindingError as error:
            raise BindingError(f"Hot key of '{action}': {error}") from error
        if binding in parsed.values():
            other = next(name for name, taken in parsed.items() if taken == binding)
            raise BindingError(f"Hot key of '{action}': {binding} is already the key of '{other}'; choose another.")
        parsed[action] = binding
    return parsed


def rebound(bindings: Mapping[str, str], action: str, key: str) -> dict[str, str]:
    """The same bindings with another key for one action; an empty key takes its key away.

    Raises:
        BindingError: there is no such action, the key cannot be understood, or it is the key of another action. That
            another program has it shows only when it is taken: `HotkeyBackend.refused`.
    """
    if action not in ACTIONS:
        near = difflib.get_close_matches(action, ACTIONS, n=1)
        raise BindingError(f"There is no action '{action}'; {f'did you mean {near[0]}?' if near else 'see the menu.'}")
    others = {name: text for name, text in bindings.items() if name != action}
    parsed = parse_bindings({**others, action: key})
    return {**bindings, action: str(parsed[action]) if action in parsed else ""}


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of taking the keys."""

    bound: Mapping[str, str]
    """Action to its key as people read it; an empty text where the desktop does not tell which key it is."""
    refusals: Mapping[str, str]
    """Action to one sentence for people."""


class HotkeyBackend(QObject):
    """Listens to keys of the whole desktop, and swallows them. One back end a system.

    Args:
        bindings: action to key.
        parent: the owner.

    Signals:
        pressed: the name of the action whose key went down; once a press, however long it is held.
        refused: an action and one sentence for people: its key cannot be had. Clicks still work.
        bound: a mapping of the actions whose keys work from now on, as `Taken.bound`; after the refusals.
    """

    desktop_decides: ClassVar[bool] = False
    """Our keys are proposals: the user changes them in the settings of the desktop, and `rebind` may change nothing."""

    pressed = Signal(str)
    refused = Signal(str, str)
    bound = Signal(object)

    def __init__(self, bindings: Mapping[str, Binding], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bindings = dict(bindings)
        self._is_on = False

    def start(self) -> None:
        """Take the keys; those that cannot be had are ``refused``. Connect the signals first."""
        if not self._is_on:
            self._is_on = True
            self._take()

    def stop(self) -> None:
        """Give the keys back. No signal comes afterwards."""
        if self._is_on:
            self._is_on = False
            self._give_back()

    def rebind(self, bindings: Mapping[str, Binding]) -> None:
        """Have these keys instead, at once; ``refused`` and ``bound`` come as after a start."""
        was_on = self._is_on
        self.stop()
        self._bindings = dict(bindings)
        if was_on:
            self.start()

    def _take(self) -> None:
        raise NotImplementedError

    def _give_back(self) -> None:
        raise NotImplementedError

    def _tell(self, news: str | Taken) -> None:
        """Say that the key of an action was pressed, or which keys there are."""
        if isinstance(news, str):
            self.pressed.emit(news)
            return
        for action, sentence in news.refusals.items():
            self.refused.emit(action, sentence)
        self.bound.emit(dict(news.bound))

    def _refuse_all(self, sentence: str) -> None:
        self._tell(Taken({}, dict.fromkeys(self._bindings, sentence)))


def _modifier(name: str, text: str) -> Modifier:
    modifier = _MODIFIER_NAMES.get(name.lower())
    if modifier is not None:
        return modifier
    if not name:
        raise BindingError(f"'{text}': there is nothing beside a +; the key itself is called Plus.")
    names = ", ".join(Modifier)
    if name.lower() in _KEY_NAMES:
        raise BindingError(f"'{text}': '{name}' is a second key; a binding is one key with {names}.")
    raise BindingError(f"'{text}': there is no modifier '{name}'; there are {names}.")


def _unknown_key(name: str) -> str:
    if not name:
        return "the key is missing; write it after the modifiers, such as Ctrl+Alt+1 (the + key is called Plus)."
    if name.lower() in _MODIFIER_NAMES:
        return "a key is missing after the modifiers; write one, such as Ctrl+Alt+1."
    near = difflib.get_close_matches(name.lower(), _KEY_NAMES, n=1)
    mend = f"did you mean {_KEY_NAMES[near[0]]}?" if near else "use a letter, a digit, F1 to F24, an arrow or the like."
    return f"there is no key '{name}'; {mend}"
