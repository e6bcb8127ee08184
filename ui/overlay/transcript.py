"""The last words of the call, newest at the bottom; what the recogniser may still change is dimmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui import wording
from ui.overlay.state import Line
from ui.overlay.textfit import ELLIPSIS, wrapped
from ui.theme import Theme

ROWS = 4
ROW_HEIGHT = 19


@dataclass(frozen=True, slots=True)
class Row:
    """One row on the strip: who (on an utterance's first row), settled words, words that may still change."""

    speaker: str
    stable: str
    partial: str
    mine: bool


class Transcript(QLabel):
    """Draws the last rows. Its text, for readers, is the same words in full.

    Args:
        theme: how it looks.
        parent: the widget that it is part of.
        rows: how many there are; none for an overlay without a strip.
    """

    def __init__(self, theme: Theme, parent: QWidget, rows: int = ROWS) -> None:
        super().__init__(parent)
        self._theme = theme
        self._count = rows
        self._rows: list[Row] = []
        self._lines: Sequence[Line] = ()
        self._column = theme.px(64)
        self._font = theme.font(12.5)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedHeight(rows * theme.px(ROW_HEIGHT))
        self.setMinimumWidth(1)

    def draw(self, lines: Sequence[Line]) -> None:
        """Show the end of this transcript."""
        lines = lines[-self._count :] if self._count else ()
        if lines == self._lines:
            return
        self._lines = lines
        self._rows = rows_of(lines, self._theme, self.width() - self._column, self._count)
        self.setText("\n".join(f"{wording.SPEAKERS[line.speaker]}: {line.text}" for line in lines))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the rows from the bottom up."""
        palette, height = self._theme.palette, self._theme.px(ROW_HEIGHT)
        painter = QPainter(self)
        metrics = QFontMetricsF(self._font)
        top = self.height() - height * len(self._rows)
        for place, row in enumerate(self._rows):
            base = top + place * height + (height - metrics.height()) / 2 + metrics.ascent()
            painter.setFont(self._theme.font(11.5))
            painter.setPen(QColor(palette.faint))
            painter.drawText(QPointF(0, base), row.speaker)
            painter.setFont(self._font)
            painter.setPen(QColor(palette.muted if row.mine else palette.text))
            painter.drawText(QPointF(self._column, base), row.stable)
            painter.setPen(QColor(palette.faint))
            painter.drawText(QPointF(self._column + metrics.horizontalAdvance(row.stable), base), row.partial)
        painter.end()


def rows_of(lines: Sequence[Line], theme: Theme, width: float, count: int = ROWS) -> list[Row]:
    """The last ``count`` rows of these utterances, broken at this width; an ellipsis stands for a head that is cut."""
    rows: list[Row] = []
    for line in reversed(lines):
        own = _rows_of_line(line, theme, width)
        room = count - len(rows)
        if len(own) > room:
            own = _without_head(own[-room:], line, theme, width)
        if rows and own[-1].mine == rows[0].mine:
            rows[0] = replace(rows[0], speaker="")
        rows[:0] = own
        if len(rows) == count:
            break
    return rows


def _rows_of_line(line: Line, theme: Theme, width: float) -> list[Row]:
    settled = len(line.stable) if line.text.startswith(line.stable) else 0
    rows: list[Row] = []
    for start, length in wrapped(line.text, theme.font(12.5), width):
        words = line.text[start : start + length].rstrip()
        cut = min(max(settled - start, 0), len(words))
        speaker = "" if rows else wording.SPEAKERS[line.speaker]
        rows.append(Row(speaker, words[:cut], words[cut:], line.speaker == "agent"))
    return rows


def _without_head(rows: list[Row], line: Line, theme: Theme, width: float) -> list[Row]:
    first = rows[0]
    words = f"{ELLIPSIS} {first.stable}{first.partial}"
    fitted = QFontMetricsF(theme.font(12.5)).elidedText(words, Qt.TextElideMode.ElideLeft, width)
    cut = max(len(fitted) - len(first.partial), 0)
    return [Row(wording.SPEAKERS[line.speaker], fitted[:cut], fitted[cut:], first.mine), *rows[1:]]
