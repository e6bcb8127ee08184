"""The overlay program: its one wiring place. Link and hot keys in, state folded, window drawn, intents carried out."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, QSocketNotifier, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from assist import commands
from assist.events import Event
from ui.hotkeys.backend import HotkeyBackend
from ui.hotkeys.choose import choose_backend
from ui.link import EventLink
from ui.overlay import happenings as local
from ui.overlay import intents
from ui.overlay.actions import intent_of
from ui.overlay.compositor import has_compositor
from ui.overlay.placement import first_corner, remembered_corner, screen_of
from ui.overlay.plate import SHADOW
from ui.overlay.reducer import reduce
from ui.overlay.state import OverlayState
from ui.overlay.window import OverlayWindow
from ui.settings import SETTINGS_FILE, OverlaySettings, load_settings, save_settings
from ui.theme import Theme, choose_palette, load_font
from ui.throttle import Throttle

log = logging.getLogger(__name__)

TICK_MS = 1000


class Link(Protocol):
    """What the overlay needs of its connection to the engine."""

    def send(self, command: commands.AgentCommand) -> bool:
        """Send a command; False where there is no connection."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """What the overlay stands on: replaceable in tests."""

    link: Link
    settings: OverlaySettings
    settings_file: Path
    translucent: bool
    keys: Mapping[str, str]
    """The global hot keys that work here, by action."""
    corner: QPoint | None = None
    """Where the plate is to stand, if someone said so on the command line."""


class Overlay(QObject):
    """Holds the state, gives it to the window, and carries out what the agent intends."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._settings = desk.settings
        self._keys = dict(desk.keys)
        self._family = load_font()
        self.state = OverlayState()
        self._throttle = Throttle(parent=self)
        self.window = self._new_window()
        self._throttle.due.connect(self._draw)
        self._clock = QTimer(self)
        self._clock.setInterval(TICK_MS)
        self._clock.timeout.connect(lambda: self.happened(local.SecondsPassed(TICK_MS / 1000)))
        self._clock.start()

    # --- in ---

    def happened(self, happening: Event | local.Happening) -> None:
        """Fold an event of the call or something local into the state, and have it drawn soon."""
        self.state = reduce(self.state, happening)
        self._throttle.offer(self.state)

    def link_changed(self, link: str) -> None:
        """The connection is ``connecting``, ``open``, ``lost`` or ``refused``."""
        self.happened(local.LinkChanged(link))  # type: ignore[arg-type]  # a Qt signal carries a plain str

    def key_pressed(self, action: str) -> None:
        """A global hot key was pressed; it does what the button would do."""
        intent = intent_of(action, self.window.state)
        if intent is not None:
            self.intended(intent)

    def key_refused(self, action: str, sentence: str) -> None:
        """A hot key belongs to another program: its cap leaves the overlay."""
        log.warning(sentence)
        self._keys.pop(action, None)
        self.redress()

    # --- out ---

    def intended(self, intent: intents.Intent) -> None:
        """Carry out what the agent wants."""
        match intent:
            case commands.AcceptSuggestion():
                self._copy(intent)
            case commands.DismissSuggestion() | commands.RejectSuggestion():
                self._desk.link.send(intent)
                self.happened(local.CardPutAway(intent.suggestion_id))
            case commands.ShowSuggestion():
                self._report_shown(intent)
            case commands.StartCall() | commands.EndCall():
                self._desk.link.send(intent)
            case local.NextChosen() | local.BoundaryRead() | local.PointerMoved():
                self.happened(intent)
            case _:
                self._arrange(intent)

    def _arrange(
        self,
        intent: intents.ChooseTheme
        | intents.ChooseTextScale
        | intents.RememberPlace
        | intents.ResetPlace
        | intents.Quit,
    ) -> None:
        match intent:
            case intents.ChooseTheme(theme):
                self._set(replace(self._settings, theme=theme))
                self.redress()
            case intents.ChooseTextScale(scale):
                self._set(replace(self._settings, text_scale=scale))
                self.redress()
            case intents.RememberPlace(screen, x, y):
                self._set(self._settings.with_place(screen, (x, y)))
            case intents.ResetPlace():
                area = screen_of(self.window.plate_corner, self.window.plate_size).availableGeometry()
                self.window.stand_at(first_corner(self.window.plate_size, area))
                self.remember_place()
            case intents.Quit():
                self.remember_place()
                QApplication.quit()

    def _copy(self, intent: commands.AcceptSuggestion) -> None:
        card = self.window.state.card  # what the agent saw, even where the call has just moved on
        if card is None or card.suggestion_id != intent.suggestion_id:
            return
        text = next((option.text for option in card.options if option.phrase_id == intent.phrase_id), None)
        if text is not None:
            QGuiApplication.clipboard().setText(text)
            self._desk.link.send(intent)
            self.happened(local.PhraseCopied(intent.suggestion_id, intent.phrase_id))

    def _report_shown(self, intent: commands.ShowSuggestion) -> None:
        card = self.state.card
        if card and card.suggestion_id == intent.suggestion_id and intent.phrase_id not in card.seen:
            self._desk.link.send(intent)

    # --- window ---

    def _draw(self, state: OverlayState) -> None:
        self.window.draw(state)

    def show(self) -> None:
        """Put the window on the desktop."""
        if self._desk.corner is not None:
            self.window.stand_at(self._desk.corner)
        else:
            places, screen = self._settings.places, self._settings.last_screen
            self.window.stand_at(remembered_corner(places, screen, self.window.plate_size))
        self.window.show()

    def redress(self) -> None:
        """Draw in the theme and size that the settings name now: a new window in the old one's place."""
        old, corner, was_shown = self.window, self.window.plate_corner, self.window.isVisible()
        self.window = self._new_window()
        self.window.draw(self.state)
        self.window.stand_at(corner)
        self.window.setVisible(was_shown)
        old.hide()
        old.deleteLater()

    def remember_place(self) -> None:
        """Keep where the overlay stands for the next time."""
        place = self.window.place()
        self._set(self._settings.with_place(place.screen, (place.x, place.y)))

    def _set(self, settings: OverlaySettings) -> None:
        self._settings = settings
        save_settings(settings, self._desk.settings_file)

    def _new_window(self) -> OverlayWindow:
        settings = self._settings
        theme = Theme(choose_palette(settings.theme), settings.text_scale, self._family, settings.reduced_motion)
        window = self._build(theme)
        room = QGuiApplication.primaryScreen().availableGeometry().height()
        if window.height() > room:  # text that is larger than the screen helps nobody
            window.deleteLater()
            window = self._build(replace(theme, scale=theme.scale * room / (window.height() + SHADOW)))
        return window

    def _build(self, theme: Theme) -> OverlayWindow:
        window = OverlayWindow(theme, self._settings, translucent=self._desk.translucent, keys=self._keys)
        window.intended.connect(self.intended)
        return window


