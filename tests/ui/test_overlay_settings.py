"""What the overlay remembers."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from ui.settings import OverlaySettings, load_settings, save_settings


def test_settings_survive_a_restart(tmp_path: Path) -> None:
    """What was written is read again, folders and all."""
    path = tmp_path / "new" / "overlay.json"
    settings = OverlaySettings(theme="light", text_scale=1.5).with_place("HDMI-1|7|1920x1080", (40, 60))
    save_settings(settings, path)
    assert load_settings(path) == settings
    assert settings.last_screen == "HDMI-1|7|1920x1080"


def test_the_first_start_has_defaults(tmp_path: Path) -> None:
    """No file is no fault."""
    assert load_settings(tmp_path / "none.json") == OverlaySettings()


@pytest.mark.parametrize("content", [b"", b"{", b'{"theme": "pink"}', b'{"places": {"a": [1]}}', b"\xff\xfe"])
def test_a_broken_file_gives_the_defaults(tmp_path: Path, caplog: pytest.LogCaptureFixture, content: bytes) -> None:
    """The overlay starts whatever the file holds, and the log says that it was not used."""
    path = tmp_path / "overlay.json"
    path.write_bytes(content)
    with caplog.at_level(logging.WARNING):
        assert load_settings(path) == OverlaySettings()
    assert str(path) in caplog.text


def test_a_place_that_cannot_be_written_is_only_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A read-only disk does not end the overlay."""
    (tmp_path / "file").write_text("")
    with caplog.at_level(logging.WARNING):
        save_settings(OverlaySettings(), tmp_path / "file" / "overlay.json")
    assert "will not remember" in caplog.text
