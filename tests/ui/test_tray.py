"""The tray: a sign that differs in shape, the same in words, and the whole menu for the keyboard."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import get_args

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from assist import commands
from tests.ui.calls import folded, mid_call
from ui.health import Surroundings
from ui.overlay import happenings as local
from ui.overlay import intents
from ui.overlay.menu import Bill
from ui.overlay.state import OverlayState
from ui.settings import OverlaySettings
from ui.tray import SIDES, Sign, Tray, sign_icon, sign_of, words_of

SIGNS: tuple[Sign, ...] = get_args(Sign)


@pytest.fixture
def tray(qtbot: QtBot) -> Tray:
    """A tray icon on a desktop without a tray."""
    return Tray()


def entries(menu: QMenu) -> dict[str, QAction]:
    """All entries of a menu and its submenus by their words, the way to them before it."""
    found: dict[str, QAction] = {}
    for action in menu.actions():
        submenu = action.menu()
        if isinstance(submenu, QMenu):
            found |= {f"{action.text()} > {words}": entry for words, entry in entries(submenu).items()}
        elif action.text():
            found[action.text()] = action
    return found


@pytest.mark.parametrize(
    ("state", "around", "sign"),
    [
        (OverlayState(link="open"), Surroundings(), "calm"),
        (mid_call(), Surroundings(), "live"),
        (replace(mid_call(), held=True), Surroundings(), "hold"),
        (replace(mid_call(), quiet=True), Surroundings(), "quiet"),
        (replace(mid_call(), quiet=True, lost_sources={"agent": ""}), Surroundings(), "problem"),
        (OverlayState(link="open"), Surroundings(has_tray=False, keys_said="None here."), "calm"),
    ],
)
def test_the_sign_says_how_it_is(state: OverlayState, around: Surroundings, sign: Sign) -> None:
    """What the agent must know outranks what they chose, and that outranks the call."""
    assert sign_of(state, around) == sign


def test_the_words_say_the_same() -> None:
    """The tool tip names the call, what was switched on, and what is not well with its mend."""
    state = replace(mid_call(), quiet=True, held=True, lost_sources={"agent": ""})
    assert words_of(state, Surroundings()) == (
        "Attune · Live call · on hold · do not disturb\nCannot hear you: check the headset's plug."
    )


@pytest.mark.parametrize("side", SIDES)
def test_signs_differ_in_shape(qtbot: QtBot, side: int) -> None:
    """Without any colour each sign is still another than each other, at every size."""

    def gray(sign: Sign) -> QImage:
        image = sign_icon(sign).pixmap(QSize(side, side)).toImage()
        return image.convertToFormat(QImage.Format.Format_Grayscale8)

    for one, other in combinations(SIGNS, 2):
        first, second = gray(one), gray(other)
        differing = sum(
            abs(first.pixelColor(x, y).value() - second.pixelColor(x, y).value()) > 80
            for x in range(side)
            for y in range(side)
        )
        assert differing >= side * side * 0.04, (one, other)


def test_without_a_tray_nothing_breaks(tray: Tray) -> None:
    """Shown and drawn on a desktop without a tray, it does nothing, quietly."""
    tray.show()
    tray.draw(Bill(mid_call(), OverlaySettings()), Surroundings())
    assert not tray.is_there


def test_everything_is_in_the_menu(tray: Tray, qtbot: QtBot) -> None:
    """What the overlay can be told by the pointer can be told here by the keyboard."""
    tray.draw(Bill(mid_call(), OverlaySettings(), has_summary=True), Surroundings())
    found = entries(tray.menu)
    expected = {
        "Hide Attune": intents.Show(False),
        "Call > End call": commands.EndCall(),
        "Call > Put on hold": commands.HoldCall(on=True),
        "Do not disturb": commands.KeepQuiet(on=True),
        "Let clicks through": intents.LetClicksThrough(True),
        "Snooze a need > Certainty": commands.SnoozeNeed(need="certainty", seconds=600.0),
        "Whole conversation": intents.OpenTranscript(),
        "After calls > Last summary": intents.OpenSummary(),
        "After calls > Today's calls": intents.OpenShift(),
        "After calls > Summary after calls": intents.Prefer("summary", False),
        "Size > Compact: the card": intents.Prefer("size", "compact"),
        "Help level > Near silence": intents.Prefer("level", "expert"),
        "Look > Theme > High contrast": intents.Prefer("theme", "contrast"),
        "Look > Text size > 200%": intents.Prefer("text_scale", 2.0),
        "Look > Opacity > 90%": intents.Prefer("opacity", 0.9),
        "Look > No motion": intents.Prefer("reduced_motion", True),
        "Reset position": intents.ResetPlace(),
        "Practise …": intents.Practise(),
        "Set-up …": intents.SetUp(),
        "Quit Attune": intents.Quit(),
    }
    for words, intent in expected.items():
        with qtbot.waitSignal(tray.intended) as chosen:
            found[words].trigger()
        assert chosen.args == [intent], words


def test_the_menu_follows_the_call(tray: Tray) -> None:
    """It offers what can be done now, and ticks what is on."""
    settings = OverlaySettings()
    tray.draw(Bill(OverlayState(link="open"), settings), Surroundings())
    assert not entries(tray.menu)["Call > Put on hold"].isEnabled()
    assert entries(tray.menu)["Call > Start call"].isEnabled()
    tray.draw(Bill(replace(mid_call(), held=True, quiet=True), settings, is_shown=False), Surroundings())
    found = entries(tray.menu)
    assert {"Show Attune", "Call > Take off hold", "Call > End call"} <= set(found)
    assert found["Do not disturb"].isChecked()


def test_a_snoozed_need_is_ticked_and_can_be_woken(tray: Tray, qtbot: QtBot) -> None:
    """Open needs are listed by the keyboard's menu, too; with none there is nothing to choose."""
    asleep = folded(local.NeedSnoozed("certainty", 600.0), state=mid_call())
    tray.draw(Bill(asleep, OverlaySettings()), Surroundings())
    entry = entries(tray.menu)["Snooze a need > Certainty"]
    assert entry.isChecked()
    with qtbot.waitSignal(tray.intended) as chosen:
        entry.trigger()
    assert chosen.args == [commands.SnoozeNeed(need="certainty", seconds=0.0)]
    tray.draw(Bill(OverlayState(link="open"), OverlaySettings()), Surroundings())
    submenus = [action for action in tray.menu.actions() if action.text() == "Snooze a need"]
    assert [action.isEnabled() for action in submenus] == [False]


def test_the_level_in_use_is_ticked(tray: Tray) -> None:
    """The one that the engine told, else the one in the settings."""
    settings = OverlaySettings(level="expert")
    tray.draw(Bill(mid_call(), settings), Surroundings())
    assert entries(tray.menu)["Help level > Near silence"].isChecked()
    tray.draw(Bill(replace(mid_call(), level="novice"), settings), Surroundings())
    found = entries(tray.menu)
    assert found["Help level > More cards"].isChecked()
    assert not found["Help level > Near silence"].isChecked()


def test_nobody_is_locked_out(tray: Tray) -> None:
    """Clicks go through only where a hot key or the tray can end it; ending it is always possible."""
    bill = Bill(mid_call(), OverlaySettings(), can_come_back=False)
    tray.draw(bill, Surroundings())
    assert not entries(tray.menu)["Let clicks through"].isEnabled()
    tray.draw(replace(bill, clicks_through=True), Surroundings())
    assert entries(tray.menu)["Let clicks through"].isEnabled()
