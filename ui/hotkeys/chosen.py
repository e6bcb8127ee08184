"""Hot keys that the set-up chooses while the overlay runs: found in the settings file, and taken at once."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal

from ui.settings import load_settings


class ChosenKeys(QObject):
    """Watches the overlay's settings file.

    Signals:
        changed(object): other hot keys stand there now; a mapping of all actions to their keys.

    Args:
        path: the settings file.
        keys: the hot keys in force.
        parent: the owner.
    """

    changed = Signal(object)

    def __init__(self, path: Path, keys: Mapping[str, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._keys = dict(keys)
        with contextlib.suppress(OSError):  # a folder that cannot be made is never written to
            path.parent.mkdir(parents=True, exist_ok=True)
        # The folder, because each save puts a new file in the place of the old one, whose watch would end.
        self._watcher = QFileSystemWatcher([str(path.parent)], self)
        self._watcher.directoryChanged.connect(self._look)

    def _look(self) -> None:
        if not self._path.is_file():
            return
        keys = load_settings(self._path).hotkeys
        if keys != self._keys:
            self._keys = keys
            self.changed.emit(dict(keys))
