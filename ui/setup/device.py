"""The page of one device: which, how loud it is, and what the recogniser makes of a test sentence."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QBoxLayout, QComboBox, QFrame, QVBoxLayout, QWidget

from assist.events import Speaker
from assist.soundcheck.news import (
    SENTENCES,
    DevicesSeen,
    LevelHeard,
    News,
    Refused,
    SentenceRead,
    StageReached,
)
from ui.setup import wording
from ui.setup.checking import SoundCheck
from ui.setup.meter import LevelMeter
from ui.setup.page import Draft, Page, Verdict, push
from ui.summary.style import text, with_role
from ui.theme import Theme

_TITLES = {"customer": "The customer's line", "agent": "Your microphone"}
_INTROS = {"customer": wording.CUSTOMER_INTRO, "agent": wording.AGENT_INTRO}


class DropDown(QComboBox):
    """A list to choose from, in the theme's font."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFont(theme.font(13))


class DevicePage(Page):
    """Chooses the device of one speaker. A test sentence opens the device anew, with a meter of its own."""

    def __init__(self, theme: Theme, role: Speaker, draft: Draft, check: SoundCheck) -> None:
        super().__init__(theme, _TITLES[role], _INTROS[role])
        self.role = role
        self._draft = draft
        self.check = check
        self._expected = ""
        self._testing = False
        check.setParent(self)
        check.told.connect(self._take)
        self.devices = DropDown(theme)
        self.devices.setAccessibleName("Device")
        self.devices.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.devices.currentIndexChanged.connect(self._choose)
        self.again = push(theme, "&Look again", self.enter)
        self.meter = LevelMeter(theme, "Level of the customer's line" if role == "customer" else "Your level")
        self.trouble = Verdict(theme, "Device")
        self.result = Verdict(theme, "Test")
        self.add_row(self.devices, self.again, widest=0)
        self.add(self.meter, self.trouble, self._test_box())
        self.fill_up()

    # --- seen and left ---

    def enter(self) -> None:
        """Look what devices there are."""
        self._stop_testing()
        self.meter.still()
        self.check.start("devices", self.role, "--device", self._chosen)

    def leave(self) -> None:
        """Give the device back."""
        self.check.stop()
        self._stop_testing()

    # --- what is done here ---

    def test(self, *, play: bool) -> None:
        """Hear a sentence; ``play`` plays it, for the customer's line. A second press ends the test."""
        if self._testing:
            self.result.say("")
            self._hear()
            return
        self._testing = True
        self._expected = SENTENCES[self.role] if play or self.role == "agent" else ""
        self.result.say("One moment: the device is being opened.")
        for button in self.tests:
            button.setText("&Stop the test")
        choices = self._draft.choices
        reader = ("--recognizer", choices.recognizer, "--model", choices.model)
        self.check.start("listen", self.role, "--device", self._chosen, *reader, *(["--play"] if play else []))

    def _test_box(self) -> QWidget:
        box = QFrame()
        with_role(box, "card")
        column = QVBoxLayout(box)
        px = self.theme.px
        column.setContentsMargins(px(14), px(12), px(14), px(14))
        column.setSpacing(px(8))
        quoted = f"“{SENTENCES[self.role]}”"
        head = "Say after the start:" if self.role == "agent" else "Played where your softphone plays:"
        column.addWidget(text(self.theme, head, 12.5, "muted"))
        column.addWidget(text(self.theme, quoted, 15, bold=True))
        self._names = ["&Start the test"] if self.role == "agent" else ["&Play and listen", "Only l&isten"]
        self.tests = [
            push(self.theme, self._names[place], lambda place=place: self.test(play=self._plays(place)))  # type: ignore[misc]
            for place in range(len(self._names))
        ]
        row = QWidget()
        upright = self.theme.scale > 1.5
        line = QBoxLayout(QBoxLayout.Direction.TopToBottom if upright else QBoxLayout.Direction.LeftToRight, row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(8))
        for button in self.tests:
            line.addWidget(button)
        line.addStretch(1)
        column.addWidget(row)
        column.addWidget(self.result)
        return box

    def _plays(self, place: int) -> bool:
        return self.role == "customer" and place == 0

    @property
    def _chosen(self) -> str:
        choices = self._draft.choices
        return choices.customer_device if self.role == "customer" else choices.agent_device

    def _choose(self, place: int) -> None:
        name = self.devices.itemData(place) or ""
        key = "customer_device" if self.role == "customer" else "agent_device"
        self._draft.choices = replace(self._draft.choices, **{key: name})
        self.result.say("")
        self._hear()

    def _hear(self) -> None:
        self._stop_testing()
        self.meter.still()
        self.trouble.say(self._doubled(), well=False)
        self.check.start("levels", self.role, "--device", self._chosen)

    def _doubled(self) -> str:
        choices = self._draft.choices
        if not choices.agent_device or choices.agent_device != choices.customer_device:
            return ""
        return "The customer and you would be heard by the same device, and so as one person; choose another."

    def _stop_testing(self) -> None:
        self._testing = False
        for button, words in zip(self.tests, self._names, strict=True):
            button.setText(words)

    # --- what the check tells ---

    def _take(self, news: News) -> None:
        match news:
            case DevicesSeen():
                self._list(news)
            case LevelHeard():
                self.meter.hear(news)
            case StageReached():
                self._tell(self._stage(news))
            case SentenceRead():
                sentence, well = wording.reading(news, self._expected)
                self._hear()
                self._tell(sentence, well=well)
            case Refused():
                self._refuse(news.sentence)
            case _:
                pass

    def _tell(self, sentence: str, *, well: bool | None = None) -> None:
        self.result.say(sentence, well=well)
        self.look.emit(self.result)

    def _stage(self, news: StageReached) -> str:
        if news.stage == "reading":
            return "Heard. Reading it…"
        return "Speak now." if self.role == "agent" else "Listening…"

    def _refuse(self, sentence: str) -> None:
        testing = self._testing
        self._stop_testing()
        self.meter.still()
        if testing:
            self._hear()
            self._tell(sentence, well=False)
        else:
            self.trouble.say(sentence, well=False)

    def _list(self, seen: DevicesSeen) -> None:
        names = list(dict.fromkeys(device.name for device in seen.devices))
        self.devices.blockSignals(True)
        self.devices.clear()
        automatic = seen.chosen if not self._chosen and seen.chosen else "the one that fits"
        self.devices.addItem(f"Automatic: {automatic}", "")
        for name in names:
            self.devices.addItem(name, name)
        if self._chosen and self._chosen not in names:
            self.devices.addItem(f"{self._chosen} (not plugged in)", self._chosen)
        self.devices.setCurrentIndex(max(0, self.devices.findData(self._chosen)))
        self.devices.blockSignals(False)
        self.devices.setEnabled(bool(names))
        for button in self.tests:
            button.setEnabled(bool(names))
        if seen.chosen:
            self._hear()
        else:
            self.trouble.say(seen.advice, well=False)
