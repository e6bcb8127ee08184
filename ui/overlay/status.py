"""The bottom row: what is wrong, if anything, and how well the call is heard."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import wording
from ui.overlay.icons import draw_icon
from ui.overlay.labels import ElidedLabel, label
from ui.overlay.state import OverlayState, Recognizer
from ui.theme import Theme


class Sign(QWidget):
    """A small alert icon, or the same room left empty."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedSize(theme.px(14), theme.px(14))
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon."""
        painter = QPainter(self)
        draw_icon(painter, "alert", QRectF(self.rect()), QColor(self._theme.palette.alert))
        painter.end()


class StatusRow(QWidget):
    """One notice on the left, the recogniser on the right."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._recognizer: Recognizer | None = None
        self.setFixedHeight(theme.px(18))
        self._sign = Sign(theme, self)
        self._notice = ElidedLabel(self, theme.font(12), theme.palette.muted)
        self._reduced = Sign(theme, self)
        self._heard_by = label(self, theme.font(12), theme.palette.muted)
        self._heard_by.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(self._sign)
        row.addWidget(self._notice, 1)
        row.addWidget(self._reduced)
        row.addWidget(self._heard_by)

    def draw(self, state: OverlayState) -> None:
        """Show this state."""
        severity, words = wording.notice(state)
        palette = self._theme.palette
        self._sign.setVisible(severity == "alert")
        self._notice.say(words, palette.alert if severity == "alert" else palette.muted)
        if state.recognizer and state.recognizer != self._recognizer:
            self._recognizer = state.recognizer
            self._heard_by.setText(wording.recognizer_name(state.recognizer))
            self._heard_by.setToolTip(state.recognizer.reason)
            self._reduced.setVisible(state.recognizer.reduced_accuracy)
