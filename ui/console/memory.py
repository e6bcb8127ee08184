"""What the console remembers of the supervisor: a name, the looks, whether the tour was taken. A small JSON file."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

import msgspec
import platformdirs

from ui.settings import ThemeChoice

log = logging.getLogger(__name__)

MEMORY_FILE = platformdirs.user_config_path("attune", appauthor=False) / "console.json"


@dataclass(frozen=True, slots=True)
class ConsoleMemory:
    """All of it, with defaults."""

    who: str = ""
    """The name under which changes are kept in history and audit."""
    theme: ThemeChoice = "system"
    text_scale: float = 1.0
    """1.0 to 2.0."""
    toured: bool = False
    """The tour was taken, or left."""


def load_memory(path: Path = MEMORY_FILE) -> ConsoleMemory:
    """Read the file; defaults where there is none or it is damaged."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=ConsoleMemory)
    except FileNotFoundError:
        return ConsoleMemory()
    except (OSError, msgspec.DecodeError) as error:
        log.warning("%s cannot be read (%s); the console begins with its defaults.", path, error)
        return ConsoleMemory()


def save_memory(memory: ConsoleMemory, path: Path = MEMORY_FILE) -> None:
    """Write the file in one step. A failure is logged, never raised."""
    written = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        written.write_bytes(msgspec.json.format(msgspec.json.encode(memory)))
        written.replace(path)
    except OSError as error:
        log.warning("%s cannot be written (%s): the console will not remember its looks.", path, error)
