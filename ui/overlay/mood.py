"""How the customer feels, as an icon and a word, and how that moved during the call."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from ui import wording
from ui.overlay.icons import draw_icon
from ui.overlay.state import Mood, OverlayState
from ui.theme import Theme, faded, mixed

TREND_SECONDS = 240.0
"""The trend shows at most this much of the call: about the length of its present topic."""
SHORTEST_SECONDS = 30.0
"""A young call is not stretched over the whole width."""


class EmotionChip(QLabel):
    """Icon + word on a tinted ground. Its text, for readers, is the word."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._mood: Mood | None = None
        self.setFont(theme.font(14, "semibold"))
        words = (feeling.word for feeling in wording.FEELINGS.values())
        widest = max(self.fontMetrics().horizontalAdvance(word) for word in words)
        self.setFixedSize(theme.px(8 + 20 + 7 + 13) + widest, theme.px(36))

    def draw(self, mood: Mood | None) -> None:
        """Show this feeling, or nothing."""
        if mood == self._mood:
            return
        self._mood = mood
        self.setText(wording.feeling(mood.emotion).word if mood else "")
        self.setToolTip(f"“{mood.quote}”" if mood and mood.quote else "")
        self.setAccessibleDescription(f"The customer's feeling, {mood.confidence:.0%} sure" if mood else "")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chip, as wide as its word."""
        if self._mood is None:
            return
        theme = self._theme
        feeling = wording.feeling(self._mood.emotion)
        tone = theme.tone(feeling.tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, pad = theme.px(20), theme.px(8)
        text_left = pad + side + theme.px(7)
        width = min(self.width(), text_left + self.fontMetrics().horizontalAdvance(feeling.word) + theme.px(13))
        box = QRectF(0, 0, width, self.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(chip_ground(theme, tone))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        draw_icon(painter, feeling.icon, QRectF(pad, (box.height() - side) / 2, side, side), tone)
        painter.setPen(tone)
        painter.drawText(box.adjusted(text_left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, feeling.word)
        painter.end()


def chip_ground(theme: Theme, tone: QColor) -> QColor:
    """The ground of a chip: a breath of its tone on the plate."""
    return mixed(tone, QColor(theme.palette.plate), 0.13)


class Place(QLabel):
    """Where the feeling lies: to the right the more pleasant, upwards the more stirred. Its text, for readers, says it.

    A feeling is known by its place even where its colour is not seen, and before its word is read.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._mood: Mood | None = None
        self.setFixedSize(theme.px(36), theme.px(36))
        self.setAccessibleDescription(wording.PLACE_HINT)

    def draw(self, mood: Mood | None) -> None:
        """Show where this feeling lies, or nothing."""
        if mood != self._mood:
            self._mood = mood
            self.setText(wording.place(mood.valence, mood.arousal) if mood else "")
            self.setToolTip(f"{self.text()}. {wording.PLACE_HINT}" if mood else "")
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the two axes and a dot."""
        if self._mood is None:
            return
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(theme.palette.faint), 1))
        painter.drawRoundedRect(box, theme.px(7), theme.px(7))
        inner, middle = box.adjusted(*(theme.px(side) for side in (6, 6, -6, -6))), box.center()
        painter.drawLine(QPointF(inner.left(), middle.y()), QPointF(inner.right(), middle.y()))
        painter.drawLine(QPointF(middle.x(), inner.top()), QPointF(middle.x(), inner.bottom()))
        tone = theme.tone(wording.feeling(self._mood.emotion).tone)
        painter.setPen(QPen(QColor(theme.palette.plate), 1))
        painter.setBrush(tone)
        painter.drawPath(dot_of(self._mood.emotion, spot_of(self._mood, inner), theme.px(4.5)))
        painter.end()


def dot_of(emotion: str, spot: QPointF, radius: float) -> QPainterPath:
    """A disc; for abuse, whose place is next to anger's, a diamond."""
    dot = QPainterPath()
    if emotion != "abuse":
        dot.addEllipse(spot, radius, radius)
        return dot
    reach = radius * 1.35
    corners = (QPointF(0, -reach), QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0))
    dot.addPolygon(QPolygonF([spot + corner for corner in corners]))
    dot.closeSubpath()
    return dot


