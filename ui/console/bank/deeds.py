"""What can be done on the page of the bank: the buttons above the table, and the line of unsaved work under it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMessageBox, QWidget

from ui.console.bank.drafts import Draft
from ui.console.bank.flow import FlowLayout
from ui.console.desk import Desk
from ui.console.parts import button, hint


class DeedsBar(QWidget):
    """New, duplicate, change many, import, export."""

    begun = Signal()
    duplicated = Signal()
    changed_many = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        theme = desk.theme
        self.new = button(theme, self.tr("&New phrase"), self.begun.emit, "chief")
        self.copy = button(theme, self.tr("&Duplicate"), self.duplicated.emit)
        self.bulk = button(theme, "", self.changed_many.emit)
        self.bulk.setToolTip(self.tr("One change to all that are selected (Ctrl+B)"))
        self.bring = button(theme, self.tr("I&mport …"), lambda: self._transfer("open_import"))
        self.export = button(theme, self.tr("E&xport …"), lambda: self._transfer("open_export"))
        flow = FlowLayout(self, theme.px(8))
        for part in (self.new, self.copy, self.bulk, self.bring, self.export):
            flow.addWidget(part)
        self.count_selected(0)

    def count_selected(self, count: int) -> None:
        """So many phrases are selected."""
        self.bulk.setText(self.tr("Change {count} selected …").format(count=count))
        self.bulk.setAccessibleName(self.bulk.text())
        self.bulk.setEnabled(count > 0)

    def _transfer(self, opening: str) -> None:
        from ui.console.transfer.dialog import TransferDialog  # noqa: PLC0415 - the first time it is wanted

        getattr(TransferDialog(self._desk, self), opening)()


class UnsavedLine(QWidget):
    """How many other phrases have changes that are not saved; hidden while there are none."""

    saved_all = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        theme = desk.theme
        self.words: QLabel = hint(theme, "")
        self.save_all = button(theme, self.tr("Save a&ll"), self.saved_all.emit)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(8))
        line.addWidget(self.words, 1)
        line.addWidget(self.save_all)

    def count(self, drafts: Mapping[str, Draft], shown: str) -> None:
        """Of these drafts the one that is shown does not count."""
        others = [key for key in drafts if key != shown]
        self.setVisible(bool(others))
        words = self.tr("Other phrases with changes that are not saved: {count} (marked ●)")
        self.words.setText(words.format(count=len(others)))

    def ask(self, drafts: Mapping[str, Draft]) -> QMessageBox.StandardButton:
        """Save all, discard, or cancel: what the supervisor wants before the window closes."""
        box = QMessageBox(self.window())
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(self.tr("Phrases that are not saved: {count}").format(count=len(drafts)))
        box.setInformativeText(", ".join(str(draft.values["id"]) for draft in drafts.values()))
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.SaveAll | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.SaveAll)
        return buttons(box.exec())
