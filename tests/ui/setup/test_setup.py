"""The set-up from its first page to its last, with a sound check that a test has written."""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QComboBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from assist.choices import needs_setup
from assist.consent import Consent, read_consent
from assist.soundcheck import news
from ui.settings import OverlaySettings, load_settings, save_settings
from ui.setup.device import DevicePage
from ui.setup.keys import KeysPage
from ui.setup.model import ModelPage
from ui.setup.trial import TrialPage
from ui.setup.window import FINISHED, LEFT, Place, SetupWindow
from ui.theme import DARK, Theme, load_font

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)

SOUNDCHECK = Path(__file__).resolve().parents[1] / "programs" / "soundcheck.py"
MONITOR, HEADSET = "Monitor of Headset", "Headset Microphone"
NOW = "2026-11-22T10:00:00+01:00"

SEEN = news.DevicesSeen((news.DeviceSeen(MONITOR, True, False), news.DeviceSeen(HEADSET, False, True)), MONITOR)
MODELS = (news.Model("tiny.en", 75, "/there"), news.Model("base.en", 145), news.Model("small.en", 484))
UNDERSTOOD = "good morning my name is robin how can i help you today"


class Script:
    """What the sound check says, and the files of one set-up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "config" / "attune.toml"
        self.overlay = folder / "overlay.json"
        self.says("devices", SEEN)
        self.says("levels", *[news.LevelHeard(-24.0, -12.0)] * 3, "wait")
        self.says("models", news.ModelsSeen(MODELS))

    def says(self, check: str, *lines: news.News | str) -> None:
        """From now on the check says this."""
        said = [line if isinstance(line, str) else news.encode(line).decode().strip() for line in lines]
        (self.folder / f"{check}.jsonl").write_text("".join(f"{line}\n" for line in said))

    @property
    def asked(self) -> list[str]:
        """What the window has asked so far."""
        file = self.folder / "asked.txt"
        return file.read_text().splitlines() if file.exists() else []

    @property
    def place(self) -> Place:
        """For the window."""
        return Place(
            config_file=self.config,
            overlay_file=self.overlay,
            soundcheck=(sys.executable, str(SOUNDCHECK), str(self.folder)),
            demo=(sys.executable, "-c", "pass"),
            open_keys=None,
            choose_folder=lambda _parent: "",
            now=lambda: NOW,
        )


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """A desk with a headset, on which nobody has set up anything."""
    return Script(tmp_path)


Open = Callable[..., SetupWindow]


@pytest.fixture
def opened(qtbot: QtBot, script: Script) -> Iterator[Open]:
    """Opens the set-up; closes it after the test, and with it whatever it runs."""
    windows: list[SetupWindow] = []
    theme = Theme(DARK, 1.0, load_font())

    def make(**changes: object) -> SetupWindow:
        window = SetupWindow(theme, replace(script.place, **changes))  # type: ignore[arg-type]
        windows.append(window)
        window.show()
        qtbot.waitExposed(window)
        return window

    yield make
    for window in windows:
        window.close()
        window.deleteLater()


def agreed(script: Script) -> None:
    """Somebody said yes before."""
    script.config.parent.mkdir(exist_ok=True)
    answer = {"agreed": True, "at": "2026-10-01T09:00:00+02:00", "wording": Consent(True, "").wording}
    script.config.with_name("consent.json").write_text(json.dumps(answer))


def device_page(window: SetupWindow, qtbot: QtBot) -> DevicePage:
    """The device page that is seen, once it hears."""
    page = window.page
    assert isinstance(page, DevicePage)
    qtbot.waitUntil(lambda: page.meter.word is not None)
    return page


def go_to(window: SetupWindow, kind: type, qtbot: QtBot) -> None:
    """Press next until a page of this kind is seen."""
    while not isinstance(window.page, kind):
        qtbot.mouseClick(window.next, Qt.MouseButton.LeftButton)


def test_from_the_first_page_to_the_last(qtbot: QtBot, script: Script, opened: Open) -> None:
    """What was chosen is written at the end, all at once; the consent with its date when it was given."""
    script.says("listen", news.StageReached("speak"), news.SentenceRead(UNDERSTOOD, 0.8, "pocketsphinx"))
    window = opened()
    assert not window.next.isEnabled()
    window.welcome.agree.click()
    window.next.click()
    assert read_consent(script.config.with_name("consent.json")) == Consent(agreed=True, at=NOW)
    customer = device_page(window, qtbot)
    customer.devices.setCurrentIndex(customer.devices.findData(MONITOR))
    window.next.click()
    agent = device_page(window, qtbot)
    agent.devices.setCurrentIndex(agent.devices.findData(HEADSET))
    agent.tests[0].click()
    qtbot.waitUntil(lambda: "words are right" in agent.result.sentence)
    assert agent.result.sentence == f"Understood clearly: “{UNDERSTOOD}”. 12 of 12 words are right."
    assert f"listen agent --device {HEADSET} --recognizer faster-whisper --model base.en" in script.asked
    window.next.click()
    model = window.page
    assert isinstance(model, ModelPage)
    qtbot.waitUntil(lambda: "not on this machine yet" in model.verdict.sentence)
    model.choices["tiny.en"].click()
    assert model.verdict.sentence == "tiny.en is on this machine."
    window.next.click()
    keys = window.page
    assert isinstance(keys, KeysPage)
    keys.caps["accept"].chosen.emit("Ctrl+Alt+Q")
    window.next.click()
    assert (script.config.exists(), script.overlay.exists(), needs_setup(script.config)) == (False, False, True)
    assert window.next.text() == "&Finish"
    with qtbot.waitSignal(window.done) as ended:
        window.next.click()
    assert ended.args == [FINISHED]
    assert tomllib.loads(script.config.read_text()) == {
        "audio": {"customer_device": MONITOR, "agent_device": HEADSET},
        "speech": {"recognizer": "faster-whisper", "model": "tiny.en"},
    }
    assert load_settings(script.overlay).hotkeys["accept"] == "Ctrl+Alt+Q"
    assert not needs_setup(script.config)


def test_by_the_keyboard_alone(qtbot: QtBot, script: Script, opened: Open) -> None:
    """Every page is walked with arrows, space, tab and return; the focus is never lost."""
    script.says("listen", news.StageReached("speak"), news.SentenceRead(UNDERSTOOD, 0.8, "pocketsphinx"))
    window = opened()
    window.activateWindow()

    def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focused = window.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, key, modifiers)

    def tab_to(wanted: QWidget) -> None:
        for _ in range(60):
            if window.focusWidget() is wanted:
                return
            press(Qt.Key.Key_Tab)
        raise AssertionError(f"{wanted} cannot be reached by the Tab key")

    assert window.focusWidget() is window.welcome.agree
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return)
    customer = device_page(window, qtbot)
    tab_to(customer.devices)
    press(Qt.Key.Key_Down)
    assert window.draft.choices.customer_device == MONITOR
    tab_to(window.next)
    press(Qt.Key.Key_Return)
    agent = device_page(window, qtbot)
    tab_to(agent.tests[0])
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "12 of 12" in agent.result.sentence)
    tab_to(window.next)
    press(Qt.Key.Key_Return)
    assert isinstance(window.page, ModelPage)
    tab_to(window.page.choices["base.en"])
    press(Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: window.draft.choices.model == "tiny.en")
    tab_to(window.next)
    press(Qt.Key.Key_Return)
    assert isinstance(window.page, KeysPage)
    cap = window.page.caps["pin"]
    tab_to(cap)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert window.draft.hotkeys["pin"] == "Ctrl+Shift+P"
    tab_to(window.next)
    press(Qt.Key.Key_Return)
    with qtbot.waitSignal(window.done) as ended:
        press(Qt.Key.Key_Return)
    assert ended.args == [FINISHED]


def test_who_declines_is_left_alone(qtbot: QtBot, script: Script, opened: Open) -> None:
    """The answer is kept, nothing else; the exit status says so, and the question comes again."""
    window = opened()
    window.welcome.decline.click()
    assert window.next.text() == "&Close"
    with qtbot.waitSignal(window.done) as ended:
        window.next.click()
    assert ended.args == [LEFT]
    assert read_consent(script.config.with_name("consent.json")) == Consent(agreed=False, at=NOW)
    assert not script.config.exists()
    assert script.asked == []
    assert not opened().welcome.decline.isChecked()


def test_a_set_up_that_was_left_goes_on_after_the_consent(qtbot: QtBot, script: Script, opened: Open) -> None:
    """Nothing but the answer was written; the text can be read again by going back, and the answer taken back."""
    window = opened()
    window.welcome.agree.click()
    window.next.click()
    with qtbot.waitSignal(window.done) as ended:
        window.leave.click()
    assert ended.args == [LEFT]
    assert not script.config.exists()
    again = opened()
    assert isinstance(again.page, DevicePage)
    again.back.click()
    assert again.welcome.agree.isChecked()
    assert again.welcome.earlier.sentence == "You agreed on 22 November 2026."
    assert not again.back.isEnabled()
    again.welcome.decline.click()
    again.next.click()
    answer = read_consent(script.config.with_name("consent.json"))
    assert answer is not None
    assert not answer.agreed


def test_run_again_it_shows_what_is_set(qtbot: QtBot, script: Script, opened: Open) -> None:
    """Device, model and keys of the files; what was never touched is written as it was."""
    agreed(script)
    script.config.write_text('# mine\n[audio]\ncustomer_device = "Gone"\n[speech]\nrecognizer = "pocketsphinx"\n')
    save_settings(OverlaySettings(hotkeys={"accept": "Ctrl+Alt+Q"}, text_scale=1.5), script.overlay)
    before = script.overlay.read_bytes()
    window = opened()
    customer = device_page(window, qtbot)
    assert customer.devices.currentText() == "Gone (not plugged in)"
    go_to(window, ModelPage, qtbot)
    assert isinstance(window.page, ModelPage)
    assert window.page.choices["built-in"].isChecked()
    go_to(window, KeysPage, qtbot)
    assert isinstance(window.page, KeysPage)
    assert window.page.caps["accept"].text() == "Ctrl+Alt+Q"
    go_to(window, TrialPage, qtbot)
    window.next.click()
    assert script.config.read_text().startswith('# mine\n[audio]\ncustomer_device = "Gone"\n')
    assert script.overlay.read_bytes() == before


# --- devices ---


def test_a_missing_device_is_told_and_looked_for_again(qtbot: QtBot, script: Script, opened: Open) -> None:
    """One sentence; after the plug was put in, one press finds it."""
    agreed(script)
    script.says("devices", news.DevicesSeen((), advice="This machine has no audio input; connect a microphone."))
    window = opened()
    page = window.page
    assert isinstance(page, DevicePage)
    qtbot.waitUntil(lambda: page.trouble.sentence.startswith("This machine has no audio input"))
    assert not page.tests[0].isEnabled()
    assert window.next.isEnabled()
    script.says("devices", SEEN)
    page.again.click()
    device_page(window, qtbot)
    assert (page.trouble.sentence, page.tests[0].isEnabled()) == ("", True)


def test_an_unplugged_device_is_told(qtbot: QtBot, script: Script, opened: Open) -> None:
    """While the meter runs: the bar falls, the sentence says what to do."""
    agreed(script)
    script.says("levels", news.LevelHeard(-20.0, -9.0), news.Refused("bad_source", "No sound; check its plug."))
    page = opened().page
    assert isinstance(page, DevicePage)
    qtbot.waitUntil(lambda: page.trouble.sentence == "No sound; check its plug.")
    assert page.meter.word is None


def test_a_test_that_fails_says_why_and_listens_on(qtbot: QtBot, script: Script, opened: Open) -> None:
    """Nobody spoke: the sentence stays while the meter moves again."""
    agreed(script)
    script.says("listen", news.StageReached("speak"), news.Refused("bad_source", "No voice was heard."))
    window = opened()
    page = device_page(window, qtbot)
    page.tests[0].click()
    assert page.tests[0].text() == "&Stop the test"
    qtbot.waitUntil(lambda: page.result.sentence == "No voice was heard.")
    device_page(window, qtbot)
    assert page.result.sentence == "No voice was heard."
    assert page.tests[0].text() == "&Play and listen"


def test_other_words_than_those_played_are_told(qtbot: QtBot, script: Script, opened: Open) -> None:
    """The line may carry something else; listening alone expects no words."""
    agreed(script)
    script.says("listen", news.SentenceRead("music is playing", 0.9, "pocketsphinx"))
    window = opened()
    page = device_page(window, qtbot)
    page.tests[0].click()
    qtbot.waitUntil(lambda: "Something else may have been heard" in page.result.sentence)
    page.tests[1].click()
    qtbot.waitUntil(lambda: page.result.sentence == "Understood clearly: “music is playing”.")
    assert [line.endswith("--play") for line in script.asked if line.startswith("listen")] == [True, False]


def test_one_device_for_both_is_told(qtbot: QtBot, script: Script, opened: Open) -> None:
    """Nobody could tell the two apart."""
    agreed(script)
    window = opened()
    page = device_page(window, qtbot)
    page.devices.setCurrentIndex(page.devices.findData(HEADSET))
    window.next.click()
    agent = device_page(window, qtbot)
    agent.devices.setCurrentIndex(agent.devices.findData(HEADSET))
    assert "by the same device" in agent.trouble.sentence


def test_a_sound_check_that_dies_is_told(qtbot: QtBot, script: Script, opened: Open, tmp_path: Path) -> None:
    """Crashed, or not there at all: one sentence, and the set-up goes on."""
    agreed(script)
    script.says("devices", "crash")
    page = opened().page
    assert isinstance(page, DevicePage)
    qtbot.waitUntil(lambda: page.trouble.sentence.startswith("The sound check stopped"))
    other = opened(soundcheck=(str(tmp_path / "none"),)).page
    assert isinstance(other, DevicePage)
    qtbot.waitUntil(lambda: other.trouble.sentence.startswith("The sound check cannot be started"))


def test_a_page_that_is_left_lets_its_device_go(qtbot: QtBot, script: Script, opened: Open) -> None:
    """The next page, or another program, may want it."""
    agreed(script)
    window = opened()
    page = device_page(window, qtbot)
    check = page.check
    assert check.is_running
    window.back.click()
    assert not check.is_running


# --- models ---


def test_a_model_is_fetched_and_the_fetching_cancelled(qtbot: QtBot, script: Script, opened: Open) -> None:
    """It goes on while other pages are looked at; cancelled, it says what calls would use."""
    agreed(script)
    script.says("fetch", news.Fetching(0, 0), news.Fetching(60_000_000, 145_000_000), "wait")
    window = opened()
    go_to(window, ModelPage, qtbot)
    page = window.page
    assert isinstance(page, ModelPage)
    qtbot.waitUntil(page.fetch.isEnabled)
    page.fetch.click()
    qtbot.waitUntil(lambda: page.verdict.sentence == "60 of 145 MB")
    assert page.progress.value() == 413
    window.next.click()
    window.back.click()
    assert page.verdict.sentence == "60 of 145 MB"
    assert page.fetch.text() == "&Cancel the download"
    go_to(window, TrialPage, qtbot)
    window.next.click()
    assert "still being downloaded" in window.trouble.sentence
    assert window.isVisible()
    window.back.click()
    window.back.click()
    page.fetch.click()
    qtbot.waitUntil(lambda: "reduced accuracy" in page.verdict.sentence)
    assert not page.progress.isVisible()
    script.says("fetch", news.Fetching(1, 1), news.ModelReady("base.en", "/there"))
    script.says("models", news.ModelsSeen((MODELS[0], news.Model("base.en", 145, "/there"), MODELS[2])))
    page.fetch.click()
    qtbot.waitUntil(lambda: page.verdict.sentence == "base.en is on this machine.")
    assert window.draft.model_is_here


def test_without_a_network_a_folder_does(qtbot: QtBot, script: Script, opened: Open) -> None:
    """The download says the way out; a folder that is no model says so and changes nothing, one that is, is taken."""
    agreed(script)
    script.says("fetch", news.Refused("no_recognizer", "It cannot be fetched; connect once."))
    script.says("folder", news.Refused("no_recognizer", "/usb: model.bin is missing."))
    window = opened(choose_folder=lambda _parent: "/usb")
    go_to(window, ModelPage, qtbot)
    page = window.page
    assert isinstance(page, ModelPage)
    qtbot.waitUntil(page.fetch.isEnabled)
    page.fetch.click()
    qtbot.waitUntil(lambda: page.verdict.sentence == "It cannot be fetched; connect once.")
    page.folder.click()
    qtbot.waitUntil(lambda: page.verdict.sentence == "/usb: model.bin is missing.")
    assert (window.draft.choices.model, page.choices["base.en"].isChecked()) == ("base.en", True)
    script.says("folder", news.ModelReady("/usb", "/usb"))
    page.folder.click()
    qtbot.waitUntil(lambda: page.verdict.sentence == "Calls are heard with the model in /usb.")
    assert (window.draft.choices.model, page.choices["folder"].isChecked()) == ("/usb", True)


def test_the_built_in_recogniser_is_offered_honestly(qtbot: QtBot, script: Script, opened: Open) -> None:
    """It is said what it costs, before and at the end."""
    agreed(script)
    window = opened()
    go_to(window, ModelPage, qtbot)
    page = window.page
    assert isinstance(page, ModelPage)
    page.choices["built-in"].click()
    assert "reduced accuracy" in page.verdict.sentence
    assert "reduced accuracy" in page.choices["built-in"].accessibleName()
    go_to(window, TrialPage, qtbot)
    assert isinstance(window.page, TrialPage)
    assert "Speech: the built-in recogniser, at reduced accuracy" in window.page.summary.text()


# --- the sample call and the end ---


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("pass", "The sample call is over"),
        ("import sys; sys.exit('assist: no display.')", "assist: no display."),
    ],
)
def test_the_sample_call_is_tried(qtbot: QtBot, script: Script, opened: Open, program: str, sentence: str) -> None:
    """Its end is told, and why where it does not work."""
    agreed(script)
    window = opened(demo=(sys.executable, "-c", program))
    go_to(window, TrialPage, qtbot)
    page = window.page
    assert isinstance(page, TrialPage)
    page.play.click()
    qtbot.waitUntil(lambda: page.verdict.sentence.startswith(sentence))
    assert page.play.text() == "&Play the sample call"


def test_the_sample_call_ends_with_the_set_up(qtbot: QtBot, script: Script, opened: Open, tmp_path: Path) -> None:
    """It is asked to end, so that the launcher ends its own children."""
    agreed(script)
    note = tmp_path / "ended"
    program = (
        f"import pathlib, signal, sys; signal.signal(15, lambda *_: (pathlib.Path({str(note)!r}).touch(), sys.exit()));"
        f"pathlib.Path({str(tmp_path / 'begun')!r}).touch(); signal.pause()"
    )
    window = opened(demo=(sys.executable, "-c", program))
    go_to(window, TrialPage, qtbot)
    assert isinstance(window.page, TrialPage)
    window.page.play.click()
    qtbot.waitUntil((tmp_path / "begun").exists)
    window.close()
    assert note.exists()


def test_an_end_that_cannot_be_written_is_told(qtbot: QtBot, script: Script, opened: Open) -> None:
    """The set-up stays, with the mend."""
    agreed(script)
    script.config.write_text("[broken")
    window = opened()
    go_to(window, TrialPage, qtbot)
    window.next.click()
    assert "is not valid TOML" in window.trouble.sentence
    assert window.isVisible()
    assert script.config.read_text() == "[broken"


# --- for everybody ---


def test_readers_hear_every_part(qtbot: QtBot, script: Script, opened: Open) -> None:
    """Each page, button, list and bar has a name; the meter tells its level as a value and the word for it."""
    window = opened()
    window.welcome.agree.click()
    while True:
        for part in window.page.findChildren(QWidget):
            if isinstance(part, QAbstractButton | QComboBox) and part.isVisible():
                spoken = QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name)
                assert spoken, part
                assert "&" not in spoken
                assert min(part.width(), part.height()) >= 24, spoken
        assert QAccessible.queryAccessibleInterface(window.page).text(QAccessible.Text.Name) == window.page.title
        if isinstance(window.page, DevicePage):
            page = device_page(window, qtbot)
            spoken = QAccessible.queryAccessibleInterface(page.meter)
            assert spoken.role() == QAccessible.Role.ProgressBar
            assert spoken.valueInterface().currentValue() == -24
            assert spoken.text(QAccessible.Text.Description) == "Good."
        if isinstance(window.page, TrialPage):
            return
        window.next.click()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_page_fits_its_width(qtbot: QtBot, script: Script, scale: float) -> None:
    """Pages scroll up and down, never sideways, at 100 and at 200 % text."""
    agreed(script)
    window = SetupWindow(Theme(DARK, scale, load_font()), script.place)
    qtbot.addWidget(window)
    window.show()
    for _ in range(len(window.pages) - 1):
        qtbot.wait(1)  # one round of the loop, for the layout
        assert window.page.minimumSizeHint().width() <= window.page.parentWidget().width(), window.page.title
        window.next.click()
    window.close()


def test_next_is_the_only_loud_button(opened: Open) -> None:
    """One thing to do next."""
    window = opened()
    loud = [button.text() for button in window.findChildren(QPushButton) if button.property("role") == "chief"]
    assert loud == ["&Next"]
