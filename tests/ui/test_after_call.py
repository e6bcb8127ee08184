"""After a call its summary opens by itself, once; the menu opens it again, the day's calls, practice and set-up."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from assist import events
from assist.report.render import write_report
from tests.report.calls import refund_call
from tests.ui.conftest import RecordedLink
from ui.after_call import FRESH_SECONDS, NO_SHIFT, NO_SUMMARY, AfterCall
from ui.app import Desk, Overlay
from ui.health import foremost
from ui.overlay import intents
from ui.overlay.happenings import EngineGivenUp
from ui.programs import Programs
from ui.settings import OverlaySettings, load_settings, save_settings
from ui.summary.shift import ShiftWindow
from ui.summary.window import SummaryWindow
from ui.theme import DARK, Theme

pytestmark = pytest.mark.qt_log_ignore(
    "This plugin does not support (raise|grabbing the keyboard|propagateSizeHints)", extend=True
)


class Started(list[list[str]]):
    """The edge to the system: keeps what was to be started."""

    allows = True

    def __call__(self, command: Sequence[str]) -> bool:
        """Keep it."""
        self.append(list(command))
        return self.allows


class NoPrograms(Programs):
    """A machine on which nothing is found."""

    @property
    def shift_command(self) -> list[str]:
        """A program that is not there."""
        return ["/no/such/program"]


@pytest.fixture
def started() -> Started:
    """What the overlay started."""
    return Started()


@pytest.fixture
def overlay(qtbot: QtBot, link: RecordedLink, tmp_path: Path, started: Started) -> Iterator[Overlay]:
    """An overlay whose calls lie in a folder of the test's."""
    settings = OverlaySettings(reduced_motion=True)
    programs = Programs(None, (f"journal.folder={tmp_path / 'calls'}",), started)
    made = Overlay(Desk(link, settings, tmp_path / "overlay.json", keys={}, programs=programs))
    made.show()
    made.link_changed("open")
    yield made
    made.after_call.close()
    made.window.close()
    made.window.deleteLater()
    made.deleteLater()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report that was just written."""
    return write_report(refund_call(), tmp_path / "calls" / "call-1")


def told(report: Path) -> events.Event:
    """The engine has written it."""
    return events.ReportReady(call_id="call-1", seq=90, at=60.0, path=str(report))


def shown(overlay: Overlay) -> QWidget | None:
    """The summary on the screen."""
    return overlay.after_call.windows.get("summary")


def said(overlay: Overlay) -> str:
    """The calm line under the card."""
    trouble = foremost(overlay.state, overlay._around)
    return trouble.line if trouble else ""


def test_the_summary_opens_by_itself_and_leaves_the_keyboard(overlay: Overlay, report: Path) -> None:
    """As soon as its report is told."""
    overlay.happened(told(report))
    window = shown(overlay)
    assert isinstance(window, SummaryWindow)
    assert window.isVisible()
    assert window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)


def test_a_report_that_is_told_again_opens_nothing(overlay: Overlay, report: Path) -> None:
    """On reconnecting the engine tells the whole call; the agent had closed its summary."""
    overlay.happened(told(report))
    window = shown(overlay)
    assert window is not None
    window.close()
    overlay.happened(told(report))
    assert shown(overlay) is None


def test_a_report_of_before_opens_only_when_asked_for(overlay: Overlay, report: Path) -> None:
    """An overlay that was started anew is told the last call, which ended a while ago."""
    long_ago = datetime.now(UTC).timestamp() - FRESH_SECONDS - 1
    os.utime(report, (long_ago, long_ago))
    overlay.happened(told(report))
    assert shown(overlay) is None
    overlay.intended(intents.OpenSummary())
    assert shown(overlay) is not None


def test_a_newer_summary_takes_the_place_of_the_earlier(overlay: Overlay, report: Path, tmp_path: Path) -> None:
    """There is one window."""
    overlay.happened(told(report))
    earlier = shown(overlay)
    assert earlier is not None
    overlay.happened(told(write_report(refund_call(), tmp_path / "calls" / "call-2")))
    assert shown(overlay) is not earlier
    assert not earlier.isVisible()


@pytest.mark.parametrize("unwanted", ["setting", "quiet"])
def test_an_unwanted_summary_stays_away(overlay: Overlay, report: Path, unwanted: str) -> None:
    """Switched off in the menu, or while the agent is not to be disturbed; it is there when asked for."""
    if unwanted == "setting":
        overlay.intended(intents.Prefer("summary", False))
    else:
        overlay.happened(events.QuietKept(on=True))
    overlay.happened(told(report))
    assert shown(overlay) is None
    overlay.intended(intents.OpenSummary())
    assert shown(overlay) is not None


def test_a_report_that_cannot_be_read_is_one_calm_line(overlay: Overlay, tmp_path: Path) -> None:
    """It leaves with the next call, or when something could be opened."""
    overlay.happened(told(tmp_path / "calls" / "gone" / "report.html"))
    assert said(overlay).startswith("Not opened: ")
    assert "cannot be read (No such file or directory); “assist report” writes it again." in said(overlay)
    overlay.happened(events.CallStarted(source="live", started_at="2026-01-01T10:00:00Z"))
    assert "Not opened" not in said(overlay)


def test_the_menu_offers_the_summary_once_there_is_one(overlay: Overlay, report: Path) -> None:
    """On the overlay and in the tray."""

    def offers() -> list[bool]:
        after = next(entry.menu() for entry in overlay.tray.menu.actions() if entry.text() == "After calls")
        assert isinstance(after, QMenu)
        return [entry.isEnabled() for entry in after.actions() if entry.text() == "Last summary"]

    assert offers() == [False]
    overlay.intended(intents.OpenSummary())
    assert said(overlay).endswith(NO_SUMMARY)
    overlay.happened(told(report))
    assert offers() == [True]


def test_todays_calls_are_put_together_when_asked_for(overlay: Overlay, report: Path, qtbot: QtBot) -> None:
    """By a process of its own, with the engine's settings; an empty day says so."""
    overlay.intended(intents.OpenShift())
    overlay.intended(intents.OpenShift())
    qtbot.waitUntil(lambda: "shift" in overlay.after_call.windows, timeout=60_000)
    window = overlay.after_call.windows["shift"]
    assert isinstance(window, ShiftWindow)
    assert list((report.parents[1]).glob("shift-*.json")) != []


