"""How the customer felt over the call, painted: the tracked mood, the changes of emotion, the agent's best moments."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QToolTip, QWidget

from assist.report.words import clock
from ui import wording
from ui.overlay.icons import draw_icon
from ui.summary.report import MoodPoint, Report
from ui.theme import Theme

_AXIS = (("pleased", 1.0), ("neutral", 0.0), ("upset", -1.0))
_MOST_WORDS = 20
"""With more changes of emotion than this, words would cover the line; tooltips and the table have them."""
_STEPS = (10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)


class Timeline(QWidget):
    """Paints; a tooltip on each mark has its words. The table beside it (`rows_of`) holds the same."""

    def __init__(self, theme: Theme, report: Report, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._report = report
        self._line = line_of(report)
        self._seconds = max(report.duration_seconds, 1.0)
        self.setFixedHeight(theme.px(210))
        self.setAccessibleName("The customer's mood over the call")
        self.setAccessibleDescription("; ".join(f"{at} {what}" for at, what, _ in rows_of(report)))

    def _plot(self) -> QRectF:
        px = self._theme.px
        return QRectF(px(62), px(26), self.width() - px(62 + 16), self.height() - px(26 + 24))

    def _place(self, at: float, valence: float) -> QPointF:
        plot = self._plot()
        across = plot.left() + plot.width() * min(at / self._seconds, 1.0)
        return QPointF(across, plot.center().y() - plot.height() / 2 * valence)

    def _moods(self) -> list[tuple[QRectF, str, str]]:
        """Where each change of emotion is drawn, its emotion and its words."""
        side = self._theme.px(18)
        found = []
        for mood in self._report.feelings:
            spot = self._place(mood.at, value_at(self._line, mood.at))
            found.append((QRectF(spot.x() - side / 2, spot.y() - side / 2, side, side), mood.emotion, mood.quote))
        return found

    def _moments(self) -> list[tuple[QRectF, str, str]]:
        """Where each best moment is drawn, its letter and its words; above the line, or at the top of the plot."""
        side, stem = self._theme.px(17), self._theme.px(34)
        found: list[tuple[QRectF, str, str]] = []
        for place, moment in enumerate(self._report.moments):
            spot = self._place(moment.at, value_at(self._line, moment.at))
            top = max(self._theme.px(2), spot.y() - stem - side / 2)
            while top >= side and any(
                abs(spot.x() - box.center().x()) < side and abs(top - box.top()) < side for box, _, _ in found
            ):
                top -= side
            found.append((QRectF(spot.x() - side / 2, top, side, side), chr(ord("A") + place), moment.quote))
        return found

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it all."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axes(painter)
        if self._line:
            painter.setPen(QPen(QColor(self._theme.palette.text), self._theme.px(2)))
            painter.drawPolyline(QPolygonF([self._place(point.at, point.valence) for point in self._line]))
        moments = self._moments()
        self._paint_moments(painter, moments)
        self._paint_moods(painter, [box for box, _, _ in moments])
        painter.end()

    def _paint_axes(self, painter: QPainter) -> None:
        theme, plot = self._theme, self._plot()
        painter.setFont(theme.font(11))
        for word, valence in _AXIS:
            y = self._place(0.0, valence).y()
            painter.setPen(
                QPen(QColor(theme.palette.line), 1, Qt.PenStyle.SolidLine if valence else Qt.PenStyle.DashLine)
            )
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(QColor(theme.palette.muted))
            painter.drawText(QRectF(0, y - theme.px(9), plot.left(), theme.px(18)), Qt.AlignmentFlag.AlignVCenter, word)
        step = next((step for step in _STEPS if self._seconds / step <= 7), _STEPS[-1])
        for at in range(0, int(self._seconds) + 1, step):
            x = self._place(at, 0.0).x()
            box = QRectF(x - theme.px(30), plot.bottom() + theme.px(4), theme.px(60), theme.px(18))
            box.moveRight(min(box.right(), self.width()))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, clock(at))

    def _paint_moments(self, painter: QPainter, moments: Sequence[tuple[QRectF, str, str]]) -> None:
        theme = self._theme
        good = theme.tone("glad")
        painter.setFont(theme.font(11, "semibold"))
        for moment, (box, letter, _) in zip(self._report.moments, moments, strict=True):
            painter.setPen(QPen(good, theme.px(1.5)))
            painter.drawLine(
                QPointF(box.center().x(), box.bottom()), self._place(moment.at, value_at(self._line, moment.at))
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(good)
            painter.drawRoundedRect(box, theme.px(4), theme.px(4))
            painter.setPen(QColor(theme.palette.plate))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)

    def _paint_moods(self, painter: QPainter, taken: list[QRectF]) -> None:
        theme = self._theme
        painter.setFont(theme.font(11.5))
        measure = QFontMetricsF(painter.font())
        marks = self._moods()
        full = self._full(marks, taken)
        taken += [marks[place][0] for place in full]
        for place, (box, emotion, _) in enumerate(marks):
            feeling = wording.feeling(emotion)
            tone = theme.tone(feeling.tone)
            painter.setPen(Qt.PenStyle.NoPen)
            if place not in full:
                painter.setBrush(tone)
                painter.drawEllipse(box.center(), theme.px(3), theme.px(3))
                continue
            painter.setBrush(QColor(theme.palette.plate))
            painter.drawEllipse(box)
            draw_icon(painter, feeling.icon, box, tone)
            room = self._room(box, measure.horizontalAdvance(feeling.word), measure.height(), taken)
            if room is not None and len(marks) <= _MOST_WORDS:
                taken.append(room)
                painter.setPen(tone)
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, feeling.word)

    def _full(self, marks: Sequence[tuple[QRectF, str, str]], taken: Sequence[QRectF]) -> list[int]:
        """The marks that have room for their faces: those farthest from neutral first; the others are dots."""
        middle, boxes, full = self._plot().center().y(), list(taken), []
        for place in sorted(range(len(marks)), key=lambda place: -abs(marks[place][0].center().y() - middle)):
            box = marks[place][0]
            if not any(box.intersects(other) for other in boxes):
                boxes.append(box)
                full.append(place)
        return full

    def _room(self, mark: QRectF, width: float, height: float, taken: Sequence[QRectF]) -> QRectF | None:
        """Where a mark's word has room: below or above it."""
        gap, plot = self._theme.px(2), self._plot()
        left = min(max(mark.center().x() - width / 2, plot.left()), self.width() - width)
        for top in (mark.bottom() + gap, mark.top() - gap - height):
            box = QRectF(left, top, width, height)
            if top >= 0 and box.bottom() <= plot.bottom() + gap and not any(box.intersects(one) for one in taken):
                return box
        return None

    def event(self, event: QEvent) -> bool:
        """Give each mark its words as a tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            marks = [*self._moments(), *self._moods()]
            words = next((words for box, _, words in marks if box.contains(event.pos().toPointF())), "")
            QToolTip.showText(event.globalPos(), f"“{words}”" if words else "", self)
            return True
        return super().event(event)


def line_of(report: Report) -> list[MoodPoint]:
    """The mood from the first reading to the end of the call; empty where no word of the customer's was heard."""
    if report.valence_start is None:
        return []
    line = list(report.mood) or [MoodPoint(at=0.0, valence=0.0)]
    return [*line, MoodPoint(at=max(report.duration_seconds, line[-1].at), valence=line[-1].valence)]


def value_at(line: Sequence[MoodPoint], at: float) -> float:
    """The mood between its readings; before the first one and after the last one as they are."""
    if not line:
        return 0.0
    for before, after in pairwise(line):
        if before.at <= at < after.at:
            return before.valence + (after.valence - before.valence) * (at - before.at) / (after.at - before.at)
    return line[0].valence if at < line[0].at else line[-1].valence


def rows_of(report: Report) -> list[tuple[str, str, str]]:
    """The timeline as rows by time: when, what, and the words."""
    rows = [(mood.at, wording.feeling(mood.emotion).word, mood.quote) for mood in report.feelings]
    rows += [(moment.at, f"You {'; '.join(moment.reasons)}", moment.quote) for moment in report.moments]
    return [(clock(at), what, words) for at, what, words in sorted(rows)]
