"""The kinds of field in the form: each shows a value and tells when the supervisor has changed it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QFont, QResizeEvent, QSyntaxHighlighter, QTextCharFormat, QTextDocument, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from ui.setup.device import DropDown
from ui.theme import Theme

_PAUSES = (1, 2, 5, 10, 20, 30)
"""Minutes."""
_MARKUP = re.compile(r"\{[^{}]*\}|[\[\]]")


class Editor(QWidget):
    """A field's editor.

    Signals:
        changed(): the supervisor has changed the value; not for `show_value`.
    """

    changed = Signal()

    def value(self) -> Any:
        """As `Phrase` takes it, sound or not."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show a value."""
        raise NotImplementedError

    def name_parts(self, name: str) -> None:
        """What readers call it."""
        raise NotImplementedError

    def describe(self, words: str) -> None:
        """What readers say about it: hints and findings."""
        raise NotImplementedError


class _OfOnePart(Editor):
    """An editor that is one widget of Qt's."""

    def __init__(self, part: QWidget) -> None:
        super().__init__()
        self._part = part
        line = QVBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(part)
        self.setFocusProxy(part)

    def name_parts(self, name: str) -> None:
        """What readers call it."""
        self._part.setAccessibleName(name)

    def describe(self, words: str) -> None:
        """What readers say about it."""
        self._part.setAccessibleDescription(words)


class Line(_OfOnePart):
    """One line of text."""

    def __init__(self, theme: Theme) -> None:
        self.part = QLineEdit()
        super().__init__(self.part)
        self.part.setFont(theme.font(13))
        self.part.textEdited.connect(lambda _words: self.changed.emit())

    def value(self) -> str:
        """The text without blanks around it."""
        return self.part.text().strip()

    def show_value(self, value: str) -> None:
        """Show a text, with the cursor where it is if it is shown already."""
        if value != self.value():
            self.part.setText(value)


class GrowingText(QPlainTextEdit):
    """As high as its text, between so many lines; Tab leaves it."""

    def __init__(self, theme: Theme, least: int, most: int) -> None:
        super().__init__()
        self._lines = least, most
        self.setFont(theme.font(14))
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.textChanged.connect(self._fit)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks lines elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another font is higher."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _fit(self) -> None:
        least, most = self._lines
        lines = min(most, max(least, round(self.document().size().height())))
        margins = self.contentsMargins()
        around = margins.top() + margins.bottom() + 2 * (self.document().documentMargin() + self.frameWidth())
        height = round(lines * self.fontMetrics().lineSpacing() + around) + 4
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)


class Words(_OfOnePart):
    """The phrase's text; slots stand out."""

    def __init__(self, theme: Theme) -> None:
        self.part = GrowingText(theme, 2, 6)
        super().__init__(self.part)
        self._shows = False
        SlotColors(self.part.document(), theme)
        self.part.textChanged.connect(self._tell)

    def value(self) -> str:
        """The text on one line."""
        return " ".join(self.part.toPlainText().split())

    def show_value(self, value: str) -> None:
        """Show a text, with the cursor where it is if it is shown already."""
        if value != self.value():
            self._shows = True
            self.part.setPlainText(value)
            self._shows = False

    def insert(self, before: str, marked: str, after: str) -> None:
        """Put words where the cursor is, the middle ones marked so that the next keys replace them."""
        cursor = self.part.textCursor()
        cursor.insertText(before + marked + after)
        cursor.setPosition(cursor.position() - len(after))
        cursor.setPosition(cursor.position() - len(marked), cursor.MoveMode.KeepAnchor)
        self.part.setTextCursor(cursor)
        self.part.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        if not self._shows:
            self.changed.emit()


class Lines(_OfOnePart):
    """A list of texts, one a line: pasting a column of a table adds all of it."""

    def __init__(self, theme: Theme) -> None:
        self.part = GrowingText(theme, 2, 8)
        super().__init__(self.part)
        self._shows = False
        self.part.setFont(theme.font(13))
        self.part.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.part.textChanged.connect(self._tell)

    def value(self) -> tuple[str, ...]:
        """The lines that say something, each once."""
        lines = (" ".join(line.split()) for line in self.part.toPlainText().splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    def show_value(self, value: Sequence[str]) -> None:
        """Show these lines, with the cursor where it is if they are shown already."""
        if tuple(value) != self.value():
            self._shows = True
            self.part.setPlainText("\n".join(value))
            self._shows = False

    def _tell(self) -> None:
        if not self._shows:
            self.changed.emit()


class StillDropDown(DropDown):
    """A list to choose from that leaves the wheel to the page: scrolling must not change what is chosen."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Not here."""
        event.ignore()


class Choice(_OfOnePart):
    """One tag of several.

    Args:
        theme: how it looks.
        tags: ``(id, name, definition)`` of each.
    """

    def __init__(self, theme: Theme, tags: Sequence[tuple[str, str, str]]) -> None:
        self.part = StillDropDown(theme)
        super().__init__(self.part)
        self.part.setSizeAdjustPolicy(DropDown.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.part.setMinimumContentsLength(12)
        for place, (tag, name, definition) in enumerate(tags):
            self.part.addItem(name, tag)
            self.part.setItemData(place, definition, Qt.ItemDataRole.ToolTipRole)
        self.part.activated.connect(self._choose)

    def value(self) -> Any:
        """The chosen tag."""
        return self.part.currentData()

    def show_value(self, value: Any) -> None:
        """Show this tag as chosen."""
        self.part.setCurrentIndex(self.part.findData(value))
        self._explain()

    def _choose(self, _place: int) -> None:
        self._explain()
        self.changed.emit()

    def _explain(self) -> None:
        self.part.setToolTip(self.part.currentData(Qt.ItemDataRole.ToolTipRole) or "")


class Pause(Choice):
    """How long it stays away after it was shown; a length that is none of the usual ones joins them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, ())
        self.part.addItem(self.tr("As the settings say"), None)
        for minutes in _PAUSES:
            self.part.addItem(self.tr("{minutes} min").format(minutes=minutes), 60.0 * minutes)

    def show_value(self, value: float | None) -> None:
        """Show a number of seconds; None leaves it to the settings."""
        if self.part.findData(value) < 0:
            self.part.addItem(self.tr("{seconds} s").format(seconds=f"{value:g}"), value)
        super().show_value(value)


class SlotColors(QSyntaxHighlighter):
    """Slots and optional segments stand out from the words."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._look = QTextCharFormat()
        self._look.setForeground(QColor(theme.palette.accent))
        self._look.setFontWeight(QFont.Weight.DemiBold)

    def highlightBlock(self, words: str) -> None:  # noqa: N802 - Qt's own name
        """Mark the slots of a line."""
        for match in _MARKUP.finditer(words):
            self.setFormat(match.start(), len(match.group()), self._look)
