"""The overlay on a real X11 desktop: clicks go through it or not, it keeps its place, and it follows the desktop."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop import Spoken, VirtualDisplay, require, selected, virtual_display
from ui.overlay.placement import GAP

pytestmark = pytest.mark.desktop

PROGRAMS = Path(__file__).with_name("programs")
OVERLAY = PROGRAMS / "told_overlay.py"


@pytest.fixture(scope="module")
def display() -> Iterator[VirtualDisplay]:
    """A desktop with a window manager, 1280 x 800."""
    require("xdotool", "xrandr")
    with virtual_display(window_manager=True) as display:
        yield display


@pytest.fixture
def settings_file(tmp_path: Path) -> Path:
    """Where the overlay remembers."""
    return tmp_path / "overlay.json"


@pytest.fixture
def overlay(display: VirtualDisplay, settings_file: Path) -> Iterator[Spoken]:
    """The overlay in the middle of a call."""
    with Spoken(display, OVERLAY, str(settings_file)) as overlay:
        assert overlay.hear() == "ready"
        yield overlay


def where(overlay: Spoken) -> list[int]:
    """Left, top, width and height of the plate."""
    return [int(number) for number in json.loads(overlay.ask("where"))]


def dragged(display: VirtualDisplay, overlay: Spoken, across: int, down: int) -> list[int]:
    """Take the plate by a spot without a button, put it down elsewhere; where it is then."""
    left, top, _, height = where(overlay)
    x, y = left + 200, top + height - 50
    display.run("xdotool", "mousemove", str(x), str(y), "mousedown", "1")
    for part in (1, 2, 3, 4):
        to = max(0, x + across * part // 4), max(0, y + down * part // 4)  # no pointer goes further
        display.run("xdotool", "mousemove", str(to[0]), str(to[1]))
    display.run("xdotool", "mouseup", "1")
    assert overlay.hear() == "put down"
    return where(overlay)


def plug_in(display: VirtualDisplay) -> None:
    """A second monitor at the right of the first one."""
    display.run("xrandr", "--setmonitor", "R", "640/169x800/211+640+0", "none")


@pytest.fixture
def second_monitor(display: VirtualDisplay) -> Iterator[None]:
    """Two monitors side by side on the one screen."""
    display.run("xrandr", "--setmonitor", "L", "640/169x800/211+0+0", "screen")
    plug_in(display)
    yield
    for name in ("L", "R"):
        display.run("xrandr", "--delmonitor", name)


def test_clicks_go_through_and_come_back(display: VirtualDisplay, settings_file: Path) -> None:
    """Switched on, a click lands in the program under the overlay; switched off, it takes the card again."""
    with Spoken(display, PROGRAMS / "under.py") as under:
        assert under.hear() == "ready"
        with Spoken(display, OVERLAY, str(settings_file)) as overlay:
            assert overlay.hear() == "ready"
            x, y, *_ = json.loads(overlay.ask("card"))
            click = ("xdotool", "mousemove", str(x + 30), str(y + 60), "click", "1")
            display.run(*click)
            assert overlay.hear() == "accepted"
            overlay.ask("press click_through")
            display.run(*click)
            assert under.hear() == "clicked"
            overlay.ask("press click_through")
            display.run(*click)
            assert overlay.hear() == "accepted"


@pytest.mark.parametrize("actions", [["size"], ["show", "show"]], ids=["another size", "hidden and shown"])
def test_clicks_still_go_through(display: VirtualDisplay, settings_file: Path, actions: list[str]) -> None:
    """A new window in the old one's place, or the same one shown again, lets clicks through as before."""
    with Spoken(display, PROGRAMS / "under.py") as under:
        assert under.hear() == "ready"
        with Spoken(display, OVERLAY, str(settings_file)) as overlay:
            assert overlay.hear() == "ready"
            for action in ("click_through", *actions):
                overlay.ask(f"press {action}")
            overlay.ask("settle")
            x, y, *_ = json.loads(overlay.ask("card"))
            display.run("xdotool", "mousemove", str(x + 30), str(y + 60), "click", "1")
            assert under.hear() == "clicked"


def test_a_drag_begins_without_a_jump_and_edges_draw(display: VirtualDisplay, overlay: Spoken) -> None:
    """The plate follows the pointer by exactly its way; near the screen's edge it goes to it; beyond it, no further."""
    left, top, width, height = where(overlay)
    assert dragged(display, overlay, -300, 60) == [left - 300, top + 60, width, height]
    assert dragged(display, overlay, 296, 0) == [1280 - GAP - width, top + 60, width, height]
    assert dragged(display, overlay, -1100, -700) == [GAP, GAP, width, height]


