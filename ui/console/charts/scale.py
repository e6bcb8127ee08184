"""The axis of a chart: where a value lies, and which values are written at it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QFont, QFontMetrics

from phrasebank.effects.figures import Estimate
from ui.console.charts.table import Cell, Kind, words_of
from ui.theme import Theme

_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0)
_MOST_STEPS = 5
"""More would not find room in a narrow column."""
_WIDEST: Mapping[Kind, str] = {
    "share": words_of(Estimate(1.0, 1.0, 1.0, 1), "share"),
    "change": words_of(Estimate(1.0, 1.0, 1.0, 1), "change"),
}


@dataclass(frozen=True, slots=True)
class Scale:
    """From ``low`` to ``high``, a tick each ``step``; 0 is one of them.

    Attributes:
        kind: how the ticks are written.
    """

    kind: Kind
    low: float
    high: float
    step: float

    def at(self, value: float) -> float:
        """Where a value lies, 0..1; what lies outside sits at the end."""
        return (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)

    @property
    def ticks(self) -> tuple[float, ...]:
        """The values that are written, from the left."""
        first, last = math.ceil(self.low / self.step - 1e-9), math.floor(self.high / self.step + 1e-9)
        return tuple(round(number * self.step, 4) for number in range(first, last + 1))

    def words(self, tick: float) -> str:
        """A tick for people."""
        if self.kind == "share":
            return f"{tick:.0%}"
        return f"{tick:+.2g}" if tick else "0"


def scale_for(kind: Kind, cells: Iterable[Cell]) -> Scale:
    """The smallest round scale that holds all estimates: shares from 0, changes as far to the left as to the right."""
    found = [cell for cell in cells if isinstance(cell, Estimate)]
    if kind == "share":
        top = max((cell.high for cell in found), default=1.0)
        step = next(step for step in _STEPS if step >= min(top, 1.0) / _MOST_STEPS)
        return Scale(kind, 0.0, min(1.0, step * math.ceil(top / step - 1e-9)), step)
    far = max((abs(end) for cell in found for end in (cell.low, cell.high)), default=1.0)
    step = next((step for step in _STEPS if step >= 2 * far / _MOST_STEPS), _STEPS[-1])
    reach = step * max(1, math.ceil(far / step - 1e-9))
    return Scale(kind, -reach, reach, step)


class Plot:
    """Where in a cell or a head the axis lies, and the words right of it.

    Args:
        theme: sizes.
        scale: of the column.
        rect: of the cell.
    """

    def __init__(self, theme: Theme, scale: Scale, rect: QRect) -> None:
        words = self.words_width(theme, scale.kind)
        edge = theme.px(10)
        whole = QRectF(rect).adjusted(edge, 0, -edge, 0)
        self.words = QRectF(whole.right() - words, whole.top(), words, whole.height())
        self.axis = QRectF(whole.left() + edge, whole.top(), max(1.0, whole.width() - words - 3 * edge), whole.height())
        self._scale = scale

    @staticmethod
    def words_width(theme: Theme, kind: Kind) -> int:
        """Room for the figures, or for saying that there are too few."""
        metrics = QFontMetrics(figures(theme.font(12.5)))
        return max(metrics.horizontalAdvance(words) for words in (words_of(None, kind), _WIDEST[kind]))

    def x(self, value: float) -> float:
        """Where a value lies."""
        return self.axis.left() + self.axis.width() * self._scale.at(value)


def figures(font: QFont) -> QFont:
    """A font whose figures are equally wide, so that they stand under each other."""
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
