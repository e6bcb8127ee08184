"""The overlay program: its one wiring place. Link and hot keys in, state folded, window drawn, intents carried out."""

from __future__ import annotations

import contextlib
import linecache
import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from assist import events
from assist.events import Event
from ui.gestures import Gestures, Link
from ui.health import Surroundings
from ui.hotkeys.backend import HotkeyBackend
from ui.hotkeys.choose import choose_backend
from ui.leaving import quitting_on_signals
from ui.link import EventLink
from ui.overlay import happenings as local
from ui.overlay import intents
from ui.overlay.actions import intent_of
from ui.overlay.compositor import Compositor
from ui.overlay.ground import Stand
from ui.overlay.reducer import reduce
from ui.overlay.state import OverlayState
from ui.overlay.window import OverlayWindow
from ui.paste import ClipboardPaste, choose_paster
from ui.presence import Presence
from ui.settings import SETTINGS_FILE, OverlaySettings, Preferences, load_settings
from ui.standing import Screens
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

    def paste_failed(self, sentence: str) -> None:
        """A phrase was not pasted; an empty sentence where it was."""
        self._note(replace(self._around, paste_said=sentence))

    # --- out ---

    def intended(self, intent: intents.Intent) -> None:
        """Carry out what the agent wants."""
        match intent:
            case local.NextChosen() | local.BoundaryRead() | local.PointerMoved() | local.CardPinned():
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
            case _:
                self._gestures.carry_out(intent, seen=self.window.state, now=self.state)

    def _arrange(self, intent: intents.Arrangement) -> None:
        self.presence.arrange(intent)
        if isinstance(intent, intents.Prefer) and intent.preference == "level":
            self._gestures.greet(self.state, self._preferences.now.level)
        self._draw_tray()

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


def run(url: str, token: str, corner: tuple[int, int] | None = None, settings_file: Path = SETTINGS_FILE) -> int:
    """Show the overlay until the agent or the launcher closes it; returns the exit status."""
    prefer_x11(os.environ)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("Attune")
    application.setQuitOnLastWindowClosed(False)
    complaints: list[str] = []
    no_keys: list[str] = []
    settings = load_settings(settings_file, complaints.append)
    link = EventLink(url, token)
    hotkeys = choose_backend(settings.hotkeys, application, no_keys.append)
    compositor = Compositor(application.platformName(), application)
    pasting = ClipboardPaste(choose_paster(application.platformName()), application)
    desk = Desk(
        link=link,
        settings=settings,
        settings_file=settings_file,
        keys=settings.hotkeys if hotkeys else {},
        stand=Stand(translucent=compositor.is_there, floating=not application.platformName().startswith("wayland")),
        corner=QPoint(*corner) if corner else None,
        around=Surroundings(keys_said=" ".join(no_keys), settings_said=" ".join(complaints)),
        paste=pasting.paste,
    )
    overlay = Overlay(desk)
    compositor.changed.connect(overlay.presence.composited)
    QGuiApplication.styleHints().colorSchemeChanged.connect(overlay.redress)
    _hear(overlay, link, pasting)
    with _listening(hotkeys, overlay), quitting_on_signals():
        overlay.show()
        link.start()
        linecache.clearcache()  # PySide6 has read the source of everything imported since, and would keep it
        status = application.exec()
        link.stop()
        pasting.close()
    return status


def _hear(overlay: Overlay, link: EventLink, pasting: ClipboardPaste) -> None:
    link.received.connect(overlay.happened)
    link.state_changed.connect(overlay.link_changed)
    link.refused.connect(overlay.engine_refused)
    pasting.failed.connect(overlay.paste_failed)
    pasting.pasted.connect(lambda: overlay.paste_failed(""))


@contextlib.contextmanager
def _listening(hotkeys: HotkeyBackend | None, overlay: Overlay) -> Iterator[None]:
    if hotkeys is None:
        yield
        return
    hotkeys.pressed.connect(overlay.key_pressed)
    hotkeys.refused.connect(overlay.key_refused)
    hotkeys.bound.connect(overlay.keys_bound)
    hotkeys.start()
    try:
        yield
    finally:
        hotkeys.stop()


def prefer_x11(environment: dict[str, str] | os._Environ[str]) -> None:
    """On Wayland go through XWayland where it is there: a Wayland client cannot stay on top or choose its place."""
    on_wayland = environment.get("WAYLAND_DISPLAY") or environment.get("XDG_SESSION_TYPE") == "wayland"
    if on_wayland and environment.get("DISPLAY"):
        environment.setdefault("QT_QPA_PLATFORM", "xcb")
