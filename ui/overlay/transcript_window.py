"""The whole conversation in a window of its own: to read back, to search, to copy from.

Unlike the overlay it takes the keyboard, because the agent opened it (`ui.overlay.intents.OpenTranscript`). Whoever
opens it holds it, and gives it each new state while it is visible.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from ui import wording
from ui.overlay.conversation import Conversation
from ui.overlay.state import OverlayState
from ui.theme import Theme


class TranscriptWindow(QWidget):
    """A search field over the conversation. Ctrl+F searches, F3 and Shift+F3 go through the matches, Esc leaves.

    Args:
        theme: how it looks.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle(wording.TRANSCRIPT_TITLE)
        self.setObjectName("transcript")
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(wording.SEARCH_HINT)
        self.field.setAccessibleName(wording.SEARCH_HINT)
        self.count = QLabel(self)
        self.previous_button = self._button("\N{UPWARDS ARROW}", wording.PREVIOUS_MATCH, "Shift+F3")
        self.next_button = self._button("\N{DOWNWARDS ARROW}", wording.NEXT_MATCH, "F3")
        self.conversation = Conversation(theme, self)
        self._lay_out(theme)
        self._connect()
        self._dress(theme)
        self.resize(theme.px(560), theme.px(640))
        self._show_matches()

    def _button(self, arrow: str, name: str, key: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(arrow)
        button.setAccessibleName(name)
        button.setToolTip(f"{name} ({key})")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _lay_out(self, theme: Theme) -> None:
        px = theme.px
        top = QHBoxLayout()
        top.setSpacing(px(6))
        top.addWidget(self.field, 1)
        for widget in (self.count, self.previous_button, self.next_button):
            top.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(14), px(14), px(14), px(14))
        column.setSpacing(px(10))
        column.addLayout(top)
        column.addWidget(self.conversation, 1)
        for button in (self.previous_button, self.next_button):
            button.setFixedSize(px(32), px(32))
        self.field.setMinimumHeight(px(32))
        self.count.setMinimumWidth(px(64))

    def _connect(self) -> None:
        self.field.textChanged.connect(self._search)
        self.field.returnPressed.connect(lambda: self._go(1))
        self.next_button.clicked.connect(lambda: self._go(1))
        self.previous_button.clicked.connect(lambda: self._go(-1))
        for key, act in (
            (QKeySequence(QKeySequence.StandardKey.Find), self._find),
            (QKeySequence("F3"), lambda: self._go(1)),
            (QKeySequence("Shift+F3"), lambda: self._go(-1)),
            (QKeySequence("Escape"), self._leave),
        ):
            QShortcut(key, self).activated.connect(act)

    def _dress(self, theme: Theme) -> None:
        palette = theme.palette
        for widget in (self, self.field, self.count, self.previous_button, self.next_button):
            widget.setFont(theme.font(13))
        edge = palette.edge or palette.muted
        self.setStyleSheet(
            f"QWidget#transcript {{ background: {palette.plate}; }} QLabel {{ color: {palette.muted}; }}"
            f"QLineEdit, QToolButton {{ background: {palette.raised}; color: {palette.text}; border: 1px solid {edge};"
            f" border-radius: {theme.px(6)}px; padding: 0 {theme.px(8)}px;"
            f" selection-background-color: {palette.accent}; selection-color: {palette.card}; }}"
            f"QToolButton {{ padding: 0; }}"
            f"QTextEdit {{ background: {palette.card}; border: 1px solid {edge};"
            f" border-radius: {theme.px(8)}px; padding: {theme.px(6)}px; }}"
            f"QScrollBar:vertical {{ background: {palette.card}; width: {theme.px(12)}px; margin: 0; }}"
            f"QScrollBar::handle:vertical {{ background: {palette.muted}; border-radius: {theme.px(4)}px;"
            f" min-height: {theme.px(32)}px; margin: {theme.px(2)}px; }}"
            f"QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}"
            f"QTextEdit:focus {{ border: 2px solid {palette.accent}; }}"
            f"QLineEdit:focus, QToolButton:focus {{ border: 2px solid {palette.accent}; }}"
        )

    def draw(self, state: OverlayState) -> None:
        """Show the conversation of this state; costs next to nothing where it has not changed."""
        if self.conversation.draw(state.lines, state.gaps):
            self._show_matches()

    def _search(self, words: str) -> None:
        self.conversation.search(words)
        self._show_matches()

    def _go(self, step: int) -> None:
        self.conversation.go(step)
        self._show_matches()

    def _find(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _leave(self) -> None:
        """Leave the search first, then the window."""
        if self.field.text():
            self.field.clear()
        else:
            self.close()

    def _show_matches(self) -> None:
        found = len(self.conversation.matches)
        has_words = bool(self.field.text().strip())
        self.count.setText(wording.match_count(self.conversation.current, found) if has_words else "")
        for button in (self.previous_button, self.next_button):
            button.setEnabled(found > 0)
