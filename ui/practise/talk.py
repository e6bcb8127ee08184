"""The conversation: what was said, how it went down, and the field for the next answer."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from assist.names import NEEDS
from assist.practise.messages import CustomerSaid, Role
from assist.practise.scenario import MISSTEPS
from ui.practise.meter import TemperMeter
from ui.practise.style import push
from ui.summary.style import text, with_role
from ui.theme import Theme

BUBBLE = 470
"""The widest a line grows, in design pixels: about 60 letters."""
_MOVED = 0.05
"""A smaller change of temper is none that anybody would notice."""


class AnswerField(QPlainTextEdit):
    """Takes the answer: Enter sends it, with Shift it makes a new line."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell Enter from the other keys."""
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not shifted:
            self.entered.emit()
            return
        super().keyPressEvent(event)


class TalkPage(QWidget):
    """One role play. ``said`` carries the agent's words, ``back`` the number of the line to go back to."""

    said = Signal(str)
    back = Signal(int)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._theme = theme
        self._number = 0
        self._name = ""
        self._rows: list[tuple[int, QWidget]] = []
        self.title = text(theme, "", 16, bold=True)
        self.meter = TemperMeter(theme)
        self.situation = text(theme, "", 12.5)
        self.field = AnswerField()
        self.field.setFont(theme.font(14))
        self.field.setPlaceholderText("Answer as you would on the phone. Enter sends, Shift+Enter is a new line.")
        self.field.setAccessibleName("Your answer")
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(theme.px(84))
        self.field.entered.connect(self._send)
        self.send = push(theme, "&Say it", first=True)
        self.undo = push(theme, "&Back one line")
        self.end = push(theme, "&End the call")
        self._lay_out()
        self.send.clicked.connect(self._send)
        self.undo.clicked.connect(lambda: self.back.emit(max(0, self._number - 1)))
        self.end.clicked.connect(self.left)

    def begin(self, role: Role) -> None:
        """A new role play."""
        self._clear(0)
        self._name = role.customer.split(",")[0]
        self.title.setText(role.title)
        self.situation.setText(role.situation)

    def hear(self, news: CustomerSaid) -> None:
        """The customer said something; lines from this number on are forgotten, this one is shown."""
        self._clear(news.number)
        if self._rows:
            self._remark(news)
        self._number = news.number
        self.meter.show_temper(news.temper)
        self._add(news.number, self._bubble(self._name, news.text, "customer"))
        self.undo.setEnabled(news.number > 0)
        self._wait(waiting=False)

    def answered(self, words: str) -> None:
        """The agent's words, as they were understood."""
        self._add(self._number, self._bubble("You", words or "(you said nothing)", "agent"))
        self._wait(waiting=True)

    def _send(self) -> None:
        if self.send.isEnabled():
            words = self.field.toPlainText().strip()
            self.field.clear()
            self.said.emit(words)

    def _wait(self, *, waiting: bool) -> None:
        """While the customer thinks there is nothing to send; the field stays open for the next thought."""
        self.send.setEnabled(not waiting)
        if not waiting:
            self.field.setFocus()

    def _remark(self, news: CustomerSaid) -> None:
        """How the last answer went down."""
        parts = [f"✓ {NEEDS.get(need, need)}" for need in news.met]
        parts += [f"→ {MISSTEPS[name]}" for name in news.missteps[:1] if name in MISSTEPS]
        if abs(news.moved) >= _MOVED:
            parts.append("eased" if news.moved > 0 else "more upset")
        if parts:
            role = "good" if news.moved >= _MOVED else "open" if news.moved <= -_MOVED else "muted"
            spot = text(self._theme, "   ·   ".join(parts), 12, role)
            spot.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._add(self._number, spot)

    def _bubble(self, name: str, words: str, role: str) -> QWidget:
        theme = self._theme
        frame = with_role(QFrame(), role)
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(10))
        inner.setSpacing(theme.px(2))
        inner.addWidget(text(theme, name, 11.5, "muted", bold=True))
        inner.addWidget(text(theme, words, 14))
        frame.setMaximumWidth(theme.px(BUBBLE))
        frame.setAccessibleName(f"{name}: {words}")
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        if role == "agent":
            line.addStretch(1)
        line.addWidget(frame, 4)
        if role == "customer":
            line.addStretch(1)
        return row

    def _add(self, number: int, row: QWidget) -> None:
        self._rows.append((number, row))
        self._lines.insertWidget(self._lines.count() - 1, row)
        QTimer.singleShot(0, self._follow)

    def _follow(self) -> None:
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _clear(self, number: int) -> None:
        """Forget what was said from this line on."""
        kept: list[tuple[int, QWidget]] = []
        for place, row in self._rows:
            if place < number:
                kept.append((place, row))
            else:
                self._lines.removeWidget(row)
                row.deleteLater()
        self._rows = kept

    def _lay_out(self) -> None:
        px = self._theme.px
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.meter)
        box = with_role(QFrame(), "screen")
        inner = QVBoxLayout(box)
        inner.setContentsMargins(px(12), px(6), px(12), px(6))
        inner.addWidget(self.situation)
        inside = QWidget()
        inside.setObjectName("talk")
        self._lines = QVBoxLayout(inside)
        self._lines.setSpacing(px(8))
        self._lines.addStretch()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setWidget(inside)
        self._area.setAccessibleName("What was said")
        self._area.verticalScrollBar().rangeChanged.connect(lambda *_: self._follow())
        foot = QHBoxLayout()
        foot.addWidget(self.undo)
        foot.addWidget(self.end)
        foot.addStretch()
        foot.addWidget(self.send)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(18), px(14), px(18), px(14))
        column.setSpacing(px(10))
        column.addLayout(head)
        column.addWidget(box)
        column.addWidget(self._area, 1)
        column.addWidget(self.field)
        column.addLayout(foot)
        self.setTabOrder(self.field, self.send)
        self.setTabOrder(self.send, self.undo)
        self.setTabOrder(self.undo, self.end)
