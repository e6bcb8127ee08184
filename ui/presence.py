"""The overlay's presence on the desktop: its window, in the look, the size and the place that the settings name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QSize, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QMenu

from ui.health import Surroundings
from ui.overlay import intents
from ui.overlay.dress import dressed
from ui.overlay.ground import Stand
from ui.overlay.menu import Bill, MenuWriter
from ui.overlay.placement import arrangement, first_corner, remembered_corner, resized, screen_of
from ui.overlay.sizes import next_size
from ui.overlay.state import OverlayState
from ui.overlay.window import OverlayWindow
from ui.settings import Preferences
from ui.theme import load_font

if TYPE_CHECKING:
    from ui.overlay.transcript_window import TranscriptWindow


class Presence(QObject):
    """Keeps one window, and makes a new one in its place when its look or its size changes.

    Signals:
        intended(object): an `ui.overlay.intents.Intent`, from the window or its menu.

    Args:
        preferences: the settings, and where they are kept.
        keys: the global hot keys that work here, by action.
        stand: how a window stands on this desktop.
        parent: the owner.
    """

    intended = Signal(object)

    def __init__(
        self, preferences: Preferences, keys: Mapping[str, str], stand: Stand, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._keys = dict(keys)
        self._stand = stand
        self._family = load_font()
        self._state = OverlayState()
        self._around = Surroundings()
        self.has_summary = False
        self._room = _room(QGuiApplication.primaryScreen())
        self.window = self._new_window()
        self.transcript: TranscriptWindow | None = None

    def draw(self, state: OverlayState) -> None:
        """Show this state."""
        self._state = state
        self.window.draw(state)
        if self.transcript is not None and self.transcript.isVisible():
            self.transcript.draw(state)

    def note(self, around: Surroundings) -> None:
        """Show what was found on this desktop."""
        self._around = around
        self.window.note(around)

    def have_keys(self, keys: Mapping[str, str]) -> None:
        """These hot keys work, by action; the caps of the others leave the overlay."""
        if dict(keys) != self._keys:
            self._keys = dict(keys)
            self.redress()

    @property
    def bill(self) -> Bill:
        """What the menu is made from now."""
        return Bill(
            state=self._state,
            settings=self._preferences.now,
            is_shown=self.window.isVisible(),
            clicks_through=self.window.clicks_through,
            can_come_back="click_through" in self._keys or self._around.has_tray,
            can_bypass=QGuiApplication.platformName() == "xcb",
            keys=self._keys,
            has_summary=self.has_summary,
        )

    def open_menu(self, corner: QPoint) -> None:
        """Open the menu, its corner here on the desktop."""
        menu = QMenu(self.window)
        menu.aboutToHide.connect(menu.deleteLater)
        MenuWriter(self.bill, self.intended.emit, self.window.theme).write(menu)
        menu.popup(corner)

    # --- what the agent arranges ---

    def arrange(self, intent: intents.Arrangement) -> None:
        """Carry out what the agent asks of the window."""
        match intent:
            case intents.Prefer(preference, value):
                self._preferences.prefer(preference, value)
                self._change_clothes()
            case intents.NextSize():
                self._preferences.prefer("size", next_size(self._preferences.now.size))
                self._change_clothes()
            case intents.LetClicksThrough(on):
                self.window.let_clicks_through(not self.window.clicks_through if on is None else on)
            case intents.Show(on):
                self._show(not self.window.isVisible() if on is None else on)
            case intents.RememberPlace():
                self._remember(intent)
                self._fit()
            case intents.ResetPlace():
                self._reset()
            case intents.OpenTranscript():
                self._open_transcript()

    def _open_transcript(self) -> None:
        from ui.overlay.transcript_window import TranscriptWindow  # noqa: PLC0415 (a megabyte that few calls need)

        if self.transcript is None or not self.transcript.isVisible():
            if self.transcript is not None:
                self.transcript.deleteLater()
            self.transcript = TranscriptWindow(self.window.theme)  # in the look of now
        self.transcript.draw(self._state)
        self.transcript.show()
        self.transcript.raise_()
        self.transcript.activateWindow()

    def _change_clothes(self) -> None:
        self.redress()
        self._remember(self.window.place())

    def _remember(self, place: intents.RememberPlace) -> None:
        settings = self._preferences.now
        self._preferences.change(settings.with_place(place.screen, (place.x, place.y), arrangement()))

    def _show(self, on: bool) -> None:
        self.window.setVisible(on)
        if on:
            self.reassert()

    def _reset(self) -> None:
        area = QGuiApplication.primaryScreen().availableGeometry()
        self.window.let_clicks_through(False)
        self.window.stand_at(first_corner(self.window.plate_size, area))
        self._remember(self.window.place())
        self._show(True)

    # --- where it stands ---

    def show(self, corner: QPoint | None) -> None:
        """Put the window on the desktop: here, or where it was the last time."""
        if corner is None:
            self.window.stand_at(self._home())
        else:
            self.window.stand_at(corner)
            self._remember(self.window.place())
        self.window.show()

    def reassert(self) -> None:
        """Be on top, and where the agent put the window as far as the screens allow that now."""
        self.window.stand_at(self._home())
        self._fit()
        self.window.stand_at(self._home())
        if self.window.isVisible():
            self.window.raise_()

    def redress(self) -> None:
        """Draw as the settings say now: a new window in the old one's place, the edges near the screen's kept."""
        old = self.window
        screen = screen_of(old.plate_corner, old.plate_size)
        area, self._room = screen.availableGeometry(), _room(screen)
        self.window = self._new_window()
        self.window.draw(self._state, anew=False)
        self.window.note(self._around)
        self.window.stand_at(resized(old.plate_rect, self.window.plate_size, area))
        self.window.let_clicks_through(old.clicks_through)
        self.window.setVisible(old.isVisible())
        old.hide()
        old.deleteLater()

    def composited(self, is_there: bool) -> None:
        """The desktop can show translucent windows now, or no longer."""
        self._stand = replace(self._stand, translucent=is_there)
        self.redress()

    def _fit(self) -> None:
        """A screen of another size may hold more rows than the last, or fewer; one of another scale is drawn anew."""
        if _room(screen_of(self.window.plate_corner, self.window.plate_size)) != self._room:
            self.redress()

    def _home(self) -> QPoint:
        settings = self._preferences.now
        home = settings.homes.get(arrangement(), "")
        return remembered_corner(settings.places, home, self.window.plate_size)

    def _new_window(self) -> OverlayWindow:
        window = dressed(self._preferences.now, self._family, self._keys, self._stand, self._room[0])
        window.intended.connect(self.intended)
        window.menu_wanted.connect(self.open_menu)
        return window


def _room(screen: QScreen) -> tuple[QSize, float]:
    """The screen's work area in pixels, and its scale."""
    return screen.availableGeometry().size(), screen.devicePixelRatio()
