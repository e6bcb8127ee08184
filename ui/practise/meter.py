"""How the customer feels about the call right now: a word, and a mark between storm and sun."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Theme

_WORDS = ((-0.8, "about to go"), (-0.5, "very upset"), (-0.2, "upset"), (0.1, "guarded"), (0.4, "listening"))
WARM = "won over"


def temper_word(temper: float) -> str:
    """The word for a temper of -1..1."""
    return next((word for limit, word in _WORDS if temper < limit), WARM)


class TemperMeter(QWidget):
    """A bar with a mark, and the word beside it: never the colour alone."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._temper = 0.0
        self.setFixedSize(theme.px(190), max(24, theme.px(28)))
        self.show_temper(0.0)

    def show_temper(self, temper: float) -> None:
        """Move the mark."""
        self._temper = temper
        words = f"The customer is {temper_word(temper)}"
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw bar, mark and word."""
        theme, palette = self._theme, self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, height = float(self.width()), float(self.height())
        bar = QRectF(theme.px(2), height - theme.px(8), width - theme.px(4), theme.px(4))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.edge or palette.muted))
        painter.drawRoundedRect(bar, theme.px(2), theme.px(2))
        tone = palette.tones["glad" if self._temper > 0.1 else "warm" if self._temper > -0.5 else "hot"]
        side = theme.px(10)
        across = bar.left() + (bar.width() - side) * (self._temper + 1.0) / 2.0
        painter.setBrush(QColor(tone))
        painter.drawEllipse(QRectF(across, bar.center().y() - side / 2, side, side))
        painter.setPen(QColor(palette.text))
        painter.setFont(theme.font(12.5, "semibold"))
        painter.drawText(
            QRectF(0, 0, width, height - theme.px(10)),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            temper_word(self._temper).capitalize(),
        )
        painter.end()
