"""Which customer to talk to: the list, and what one should know before picking up."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from assist.practise.messages import Role
from ui import wording
from ui.practise.style import push
from ui.summary.style import text, with_role
from ui.theme import Theme

LEVELS = {1: "gentle", 2: "testing", 3: "hard"}


class Chooser(QWidget):
    """Shows the roles; ``chosen`` carries the name of the one to play."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._theme = theme
        self._roles: tuple[Role, ...] = ()
        self.list = QListWidget()
        self.list.setFont(theme.font(13))
        self.list.setAccessibleName("Customers to practise with")
        self.title = text(theme, "Starting the practice engine ...", 19, bold=True)
        self.facts = text(theme, "", 12.5, "muted")
        self.customer = text(theme, "", 14)
        self.situation = text(theme, "", 13.5)
        self.goals = text(theme, "", 13.5)
        self.start = push(theme, "&Take the call", first=True)
        self.start.setEnabled(False)
        self._lay_out()
        self.list.currentRowChanged.connect(self._show)
        self.list.itemActivated.connect(lambda _item: self._choose())
        self.start.clicked.connect(self._choose)

    def offer(self, roles: Sequence[Role]) -> None:
        """Show what can be played."""
        self._roles = tuple(roles)
        self.list.clear()
        for role in roles:
            feeling = wording.feeling(role.emotion)
            level = LEVELS[role.difficulty]
            item = QListWidgetItem(f"{feeling.glyph}  {role.title}\n     {role.sector.capitalize()} · {level}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{role.title}, {role.sector}, {level}")
            self.list.addItem(item)
        self.start.setEnabled(bool(roles))
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def select(self, name: str) -> None:
        """Point at a role."""
        for row, role in enumerate(self._roles):
            if role.name == name:
                self.list.setCurrentRow(row)

    def _choose(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._roles):
            self.chosen.emit(self._roles[row].name)

    def _show(self, row: int) -> None:
        if not 0 <= row < len(self._roles):
            return
        role = self._roles[row]
        feeling = wording.feeling(role.emotion)
        self.title.setText(role.title)
        facts = (role.sector.capitalize(), feeling.word, LEVELS[role.difficulty], role.culture)
        self.facts.setText("  ·  ".join(facts))
        self.customer.setText(role.customer)
        self.situation.setText(role.situation)
        self.goals.setText("\n".join(f"•  {goal}" for goal in role.goals))

    def _lay_out(self) -> None:
        theme, px = self._theme, self._theme.px
        box = with_role(QFrame(), "screen")
        inner = QVBoxLayout(box)
        inner.addWidget(text(theme, "On your screen", 12, "muted", bold=True))
        inner.addWidget(self.situation)
        column = QVBoxLayout()
        column.setSpacing(px(10))
        for part in (self.title, self.facts, self.customer, box):
            column.addWidget(part)
        column.addWidget(text(theme, "What to practise", 12, "muted", bold=True))
        column.addWidget(self.goals)
        column.addStretch()
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.start)
        column.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(18), px(18), px(18), px(18))
        row.setSpacing(px(20))
        self.list.setMinimumWidth(px(290))
        row.addWidget(self.list, 5)
        row.addLayout(column, 7)
