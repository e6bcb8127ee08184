"""Text that never spills: broken into lines, made a little smaller, and in the last resort ended with an ellipsis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout

ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class FittedText:
    """Lines of text with the font that makes them fit. ``whole`` is false where words had to be left out."""

    lines: tuple[str, ...]
    font: QFont
    whole: bool

    def draw(self, painter: QPainter, corner: QPointF, line_height: float, color: QColor) -> None:
        """Draw the lines downwards from their top left corner."""
        painter.setFont(self.font)
        painter.setPen(color)
        metrics = QFontMetricsF(self.font)
        rise = (line_height - metrics.height()) / 2 + metrics.ascent()
        for row, line in enumerate(self.lines):
            painter.drawText(QPointF(corner.x(), corner.y() + row * line_height + rise), line)


def wrapped(text: str, font: QFont, width: float) -> list[tuple[int, int]]:
    """Where the lines of a text begin and how long they are, in characters; a word too long for a line is broken."""
    layout = QTextLayout(text, font)
    option = layout.textOption()
    option.setWrapMode(option.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    spans: list[tuple[int, int]] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        spans.append((line.textStart(), line.textLength()))
    layout.endLayout()
    return spans


def fit(text: str, fonts: Sequence[QFont], width: float, rows: int) -> FittedText:
    """The text in at most ``rows`` lines, in the first font that holds it; the last one ends it with an ellipsis."""
    text = " ".join(text.split())
    for font in fonts:
        spans = wrapped(text, font, width)
        if len(spans) <= rows:
            return FittedText(tuple(text[start : start + length].rstrip() for start, length in spans), font, True)
    font = fonts[-1]
    spans = wrapped(text, font, width)[:rows]
    kept = [text[start : start + length].rstrip() for start, length in spans[:-1]]
    last = QFontMetricsF(font).elidedText(text[spans[-1][0] :], Qt.TextElideMode.ElideRight, width)
    return FittedText((*kept, last), font, False)
