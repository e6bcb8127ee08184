"""The notice: what the agent has to know before anything else, in the row under the card, never over the card."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui import wording
from ui.health import Trouble
from ui.overlay.announcing import announce
from ui.overlay.buttons import IconButton
from ui.overlay.icons import draw_icon
from ui.theme import Theme, mixed


class Notice(QLabel):
    """A band with a sign, what is the matter and its mend, and a button to put it away; gone with its cause.

    Its text, for readers, is the whole line; they are told at once, because nobody hears the agent.

    Args:
        theme: how it looks.
        parent: the row that it fills.
        announce: screen readers say it.
    """

    def __init__(self, theme: Theme, parent: QWidget, *, announce: bool = True) -> None:
        super().__init__(parent)
        self._theme = theme
        self._announces = announce
        self._trouble: Trouble | None = None
        self.setFont(theme.font(13, "semibold"))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.close_button = IconButton(theme, "close", wording.NOTICE_HINT, self)
        self.hide()

    def draw(self, trouble: Trouble | None, *, anew: bool = True) -> None:
        """Show this, or nothing; ``anew`` is false where the agent has seen it before, in another dress."""
        if trouble == self._trouble:
            return
        before, self._trouble = self._trouble, trouble
        self.setText(trouble.line if trouble else "")
        self.setToolTip(trouble.whole if trouble else "")
        self.setAccessibleDescription(trouble.detail if trouble else "")
        self.setVisible(trouble is not None)
        if trouble and before is None and anew and self._announces:
            announce(self.window(), trouble.line, urgent=True)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """The button stands at the right."""
        button = self.close_button
        button.move(self.width() - button.width(), (self.height() - button.height()) // 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the band."""
        if self._trouble is None:
            return
        theme, palette = self._theme, self._theme.palette
        alert = QColor(palette.alert)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(alert, 1))
        painter.setBrush(notice_ground(theme))
        radius = theme.px(7)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        side, pad = theme.px(16), theme.px(8)
        draw_icon(painter, self._trouble.icon, QRectF(pad, (self.height() - side) / 2, side, side), alert)
        row = QRectF(self.rect()).adjusted(pad + side + theme.px(8), 0, -self.close_button.width(), 0)
        painter.setPen(QColor(palette.text))
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(row.width()))
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()


def notice_ground(theme: Theme) -> QColor:
    """The ground of the band: a breath of the alert colour on the plate."""
    return mixed(QColor(theme.palette.alert), QColor(theme.palette.plate), 0.14)
