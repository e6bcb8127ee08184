"""Hot keys that the set-up chooses beside a running overlay work at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui.app import Overlay
from ui.hotkeys.backend import HotkeyBackend, Taken, parse_bindings
from ui.hotkeys.chosen import ChosenKeys
from ui.running import rebind
from ui.settings import OverlaySettings, save_settings

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)", extend=True)

HANG_MS = 20_000


class AllFree(HotkeyBackend):
    """A desktop on which every key can be had."""

    def _take(self) -> None:
        self._tell(Taken({action: str(binding) for action, binding in self._bindings.items()}, {}))

    def _give_back(self) -> None:
        pass


def test_other_keys_in_the_file_are_told(qtbot: QtBot, tmp_path: Path) -> None:
    """Once for each choice, also where there was no file yet; what else is saved there does not matter."""
    path = tmp_path / "attune" / "overlay.json"
    settings = OverlaySettings()
    chosen = ChosenKeys(path, settings.hotkeys)
    told: list[dict[str, str]] = []
    chosen.changed.connect(told.append)
    save_settings(replace(settings, theme="light"), path)
    first, second = ({**settings.hotkeys, "accept": key} for key in ("Ctrl+Alt+F11", "Ctrl+Alt+F6"))
    for keys in (first, second):
        with qtbot.waitSignal(chosen.changed, timeout=HANG_MS):
            save_settings(replace(settings, hotkeys=keys), path)
    assert told == [first, second]


def test_they_are_taken_and_earlier_complaints_go(overlay: Overlay) -> None:
    """What another program has is of no interest once another key was chosen."""
    hotkeys = AllFree(parse_bindings({"dismiss": "Ctrl+Alt+0"}))
    bound: list[dict[str, str]] = []
    hotkeys.bound.connect(bound.append)
    hotkeys.start()
    overlay.key_refused("dismiss", "Ctrl+Alt+0 belongs to another program.")
    rebind(hotkeys, overlay, {"dismiss": "Ctrl+Alt+F11"})
    assert bound[-1] == {"dismiss": "Ctrl+Alt+F11"}
    assert "belongs to another program" not in overlay.window.status.toolTip()


def test_keys_that_cannot_be_understood_change_nothing(overlay: Overlay) -> None:
    """They are told instead."""
    hotkeys = AllFree(parse_bindings({"dismiss": "Ctrl+Alt+0"}))
    bound: list[dict[str, str]] = []
    hotkeys.bound.connect(bound.append)
    hotkeys.start()
    rebind(hotkeys, overlay, {"dismiss": "Ctrl+Nonsense"})
    assert bound == [{"dismiss": "Ctrl+Alt+0"}]
    assert "there is no key 'Nonsense'" in overlay.window.status.toolTip()