def test_calls_that_cannot_be_put_together_are_one_calm_line(qtbot: QtBot) -> None:
    """With the way to find out why, whether the program fails or is not there at all."""
    for programs in (Programs(None, ("journal.nonsense=1",)), NoPrograms()):
        after_call = AfterCall(lambda: Theme(DARK), programs)
        with qtbot.waitSignal(after_call.said, timeout=60_000) as sentence:
            after_call.open_shift()
        assert sentence.args == [NO_SHIFT]


def test_practice_and_set_up_are_programs_of_their_own(overlay: Overlay, started: Started, tmp_path: Path) -> None:
    """With the engine's settings; the set-up is told that the hot keys are in use."""
    overlay.intended(intents.Practise())
    overlay.intended(intents.SetUp())
    practise, set_up = started
    assert practise == [sys.executable, "-m", "assist", "practise", "--set", f"journal.folder={tmp_path / 'calls'}"]
    assert set_up[1:4] == ["-m", "ui.setup", "--beside-overlay"]
    assert set_up[4:] == ["--overlay", str(tmp_path / "overlay.json")]
    started.allows = False
    overlay.intended(intents.Practise())
    assert said(overlay) == "Not opened: It cannot be started from here; run 'assist practise' in a terminal."


def test_the_file_of_settings_goes_along() -> None:
    """To each program that reads it."""
    commands = Started()
    programs = Programs(Path("/a/attune.toml"), (), commands)
    programs.practise()
    programs.set_up(Path("/a/overlay.json"))
    assert all(command[-2:] == ["--config", "/a/attune.toml"] for command in [*commands, programs.shift_command])


def test_hot_keys_that_the_set_up_wrote_are_kept(overlay: Overlay, tmp_path: Path) -> None:
    """A change in the menu writes the file anew, and leaves them."""
    path = tmp_path / "overlay.json"
    save_settings(OverlaySettings(hotkeys={"accept": "Ctrl+F9"}), path)
    overlay.intended(intents.Prefer("theme", "light"))
    now = load_settings(path)
    assert (now.theme, now.hotkeys["accept"]) == ("light", "Ctrl+F9")


def test_an_engine_that_was_given_up_is_told_with_the_mend(overlay: Overlay) -> None:
    """In the card's place, in the line, and on the tray."""
    sentence = "The engine stopped 6 times in a row; run 'assist doctor' to see why."
    overlay.happened(EngineGivenUp(sentence))
    overlay._draw(overlay.state)
    assert overlay.window.card.accessibleName() or overlay.window.card.text() == sentence
    assert said(overlay) == "The engine does not stay up: run 'assist doctor' to see why."
    assert "assist doctor" in overlay.tray.icon.toolTip()
