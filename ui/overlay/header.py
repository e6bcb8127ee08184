"""The top row: is a call running, for how long, in which phase; and the menu."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui import wording
from ui.overlay.buttons import IconButton
from ui.overlay.labels import label
from ui.overlay.state import OverlayState
from ui.theme import Theme, faded


class LiveDot(QWidget):
    """A dot: filled while a call is heard, hollow otherwise. The words beside it say the same."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._live = False
        self.setFixedSize(theme.px(12), theme.px(12))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_live(self, live: bool) -> None:
        """Fill the dot, or not."""
        if live != self._live:
            self._live = live
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the dot with a soft ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        palette = self._theme.palette
        if self._live:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(faded(palette.accent, 0.25))
            painter.drawEllipse(box)
            painter.setBrush(QColor(palette.accent))
            painter.drawEllipse(box.adjusted(3, 3, -3, -3))
        else:
            painter.setPen(QColor(palette.muted))
            painter.drawEllipse(box.adjusted(2.5, 2.5, -2.5, -2.5))
        painter.end()


class Header(QWidget):
    """Draws the call's clock and phase.

    Signals:
        menu_wanted(): the menu button was pressed.
    """

    menu_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(theme.px(26))
        palette = theme.palette
        self._dot = LiveDot(theme, self)
        self._title = label(self, theme.font(13.5, "semibold"), palette.text)
        self._clock = label(self, theme.font(13.5), palette.text)
        self._phase = label(self, theme.font(12.5), palette.muted)
        self.menu_button = IconButton(theme, "menu", "Menu", self)
        self.menu_button.clicked.connect(self.menu_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        for widget in (self._dot, self._title, self._clock):
            row.addWidget(widget)
        row.addStretch()
        row.addWidget(self._phase)
        row.addWidget(self.menu_button)

    def draw(self, state: OverlayState) -> None:
        """Show this state."""
        self._dot.show_live(state.running and state.link == "open")
        _say(self._title, wording.headline(state))
        _say(self._clock, wording.clock(state.seconds) if state.running or state.ended else "")
        _say(self._phase, wording.PHASES.get(state.phase, "") if state.phase and state.running else "")


def _say(spot: QLabel, text: str) -> None:
    if spot.text() != text:
        spot.setText(text)
