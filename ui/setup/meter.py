"""A painted bar that shows how loud a device is, with the word for it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QProgressBar, QSizePolicy

from assist.soundcheck.news import LevelHeard
from ui.setup.wording import FLOOR_DB, LOUDNESS_ADVICE, Loudness, LoudnessWord
from ui.theme import Theme

_ZONES: tuple[tuple[int, int, Loudness], ...] = ((FLOOR_DB, -40, "quiet"), (-40, -10, "good"), (-10, 0, "too loud"))
"""From, to, word: as `ui.setup.wording.LoudnessWord` has it."""


class LevelMeter(QProgressBar):
    """Left is -60 dB, right is full scale. Screen readers get the level as its value, the word as its description."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._loudness = LoudnessWord()
        self.word: Loudness | None = None
        self.setRange(FLOOR_DB, 0)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.still()

    def still(self) -> None:
        """Nothing is listened to."""
        self._loudness, self.word = LoudnessWord(), None
        self.setValue(FLOOR_DB)
        self.setAccessibleDescription("not listening")
        self.update()

    def hear(self, level: LevelHeard) -> None:
        """Show this level."""
        word = self._loudness.hear(level)
        if word != self.word:
            self.word = word
            self.setAccessibleDescription(LOUDNESS_ADVICE[word])
        self.setValue(max(FLOOR_DB, min(0, round(level.level_db))))
        self.update()

    def text(self) -> str:
        """The word with its advice."""
        return LOUDNESS_ADVICE[self.word] if self.word else "Not listening."

    def sizeHint(self) -> QSize:
        """A bar, its words, and a line of advice."""
        return QSize(self._theme.px(320), self._theme.px(60))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bar, the part of it that is good, and the words."""
        theme, palette = self._theme, self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(0.5, 0.5, self.width() - 1.0, theme.px(16))
        radius = bar.height() / 2
        painter.setPen(QPen(QColor(palette.edge or palette.muted), 1))
        painter.setBrush(QColor(palette.raised))
        painter.drawRoundedRect(bar, radius, radius)
        color = QColor(palette.tones["glad"] if self.word == "good" else palette.alert)
        share = (self.value() - FLOOR_DB) / -FLOOR_DB
        if self.word is not None and share > 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            filled = bar.adjusted(2, 2, -2, -2)
            painter.drawRoundedRect(
                QRectF(filled.left(), filled.top(), max(filled.height(), filled.width() * share), filled.height()),
                radius - 2, radius - 2,
            )  # fmt: skip
        painter.setPen(QPen(QColor(palette.text), 1.5))
        for mark, *_ in _ZONES[1:]:
            x = round(self._x(mark))
            painter.drawLine(x, 0, x, theme.px(20))
        self._paint_words(painter, color)
        painter.end()

    def _paint_words(self, painter: QPainter, color: QColor) -> None:
        theme, palette = self._theme, self._theme.palette
        for start, end, word in _ZONES:
            painter.setFont(theme.font(12, "semibold" if word == self.word else "regular"))
            painter.setPen(color if word == self.word else QColor(palette.muted))
            box = QRectF(self._x(start), theme.px(18), self._x(end) - self._x(start), theme.px(18))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
        painter.setFont(theme.font(13, "semibold"))
        painter.setPen(color if self.word else QColor(palette.muted))
        painter.drawText(QRectF(0, theme.px(38), self.width(), theme.px(20)), Qt.AlignmentFlag.AlignLeft, self.text())

    def _x(self, level_db: float) -> float:
        return self.width() * (level_db - FLOOR_DB) / -FLOOR_DB
