"""Attune's other programs, as the overlay starts them: each a process of its own that outlives the overlay."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QProcess

from assist.errors import AttuneError


class ProgramError(AttuneError):
    """A program of Attune's cannot be started."""

    code = "no_program"


def start_detached(command: Sequence[str]) -> bool:
    """Start a program that lives on by itself; False where the system does not let us."""
    started, _number = QProcess.startDetached(command[0], list(command[1:]))
    return started


@dataclass(frozen=True, slots=True)
class Programs:
    """Starts them with the engine's settings.

    Attributes:
        config: the engine's settings file; None for the usual one.
        assignments: settings that stand above the file, each as ``section.key=value``.
        start: starts a command.
    """

    config: Path | None = None
    assignments: tuple[str, ...] = ()
    start: Callable[[Sequence[str]], bool] = start_detached

    @property
    def shift_command(self) -> list[str]:
        """Writes the page of today's calls; its path is the last line that it says."""
        return [sys.executable, "-m", "assist", "shift", *self._settings]

    def practise(self) -> None:
        """Open the practice window.

        Raises:
            ProgramError: it cannot be started.
        """
        self._start([sys.executable, "-m", "assist", "practise", *self._settings], "assist practise")

    def set_up(self, overlay_settings: Path) -> None:
        """Open the set-up, which leaves the hot keys to the overlay that runs.

        Args:
            overlay_settings: the overlay's own settings file.

        Raises:
            ProgramError: it cannot be started.
        """
        command = [sys.executable, "-m", "ui.setup", "--beside-overlay", "--overlay", str(overlay_settings)]
        self._start([*command, *self._file], "assist setup")

    @property
    def _file(self) -> list[str]:
        return ["--config", str(self.config)] if self.config else []

    @property
    def _settings(self) -> list[str]:
        return self._file + [part for assignment in self.assignments for part in ("--set", assignment)]

    def _start(self, command: Sequence[str], by_hand: str) -> None:
        if not self.start(command):
            raise ProgramError(f"It cannot be started from here; run '{by_hand}' in a terminal.")
