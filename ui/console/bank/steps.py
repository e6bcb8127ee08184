"""How far a phrase is on its way to agents, and the buttons that move it on: with a reason, which the history keeps."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from phrasebank.phrase import Status
from phrasebank.store.flow import steps_from
from phrasebank.store.records import Entry
from ui.console.bank.checker import Verdict
from ui.console.bank.flow import FlowLayout
from ui.console.naming import field_name, moment_name, status_name
from ui.console.parts import Banner, button
from ui.summary.style import text, with_role
from ui.theme import Theme


class Steps(QWidget):
    """The foot of the form.

    Signals:
        save_wanted(), discard_wanted(): of the changes in the form.
        step_wanted(str): the status that the phrase shall have.

    Args:
        theme: how it looks.
    """

    save_wanted = Signal()
    discard_wanted = Signal()
    step_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.state = text(theme, "", 12, "muted")
        self.news = Banner(theme)
        self.verdict = text(theme, "", 12)
        self.reason = QLineEdit()
        self.reason.setFont(theme.font(13))
        self.reason.setPlaceholderText(self.tr("Why? Kept in the history; may stay empty."))
        self.reason.setAccessibleName(self.tr("Reason"))
        self.save_button = button(theme, self.tr("&Save"), self.save_wanted.emit, "chief")
        self.save_button.setToolTip(self.tr("Save the changes (Ctrl+S)"))
        self.discard_button = button(theme, self.tr("Dis&card"), self.discard_wanted.emit)
        self.discard_button.setToolTip(self.tr("Forget the changes that are not saved"))
        self.step_buttons: dict[str, QPushButton] = {}
        self._offered: tuple[Status, tuple[Status, ...]] = ("draft", ())
        self._line = QWidget()
        self._flow = FlowLayout(self._line, theme.px(8))
        self._flow.addWidget(self.save_button)
        self._flow.addWidget(self.discard_button)
        policy = self._line.sizePolicy()
        policy.setHeightForWidth(True)
        self._line.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(4), theme.px(8), theme.px(12), theme.px(8))
        column.setSpacing(theme.px(6))
        for part in (self.news, self.state, self.verdict, self.reason, self._line):
            column.addWidget(part)

    def show_state(self, entry: Entry | None, *, unsaved: bool, two_person: bool) -> None:
        """Show where the phrase stands; None for one that the bank does not have yet."""
        self.save_button.setEnabled(unsaved)
        self.discard_button.setEnabled(unsaved)
        self.state.setText(self._standing(entry, unsaved=unsaved))
        self._offer(entry, two_person=two_person)

    def show_verdict(self, verdict: Verdict | None) -> str:
        """Sum up the findings, for whoever has scrolled past them; None while they are awaited. Returns the words."""
        words, role = self._summed_up(verdict) if verdict else (self.tr("Checking …"), "muted")
        with_role(self.verdict, role)
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)
        self.verdict.setText(words)
        return words

    def _summed_up(self, verdict: Verdict) -> tuple[str, str]:
        wrong = dict.fromkeys(field_name(one["field"]) for one in verdict.findings if one["level"] == "error")
        notes = len(verdict.findings) - verdict.errors
        if wrong:
            return self.tr("✕ To mend: {fields}").format(fields=", ".join(wrong)), "alert"
        if verdict.trouble:
            return self.tr("! Not checked"), "alert"
        if notes:
            return self.tr("! Worth a thought: {count}").format(count=notes), "muted"
        return self.tr("✓ Keeps all rules"), "good"

    def take_reason(self) -> str:
        """What has been written as the reason."""
        return self.reason.text().strip()

    def _standing(self, entry: Entry | None, *, unsaved: bool) -> str:
        if entry is None:
            return self.tr("New: the bank does not have it until you save it.")
        words = self.tr("{status} · revision {revision}, {who}, {when}").format(
            status=status_name(entry.phrase.status),
            revision=entry.revision,
            who=entry.changed_by,
            when=moment_name(entry.changed_at),
        )
        if entry.approved is not None and entry.phrase.status in {"draft", "review"}:
            words = self.tr("{standing} · agents keep the approved wording until then").format(standing=words)
        return self.tr("Not saved · {standing}").format(standing=words) if unsaved else words

    def _offer(self, entry: Entry | None, *, two_person: bool) -> None:
        status: Status = entry.phrase.status if entry else "draft"
        steps = steps_from(status, two_person=two_person) if entry else ()
        if self._offered == (status, steps):
            return
        self._offered = status, steps
        for part in self.step_buttons.values():
            self._flow.removeWidget(part)
            part.hide()
            part.deleteLater()
        self.step_buttons = {}
        for step in steps:
            part = button(self._theme, self._step_name(status, step), partial(self.step_wanted.emit, step))
            self.step_buttons[step] = part
            self._flow.addWidget(part)
            part.show()
        self._line.updateGeometry()

    def _step_name(self, status: str, step: str) -> str:
        return {
            "review": self.tr("Send to &review"),
            "approved": self.tr("&Approve"),
            "retired": self.tr("Re&tire"),
            "draft": {
                "review": self.tr("Send &back"),
                "approved": self.tr("Withdra&w"),
                "retired": self.tr("&Bring back"),
            }.get(status, ""),
        }[step]