def run(url: str, token: str, corner: tuple[int, int] | None = None, settings_file: Path = SETTINGS_FILE) -> int:
    """Show the overlay until the agent or the launcher closes it; returns the exit status."""
    prefer_x11(os.environ)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("Attune")
    application.setQuitOnLastWindowClosed(False)
    settings = load_settings(settings_file)
    link = EventLink(url, token)
    hotkeys = choose_backend(settings.hotkeys, application)
    desk = Desk(
        link=link,
        settings=settings,
        settings_file=settings_file,
        translucent=has_compositor(application.platformName()),
        keys=settings.hotkeys if hotkeys else {},
        corner=QPoint(*corner) if corner else None,
    )
    overlay = Overlay(desk)
    link.received.connect(overlay.happened)
    link.state_changed.connect(overlay.link_changed)
    link.refused.connect(log.warning)
    QGuiApplication.styleHints().colorSchemeChanged.connect(overlay.redress)
    with _listening(hotkeys, overlay), _quitting_on_signals(overlay.remember_place):
        overlay.show()
        link.start()
        status = application.exec()
        link.stop()
    return status


@contextlib.contextmanager
def _listening(hotkeys: HotkeyBackend | None, overlay: Overlay) -> Iterator[None]:
    if hotkeys is None:
        log.info("there are no global hot keys on this desktop: the overlay's buttons do the same.")
        yield
        return
    hotkeys.pressed.connect(overlay.key_pressed)
    hotkeys.refused.connect(overlay.key_refused)
    hotkeys.start()
    try:
        yield
    finally:
        hotkeys.stop()


@contextlib.contextmanager
def _quitting_on_signals(before: Callable[[], None]) -> Iterator[None]:
    """Let SIGINT and SIGTERM end Qt's loop. Qt waits in C, so a socket wakes it when a signal has come."""
    near, far = socket.socketpair()
    for end in (near, far):
        end.setblocking(False)
    notifier = QSocketNotifier(near.fileno(), QSocketNotifier.Type.Read)

    def leave() -> None:
        near.recv(64)
        before()
        QApplication.quit()

    notifier.activated.connect(leave)
    previous_fd = signal.set_wakeup_fd(far.fileno(), warn_on_full_buffer=False)
    previous = {
        number: signal.signal(number, lambda _number, _frame: None) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, action in previous.items():
            signal.signal(number, action)
        signal.set_wakeup_fd(previous_fd)
        notifier.setEnabled(False)
        near.close()
        far.close()


def prefer_x11(environment: dict[str, str] | os._Environ[str]) -> None:
    """On Wayland go through XWayland where it is there: a Wayland client cannot stay on top or choose its place."""
    on_wayland = environment.get("WAYLAND_DISPLAY") or environment.get("XDG_SESSION_TYPE") == "wayland"
    if on_wayland and environment.get("DISPLAY"):
        environment.setdefault("QT_QPA_PLATFORM", "xcb")
