"""The pictures of the documentation can be made anew at any time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gallery import overlays, windows
from tests.gallery.sheet import Stage
from ui.theme import load_font

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)", extend=True)

LARGEST_BYTES = 300_000


@pytest.mark.parametrize("make", [*overlays.SHEETS, windows.practise], ids=lambda make: make.__name__)
def test_a_sheet_is_made_and_small(qtbot: QtBot, tmp_path: Path, make: Callable[[Stage], None]) -> None:
    """Each sheet writes pictures that a repository can carry."""
    make(Stage(tmp_path, load_font()))
    made = list(tmp_path.glob("*.png"))
    assert made
    assert all(2_000 < picture.stat().st_size < LARGEST_BYTES for picture in made)
