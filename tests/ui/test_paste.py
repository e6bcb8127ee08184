"""A phrase is pasted exactly, the clipboard comes back as it was, and nothing is pasted when something is amiss."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard, QGuiApplication, QImage
from pytestqt.qtbot import QtBot
from Xlib import X

from tests.desktop import Spoken, VirtualDisplay, require, strike, virtual_display, x_client
from ui.paste import NO_PASTE, NOT_FETCHED, STILL_HELD, WINDOW_CHANGED, ClipboardPaste
from ui.pasters.paster import PasteError

PROGRAMS = Path(__file__).with_name("programs")
HANG_MS = 20_000
PHRASE = "That\u2019s three calls too many — I\u2019m sorry, Zoë. Let\u2019s fix it: 50 € back today."
LONG = "".join(f"{number} Zoë\u2019s — € " for number in range(40_000))
"""Longer than one X11 request: it goes over in pieces."""


@dataclass
class FakePaster:
    """A keyboard whose target is in this process."""

    fetch: Callable[[], object] = lambda: None
    owner: int = 1
    held: bool = False
    polls: int = 0
    presses: int = 0
    fetched: list[object] = field(default_factory=list)
    poll: Callable[[FakePaster], None] = lambda _: None

    def keyboard_owner(self) -> int:
        """The window that has the keyboard."""
        return self.owner

    def keys_are_up(self) -> bool:
        """Whether the agent's fingers are off, which may change while they are watched."""
        self.polls += 1
        self.poll(self)
        return not self.held

    def press_paste(self) -> None:
        """The target fetches the clipboard."""
        self.presses += 1
        self.fetched.append(self.fetch())

    def close(self) -> None:
        """Nothing is held."""


@pytest.fixture
def clipboard(qtbot: QtBot) -> QClipboard:
    """The clipboard with something of the agent's on it."""
    found = QGuiApplication.clipboard()
    found.setText("card 4111")
    return found


def outcome(qtbot: QtBot, pasting: ClipboardPaste, text: str = PHRASE) -> str:
    """Paste, and wait for what comes of it: ``pasted`` or the sentence of the failure."""
    said: list[str] = []
    pasting.pasted.connect(lambda: said.append("pasted"))
    pasting.failed.connect(said.append)
    pasting.paste(text)
    qtbot.waitUntil(lambda: bool(said), timeout=HANG_MS)
    assert len(said) == 1
    return said[0]


def test_the_target_gets_the_phrase_and_the_clipboard_comes_back(clipboard: QClipboard, qtbot: QtBot) -> None:
    """One press of Ctrl+V; the target finds the phrase, afterwards there is what there was."""
    paster = FakePaster(clipboard.text)
    assert outcome(qtbot, ClipboardPaste(paster)) == "pasted"
    assert (paster.fetched, clipboard.text()) == ([PHRASE], "card 4111")


def test_every_format_comes_back(clipboard: QClipboard, qtbot: QtBot) -> None:
    """Plain and styled text, a picture, and formats that only other programs know."""
    something = QMimeData()
    something.setText("Zoë — 5 €")
    something.setHtml("<b>Zoë</b>")
    something.setData("application/x-of-the-crm", b"\x00\xff")
    picture = QImage(3, 2, QImage.Format.Format_RGB32)
    picture.fill(0x00FF00)
    something.setImageData(picture)
    clipboard.setMimeData(something)
    assert outcome(qtbot, ClipboardPaste(FakePaster(clipboard.text))) == "pasted"
    back = clipboard.mimeData()
    assert (back.text(), back.html()) == ("Zoë — 5 €", "<b>Zoë</b>")
    assert back.data("application/x-of-the-crm") == b"\x00\xff"
    assert QImage(back.imageData()) == picture


def test_an_empty_clipboard_is_empty_again(clipboard: QClipboard, qtbot: QtBot) -> None:
    """The phrase does not stay."""
    clipboard.clear()
    assert outcome(qtbot, ClipboardPaste(FakePaster(clipboard.text))) == "pasted"
    assert clipboard.text() == ""


