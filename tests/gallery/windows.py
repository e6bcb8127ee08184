"""Sheets of the windows beside the overlay: after a call, practise, set-up."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from assist.demo.script import load_script, load_timing
from assist.events import Speaker
from assist.practise import messages
from assist.practise.outcome import Debrief, Lesson
from assist.report.render import write_report
from assist.report.shift import write_shift
from assist.soundcheck import news
from assist.soundcheck.news import SENTENCES
from tests.gallery.sheet import Picture, Stage, taken
from tests.report.calls import refund_call
from tests.report.test_shift import DAY, angry_call, at_hour
from tests.ui.practise.test_window import READY
from tests.ui.setup.test_setup import HEADSET, MONITOR, SEEN, Script
from ui.practise.window import PractiseWindow
from ui.setup.device import DevicePage
from ui.setup.model import ModelPage
from ui.setup.window import SetupWindow
from ui.summary.report import load_report
from ui.summary.shift import ShiftWindow, load_shift
from ui.summary.window import SummaryWindow
from ui.theme import DARK, LIGHT

PATIENCE_MS = 20_000
SHIFT_FILE = Path("/home/robin/.local/share/attune/calls/shift.json")


def after_the_call(stage: Stage) -> None:
    """The summary of the sample call, as long as it is; the shift."""
    with tempfile.TemporaryDirectory() as folder:
        sample, calls = Path(folder) / "sample", Path(folder) / "calls"
        report = load_report(_judged(sample))
        stage.save("summary", [_long("The sample call", SummaryWindow(stage.theme(LIGHT), report))], 1)
        write_report(at_hour(refund_call(), 14), calls / "second")
        write_report(at_hour(angry_call(), 9), calls / "first")
        shift = msgspec.structs.replace(load_shift(write_shift(calls, DAY)), path=SHIFT_FILE)
        stage.save(
            "shift", [_long("Your shift", ShiftWindow(stage.theme(palette), shift)) for palette in (DARK, LIGHT)], 2
        )


def _judged(folder: Path) -> Path:
    """The report of the sample call's words."""
    folder.mkdir()
    turns = folder / "sample.jsonl"
    spoken = zip(load_script().turns, load_timing(), strict=True)
    rows = [{"speaker": t.speaker, "start": at.start, "end": at.end, "text": t.text} for t, at in spoken]
    turns.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    command = (sys.executable, "-m", "assist", "replay", str(turns), "--speed", "max", "--out", str(folder))
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder / "report.html"


def _long(caption: str, window: QWidget) -> Picture:
    """A picture of a window made so high that all of its column is seen."""
    window.show()
    QApplication.processEvents()
    scrolled = window.findChild(QScrollArea)
    assert isinstance(scrolled, QScrollArea)
    content = scrolled.widget()
    assert content is not None
    hidden = content.sizeHint().height() - scrolled.viewport().height()
    window.setMinimumHeight(window.height() + max(0, hidden))
    return _closed(caption, window)


def _closed(caption: str, window: QWidget) -> Picture:
    """A picture of a window that is not needed any more."""
    picture = taken(caption, window)
    window.close()
    window.deleteLater()
    return picture


def practise(stage: Stage) -> None:
    """Choosing, talking, looking back."""
    window = PractiseWindow(stage.theme(LIGHT))
    window.show()
    window.take(READY)
    role = next(role for role in READY.roles if role.title == "The third call about a dead line")
    window.chooser.select(role.name)
    pictures = [taken("Choose", window)]
    window.chooser.chosen.emit(role.name)
    for number, (customer, agent, temper) in enumerate(_SCENE):
        moved = temper - _SCENE[number - 1][2] if number else 0.0
        met = ("Not repeating",) if number == 1 else ()
        window.take(messages.CustomerSaid(number=number, text=customer, temper=temper, moved=moved, met=met))
        if agent:
            window.take(messages.AgentSaid(text=agent))
    pictures.append(taken("Talk", window))
    window.take(messages.Ended(text="Well then. Goodbye.", debrief=_DEBRIEF, report="report.html"))
    pictures.append(_closed("Look back", window))
    stage.save("practise", pictures, 3)


_SCENE = (
    ("This is the third time I call, and my line is still dead!", "I have both your calls in front of me.", -0.7),
    ("Good. Then you know that nobody came.", "He was to come on Monday, and he did not.", -0.4),
    ("So when does somebody come?", "", -0.3),
)

_DEBRIEF = Debrief(
    title="The third call about a dead line",
    ending="Settled",
    good=True,
    meaning="They stay a customer, and know when somebody comes.",
    turns=3,
    tempers=(-0.7, -0.4, -0.3, 0.2),
    met=(("Not repeating", "I have both your calls in front of me."),),
    unmet=("Certainty",),
    hidden=("Safety",),
    best=("This is the third time I call, and my line is still dead!", "I have both your calls in front of me."),
    lessons=(
        Lesson(
            number=2,
            customer="So when does somebody come?",
            agent="Soon.",
            what="“Soon” leaves them where they were.",
            why="They need a date that they can plan with.",
            cue="Name the date",
            phrase="He comes on Thursday between nine and ten; I will call you at half past ten.",
        ),
    ),
)


def setup(stage: Stage) -> None:
    """Every page of the set-up."""
    with tempfile.TemporaryDirectory() as folder:
        script = Script(Path(folder))
        window = SetupWindow(stage.theme(LIGHT), script.place)
        window.show()
        window.welcome.agree.click()
        pictures = []
        for page, after in zip(window.pages, [*window.pages[1:], None], strict=True):
            if isinstance(page, DevicePage):
                _hear(page)
            if isinstance(page, ModelPage):
                _see(page)
            pictures.append(taken(page.title, window))
            if isinstance(after, DevicePage):
                _prepare(script, after.role)
            if after is not None:
                window.next.click()
        window.close()
        window.deleteLater()
        stage.save("setup", pictures, 3)


def _prepare(script: Script, role: Speaker) -> None:
    """The device of this role, and its test sentence understood."""
    heard = SENTENCES[role].lower().rstrip(".?")
    script.says("listen", news.StageReached("speak"), news.SentenceRead(heard, 0.8, "faster-whisper"))
    script.says("devices", msgspec.structs.replace(SEEN, chosen=MONITOR if role == "customer" else HEADSET))


def _hear(page: DevicePage) -> None:
    """Let the page have the result of a test sentence, and its level."""
    _wait(lambda: page.meter.word is not None)
    page.tests[0].click()
    _wait(lambda: "words are" in page.result.sentence)
    _wait(lambda: page.meter.word is not None)


def _see(page: ModelPage) -> None:
    """Let the page say which models are there."""
    _wait(lambda: bool(page.verdict.sentence))


def _wait(happened: Callable[[], bool]) -> None:
    """Let the window work until it happened."""
    late: list[bool] = []
    QTimer.singleShot(PATIENCE_MS, lambda: late.append(True))
    while not happened() and not late:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


SHEETS: Sequence[Callable[[Stage], None]] = (after_the_call, practise, setup)
