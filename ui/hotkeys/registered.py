"""Hot keys on systems that take a key by its code and call back with a number: Windows and macOS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol

from PySide6.QtCore import QObject

from ui.hotkeys.backend import Binding, HotkeyBackend, Taken


class KeyCode(NamedTuple):
    """A binding in a system's own numbers."""

    key: int
    modifiers: int


class Registry(Protocol):
    """The thin layer over one system's calls. Everything is called on the GUI thread."""

    def listen(self, heard: Callable[[int], None]) -> bool:
        """From now on call ``heard`` with the number of each key that goes down, once a press; False: it cannot be."""
        ...

    def register(self, number: int, code: KeyCode) -> bool:
        """Take a key; False where another program has it."""
        ...

    def unregister(self, number: int) -> None:
        """Give a key back that was taken under this number."""
        ...

    def close(self) -> None:
        """Listen no more."""
        ...


class RegisteredHotkeys(HotkeyBackend):
    """Takes each key from a registry, under a number.

    Args:
        bindings: action to key.
        registry: the system's calls.
        code_of: a binding in the system's numbers; None where its keyboards have no such key.
        parent: the owner.
    """

    def __init__(
        self,
        bindings: Mapping[str, Binding],
        registry: Registry,
        code_of: Callable[[Binding], KeyCode | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(bindings, parent)
        self._registry = registry
        self._code_of = code_of
        self._actions: dict[int, str] = {}

    def _take(self) -> None:
        if not self._registry.listen(self._press):
            self._refuse_all("Hot keys do not work here, because the system tells of none; clicks do.")
            return
        refusals: dict[str, str] = {}
        for number, (action, binding) in enumerate(self._bindings.items(), start=1):
            code = self._code_of(binding)
            if code is None:
                refusals[action] = f"Keyboards of this system have no key for {binding}; choose another."
            elif not self._registry.register(number, code):
                refusals[action] = f"{binding} belongs to another program; choose another in the settings."
            else:
                self._actions[number] = action
        self._tell(Taken({action: str(self._bindings[action]) for action in self._actions.values()}, refusals))

    def _give_back(self) -> None:
        for number in self._actions:
            self._registry.unregister(number)
        self._actions.clear()
        self._registry.close()

    def _press(self, number: int) -> None:
        action = self._actions.get(number)
        if action is not None:
            self._tell(action)