def test_nothing_is_pressed_while_the_agent_holds_a_modifier(clipboard: QClipboard, qtbot: QtBot) -> None:
    """Ctrl and Alt are down when the hot key is pressed; Ctrl+V comes after they are up."""

    def let_go(paster: FakePaster) -> None:
        assert paster.presses == 0
        paster.held = paster.polls < 10

    paster = FakePaster(clipboard.text, held=True, poll=let_go)
    assert outcome(qtbot, ClipboardPaste(paster)) == "pasted"
    assert (paster.polls, paster.presses) == (10, 1)


def test_a_modifier_that_stays_down_ends_the_attempt(
    clipboard: QClipboard, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence says what to do, and the phrase is there to be pasted by hand."""
    monkeypatch.setattr("ui.paste.PATIENCE_MS", 150)
    paster = FakePaster(clipboard.text, held=True)
    assert outcome(qtbot, ClipboardPaste(paster)) == STILL_HELD
    assert (paster.presses, clipboard.text()) == (0, PHRASE)


def test_another_window_never_gets_the_phrase(clipboard: QClipboard, qtbot: QtBot) -> None:
    """Between the hot key and Ctrl+V a window may come in front."""

    def change(paster: FakePaster) -> None:
        paster.owner = 2

    paster = FakePaster(clipboard.text, held=True, poll=change)
    assert outcome(qtbot, ClipboardPaste(paster)) == WINDOW_CHANGED
    assert (paster.presses, clipboard.text()) == (0, PHRASE)


def test_a_phrase_that_nothing_takes_stays_on_the_clipboard(
    clipboard: QClipboard, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow target that comes late then still gets the phrase, not what was there before."""
    monkeypatch.setattr("ui.paste.FETCH_MS", 60)
    paster = FakePaster()
    assert outcome(qtbot, ClipboardPaste(paster)) == NOT_FETCHED
    assert (paster.presses, clipboard.text()) == (1, PHRASE)


def test_a_look_at_the_clipboard_before_the_press_is_not_the_target(
    clipboard: QClipboard, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clipboard managers read every new text at once."""
    monkeypatch.setattr("ui.paste.FETCH_MS", 60)

    def look(_: FakePaster) -> None:
        assert clipboard.text() == PHRASE

    paster = FakePaster(poll=look)
    assert outcome(qtbot, ClipboardPaste(paster)) == NOT_FETCHED


def test_what_the_agent_copies_meanwhile_stays(clipboard: QClipboard, qtbot: QtBot) -> None:
    """It is newer than what would be put back."""

    def fetch_and_copy() -> str:
        text = clipboard.text()
        clipboard.setText("order 4711")
        return text

    paster = FakePaster(fetch_and_copy)
    assert outcome(qtbot, ClipboardPaste(paster)) == "pasted"
    assert (paster.fetched, clipboard.text()) == ([PHRASE], "order 4711")


def test_a_second_phrase_takes_the_place_of_the_first(clipboard: QClipboard, qtbot: QtBot) -> None:
    """Only it is pasted, and what comes back is what was there before both."""
    paster = FakePaster(clipboard.text)
    pasting = ClipboardPaste(paster)
    pasting.paste("the first")
    assert outcome(qtbot, pasting, "the second") == "pasted"
    assert (paster.fetched, clipboard.text()) == (["the second"], "card 4111")


def test_a_system_that_refuses_is_told(clipboard: QClipboard, qtbot: QtBot) -> None:
    """In its own words; the phrase is on the clipboard."""

    class Refusing(FakePaster):
        def press_paste(self) -> None:
            raise PasteError("Allow it in the settings.")

    assert outcome(qtbot, ClipboardPaste(Refusing())) == "Allow it in the settings. The phrase is on the clipboard."
    assert clipboard.text() == PHRASE


def test_without_a_keyboard_the_phrase_is_copied(clipboard: QClipboard, qtbot: QtBot) -> None:
    """As on Wayland, and it is said."""
    assert outcome(qtbot, ClipboardPaste(None)) == NO_PASTE
    assert clipboard.text() == PHRASE


def test_the_end_of_python_is_no_crash() -> None:
    """Qt frees the clipboard when Python is gone: neither a phrase nor old contents may need it then."""
    for step in (
        "pasting.paste('a phrase')",
        "copied = ui.paste.copied(clipboard.mimeData()); clipboard.setMimeData(copied)",
    ):
        program = f"""
import PySide6.QtWidgets, PySide6.QtCore, ui.paste, tests.ui.test_paste
application = PySide6.QtWidgets.QApplication([])
clipboard = application.clipboard()
clipboard.setText("before")
pasting = ui.paste.ClipboardPaste(tests.ui.test_paste.FakePaster())
PySide6.QtCore.QTimer.singleShot(0, application.quit)
{step}
application.exec()
"""
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "QT_QPA_PLATFORM": "offscreen"}
        assert subprocess.run([sys.executable, "-c", program], env=environment, timeout=60, check=False).returncode == 0


def test_after_the_end_nothing_is_pressed(clipboard: QClipboard, qtbot: QtBot) -> None:
    """The phrase stays on the clipboard."""
    paster = FakePaster(clipboard.text)
    pasting = ClipboardPaste(paster)
    pasting.paste(PHRASE)
    with qtbot.assertNotEmitted(pasting.pasted), qtbot.assertNotEmitted(pasting.failed):
        pasting.close()
        qtbot.wait(0)
    assert (paster.presses, clipboard.text()) == (0, PHRASE)


# --- on a real desktop, into a line of another program ---

KEPT = ["card 4111 — Zoë", "<b>card 4111</b>", [3, 2, 0x00FF00]]


@pytest.fixture(scope="module")
def display() -> Iterator[VirtualDisplay]:
    """A desktop with a window manager."""
    require("xdotool")
    with virtual_display(window_manager=True) as display:
        yield display


@pytest.fixture
def keyboard(display: VirtualDisplay) -> Iterator[Any]:
    """The agent's keyboard."""
    with x_client(display) as client:
        yield client


def typed_in(crm: Spoken, length: int) -> str:
    """What stands in the line of the other program, once it has taken in so many characters."""
    line = ""
    for _ in range(1000):  # each is a question and an answer
        crm.tell("what was typed?")
        line = crm.hear()
        if len(line) >= length:
            break
    return line


@pytest.mark.desktop
@pytest.mark.parametrize("text", [PHRASE, LONG], ids=["phrase", "long"])
def test_another_program_gets_the_text_exactly(display: VirtualDisplay, text: str) -> None:
    """Also what is not ASCII, short or long; text, HTML and picture on the clipboard are as before."""
    with Spoken(display, PROGRAMS / "crm.py") as crm, Spoken(display, PROGRAMS / "pasting.py") as pasting:
        assert (crm.hear(), json.loads(pasting.hear())) == ("ready", ["ready"])
        pasting.tell(json.dumps(text))
        assert json.loads(pasting.hear()) == ["pasted", KEPT]
        whole = text[:32767]  # a QLineEdit holds no more
        assert typed_in(crm, len(whole)) == whole


@pytest.mark.desktop
def test_other_programs_get_the_old_clipboard_afterwards(display: VirtualDisplay) -> None:
    """A Ctrl+V of the agent's own pastes what they had copied."""
    with Spoken(display, PROGRAMS / "crm.py") as crm, Spoken(display, PROGRAMS / "pasting.py") as pasting:
        assert (crm.hear(), json.loads(pasting.hear())) == ("ready", ["ready"])
        pasting.tell(json.dumps(PHRASE))
        assert json.loads(pasting.hear())[0] == "pasted"
        display.run("xdotool", "key", "ctrl+v")
        both = f"{PHRASE}{KEPT[0]}"
        assert typed_in(crm, len(both)) == both


@pytest.mark.desktop
def test_nothing_is_pasted_while_the_agent_holds_a_modifier(display: VirtualDisplay, keyboard: Any) -> None:
    """As long as the hot key's Ctrl and Alt are down; what they type comes before the phrase."""
    with Spoken(display, PROGRAMS / "crm.py") as crm, Spoken(display, PROGRAMS / "pasting.py") as pasting:
        assert (crm.hear(), json.loads(pasting.hear())) == ("ready", ["ready"])
        strike(keyboard, X.KeyPress, "Shift_L")
        pasting.tell(json.dumps(PHRASE))
        display.run("xdotool", "key", *"held")
        assert typed_in(crm, 4).lower() == "held"
        strike(keyboard, X.KeyRelease, "Shift_L")
        assert json.loads(pasting.hear()) == ["pasted", KEPT]
        assert typed_in(crm, 4 + len(PHRASE))[4:] == PHRASE
