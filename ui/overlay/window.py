"""The overlay's window: draws a state, emits intents. It decides nothing, opens nothing, waits for nothing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist import commands
from ui.overlay.actions import Action, intent_of
from ui.overlay.card import CardButton
from ui.overlay.happenings import PointerMoved
from ui.overlay.header import Header
from ui.overlay.intents import Intent, RememberPlace
from ui.overlay.menu import build_menu
from ui.overlay.mood import MoodRow
from ui.overlay.needs import NeedsRow
from ui.overlay.nudge import NudgeRow
from ui.overlay.placement import screen_key, screen_of, settled
from ui.overlay.plate import Plate
from ui.overlay.state import OverlayState
from ui.overlay.status import StatusRow
from ui.overlay.transcript import Transcript
from ui.settings import OverlaySettings
from ui.theme import Theme
from ui.wording import key_caps

WIDTH = 416
"""The plate's width in design pixels."""
PAD = 16

FLAGS = (
    Qt.WindowType.Tool
    | Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.WindowDoesNotAcceptFocus
)
"""``WindowDoesNotAcceptFocus`` is the one that keeps a click from taking the keyboard away from the agent's work."""


class OverlayWindow(QWidget):
    """Always on top, never focused, never changing its size.

    Signals:
        intended(object): an `Intent` of the agent, or the report that a card was painted.

    Args:
        theme: how it looks.
        settings: what the menu ticks.
        translucent: whether the desktop can show a window that is partly transparent.
        keys: the global hot keys that work here, by action.
    """

    intended = Signal(object)

    def __init__(self, theme: Theme, settings: OverlaySettings, *, translucent: bool, keys: Mapping[str, str]) -> None:
        super().__init__(None, FLAGS)
        self._theme = theme
        self._settings = settings
        self._state = OverlayState()
        self._plate = Plate(theme, translucent=translucent)
        self._grip: QPoint | None = None
        self.setWindowTitle("Attune")
        self.setAccessibleName("Attune overlay")
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, translucent)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
        self.header = Header(theme, self)
        self.mood = MoodRow(theme, self)
        self.needs = NeedsRow(theme, self)
        self.card = CardButton(theme, key_caps(keys), self)
        self.nudge = NudgeRow(theme, self)
        self.transcript = Transcript(theme, self)
        self.status = StatusRow(theme, self)
        self._lay_out()
        self._connect()
        self.draw(self._state)

    def _lay_out(self) -> None:
        px, margin = self._theme.px, self._plate.margin
        column = QVBoxLayout(self)
        column.setSpacing(0)
        column.setContentsMargins(margin + px(PAD), margin + px(11), margin + px(PAD), margin + px(11))
        rows = (self.header, self.mood, self.needs, self.card, self.nudge, self.transcript, self.status)
        for row, gap in zip(rows, (9, 10, 12, 4, 4, 9, 0), strict=True):
            column.addWidget(row)
            column.addSpacing(px(gap))
        self.setFixedSize(px(WIDTH) + 2 * margin, column.sizeHint().height())
        column.activate()

    def _connect(self) -> None:
        # Queued: a card that reports itself from within its paint must not be redrawn there.
        self.card.painted.connect(self._report_painted, Qt.ConnectionType.QueuedConnection)
        self.card.pointed.connect(lambda on_card: self._intend(PointerMoved(on_card)))
        self.card.clicked.connect(lambda: self._act("accept"))
        self.card.next_button.clicked.connect(lambda: self._act("next"))
        self.card.reject_button.clicked.connect(lambda: self._act("reject"))
        self.card.dismiss_button.clicked.connect(lambda: self._act("dismiss"))
        self.header.menu_wanted.connect(
            lambda: self._open_menu(self.header.menu_button.mapToGlobal(self.header.menu_button.rect().bottomLeft()))
        )

    def draw(self, state: OverlayState) -> None:
        """Show this state."""
        self._state = state
        self.header.draw(state)
        self.mood.draw(state)
        self.needs.draw(state.needs)
        self.card.draw(state)
        self.nudge.draw(state.nudge)
        self.transcript.draw(state.lines)
        self.status.draw(state)

    @property
    def state(self) -> OverlayState:
        """What is on the screen: what the agent means when they click or press a key."""
        return self._state

    # --- intents ---

    def _intend(self, intent: Intent) -> None:
        self.intended.emit(intent)

    def _report_painted(self, suggestion_id: str, phrase_id: str) -> None:
        self._intend(commands.ShowSuggestion(suggestion_id=suggestion_id, phrase_id=phrase_id))

    def _act(self, action: Action) -> None:
        intent = intent_of(action, self._state)
        if intent is not None:
            self._intend(intent)

    def _open_menu(self, corner: QPoint) -> None:
        build_menu(self, self._theme, self._settings, self._state, self._intend).popup(corner)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu anywhere on the overlay."""
        self._open_menu(event.globalPos())

    # --- place ---

    @property
    def plate_size(self) -> QSize:
        """What is seen of the window: all but its shadow."""
        margin = self._plate.margin
        return self.size() - QSize(2 * margin, 2 * margin)

    @property
    def plate_corner(self) -> QPoint:
        """The plate's top left corner on the desktop."""
        return self.pos() + QPoint(self._plate.margin, self._plate.margin)

    def stand_at(self, corner: QPoint) -> None:
        """Move the plate's top left corner here, kept inside the screen's work area."""
        area: QRect = screen_of(corner, self.plate_size).availableGeometry()
        self.move(settled(corner, self.plate_size, area) - QPoint(self._plate.margin, self._plate.margin))

    def place(self) -> RememberPlace:
        """Where the plate stands, to be remembered."""
        screen = screen_of(self.plate_corner, self.plate_size)
        offset = self.plate_corner - screen.geometry().topLeft()
        return RememberPlace(screen_key(screen), offset.x(), offset.y())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the plate."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = event.globalPosition().toPoint() - self.plate_corner

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the plate."""
        if self._grip is not None:
            self.stand_at(event.globalPosition().toPoint() - self._grip)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Put the plate down."""
        if self._grip is not None:
            self._grip = None
            self._intend(self.place())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy the ground; the widgets draw the rest."""
        painter = QPainter(self)
        self._plate.paint(painter, self.size(), self.devicePixelRatioF(), event.rect())
        painter.end()
