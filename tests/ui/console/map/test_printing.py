"""The map on paper: one page, nothing over its borders."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from assist.report.digest import Digest, Felt
from assist.report.empathy_map import empathy_map
from tests.ui.console.map.calls import CALLS, REFUND, result
from ui.console.desk import Desk
from ui.console.map.html import page_html
from ui.console.map.page import MapPage
from ui.console.map.printing import HEIGHT, WIDTH, SheetPainter, save_pdf
from ui.console.map.sections import Sheet, sheet_of
from ui.theme import LIGHT, load_font

WHITE = QColor("white").rgb()


def sheet(*calls: Digest) -> Sheet:
    return sheet_of(empathy_map(calls), calls)


def painted(drawn: Sheet) -> QImage:
    """The page as a picture, a dot for each unit of the design."""
    page = QImage(int(WIDTH), int(HEIGHT), QImage.Format.Format_RGB32)
    page.fill(WHITE)
    painter = QPainter(page)
    SheetPainter(painter, load_font()).paint(drawn)
    painter.end()
    return page


def ink_in_row(page: QImage, y: int) -> int:
    return sum(page.pixel(x, y) != WHITE for x in range(page.width()))


@pytest.mark.usefixtures("qapp")
def test_however_much_was_said_the_fields_stay_apart() -> None:
    """What has no room is left out: between two rows of fields the paper stays white."""
    long = " ".join(["Nobody told me anything about this in all those weeks"] * 3)
    emotions = ("anger", "annoyance", "anxiety", "confusion", "distress", "disappointment")
    felt = tuple(Felt(emotion=emotion, at=1.0, quote=f"{emotion} {long}") for emotion in emotions)
    page = painted(sheet(replace(REFUND, felt=felt), *CALLS[1:]))
    rows = [ink_in_row(page, y) for y in range(page.height())]
    gaps = [y for y in range(200, page.height() - 20) if rows[y] == 0]
    assert len(gaps) >= 2 * 5


@pytest.mark.usefixtures("qapp")
def test_each_field_has_ink_of_its_own() -> None:
    """Titles in six colours, dark enough for white paper."""
    page = painted(sheet(*CALLS))
    seen = {QColor(page.pixel(x, y)).name() for x in range(0, page.width()) for y in range(0, page.height(), 3)}
    for tone in ("puzzled", "uneasy", "warm", "calm", "hot", "glad"):
        assert LIGHT.tones[tone].lower() in seen  # type: ignore[index]


@pytest.mark.usefixtures("qapp")
def test_a_pdf_is_one_page_in_landscape(tmp_path: Path) -> None:
    """A4, whatever is on it; without a call, too."""
    for number, drawn in enumerate((sheet(*CALLS), sheet(REFUND), sheet())):
        path = tmp_path / f"{number}.pdf"
        assert save_pdf(drawn, path, load_font())
        content = path.read_bytes()
        assert content.count(b"/Type /Page\n") == 1
        (box,) = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)", content)
        assert [round(float(side)) for side in box] == [842, 595]


def test_the_printer_of_the_dialog_gets_the_page(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was chosen there is printed on; a dialog that is left prints nothing."""
    told: list[str] = []
    desk.told.connect(told.append)
    page = MapPage(desk)
    qtbot.addWidget(page)
    page.show_calls(result())

    def choose(dialog: QPrintDialog) -> QDialog.DialogCode:
        printer = dialog.printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: QDialog.DialogCode.Rejected)
    page.print.click()
    assert told == []
    monkeypatch.setattr(QPrintDialog, "exec", choose)
    page.print.click()
    assert told == ["The map is printed."]
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")


def test_the_web_page_fetches_nothing() -> None:
    """It is one file, with all fields and with room for notes."""
    written = page_html(sheet(*CALLS))
    assert "http" not in written
    assert "src=" not in written
    for title in ("Said", "Felt", "Needed", "Did", "Pains: left open", "Gains: what helped", "Notes"):
        assert title in written
