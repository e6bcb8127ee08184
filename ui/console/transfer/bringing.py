"""An import: what it would change, which rows cannot go in and why, and the button that does it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from phrasebank.phrase import Phrase
from phrasebank.transfer.plan import Change
from ui.console.charts.table import Column, Table
from ui.console.desk import Desk
from ui.console.parts import Banner, JobBar, button, hint, row
from ui.console.releases.changes import ChangesView, counted
from ui.console.releases.rows import RowsView
from ui.console.worker import Job
from ui.summary.style import text


class Bringing(QWidget):
    """A file on its way into the bank.

    ``left`` comes when the supervisor has seen enough.
    """

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._path = Path()
        self._found: Mapping[str, Any] = {}
        theme = desk.theme
        self.summary = text(theme, "", 14, bold=True)
        self.banner = Banner(theme)
        self.jobs = JobBar(theme)
        self.view = ChangesView(theme, self.tr("What would change"))
        self.problems = RowsView(theme, self.tr("Rows that are left out"))
        self.tabs = QTabWidget()
        self.tabs.setFont(theme.font(13))
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.view, "")
        self.tabs.addTab(self.problems, "")
        self.again = button(theme, self.tr("&Look again"), lambda: self.look(self._path))
        self.bring = button(theme, "", self._bring, "chief")
        self.close_button = button(theme, self.tr("&Close"), self.left.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        for part in (self.summary, self.banner, self.jobs):
            column.addWidget(part)
        column.addWidget(self.tabs, 1)
        promise = hint(theme, self.tr("All of it goes in in one step, or nothing. It can be read in the log."))
        column.addWidget(row(promise, self.again, self.close_button, self.bring, gap=theme.px(8), stretch=0))
        self._show({})

    def look(self, path: Path) -> None:
        """Show what a file would change; nothing changes."""
        self._path = path
        self._show({})
        self.banner.say("")
        self.summary.setText(self.tr("Reading {file} …").format(file=path.name))
        job = self._desk.worker.run("transfer_plan", {"path": str(path)})
        self._follow(job)
        job.finished.connect(self._show)
        job.failed.connect(self._failed)
        job.cancelled.connect(self.left)

    def stop(self) -> None:
        """Nobody waits for it any more."""
        if self.jobs.job is not None:
            self.jobs.job.cancel()

    def _follow(self, job: Job) -> None:
        """One thing at a time."""
        self.jobs.follow(job)
        self.again.setEnabled(False)
        for signal in (job.finished, job.failed, job.cancelled):
            signal.connect(lambda *_result: self.again.setEnabled(True))

    def _show(self, found: Mapping[str, Any]) -> None:
        self._found = found
        changes = [self._change(values) for values in found.get("changes", ())]
        problems = tuple((_shorter(sentence, self._path),) for sentence in found.get("problems", ()))
        self.view.show_changes(changes)
        self.problems.show_table(Table((Column(self.tr("What to mend in the file")),), problems))
        self.tabs.setTabText(0, self.tr("Changes ({count})").format(count=len(changes)))
        self.tabs.setTabText(1, self.tr("Left out ({count})").format(count=len(problems)))
        self.bring.setText(self.tr("&Import {count} phrases").format(count=len(changes)))
        self.bring.setAccessibleName(self.bring.text().replace("&", ""))
        self.bring.setEnabled(bool(changes))
        if found:
            words = self.tr("{what}; {same} as they are already").format(what=counted(changes), same=found["unchanged"])
            self.summary.setText(words)
            self._warn(len(problems), len(changes))

    def _warn(self, left_out: int, going_in: int) -> None:
        words = self.tr("{count} rows cannot go in; each is named under “Left out”. The others can.")
        if not going_in:
            words = self.tr("{count} rows cannot go in, and no other row changes anything.")
        self.banner.say(words.format(count=left_out) if left_out else "", warning=True)

    def _change(self, values: Mapping[str, Any]) -> Change:
        phrase = msgspec.convert(values, Phrase)
        entry = self._desk.snapshot.get(phrase.id)
        return Change(entry.phrase if entry else None, phrase)

    def _bring(self) -> None:
        values = {"path": str(self._path), "digest": self._found["digest"], "who": self._desk.who}
        self.bring.setEnabled(False)
        job = self._desk.worker.run("transfer_apply", values)
        self._follow(job)
        job.finished.connect(self._brought)
        job.failed.connect(self._failed)
        job.cancelled.connect(self._stopped)

    def _brought(self, result: Mapping[str, Any]) -> None:
        self._desk.look()
        left_out = len(result["problems"])
        words = self.tr("✓ {count} phrases are in the bank.").format(count=result["saved"])
        if left_out:
            more = self.tr("{count} rows are not: mend them in the file, then import it again.")
            words = f"{words} {more.format(count=left_out)}"
            self.tabs.setCurrentWidget(self.problems)
        self.banner.say(words, warning=bool(left_out))
        self._desk.tell(words)
        self.close_button.setFocus()

    def _failed(self, sentence: str) -> None:
        self.summary.setText(self.tr("Nothing was changed."))
        self.banner.say(sentence, warning=True)

    def _stopped(self) -> None:
        """The process was ended: the bank is as it was, or the step was through already."""
        self._desk.look()
        self.banner.say(self.tr("Stopped. Look again to see what the bank holds now."), warning=True)


def _shorter(sentence: str, path: Path) -> str:
    """The title of the dialog says in which file."""
    return sentence.replace(str(path), path.name)