def spot_of(mood: Mood, box: QRectF) -> QPointF:
    """The feeling's place in a box: valence to the right, arousal upwards, each -1..1 from edge to edge."""
    across, up = (1 + mood.valence) / 2, (1 + mood.arousal) / 2
    return QPointF(box.left() + box.width() * across, box.bottom() - box.height() * up)


class Trend(QProgressBar):
    """Valence over the call as a line; for readers a value from -100 (bad) to 100 (good)."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._points: tuple[tuple[float, float], ...] = ()
        self._now = 0.0
        self._tone: wording.Tone = "calm"
        self.setAccessibleDescription(wording.TRENDS["steady"])
        self.setRange(-100, 100)
        self.setValue(0)
        self.setAccessibleName("Mood over the call")
        self.setMinimumWidth(theme.px(80))
        self.setFixedHeight(theme.px(40))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def draw(self, state: OverlayState) -> None:
        """Show the trail up to now; repaints only where a pixel would move."""
        tone = wording.feeling(state.mood.emotion).tone if state.mood else "calm"
        if (state.trail, tone) == (self._points, self._tone) and abs(state.seconds - self._now) < 1.0:
            return
        self._points, self._tone, self._now = state.trail, tone, state.seconds
        self.setAccessibleDescription(wording.TRENDS[state.trend])
        self.setValue(round(100 * state.trail[-1][1]) if state.trail else 0)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the base line, the trail with a soft fill, and a dot at now; nothing before the first reading."""
        if not self._points:
            return
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset = theme.px(5)
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        pen = QPen(QColor(theme.palette.faint), 1)
        pen.setDashPattern([2, 4])
        painter.setPen(pen)
        painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()))
        self._paint_trail(painter, trail_points(self._points, self._now, box), box)
        painter.end()

    def _paint_trail(self, painter: QPainter, points: Sequence[QPointF], box: QRectF) -> None:
        tone = self._theme.tone(self._tone)
        path = smooth_path(points)
        area = QPainterPath(path)
        area.lineTo(points[-1].x(), box.center().y())
        area.lineTo(points[0].x(), box.center().y())
        area.closeSubpath()
        fill = QLinearGradient(0, box.top(), 0, box.bottom())
        for place, strength in ((0.0, 0.42), (0.5, 0.06), (1.0, 0.42)):
            fill.setColorAt(place, faded(tone, strength))
        painter.fillPath(area, fill)
        painter.strokePath(path, QPen(tone, self._theme.px(2), c=Qt.PenCapStyle.RoundCap))
        radius = self._theme.px(3.5)
        painter.setPen(QPen(QColor(self._theme.palette.plate), 1.5))
        painter.setBrush(tone)
        painter.drawEllipse(points[-1], radius, radius)


def trail_points(trail: Sequence[tuple[float, float]], now: float, box: QRectF) -> list[QPointF]:
    """The trail in a box: its right edge is now, its middle is valence 0, its top 1."""
    shown = min(max(now, SHORTEST_SECONDS), TREND_SECONDS)
    begin = max(0.0, now - shown)
    before = [valence for at, valence in trail if at <= begin]
    readings = [(begin, before[-1] if before else 0.0), *((at, valence) for at, valence in trail if at > begin)]
    readings.append((max(now, readings[-1][0]), readings[-1][1]))
    height = box.height() / 2
    return [
        QPointF(box.left() + box.width() * (at - begin) / shown, box.center().y() - height * valence)
        for at, valence in readings
    ]


def smooth_path(points: Sequence[QPointF]) -> QPainterPath:
    """A curve through the points that never overshoots: each change happens within a short ease before its reading."""
    path = QPainterPath(points[0])
    for here, there in pairwise(points):
        ease = min(there.x() - here.x(), 22.0)
        begin = there.x() - ease
        path.lineTo(begin, here.y())
        middle = begin + ease / 2
        path.cubicTo(middle, here.y(), middle, there.y(), there.x(), there.y())
    return path


class MoodRow(QWidget):
    """The feeling's place, its icon and word, and its trend, side by side."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(theme.px(40))
        self.chip = EmotionChip(theme, self)
        self.place = Place(theme, self)
        self.trend = Trend(theme, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        row.addWidget(self.place)
        row.addWidget(self.chip)
        row.addWidget(self.trend, 1)

    def draw(self, state: OverlayState) -> None:
        """Show this state."""
        self.chip.draw(state.mood)
        self.place.draw(state.mood)
        self.trend.draw(state)
