"""What supervisors say to each other about a phrase."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from phrasebank.errors import PhrasebankError
from phrasebank.store.records import Comment
from ui.console.bank.editors import GrowingText
from ui.console.desk import Desk
from ui.console.naming import moment_name
from ui.console.parts import button, hint


class Comments(QWidget):
    """The remarks on one phrase, oldest first, and a field for another.

    Signals:
        counted(int): how many there are now.

    Args:
        desk: gives and keeps them.
    """

    counted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._phrase_id = ""
        self._begun: dict[str, str] = {}
        theme = desk.theme
        self.list = QListWidget()
        self.list.setFont(theme.font(13))
        self.list.setWordWrap(True)
        self.list.setAccessibleName(self.tr("Comments, oldest first"))
        self.field = GrowingText(theme, 2, 6)
        self.field.setPlaceholderText(self.tr("Your remark, with your name and the time"))
        self.field.setAccessibleName(self.tr("New comment"))
        self.add_button = button(theme, self.tr("Add comment"), self.add)
        self.add_button.setToolTip(self.tr("Ctrl+Enter"))
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self.field, self.add, context=Qt.ShortcutContext.WidgetShortcut)
        self._unsaved = hint(theme, self.tr("Save the phrase first; then others can talk about it."))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(4), theme.px(10), theme.px(12), theme.px(8))
        column.setSpacing(theme.px(8))
        for part in (self._unsaved, self.list, self.field):
            column.addWidget(part)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_phrase(self, phrase_id: str) -> None:
        """Show the comments on a phrase; empty for one that is not saved yet."""
        if phrase_id != self._phrase_id:
            self._begun[self._phrase_id] = self.field.toPlainText()
            self.field.setPlainText(self._begun.get(phrase_id, ""))
        self._phrase_id = phrase_id
        try:
            comments = self._desk.store.comments(phrase_id) if phrase_id else ()
        except PhrasebankError as error:
            comments = ()
            self._desk.tell(str(error))
        self._unsaved.setVisible(not phrase_id)
        self.field.setEnabled(bool(phrase_id))
        self.add_button.setEnabled(bool(phrase_id))
        self.list.clear()
        self.list.addItems([self._line(comment) for comment in comments])
        self.list.scrollToBottom()
        self.counted.emit(len(comments))

    def add(self) -> None:
        """Keep what stands in the field as a comment."""
        words = self.field.toPlainText().strip()
        phrase_id, desk = self._phrase_id, self._desk
        if words and desk.attempt(lambda: desk.store.comment(phrase_id, words, desk.who)):
            self.field.clear()
            self.show_phrase(phrase_id)

    def _line(self, comment: Comment) -> str:
        head = self.tr("{who}, {when}").format(who=comment.who, when=moment_name(comment.at))
        return f"{head}\n{comment.text}"
