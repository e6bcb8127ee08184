"""The nudge: one quiet line under the card. Its room is always there, so nothing moves when it comes.

What is more urgent than a nudge has the same room (`ui.overlay.notice`).
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui import wording
from ui.health import Trouble
from ui.overlay.announcing import announce
from ui.overlay.icons import draw_icon
from ui.overlay.notice import Notice
from ui.overlay.state import Nudge
from ui.theme import Theme

FADE_MS = 160
HEIGHT = 26


class NudgeRow(QLabel):
    """Draws the nudge. Its text, for readers, is the reminder; the tool tip says whose words gave rise to it."""

    def __init__(self, theme: Theme, parent: QWidget, *, announce: bool = True) -> None:
        super().__init__(parent)
        self._theme = theme
        self._announces = announce
        self._nudge: Nudge | None = None
        self._ink = 1.0
        self.setFont(theme.font(13))
        self.setFixedHeight(theme.px(HEIGHT))
        self.setMinimumWidth(1)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.notice = Notice(theme, self, announce=announce)
        self._fade = QVariantAnimation(self, duration=FADE_MS)
        self._fade.valueChanged.connect(self._set_ink)

    def draw(self, nudge: Nudge | None, notice: Trouble | None = None, *, anew: bool = True) -> None:
        """Show this nudge, or nothing; a new one fades in, an old one out; neither where it was seen before.

        A ``notice`` stands over it, at once.
        """
        self.notice.draw(notice, anew=anew)
        if nudge == self._nudge:
            return
        before, self._nudge = self._nudge, nudge
        if nudge:
            self.setText(nudge.text)
            if self._announces and anew:
                announce(self, nudge.text)
        self.setToolTip(wording.nudge_reason(nudge.quote) if nudge else "")
        self._fade_to(1.0 if nudge else 0.0, start=0.0 if nudge and not before else self._ink, moves=anew)

    def _fade_to(self, ink: float, *, start: float, moves: bool) -> None:
        self._fade.stop()
        if self._theme.reduced_motion or not moves:
            self._set_ink(ink)
            return
        self._fade.setStartValue(start)
        self._fade.setEndValue(ink)
        self._fade.start()

    def _set_ink(self, ink: float) -> None:
        self._ink = ink
        if ink == 0.0 and self._nudge is None:
            self.setText("")
        self.update()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """The notice fills the row."""
        self.notice.setGeometry(self.rect())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon and the words."""
        if not self.text():
            return
        theme = self._theme
        painter = QPainter(self)
        painter.setOpacity(self._ink)
        side = theme.px(15)
        top = (self.height() - side) / 2
        draw_icon(painter, "bulb", QRectF(0, top, side, side), QColor(theme.palette.accent))
        row = QRectF(self.rect()).adjusted(side + theme.px(8), 0, 0, 0)
        painter.setFont(self.font())
        painter.setPen(QColor(theme.palette.text))
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(row.width()))
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()
