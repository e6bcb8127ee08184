"""The set-up's window: pages one after the other, back and next, and what its end writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from assist.choices import CONFIG_FILE, consent_file, load_choices, save_choices
from assist.consent import Consent, read_consent, write_consent
from assist.errors import AttuneError
from ui.settings import SETTINGS_FILE, load_settings, save_settings
from ui.setup.checking import SOUNDCHECK, SoundCheck
from ui.setup.device import DevicePage
from ui.setup.keys import KeysPage, OpenKeys, open_keys
from ui.setup.model import ChooseFolder, ModelPage, ask_for_folder
from ui.setup.page import Draft, Page, Verdict, push
from ui.setup.style import setup_style
from ui.setup.trial import DEMO, TrialPage
from ui.setup.welcome import WelcomePage
from ui.setup.wording import STILL_FETCHING
from ui.summary.style import text, with_role
from ui.theme import Theme

FINISHED, LEFT = 0, 3
"""Exit statuses of the set-up."""

_WIDTH, _HEIGHT = 620, 640


def _now() -> str:
    return datetime.now(UTC).astimezone().isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the set-up reads and writes, and what it starts: replaceable in tests.

    Attributes:
        config_file: the engine's settings; the answer to the consent text lies beside it.
        overlay_file: the overlay's settings.
        soundcheck: the command of the sound check.
        demo: the command of the sample call.
        open_keys: tries the hot keys; None while an overlay runs and holds them.
        choose_folder: the dialog for a folder.
        now: the time as ISO 8601.
    """

    config_file: Path = CONFIG_FILE
    overlay_file: Path = SETTINGS_FILE
    soundcheck: Sequence[str] = SOUNDCHECK
    demo: Sequence[str] = DEMO
    open_keys: OpenKeys | None = open_keys
    choose_folder: ChooseFolder = ask_for_folder
    now: Callable[[], str] = _now


class SetupWindow(QWidget):
    """A window like any other: it takes the focus, and can be reached by the keyboard alone.

    Signals:
        done(int): the exit status, once the window is closed.
    """

    done = Signal(int)

    def __init__(self, theme: Theme, place: Place) -> None:
        super().__init__()
        self.setObjectName("after")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Set up Attune")
        self.setStyleSheet(setup_style(theme))
        self._theme = theme
        self._place = place
        self._status = LEFT
        consent = read_consent(consent_file(place.config_file))
        self._overlay = load_settings(place.overlay_file)
        self.draft = Draft(load_choices(place.config_file), dict(self._overlay.hotkeys))
        self.welcome = WelcomePage(theme, consent)
        self.model = ModelPage(theme, self.draft, self._check(), place.choose_folder)
        self.pages: list[Page] = [
            self.welcome,
            DevicePage(theme, "customer", self.draft, self._check()),
            DevicePage(theme, "agent", self.draft, self._check()),
            self.model,
            KeysPage(theme, self.draft, place.open_keys),
            TrialPage(theme, self.draft, place.demo),
        ]
        self.back = push(theme, "&Back", lambda: self._go(-1))
        self.next = push(theme, "&Next", self._forward)
        self.leave = push(theme, "Set up &later", self.close)
        self.trouble = Verdict(theme, "Set-up")
        self._title = text(theme, "", 19, bold=True)
        self._step = text(theme, "", 12.5, "muted")
        self._lay_out()
        self._show(1 if consent is not None and consent.holds else 0)

    def _check(self) -> SoundCheck:
        return SoundCheck(self._place.soundcheck)

    def _lay_out(self) -> None:
        px = self._theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(18), 0, px(16))
        column.setSpacing(px(8))
        head = QVBoxLayout()
        head.setContentsMargins(px(24), 0, px(24), px(4))
        head.setSpacing(px(2))
        head.addWidget(self._step)
        head.addWidget(self._title)
        column.addLayout(head)
        self._stack = QStackedWidget()
        for page in self.pages:
            scroll = QScrollArea()
            scroll.setWidget(page)
            scroll.setWidgetResizable(True)
            scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            page.changed.connect(self._draw_buttons)
            # Once it has grown to what it says.
            page.look.connect(
                lambda part, view=scroll: QTimer.singleShot(0, part, partial(view.ensureWidgetVisible, part))
            )
            self._stack.addWidget(scroll)
        column.addWidget(self._stack, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(px(24), 0, px(24), 0)
        foot.setSpacing(px(8))
        foot.addWidget(self.leave)
        foot.addStretch(1)
        foot.addWidget(self.back)
        with_role(self.next, "chief")
        foot.addWidget(self.next)
        said = QHBoxLayout()
        said.setContentsMargins(px(24), 0, px(24), 0)
        said.addWidget(self.trouble)
        column.addLayout(said)
        column.addLayout(foot)
        room = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(px(_WIDTH), room.width() - 20), min(px(_HEIGHT), room.height() - 60))

    # --- pages ---

    @property
    def page(self) -> Page:
        """The one that is seen."""
        return self.pages[self._stack.currentIndex()]

    def _show(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self._title.setText(self.page.title)
        self._step.setText(f"Step {number + 1} of {len(self.pages)}")
        self.setAccessibleName(f"{self.page.title}, step {number + 1} of {len(self.pages)}")
        self._draw_buttons()
        self.page.enter()
        self.next.setFocus() if self.page.is_ready else self.welcome.agree.setFocus()

    def _draw_buttons(self) -> None:
        self.back.setEnabled(self._stack.currentIndex() > 0)
        self.next.setText(self.page.next_words)
        self.next.setAccessibleName(self.page.next_words.replace("&", ""))
        self.next.setEnabled(self.page.is_ready)
        self.trouble.say("" if self.page.is_ready else self.page.missing)

    def _go(self, steps: int) -> None:
        self.page.leave()
        self._show(self._stack.currentIndex() + steps)

    def _forward(self) -> None:
        try:
            if self.page is self.welcome and not self._keep_answer():
                return
            if self.page is self.pages[-1]:
                self._finish()
                return
        except AttuneError as error:
            self.trouble.say(str(error), well=False)
            return
        self._go(1)

    # --- written ---

    def _keep_answer(self) -> bool:
        """Write the answer, unless it is the old one; whether it was yes."""
        agreed = self.welcome.agree.isChecked()
        path = consent_file(self._place.config_file)
        earlier = read_consent(path)
        if earlier is None or earlier.agreed != agreed or not earlier.holds:
            write_consent(Consent(agreed=agreed, at=self._place.now()), path)
        if not agreed:
            self.close()
        return agreed

    def _finish(self) -> None:
        if self.model.is_fetching and self.trouble.sentence != STILL_FETCHING:
            self.trouble.say(STILL_FETCHING, well=False)
            return
        save_choices(self._place.config_file, self.draft.choices)
        if self.draft.hotkeys != self._overlay.hotkeys:
            now = load_settings(self._place.overlay_file)
            save_settings(replace(now, hotkeys=self.draft.hotkeys), self._place.overlay_file)
        self._status = FINISHED
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses the button that has the focus, else goes on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            (focused if isinstance(focused, QPushButton) else self.next).click()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End whatever runs; tell how the set-up ended."""
        self.page.leave()
        self.model.stop()
        super().closeEvent(event)
        self.done.emit(self._status)
