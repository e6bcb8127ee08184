"""One moment as a card: the customer's words, the agent's, why they are good, and the customer's mood after them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from ui.console.parts import button, hint, row
from ui.console.praise.moments import Moment, felt, praise, quoted
from ui.summary.style import text, with_role
from ui.theme import Theme


class MomentCard(QFrame):
    """``copied`` tells the praise that is to go to the clipboard."""

    copied = Signal(str)

    def __init__(self, theme: Theme, moment: Moment) -> None:
        super().__init__()
        with_role(self, "well")
        self.moment = moment
        self.copy = button(theme, self.tr("Copy as praise"), lambda: self.copied.emit(praise(moment)))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(14), theme.px(10), theme.px(12), theme.px(10))
        column.setSpacing(theme.px(3))
        gap = theme.px(8)
        if moment.asked:
            column.addWidget(hint(theme, self.tr("The customer, {feeling}:").format(feeling=felt(moment.before))))
            column.addWidget(text(theme, quoted(moment.asked), 13))
            column.addSpacing(gap)
        column.addWidget(hint(theme, self.tr("{agent} answered:").format(agent=moment.by or self.tr("The agent"))))
        column.addWidget(text(theme, quoted(moment.quote), 14, bold=True))
        if moment.reasons:
            column.addWidget(hint(theme, self.tr("Why it is good: {reasons}.").format(reasons=moment.why)))
        if moment.reply:
            column.addSpacing(gap)
            column.addWidget(hint(theme, self.tr("The customer then, {feeling}:").format(feeling=felt(moment.after))))
            column.addWidget(text(theme, quoted(moment.reply), 13))
        column.addSpacing(gap)
        column.addWidget(row(self.copy))
        self.setAccessibleName(self.tr("A good moment: {words}").format(words=quoted(moment.quote)))
        self.copy.setAccessibleDescription(quoted(moment.quote))
