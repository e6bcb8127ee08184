"""The conversation as text: each utterance a paragraph with its time and speaker; searched, selected and copied.

Utterances that ran at once are joined by a bracket and say so; what was not heard is a paragraph of its own.

A document rather than a list of items, so that part of an utterance can be copied, readers move through it by line and
word, and a long call costs no more to go on with than a short one.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from ui import wording
from ui.overlay.entries import Entry, entries_of, joined, key_of, words_of
from ui.overlay.state import Gap, Line
from ui.theme import Theme, mixed

LEAST_SEARCHED = 2
"""A single letter is everywhere: a search begins with two."""


class Conversation(QTextEdit):
    """Shows the utterances, stays at the end unless the agent scrolled up, and marks what is searched for."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._drawn: tuple[Sequence[Line], Sequence[Gap]] = ((), ())
        self._entries: Sequence[Entry] = ()
        self._joined: Sequence[tuple[int, int]] = ()
        self._words = ""
        self.matches: list[QTextCursor] = []
        self.current = -1
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFont(theme.font(14))
        self.setAccessibleName(wording.TRANSCRIPT_TITLE)
        self.setPlaceholderText(wording.NOTHING_SAID)
        self.document().setDocumentMargin(theme.px(14))
        self._shape = self._paragraph()
        self._dress()

    def _paragraph(self) -> QTextBlockFormat:
        """Time, speaker and words each in a column of their own."""
        metrics, px = self.fontMetrics(), self._theme.px
        speaker = metrics.horizontalAdvance("0:00:00") + px(12)
        words = speaker + max(metrics.horizontalAdvance(name) for name in wording.SPEAKERS.values()) + px(14)
        shape = QTextBlockFormat()
        shape.setLeftMargin(words)
        shape.setTextIndent(-words)
        shape.setTabPositions([QTextOption.Tab(at, QTextOption.TabType.LeftTab) for at in (speaker, words)])
        shape.setBottomMargin(px(6))
        return shape

    def _dress(self) -> None:
        palette, colors = self._theme.palette, self.palette()
        for role, color in (
            (QPalette.ColorRole.Base, palette.card),
            (QPalette.ColorRole.Text, palette.text),
            (QPalette.ColorRole.PlaceholderText, palette.faint),
            (QPalette.ColorRole.Highlight, palette.accent),
            (QPalette.ColorRole.HighlightedText, palette.card),
        ):
            colors.setColor(role, QColor(color))
        self.setPalette(colors)

    def draw(self, lines: Sequence[Line], gaps: Sequence[Gap] = ()) -> bool:
        """Show these utterances and gaps; what has not changed is not written again.

        Returns:
            Whether something changed.
        """
        if lines is self._drawn[0] and gaps is self._drawn[1]:
            return False
        self._drawn = lines, gaps
        before, self._entries = self._entries, entries_of(lines, gaps)
        gone = _gone(before, self._entries)
        same = _same(before[gone:], self._entries)
        if not gone and same == len(before) == len(self._entries):
            return False
        self._joined = joined(self._entries)
        bar = self.verticalScrollBar()
        at_end, place = bar.value() >= bar.maximum(), bar.value()
        edit = QTextCursor(self.document())
        edit.beginEditBlock()
        self._forget(gone)
        self._keep(same)
        for entry in self._entries[same:]:
            self._write(entry)
        edit.endEditBlock()
        self._mark()
        bar.setValue(bar.maximum() if at_end else place)
        return True

    def _forget(self, count: int) -> None:
        """Take away the first utterances."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self.document().findBlockByNumber(count).position(), QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()

    def _keep(self, count: int) -> None:
        """Take away all but the first utterances."""
        cursor = QTextCursor(self.document())
        if count:
            last: QTextBlock = self.document().findBlockByNumber(count - 1)
            cursor.setPosition(last.position() + last.length() - 1)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()

    def _write(self, entry: Entry) -> None:
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if not self.document().isEmpty():
            cursor.insertBlock()
        cursor.setBlockFormat(self._shape)
        palette = self._theme.palette
        speaker = wording.SPEAKERS[entry.speaker] if isinstance(entry, Line) else ""
        cursor.insertText(f"{wording.clock(entry.start)}\t{speaker}\t", _ink(palette.muted))
        if isinstance(entry, Gap):
            cursor.insertText(words_of(entry), _ink(palette.alert, italic=True))
        else:
            self._write_words(cursor, entry)

    def _write_words(self, cursor: QTextCursor, line: Line) -> None:
        palette = self._theme.palette
        if line.overlap:
            how = wording.overlapping(line.speaker, barge_in=line.overlap.barge_in)
            cursor.insertText(f"({how}) ", _ink(palette.muted, italic=True))
        settled = len(line.stable) if line.text.startswith(line.stable) else 0
        cursor.insertText(line.text[:settled], _ink(palette.muted if line.speaker == "agent" else palette.text))
        cursor.insertText(line.text[settled:], _ink(palette.faint))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, and the brackets beside it."""
        super().paintEvent(event)
        if not self._joined:
            return
        px = self._theme.px
        painter = QPainter(self.viewport())
        painter.setPen(QPen(QColor(self._theme.palette.muted), max(1, px(1.5))))
        left, right = px(4) + 0.5, px(9) + 0.5
        for first, last in self._joined:
            top = self._box_of(first).top() + px(3)
            bottom = self._box_of(last).bottom() - px(2)
            if bottom >= 0 and top <= self.viewport().height():
                ends = (QLineF(left, top, right, top), QLineF(left, bottom, right, bottom))
                painter.drawLines([QLineF(left, top, left, bottom), *ends])
        painter.end()

    def _box_of(self, place: int) -> QRectF:
        """Where a paragraph stands in the viewport."""
        box = self.document().documentLayout().blockBoundingRect(self.document().findBlockByNumber(place))
        return box.translated(0, -self.verticalScrollBar().value())

    # --- search ---

    def search(self, words: str) -> None:
        """Mark each place where these words stand, in any case, and go to the last one."""
        self._words = words.strip()
        self.current = -1
        self._mark()
        self.go(-1)

    def go(self, step: int) -> None:
        """Go to the match so many further on, round at the ends."""
        if not self.matches:
            return
        first = -1 if step > 0 else 0
        self.current = ((self.current if self.current >= 0 else first) + step) % len(self.matches)
        self._paint_matches()
        cursor = QTextCursor(self.matches[self.current])
        cursor.clearSelection()
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _mark(self) -> None:
        self.matches = list(self._find()) if len(self._words) >= LEAST_SEARCHED else []
        self.current = min(self.current, len(self.matches) - 1)
        self._paint_matches()

    def _find(self) -> Sequence[QTextCursor]:
        found: list[QTextCursor] = []
        cursor = self.document().find(self._words)
        while not cursor.isNull():
            found.append(cursor)
            cursor = self.document().find(self._words, cursor)
        return found

    def _paint_matches(self) -> None:
        palette = self._theme.palette
        marks = []
        for place, cursor in enumerate(self.matches):
            mark = QTextEdit.ExtraSelection()
            mark.cursor = cursor
            shape = QTextCharFormat()
            if place == self.current:
                shape.setBackground(QColor(palette.accent))
                shape.setForeground(QColor(palette.card))
            else:
                shape.setBackground(found_ground(self._theme))
                shape.setForeground(QColor(palette.text))
                shape.setFontUnderline(True)
            mark.format = shape
            marks.append(mark)
        self.setExtraSelections(marks)


def found_ground(theme: Theme) -> QColor:
    """The ground of a match that the search is not at."""
    return mixed(QColor(theme.palette.accent), QColor(theme.palette.card), 0.22)


def _ink(color: str, *, italic: bool = False) -> QTextCharFormat:
    ink = QTextCharFormat()
    ink.setForeground(QColor(color))
    ink.setFontItalic(italic)
    return ink


def _gone(before: Sequence[Entry], after: Sequence[Entry]) -> int:
    """How many entries at the beginning are there no more; none where the two have nothing in common."""
    first = key_of(after[0]) if after else None
    return next((place for place, entry in enumerate(before) if key_of(entry) == first), 0)


def _same(before: Sequence[Entry], after: Sequence[Entry]) -> int:
    """How many entries at the beginning are the same."""
    for place, (one, other) in enumerate(zip(before, after, strict=False)):
        if one is not other and one != other:
            return place
    return min(len(before), len(after))
