"""The next release: what would go out, what the comparison with past calls says, notes, and the button."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from phrasebank.bank import Bank
from phrasebank.store.records import Profile, Snapshot
from ui.console.background import in_background
from ui.console.desk import Desk
from ui.console.parts import Banner, button, hint, row
from ui.console.releases.changes import ChangesView, changes_between, counted
from ui.console.releases.gate import Judgement, judgement_of
from ui.summary.style import text

NOTES_LINES = 3


class NextRelease(QWidget):
    """What publishing now would give to agents.

    Args:
        desk: shared by the pages.
        bank_of: the phrases of a release.
        profiles_of: the teams of a release.
    """

    def __init__(
        self, desk: Desk, bank_of: Callable[[int], Bank], profiles_of: Callable[[int], tuple[Profile, ...]]
    ) -> None:
        super().__init__()
        self._desk = desk
        self._bank_of = bank_of
        self._profiles_of = profiles_of
        self._judgement = Judgement("none")
        self._number = 1
        theme = desk.theme
        self.summary = text(theme, "", 14, bold=True)
        self.behind = hint(theme, "")
        self.view = ChangesView(theme, self.tr("What would be published"))
        self.gate = Banner(theme)
        self.compare = button(theme, self.tr("&Run the comparison"), self._compare)
        self.notes = QPlainTextEdit()
        self.notes.setAccessibleName(self.tr("What is new in this release"))
        self.notes.setPlaceholderText(self.tr("What is new, for the other supervisors"))
        self.notes.setTabChangesFocus(True)
        self.notes.setFont(theme.font(13))
        self.notes.setFixedHeight(theme.px(26) * NOTES_LINES)
        self.reason = QLineEdit()
        self.reason.setFont(theme.font(13))
        self.reason.setPlaceholderText(self.tr("Why publish all the same? This is recorded."))
        self.reason.setAccessibleName(self.tr("Reason to publish against the comparison"))
        self.publish = button(theme, "", self._publish, "chief")
        self.why_not = hint(theme, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(10), 0, 0)
        column.setSpacing(theme.px(8))
        for part in (self.summary, self.behind):
            column.addWidget(part)
        column.addWidget(self.view, 1)
        column.addWidget(self.notes)
        column.addWidget(row(self.gate, self.compare, gap=theme.px(8), stretch=0))
        column.addWidget(self.reason)
        column.addWidget(row(self.why_not, self.publish, gap=theme.px(8), stretch=0))
        self.view.list.chosen.connect(self._open)
        self.reason.textChanged.connect(self._show_button)
        self.reason.returnPressed.connect(self._publish)

    def refresh(self) -> None:
        """Work out again what would go out."""
        snapshot = self._desk.snapshot
        published = self._bank_of(snapshot.published) if snapshot.published else Bank(())
        self.view.show_changes(changes_between(published, snapshot.candidate()))
        self.summary.setText(self._summary(snapshot))
        self.behind.setText(self._waiting(snapshot))
        self._number = max((release.number for release in self._desk.store.releases()), default=0) + 1
        self.judge()

    def judge(self) -> None:
        """Show what is known of past calls."""
        self._judgement = judgement_of(self._desk)
        self.gate.say(self._judgement.words, warning=self._judgement.state != "passed")
        self.compare.setVisible(self._judgement.state in ("none", "stale"))
        self.reason.setVisible(self._judgement.needs_reason)
        self._show_button()

    def _summary(self, snapshot: Snapshot) -> str:
        if not snapshot.published:
            return self.tr("The first release: {what}").format(what=counted(self.view.changes))
        words = self.tr("Since release {number}: {what}").format(
            number=snapshot.published, what=counted(self.view.changes)
        )
        return f"{words}. {self.tr('The settings of teams change, too.')}" if self._teams_change() else words

    def _waiting(self, snapshot: Snapshot) -> str:
        """What does not go out because nobody has approved it yet."""
        counts = Counter(entry.phrase.status for entry in snapshot.entries)
        if not counts["draft"] and not counts["review"]:
            return self.tr("Nothing waits for approval.")
        words = self.tr("Not in it, for nobody has approved them yet: drafts {drafts}, in review {reviews}.")
        return words.format(drafts=counts["draft"], reviews=counts["review"])

    def _teams_change(self) -> bool:
        snapshot = self._desk.snapshot
        return bool(snapshot.published) and self._profiles_of(snapshot.published) != snapshot.profiles

    @property
    def _anything(self) -> bool:
        return bool(self.view.changes) or self._teams_change()

    def _show_button(self) -> None:
        self.publish.setText(self.tr("&Publish release {number}").format(number=self._number))
        self.publish.setAccessibleName(self.tr("Publish release {number}").format(number=self._number))
        self.why_not.setText(self._hindrance())
        self.publish.setEnabled(not self._hindrance())

    def _hindrance(self) -> str:
        """Why it cannot be published now; empty if it can."""
        if not self._desk.snapshot.candidate().phrases:
            return self.tr("No phrase is approved yet.")
        if not self._anything:
            return self.tr("Agents have all of this already.")
        if not self._judgement.needs_reason or self.reason.text().strip():
            return ""
        if self._judgement.state == "blocked":
            return self.tr("Write a reason to publish against the comparison.")
        return self.tr("Run the comparison, or write a reason to publish without it.")

    def _open(self, place: int) -> None:
        """Enter opens the phrase."""
        self._desk.asked.emit("bank", {"id": self.view.changes[place].after.id})

    def _compare(self) -> None:
        self._desk.asked.emit("replay", {"then": "releases"})

    def _publish(self) -> None:
        if not self.publish.isEnabled():
            return
        store, who, mark = self._desk.store, self._desk.who, self._desk.snapshot.mark
        notes, override = self.notes.toPlainText(), self.reason.text() if self._judgement.needs_reason else ""
        gate = self._judgement.gate

        def publish() -> None:
            store.publish(who, notes, mark=mark, gate=gate, override=override)

        if self._desk.attempt(lambda: in_background(publish, self.tr("Publishing …"))):
            self.notes.clear()
            self.reason.clear()
            number = self._desk.snapshot.published
            self._desk.tell(
                self.tr("Release {number} is out. Agents have it with their next call.").format(number=number)
            )
            self.notes.setFocus()
