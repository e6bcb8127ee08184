"""The bottom row: what is not well, if anything, with its mend; else by what the call is heard."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import wording
from ui.health import Surroundings, Trouble, foremost, troubles
from ui.overlay.icons import draw_icon
from ui.overlay.labels import ElidedLabel, label
from ui.overlay.state import OverlayState
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
    """What is not well and its mend; where all is well, the recogniser at the right. The tool tip lists everything.

    What has a place of its own (`ui.overlay.notice`) is only listed.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._drawn: tuple[Trouble | None, str, str] | None = None
        self.setFixedHeight(theme.px(18))
        self._sign = Sign(theme, self)
        self._notice = ElidedLabel(self, theme.font(12), theme.palette.muted)
        self._reduced = Sign(theme, self)
        self._heard_by = label(self, theme.font(12), theme.palette.muted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(self._sign)
        row.addWidget(self._notice, 1)
        row.addWidget(self._reduced)
        row.addWidget(self._heard_by)

    def draw(self, state: OverlayState, around: Surroundings) -> None:
        """Show this state of call and desktop."""
        trouble = foremost(state, around, beside_notice=True)
        heard_by = wording.recognizer_name(state.recognizer) if state.recognizer else ""
        whose = [f"Agent: {state.agent}"] if state.agent else []
        everything = "\n".join([*(trouble.whole for trouble in troubles(state, around)), *whose])
        if (trouble, heard_by, everything) == self._drawn:
            return
        self._drawn = (trouble, heard_by, everything)
        is_alert = trouble is not None and trouble.severity == "alert"
        palette = self._theme.palette
        self._sign.setVisible(is_alert)
        self._notice.say(trouble.line if trouble else "", palette.alert if is_alert else palette.muted)
        self._heard_by.setText(heard_by)
        self._heard_by.setVisible(trouble is None)
        reduced = state.recognizer is not None and state.recognizer.reduced_accuracy
        self._reduced.setVisible(trouble is None and reduced)
        self._notice.setToolTip(everything)
        self.setToolTip(everything)
        self.setAccessibleDescription(everything)
