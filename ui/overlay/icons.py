"""Small line icons, drawn rather than taken from an emoji font: the same on every desktop, sharp at every scale.

An icon is a list of strokes on a 24 x 24 grid: ``M x y`` move, ``L x y`` line, ``Q x y x y`` curve, ``Z`` close,
``O x y r`` a circle, ``D x y r`` a filled dot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

GRID = 24.0
STROKE = 2.0

_FACE = "O 12 12 9.5 "
_EYES = "D 8.9 10.2 1.25 D 15.1 10.2 1.25 "
_LOW_EYES = "D 8.9 11 1.25 D 15.1 11 1.25 "

ICONS: Mapping[str, str] = {
    "face_neutral": _FACE + _EYES + "M 8.5 15.5 L 15.5 15.5",
    "face_annoyed": _FACE + _LOW_EYES + "M 7 8.2 L 10.6 8.2 M 13.4 8.2 L 17 8.2 M 8.5 16.4 L 15.5 15",
    "face_angry": _FACE + _LOW_EYES + "M 7 7 L 10.8 8.9 M 17 7 L 13.2 8.9 M 8.4 17 Q 12 13.6 15.6 17",
    "face_let_down": _FACE + _LOW_EYES + "M 7 8.9 L 10.4 7.6 M 17 8.9 L 13.6 7.6 M 8.8 16.6 Q 12 14.4 15.2 16.6",
    "face_anxious": _FACE + "D 8.6 9.6 2 D 15.4 9.6 2 M 7 16.6 L 9.5 14.2 L 12 16.6 L 14.5 14.2 L 17 16.6",
    "face_confused": "O 12 12 9.5 M 9 9.6 Q 9.2 6.9 12 6.9 Q 15 6.9 15 9.6 Q 15 11.4 12 12.6 L 12 13.8 D 12 16.9 1.25",
    "face_distressed": _FACE + "M 7.2 10.4 Q 8.9 11.8 10.6 10.4 M 13.4 10.4 Q 15.1 11.8 16.8 10.4 "
    "M 8.6 17.2 Q 12 13.8 15.4 17.2 D 7.6 14.4 1.2",
    "face_embarrassed": _FACE + _EYES + "M 9.6 15.8 Q 12 17.2 14.4 15.8 M 5.6 13.6 L 7.4 13.6 M 16.6 13.6 L 18.4 13.6",
    "heart": "M 12 20 Q 3 14 3 8.8 Q 3 4.4 7.3 4.4 Q 10.4 4.4 12 7.4 "
    "Q 13.6 4.4 16.7 4.4 Q 21 4.4 21 8.8 Q 21 14 12 20 Z",
    "shield": "M 12 2.8 L 19.5 5.6 L 19.5 11.5 Q 19.5 18 12 21.4 Q 4.5 18 4.5 11.5 L 4.5 5.6 Z "
    "M 12 8 L 12 12.4 D 12 16 1.25",
    "circle": "O 12 12 8",
    "tick": "M 5 12.8 L 10 17.8 L 19.5 7",
    "swap": "M 4 8 L 20 8 M 16 4 L 20 8 L 16 12 M 20 16 L 4 16 M 8 12 L 4 16 L 8 20",
    "not_this": "O 12 12 9 M 5.8 5.8 L 18.2 18.2",
    "close": "M 6 6 L 18 18 M 18 6 L 6 18",
    "menu": "D 5 12 1.7 D 12 12 1.7 D 19 12 1.7",
    "alert": "M 12 3.6 L 21.6 20 L 2.4 20 Z M 12 9.6 L 12 14 D 12 17 1.2",
    "bulb": "M 9 17 L 9 15.4 Q 6 13.2 6 9.8 Q 6 4 12 4 Q 18 4 18 9.8 Q 18 13.2 15 15.4 L 15 17 Z M 10 20.4 L 14 20.4",
    "pin": "M 9 3.5 L 15 3.5 M 10 3.5 L 10 9.5 L 6.5 13.5 L 17.5 13.5 L 14 9.5 L 14 3.5 M 12 13.5 L 12 20.5",
    "pinned": "D 12 6.4 2.6 M 9 3.5 L 15 3.5 M 10 3.5 L 10 9.5 L 6.5 13.5 L 17.5 13.5 L 14 9.5 L 14 3.5 "
    "M 12 13.5 L 12 20.5 M 8.6 12.4 L 15.4 12.4 M 10 11 L 14 11",
    "moon": "M 19.5 14.5 Q 12.5 17 9.2 12 Q 6.6 7.5 9.8 3.5 Q 3 6 3.4 12.6 Q 4 20 11.6 20.6 Q 17.4 20.6 19.5 14.5 Z",
    "quiet": "M 6.5 16.5 L 17.5 16.5 Q 16.5 15 16.5 10.5 Q 16.5 5.5 12 5.5 Q 7.5 5.5 7.5 10.5 Q 7.5 15 6.5 16.5 Z "
    "M 10.5 19.8 L 13.5 19.8 M 4 4 L 20 20",
    "pause": "M 9 5.5 L 9 18.5 M 15 5.5 L 15 18.5",
    "click_through": "M 6 3.5 L 6 16 L 9.2 13 L 11.6 18.4 L 14 17.4 L 11.6 12.2 L 16 12 Z M 17 20.5 L 20.5 20.5 "
    "M 11 20.5 L 12.5 20.5 M 4 20.5 L 6.5 20.5",
    "mic_off": "M 12 3.2 Q 15.2 3.2 15.2 6.6 L 15.2 10.8 Q 15.2 14.2 12 14.2 Q 8.8 14.2 8.8 10.8 L 8.8 6.6 "
    "Q 8.8 3.2 12 3.2 Z M 5.4 11 Q 5.4 17.4 12 17.4 Q 18.6 17.4 18.6 11 M 12 17.4 L 12 21 M 3.6 3.6 L 20.4 20.4",
    "headset": "M 4.4 14 L 4.4 12 Q 4.4 4.2 12 4.2 Q 19.6 4.2 19.6 12 L 19.6 14 "
    "M 4.4 13 L 7.6 13 L 7.6 19 L 4.4 19 Z M 16.4 13 L 19.6 13 L 19.6 19 L 16.4 19 Z",
    "wave": "M 4 10 L 4 14 M 8 7 L 8 17 M 12 4 L 12 20 M 16 8 L 16 16 M 20 10.5 L 20 13.5",
}


def draw_icon(painter: QPainter, name: str, box: QRectF, color: QColor) -> None:
    """Draw an icon into a square box.

    Raises:
        KeyError: there is no icon of this name.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / GRID, box.height() / GRID)
    lines, dots = _paths(ICONS[name])
    pen = QPen(color, STROKE)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(lines, pen)
    painter.fillPath(dots, color)
    painter.restore()


def _paths(strokes: str) -> tuple[QPainterPath, QPainterPath]:
    lines, dots = QPainterPath(), QPainterPath()
    for letter, numbers in _commands(strokes):
        if letter == "M":
            lines.moveTo(*numbers)
        elif letter == "L":
            lines.lineTo(*numbers)
        elif letter == "Q":
            lines.quadTo(*numbers)
        elif letter == "Z":
            lines.closeSubpath()
        else:
            x, y, radius = numbers
            (lines if letter == "O" else dots).addEllipse(QPointF(x, y), radius, radius)
    return lines, dots


def _commands(strokes: str) -> Iterator[tuple[str, list[float]]]:
    letter = ""
    numbers: list[float] = []
    for word in strokes.split():
        if word.isalpha():
            if letter:
                yield letter, numbers
            letter, numbers = word, []
        else:
            numbers.append(float(word))
    yield letter, numbers
