"""Contact sheets: pictures with a caption each, in rows, as one PNG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme import Palette, Theme

GAP = 20
CAPTION = 26
COLORS, FREQUENT, SIMILAR = 256, 128, 0xE0E0E0
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


def _save(path: Path, font: str, pictures: Sequence[Picture], columns: int, *, scale: float = 1.0) -> None:
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
        sheet = sheet.convertToFormat(QImage.Format.Format_RGB32)
    path.parent.mkdir(parents=True, exist_ok=True)
    _in_few_colors(sheet).save(str(path), None, 0)


def _in_few_colors(image: QImage) -> QImage:
    """The same in 256 colours, a third of the bytes: the most frequent ones, and of rarer ones one of each kind."""
    pixels = np.frombuffer(image.constBits(), dtype=np.uint32)
    colors, counts = np.unique(pixels, return_counts=True)
    by_count = colors[np.argsort(-counts)]
    _, first = np.unique(by_count & SIMILAR, return_index=True)
    kinds = np.sort(first[first >= FREQUENT])
    kept = np.concatenate([by_count[:FREQUENT], by_count[kinds]])[:COLORS]
    flags = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    return image.convertToFormat(QImage.Format.Format_Indexed8, [int(color) for color in kept], flags)


def _rows(pictures: Sequence[Picture], columns: int) -> Iterator[Sequence[Picture]]:
    for first in range(0, len(pictures), columns):
        yield pictures[first : first + columns]


class Stage:
    """How the windows look, and where their pictures go.

    Args:
        folder: where the sheets go.
        family: the font.
    """

    def __init__(self, folder: Path, family: str) -> None:
        self._folder = folder
        self._family = family

    def theme(self, palette: Palette, scale: float = 1.0) -> Theme:
        """A look without motion."""
        return Theme(palette, scale, self._family, reduced_motion=True)

    def save(self, name: str, pictures: Sequence[Picture], columns: int, scale: float = 1.0) -> None:
        """Write a sheet."""
        _save(self._folder / f"{name}.png", self._family, pictures, columns, scale=scale)
