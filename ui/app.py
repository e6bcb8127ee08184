"""The overlay: what happens comes in, the state is folded, the window drawn, intents carried out."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from assist import events
from assist.errors import AttuneError
from assist.events import Event
from ui.after_call import AfterCall
from ui.gestures import Gestures, Link
from ui.health import Surroundings
from ui.overlay import happenings as local
from ui.overlay import intents
from ui.overlay.actions import intent_of
from ui.overlay.ground import Stand
from ui.overlay.reducer import reduce
from ui.overlay.state import OverlayState
from ui.overlay.window import OverlayWindow
from ui.presence import Presence
from ui.programs import Programs
from ui.screens import Screens
from ui.settings import OverlaySettings, Preferences
from ui.throttle import Throttle
from ui.tray import Tray

log = logging.getLogger(__name__)

TICK_MS = 1000

PASSING = (events.UtteranceUpdated, events.LagMeasured, events.SpeechStarted, events.SpeechEnded, local.LinkChanged)
"""What is soon followed by more: words that still change, and a call that is told; all else is drawn without delay."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the overlay stands on: replaceable in tests."""

    link: Link
    settings: OverlaySettings
    settings_file: Path
    keys: Mapping[str, str]
    """The global hot keys that work here, by action."""
    stand: Stand = field(default_factory=Stand)
    """How a window stands on this desktop."""
    corner: QPoint | None = None
    """Where the plate is to stand, if someone said so on the command line."""
    around: Surroundings = field(default_factory=Surroundings)
    """What was found on this desktop."""
    paste: Callable[[str], None] | None = None
    """Pastes a phrase where the agent types; None where that is not possible."""
    programs: Programs = field(default_factory=Programs)
    """What else of Attune's can be started from the menu."""


