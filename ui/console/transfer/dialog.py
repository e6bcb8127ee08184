"""Import and export of the bank, with a look at what would change before anything does."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from ui.console.desk import Desk
from ui.console.style import console_style
from ui.console.transfer.bringing import Bringing
from ui.console.transfer.taking import Taking

KINDS = "*.xlsx *.csv *.yaml *.yml *.json"


class TransferDialog(QDialog):
    """One dialog for both ways.

    Args:
        desk: of the console.
        parent: the window that it stands before.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.part: Bringing | Taking | None = None
        theme = desk.theme
        self.setObjectName("after")
        self.setFont(theme.font(13))
        self.setStyleSheet(console_style(theme))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*(theme.px(16),) * 4)

    def open_import(self) -> None:
        """Ask for a file and show what it would change; nothing opens where none is chosen."""
        files = self.tr("Tables and files of phrases ({kinds})").format(kinds=KINDS)
        name, _ = QFileDialog.getOpenFileName(self.parentWidget(), self.tr("Import phrases"), "", files)
        if name:
            self.bring(Path(name))
        else:
            self.deleteLater()

    def open_export(self) -> None:
        """Ask what to write, and where."""
        self._show(Taking(self._desk), self.tr("Export phrases"), 560, 260)

    def bring(self, path: Path) -> Bringing:
        """Show what a file would change."""
        bringing = Bringing(self._desk)
        self._show(bringing, self.tr("Import phrases from {file}").format(file=path.name), 980, 680)
        bringing.look(path)
        return bringing

    def done(self, result: int) -> None:
        """Stop what still runs, and go."""
        part, self.part = self.part, None
        if part is not None:
            part.stop()
        super().done(result)
        self.deleteLater()

    def _show(self, part: Bringing | Taking, title: str, wide: int, high: int) -> None:
        self.part = part
        self._column.addWidget(part)
        part.left.connect(self.accept)
        self.setWindowTitle(title)
        self.resize(self._desk.theme.px(wide), self._desk.theme.px(high))
        self.open()
