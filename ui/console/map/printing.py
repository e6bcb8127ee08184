"""An empathy map on one page in landscape, for printers and PDF: dark ink on white, with room for notes."""

from __future__ import annotations

from html import escape
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QTextDocument,
)

from ui.console.map.html import TONES, entry_html, strong
from ui.console.map.sections import Section, Sheet
from ui.theme import LIGHT

WIDTH, HEIGHT = 1120.0, 770.0
"""The page in units of the design: A4 in landscape at 96 dots an inch, less its margins."""
_GAP, _PAD, _TITLE_HIGH = 10.0, 10.0, 28.0
_HEAD, _RESULTS, _FOOT = 58.0, 188.0, 16.0
_NOTE_LINES = 24


def lay_out(device: QPagedPaintDevice) -> None:
    """A4 in landscape with narrow margins."""
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    device.setPageOrientation(QPageLayout.Orientation.Landscape)
    device.setPageMargins(QMarginsF(10, 10, 10, 10), QPageLayout.Unit.Millimeter)


def save_pdf(sheet: Sheet, path: Path, family: str) -> bool:
    """Write the page as a PDF; whether that was possible."""
    writer = QPdfWriter(str(path))
    writer.setTitle(sheet.title)
    writer.setCreator("Attune")
    lay_out(writer)
    return print_sheet(sheet, writer, family)


def print_sheet(sheet: Sheet, device: QPagedPaintDevice, family: str) -> bool:
    """Paint the page on a printer or a PDF; whether that was possible."""
    painter = QPainter()
    if not painter.begin(device):
        return False
    try:
        scale = min(device.width() / WIDTH, device.height() / HEIGHT)
        painter.scale(scale, scale)
        SheetPainter(painter, family).paint(sheet)
    finally:
        painter.end()
    return True


class SheetPainter:
    """Paints a sheet in units of the design."""

    def __init__(self, painter: QPainter, family: str) -> None:
        self._painter = painter
        self._family = family
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def paint(self, sheet: Sheet) -> None:
        """All of it."""
        self._write(QRectF(0, 0, WIDTH, 30), strong(sheet.title, "font-size:20px"))
        self._write(QRectF(0, 28, WIDTH, 30), _muted(f"{sheet.scope} {sheet.mood}"))
        wide = (WIDTH - _GAP) / 2
        high = (HEIGHT - _HEAD - _RESULTS - _FOOT - 3 * _GAP) / 2
        for place, section in enumerate(sheet.fields):
            down, across = divmod(place, 2)
            self._section(QRectF(across * (wide + _GAP), _HEAD + down * (high + _GAP), wide, high), section)
        top, third = _HEAD + 2 * (high + _GAP), (WIDTH - 2 * _GAP) / 3
        for place, section in enumerate(sheet.results):
            self._section(QRectF(place * (third + _GAP), top, third, _RESULTS), section)
        self._notes(QRectF(2 * (third + _GAP), top, third, _RESULTS))
        self._write(QRectF(0, HEIGHT - _FOOT, WIDTH, _FOOT), _muted(sheet.foot))

    def _section(self, box: QRectF, section: Section) -> None:
        """A field with as many of its items as have room."""
        inside = self._frame(box, section.title, TONES[section.name])
        if not section.entries:
            self._write(inside, _muted(section.empty))
        top = inside.top()
        for entry in section.entries:
            document = self._document(entry_html(entry), inside.width())
            high = document.size().height()
            if top + high > inside.bottom():
                break
            self._draw(document, QPointF(inside.left(), top))
            top += high + 4

    def _notes(self, box: QRectF) -> None:
        words = QCoreApplication.translate("EmpathyMap", "Notes: what do we change?")
        inside = self._frame(box, words, TONES["notes"])
        self._painter.setPen(QPen(QColor(LIGHT.line), 1))
        for y in range(int(inside.top()) + _NOTE_LINES - 4, int(inside.bottom()), _NOTE_LINES):
            self._painter.drawLine(QPointF(inside.left(), y), QPointF(inside.right(), y))

    def _frame(self, box: QRectF, title: str, tone: str) -> QRectF:
        """A box with its title; returns the room in it."""
        painter = self._painter
        painter.setPen(QPen(QColor(LIGHT.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 6, 6)
        painter.fillRect(QRectF(box.left(), box.top() + 6, 3, box.height() - 12), QColor(tone))
        head = strong(title, f"font-size:14px; color:{tone}")
        self._write(QRectF(box.left() + _PAD, box.top() + 5, box.width() - 2 * _PAD, _TITLE_HIGH), head)
        return box.adjusted(_PAD, _TITLE_HIGH, -_PAD, -4)

    def _write(self, box: QRectF, html: str) -> None:
        self._draw(self._document(html, box.width()), box.topLeft())

    def _draw(self, document: QTextDocument, at: QPointF) -> None:
        self._painter.save()
        self._painter.translate(at)
        document.drawContents(self._painter)
        self._painter.restore()

    def _document(self, html: str, width: float) -> QTextDocument:
        font = QFont(self._family)
        font.setPixelSize(12)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        document = QTextDocument()
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        document.setDefaultFont(font)
        document.setDefaultStyleSheet(f"body {{ color: {LIGHT.text}; }} .note {{ font-size: 10px; }}")
        document.setHtml(f"<body>{html}</body>")
        document.setTextWidth(width)
        return document


def _muted(words: str) -> str:
    return f'<span style="color:{LIGHT.muted}">{escape(words)}</span>'
