"""The window under the overlay's rows: how it stands on the desktop, is dragged, and lets clicks through."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QMouseEvent, QMoveEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from ui.overlay.intents import Quit, RememberPlace
from ui.overlay.placement import screen_key, screen_of, settled
from ui.overlay.plate import Plate
from ui.theme import Theme

FLAGS = (
    Qt.WindowType.Tool
    | Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.WindowDoesNotAcceptFocus
)
"""``WindowDoesNotAcceptFocus`` is the one that keeps a click from taking the keyboard away from the agent's work."""

FRAMED_FLAGS = Qt.WindowType.Window | Qt.WindowType.WindowDoesNotAcceptFocus
"""Where a program may neither place its window nor keep it on top: with the desktop's own frame, to be moved by it."""


PATIENCE = 3
"""How often a window that has just come insists on its place; then the window manager has its will."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How the window stands on this desktop.

    Attributes:
        translucent: the desktop can show a window that is partly transparent.
        floating: it lets a program place its window and keep it on top.
        above_full_screen: go round the window manager (X11).
    """

    translucent: bool = True
    floating: bool = True
    above_full_screen: bool = False

    @property
    def flags(self) -> Qt.WindowType:
        """For Qt."""
        if not self.floating:
            return FRAMED_FLAGS
        return FLAGS | Qt.WindowType.X11BypassWindowManagerHint if self.above_full_screen else FLAGS


class Ground(QWidget):
    """A window that is a plate: always on top, never focused, dragged by any spot that is no button.

    Signals:
        intended(object): an `ui.overlay.intents.Intent`.
    """

    intended = Signal(object)

    def __init__(self, theme: Theme, stand: Stand) -> None:
        super().__init__(None, stand.flags)
        self.theme = theme
        translucent = stand.translucent and stand.floating
        self.plate = Plate(theme, translucent=translucent)
        self._floating = stand.floating
        self._clicks_through = False
        self._grip: QPoint | None = None
        self._corner = self.pos()
        self._patience = 0
        self._has_come = False
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, translucent)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)

    # --- clicks that go through ---

    @property
    def clicks_through(self) -> bool:
        """Whether clicks go to what lies under the window."""
        return self._clicks_through

    def let_clicks_through(self, on: bool) -> None:
        """Let clicks go to what lies under the window, and look like it; or take them again."""
        self._clicks_through = on
        self.plate.show_click_through(on)
        if self._has_come:  # else with its first paint
            self._tell_desktop(on)
        self.update()

    def _tell_desktop(self, on: bool) -> None:
        handle = self.windowHandle()
        if handle is not None:
            handle.setFlag(Qt.WindowType.WindowTransparentForInput, on)

    def showEvent(self, event: QShowEvent) -> None:
        """It comes as one that takes clicks: a window manager (openbox) overlooks what was so before it took it in."""
        super().showEvent(event)
        self._patience = PATIENCE
        self._has_come = False
        self._tell_desktop(False)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave, where the agent closes the window by the desktop's frame."""
        super().closeEvent(event)
        if event.spontaneous():
            self.intended.emit(Quit())

    # --- place ---

    @property
    def plate_rect(self) -> QRect:
        """What is seen of the window, all but its shadow, on the desktop."""
        margin = self.plate.margin
        return QRect(self.pos(), self.size()).adjusted(margin, margin, -margin, -margin)

    @property
    def plate_size(self) -> QSize:
        """The size of what is seen."""
        return self.plate_rect.size()

    @property
    def plate_corner(self) -> QPoint:
        """The plate's top left corner on the desktop."""
        return self.plate_rect.topLeft()

    def stand_at(self, corner: QPoint) -> None:
        """Move the plate's top left corner here, kept inside the screen's work area."""
        area = screen_of(corner, self.plate_size).availableGeometry()
        self._corner = settled(corner, self.plate_size, area) - QPoint(self.plate.margin, self.plate.margin)
        self.move(self._corner)

    def moveEvent(self, event: QMoveEvent) -> None:
        """Insist, a few times, on the place that was asked for.

        X11 window managers put a frame around a window that comes, and Qt may hear of the place that it has within that
        frame and of none afterwards: seen with openbox in a quarter of the starts. A drag would begin with a jump.
        """
        super().moveEvent(event)
        if self._floating and self._patience and event.pos() != self._corner:
            self._patience -= 1
            QTimer.singleShot(0, self, lambda: self.move(self._corner))

    def place(self) -> RememberPlace:
        """Where the plate stands, to be remembered."""
        screen = screen_of(self.plate_corner, self.plate_size)
        offset = self.plate_corner - screen.geometry().topLeft()
        return RememberPlace(screen_key(screen), offset.x(), offset.y())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the plate, unless the desktop has a frame for that."""
        if event.button() == Qt.MouseButton.LeftButton and self._floating:
            self._grip = event.globalPosition().toPoint() - self.plate_corner

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the plate."""
        if self._grip is not None:
            self.stand_at(event.globalPosition().toPoint() - self._grip)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Put the plate down."""
        if self._grip is not None:
            self._grip = None
            self.intended.emit(self.place())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy the ground; the widgets draw the rest."""
        painter = QPainter(self)
        self.plate.paint(painter, self.size(), self.devicePixelRatioF(), event.rect())
        painter.end()
        if not self._has_come:
            self._has_come = True
            QTimer.singleShot(0, self, lambda: self._tell_desktop(self._clicks_through))
