"""What the overlay remembers."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from ui.settings import OverlaySettings, load_settings, save_settings


def test_settings_survive_a_restart(tmp_path: Path) -> None:
    """What was written is read again, folders and all."""
    path = tmp_path / "new" / "overlay.json"
    settings = OverlaySettings(theme="contrast", text_scale=1.5, level="expert").with_place("HDMI-1", (40, 60), "both")
    save_settings(settings, path)
    assert load_settings(path) == settings
    assert settings.homes == {"both": "HDMI-1"}


def test_the_first_start_has_defaults(tmp_path: Path) -> None:
    """No file is no fault."""
    assert load_settings(tmp_path / "none.json") == OverlaySettings()


@pytest.mark.parametrize("content", [b"", b"{", b'{"theme": "pink"}', b'{"places": {"a": [1]}}', b"\xff\xfe"])
def test_a_broken_file_is_put_aside(tmp_path: Path, content: bytes) -> None:
    """The overlay starts with its defaults and says so; the next save does not overwrite what could not be read."""
    path = tmp_path / "overlay.json"
    path.write_bytes(content)
    complaints: list[str] = []
    settings = load_settings(path, complaints.append)
    save_settings(settings, path)
    assert settings == OverlaySettings()
    assert (tmp_path / "overlay.json.broken").read_bytes() == content
    assert [str(path.with_name("overlay.json.broken")) in complaint for complaint in complaints] == [True]


def test_a_folder_in_its_place_is_no_end(tmp_path: Path) -> None:
    """Even where nothing can be read or put aside the overlay starts."""
    path = tmp_path / "overlay.json"
    path.mkdir()
    (tmp_path / "overlay.json.broken").mkdir()
    (tmp_path / "overlay.json.broken" / "full").write_text("")
    complaints: list[str] = []
    assert load_settings(path, complaints.append) == OverlaySettings()
    assert len(complaints) == 1


@pytest.mark.parametrize(
    ("written", "scale", "opacity"),
    [(b'{"text_scale": 9, "opacity": 0.2}', 2.0, 0.9), (b'{"text_scale": 0.1, "opacity": 3}', 1.0, 1.0)],
)
def test_text_stays_readable(tmp_path: Path, written: bytes, scale: float, opacity: float) -> None:
    """A text size or an opacity that nobody could read is taken as the nearest that one can."""
    path = tmp_path / "overlay.json"
    path.write_bytes(written)
    settings = load_settings(path)
    assert (settings.text_scale, settings.opacity) == (scale, opacity)


def test_places_are_kept_by_recency() -> None:
    """The screen that the overlay was put on last stands last, whichever it was on before."""
    settings = OverlaySettings().with_place("a", (1, 1), "x").with_place("b", (2, 2), "x").with_place("a", (3, 3), "y")
    assert list(settings.places.items()) == [("b", (2, 2)), ("a", (3, 3))]
    assert settings.homes == {"x": "b", "y": "a"}


def test_a_place_that_cannot_be_written_is_only_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A read-only disk does not end the overlay."""
    (tmp_path / "file").write_text("")
    with caplog.at_level(logging.WARNING):
        save_settings(OverlaySettings(), tmp_path / "file" / "overlay.json")
    assert "will not remember" in caplog.text