class Overlay(QObject):
    """Holds the state, has it drawn, and has carried out what the agent intends."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._preferences = Preferences(desk.settings, desk.settings_file)
        self._gestures = Gestures(desk.link, self.happened, self._hand_over)
        self.state = OverlayState()
        self.tray = Tray(self)
        self.tray.intended.connect(self.intended)
        self._around: Surroundings = replace(desk.around, has_tray=self.tray.is_there, stays_on_top=desk.stand.floating)
        self.tray.appeared.connect(lambda: self._note(replace(self._around, has_tray=True)))
        self.presence = Presence(self._preferences, desk.keys, desk.stand, self)
        self.presence.intended.connect(self.intended)
        self.after_call = AfterCall(lambda: self.presence.window.theme, desk.programs, self)
        self.after_call.said.connect(self.not_opened)
        self._note(self._around)
        self._throttle = Throttle(parent=self)
        self._throttle.due.connect(self._draw)
        self._screens = Screens(self)
        self._screens.changed.connect(self.presence.reassert)
        self._clock = QTimer(self)
        self._clock.setInterval(TICK_MS)
        self._clock.timeout.connect(lambda: self.happened(local.SecondsPassed(TICK_MS / 1000)))
        self._clock.start()

    @property
    def window(self) -> OverlayWindow:
        """The window that stands on the desktop now."""
        return self.presence.window

    # --- in ---

    def happened(self, happening: Event | local.Happening) -> None:
        """Fold an event of the call or something local into the state, and have it drawn.

        What passes is drawn less often; so is a call that is told again, until it has come to what is on the screen.
        """
        self.state = reduce(self.state, happening)
        is_behind = self.state.seconds < self.window.state.seconds
        self._throttle.offer(self.state, promptly=not (is_behind or isinstance(happening, PASSING)))
        if isinstance(happening, events.CallStarted):
            self.not_opened("")
        elif isinstance(happening, events.ReportReady):
            self.presence.has_summary = True
            wanted = self._preferences.now.summary and not self.state.quiet
            self.after_call.written(Path(happening.path), wanted=wanted)
            self._draw_tray()

    def link_changed(self, link: str) -> None:
        """The connection is ``connecting``, ``open``, ``lost`` or ``refused``."""
        self.happened(local.LinkChanged(link))  # type: ignore[arg-type]  # a Qt signal carries a plain str
        if link == "open":
            self._gestures.greet(self.state, self._preferences.now.level)

    def engine_refused(self, sentence: str) -> None:
        """The engine refused this overlay, or one command of it."""
        log.warning(sentence)
        self._note(replace(self._around, engine_said=sentence))

    def key_pressed(self, action: str) -> None:
        """A global hot key was pressed; it does what the button would do."""
        intent = intent_of(action, self.window.state, in_sight=self.window.isVisible())
        if intent is not None:
            self.intended(intent)

    def key_refused(self, _action: str, sentence: str) -> None:
        """A hot key belongs to another program."""
        log.warning(sentence)
        self._note(replace(self._around, refused_keys=(*self._around.refused_keys, sentence)))

    def keys_bound(self, keys: Mapping[str, str]) -> None:
        """These hot keys work from now on, by action; other caps leave the overlay."""
        self.presence.have_keys(keys)
        self._draw_tray()

    def keys_chosen(self) -> None:
        """Other hot keys were chosen: what was said of the earlier ones holds no more."""
        self._note(replace(self._around, refused_keys=()))

    def paste_failed(self, sentence: str) -> None:
        """A phrase was not pasted; an empty sentence where it was."""
        self._note(replace(self._around, paste_said=sentence))

    def not_opened(self, sentence: str) -> None:
        """A summary or another program was not opened; an empty sentence where one was."""
        if sentence != self._around.after_said:
            self._note(replace(self._around, after_said=sentence))

    # --- out ---

    def intended(self, intent: intents.Intent) -> None:
        """Carry out what the agent wants."""
        match intent:
            case (
                local.NextChosen()
                | local.BoundaryRead()
                | local.NoticeRead()
                | local.HintRead()
                | local.PointerMoved()
                | local.CardPinned()
            ):
                self.happened(intent)
            case intents.Quit():
                QApplication.quit()
            case (
                intents.Prefer()
                | intents.NextSize()
                | intents.LetClicksThrough()
                | intents.Show()
                | intents.RememberPlace()
                | intents.ResetPlace()
                | intents.OpenTranscript()
            ):
                self._arrange(intent)
            case intents.OpenSummary() | intents.OpenShift() | intents.Practise() | intents.SetUp():
                self._open(intent)
            case _:
                self._gestures.carry_out(intent, seen=self.window.state, now=self.state)

    def _arrange(self, intent: intents.Arrangement) -> None:
        self.presence.arrange(intent)
        if isinstance(intent, intents.Prefer) and intent.preference == "level":
            self._gestures.greet(self.state, self._preferences.now.level)
        self._draw_tray()

    def _open(self, intent: intents.Opening) -> None:
        programs = self._desk.programs
        try:
            match intent:
                case intents.OpenSummary():
                    self.after_call.open_summary()
                case intents.OpenShift():
                    self.after_call.open_shift()
                case intents.Practise():
                    programs.practise()
                case intents.SetUp():
                    programs.set_up(self._desk.settings_file)
        except AttuneError as error:
            self.not_opened(str(error))

    def _hand_over(self, text: str) -> None:
        if self._preferences.now.paste and self._desk.paste is not None:
            self._desk.paste(text)
        else:
            QGuiApplication.clipboard().setText(text)

    # --- drawn ---

    def show(self) -> None:
        """Put the window on the desktop, and the icon in its tray."""
        self.presence.show(self._desk.corner)
        self._draw_tray()
        self.tray.show()

    def redress(self) -> None:
        """The desktop looks different now."""
        self.presence.redress()

    def _note(self, around: Surroundings) -> None:
        self._around = around
        self.presence.note(around)
        self._draw_tray()

    def _draw(self, state: OverlayState) -> None:
        self.presence.draw(state)
        self._draw_tray()

    def _draw_tray(self) -> None:
        self.tray.draw(self.presence.bill, self._around)


def prefer_x11(environment: dict[str, str] | os._Environ[str]) -> None:
    """On Wayland go through XWayland where it is there: a Wayland client cannot stay on top or choose its place."""
    on_wayland = environment.get("WAYLAND_DISPLAY") or environment.get("XDG_SESSION_TYPE") == "wayland"
    if on_wayland and environment.get("DISPLAY"):
        environment.setdefault("QT_QPA_PLATFORM", "xcb")
