"""Contact sheets: pictures with a caption each, in rows, as one PNG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

GAP = 20
CAPTION = 26
DESK = "#8A97A6"
"""The desktop behind the overlays: neither light nor dark."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image and what it shows."""

    caption: str
    image: QImage


def taken(caption: str, widget: QWidget, *, margin: int = 0, height: int = 0) -> Picture:
    """A picture of a widget as it is now, without so many pixels around it, and only so high where that is given."""
    for _ in range(3):  # rows are laid out anew in turns of the event loop
        QApplication.processEvents()
    image = widget.grab().toImage()
    box = image.rect().adjusted(margin, margin, -margin, -margin)
    if height:
        box.setHeight(height)
    return Picture(caption, image.copy(box))


def save(path: Path, font: str, pictures: Sequence[Picture], columns: int, *, scale: float = 1.0) -> None:
    """Write the sheet, each row as high as its highest picture; ``scale`` makes all of them smaller."""
    rows = list(_rows(pictures, columns))
    widths = [max(row[place].image.width() for row in rows if place < len(row)) for place in range(len(rows[0]))]
    heights = [max(picture.image.height() for picture in row) for row in rows]
    width = sum(widths) + GAP * (len(widths) + 1)
    height = sum(heights) + (CAPTION + GAP) * len(heights) + GAP // 2
    sheet = QImage(width, height, QImage.Format.Format_RGB32)
    sheet.fill(QColor(DESK))
    painter = QPainter(sheet)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    caption = QFont(font)
    caption.setPixelSize(15)
    caption.setWeight(QFont.Weight.DemiBold)
    painter.setFont(caption)
    painter.setPen(QColor("#10151B"))
    top = float(GAP // 2)
    for row, row_height in zip(rows, heights, strict=True):
        left = float(GAP)
        for picture, column in zip(row, widths, strict=False):
            painter.drawText(QRectF(left, top, column, CAPTION), Qt.AlignmentFlag.AlignVCenter, picture.caption)
            painter.drawImage(QPointF(left, top + CAPTION), picture.image)
            left += column + GAP
        top += CAPTION + row_height + GAP
    painter.end()
    if scale != 1.0:
        sheet = sheet.scaledToWidth(round(width * scale), Qt.TransformationMode.SmoothTransformation)
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(str(path), None, 0)


def _rows(pictures: Sequence[Picture], columns: int) -> Iterator[Sequence[Picture]]:
    for first in range(0, len(pictures), columns):
        yield pictures[first : first + columns]
