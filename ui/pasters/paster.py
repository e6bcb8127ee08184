"""What a system must offer so that a phrase can be pasted where the agent types."""

from __future__ import annotations

from typing import Protocol

from assist.errors import AttuneError


class PasteError(AttuneError):
    """The system does not let us press the keys of paste."""

    code = "no_paste"


class Paster(Protocol):
    """The keyboard of the desktop."""

    def keyboard_owner(self) -> int:
        """The window that has the keyboard now; only good for comparing. 0 where the system does not tell."""
        ...

    def keys_are_up(self) -> bool:
        """Nothing is held that would change or swallow Ctrl+V: no modifier, and no hot key where that matters."""
        ...

    def press_paste(self) -> None:
        """Press and release the keys of paste once.

        Raises:
            PasteError: the system does not let us.
        """
        ...

    def close(self) -> None:
        """Let go of the keyboard."""
        ...