@pytest.mark.usefixtures("second_monitor")
def test_each_monitor_keeps_its_place(display: VirtualDisplay, settings_file: Path) -> None:
    """On the second monitor after a restart; in sight while that monitor is gone; back when it is back."""
    with Spoken(display, OVERLAY, str(settings_file)) as overlay:
        assert overlay.hear() == "ready"
        dragged(display, overlay, 500, 100)
        x, y, width, height = dragged(display, overlay, -10, 40)
        assert x >= 640
    with Spoken(display, OVERLAY, str(settings_file)) as overlay:
        assert overlay.hear() == "ready"
        assert where(overlay) == [x, y, width, height]
        display.run("xrandr", "--delmonitor", "R")
        assert json.loads(overlay.ask(f"await {640 - GAP - width} 60"))
        plug_in(display)
        assert json.loads(overlay.ask(f"await {x} {y}"))
        overlay.tell("press reset_place")
        assert overlay.hear() == "null"
        assert where(overlay)[0] < 640


@pytest.mark.parametrize("size", ["compact", "normal", "expanded"])
def test_twice_the_scale_fits_and_is_whole(display: VirtualDisplay, settings_file: Path, size: str) -> None:
    """On a screen of twice the scale, with text of twice the size, every row and word is inside the screen."""
    with Spoken(display, OVERLAY, str(settings_file), QT_SCALE_FACTOR="2") as overlay:
        assert overlay.hear() == "ready"
        for preference in (f'size "{size}"', "text_scale 2.0"):
            assert overlay.ask(f"prefer {preference}") == "null"
            left, top, width, height = where(overlay)
            assert left >= 0
            assert top >= 0
            assert left + width <= 640
            assert top + height <= 400
            assert json.loads(overlay.ask("outside")) == []


def test_large_text_keeps_its_size_and_gives_up_rows(overlay: Spoken) -> None:
    """With text of 200 % on a screen of 1280 x 800 the words are twice as large; rows go, nothing is cut."""
    overlay.ask("prefer text_scale 2.0")
    _, top, width, height = where(overlay)
    assert width == 2 * 416
    assert top + height <= 800
    assert json.loads(overlay.ask("outside")) == []


def test_it_follows_the_compositor(display: VirtualDisplay, overlay: Spoken) -> None:
    """Opaque without shadow on a plain desktop, translucent while a compositor runs, at the same place."""
    require("picom")
    assert json.loads(overlay.ask("look")) is False
    assert json.loads(overlay.ask("margin")) == 0
    place = where(overlay)
    with selected(display, "_NET_WM_CM_S0", "picom", "--backend", "xrender"):
        assert json.loads(overlay.ask("look")) is True
        assert json.loads(overlay.ask("margin")) > 0
        assert where(overlay) == place
    assert json.loads(overlay.ask("look")) is False
    assert where(overlay) == place


def test_the_tray_may_come_and_go(display: VirtualDisplay, overlay: Spoken) -> None:
    """Without a tray nothing breaks; once there is one, the icon is in it."""
    require("trayer")
    assert json.loads(overlay.ask("tray")) == [False, False]
    with selected(display, "_NET_SYSTEM_TRAY_S0", "trayer", "--edge", "bottom", "--height", "32"):
        assert json.loads(overlay.ask("tray")) == [True, True]
        assert overlay.ask("press quiet") == "null"
    assert json.loads(overlay.ask("tray"))[0] is False
    assert overlay.ask("press quiet") == "null"


def test_around_the_window_manager_it_is_dragged_and_clicked_the_same(
    display: VirtualDisplay, settings_file: Path
) -> None:
    """The way above full-screen windows: no frame, no manager, the same behaviour."""
    settings_file.write_text('{"above_full_screen": true}')
    with Spoken(display, OVERLAY, str(settings_file)) as overlay:
        assert overlay.hear() == "ready"
        left, top, width, height = where(overlay)
        assert dragged(display, overlay, -200, 50) == [left - 200, top + 50, width, height]
        x, y, *_ = json.loads(overlay.ask("card"))
        display.run("xdotool", "mousemove", str(x + 30), str(y + 60), "click", "1")
        assert overlay.hear() == "accepted"
