"""The replay page: recorded calls run again with the published bank and with the next one, before it is released."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QFrame, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from phrasebank.store.records import Snapshot
from ui.console.charts.box import AskPath, ask_path
from ui.console.charts.fields import caption, choice
from ui.console.desk import Desk
from ui.console.page import Page
from ui.console.parts import JobBar, button, column, heading, hint, row
from ui.console.replay.changes import ChangesTab
from ui.console.replay.chooser import CallChooser
from ui.console.replay.sheet import Sheet
from ui.console.replay.tables import calls_table, figures_table
from ui.console.replay.verdict import Findings, VerdictBox
from ui.console.worker import Job

CALLS, VERDICT, CHANGES = range(3)
"""Places of the tabs."""


class ReplayPage(Page):
    """Choose calls, run them, read what changes.

    Args:
        desk: shared by the pages.
        ask: asks where to save a table.
    """

    name = "replay"

    def __init__(self, desk: Desk, ask: AskPath = ask_path) -> None:
        super().__init__(desk)
        theme = desk.theme
        self._result: Mapping[str, Any] | None = None
        self._job: Job | None = None
        self._listed = False
        self.chooser = CallChooser(theme, desk.sources.calls)
        self.which = choice(
            theme,
            self.tr("What is compared with the published bank"),
            (
                ("candidate", self.tr("The next release: what is approved")),
                ("trial", self.tr("The next release with all drafts in it")),
            ),
        )
        self.start = button(theme, self.tr("&Run the calls"), self.compare, "chief")
        self.state = hint(theme, "")
        self.progress = JobBar(theme)
        self.verdict, self.findings = VerdictBox(theme), Findings(theme)
        self.back = button(theme, self.tr("Go to the releases"), lambda: desk.asked.emit("releases", {}))
        self.changes = ChangesTab(theme)
        self.figures = Sheet(theme, self.tr("Figures"), "figures", ask)
        self.calls = Sheet(theme, self.tr("Call by call"), "calls", ask)
        self.tabs = self._tabs()
        self._arrange()
        self._connect()
        self._say()

    def title(self) -> str:
        """Its name in the list."""
        return self.tr("Past calls")

    def enter(self, payload: Mapping[str, Any]) -> None:
        """Look for calls; ``{"then": "releases"}`` comes from a release that asks for a comparison."""
        if "then" in payload:
            self.which.setCurrentIndex(self.which.findData("candidate"))
            self.desk.tell(self.tr("Run the calls; then go back to the releases."))
        if not self._listed or "then" in payload:
            self._listed = True
            self.chooser.look()
        self.start.setFocus()

    def result(self) -> Mapping[str, Any] | None:
        """The last comparison, of whichever bank; None where there was none."""
        return self._result

    def compare(self) -> None:
        """Run the chosen calls with both banks."""
        if self._job is not None and not self._job.over:
            return
        pick = self.chooser.model.chosen()
        values = {
            "calls": [str(folder) for folder in self.chooser.folders],
            "which": self.which.currentData(),
            "pick": None if self.chooser.model.is_everything() else [str(path) for path in pick],
        }
        self._job = self.desk.worker.run("compare", values)
        self._job.finished.connect(self._take)
        self._job.failed.connect(self._failed)
        self._job.cancelled.connect(self._say)
        self.progress.follow(self._job)
        self._say()

    def _take(self, result: Mapping[str, Any]) -> None:
        self._result = result
        if result["which"] == "candidate":  # with drafts in it, it says nothing about what is published next
            self.desk.gate = result
        self.verdict.show_gate(result["gate"])
        self.findings.show_gate(result["gate"])
        self.changes.show_moments(result["moments"])
        self.figures.show_table(figures_table(result))
        self.calls.show_table(calls_table(result))
        self.tabs.setCurrentIndex(CHANGES if result["gate"]["passed"] else VERDICT)
        for sentence in result["failed"]:
            self.desk.tell(sentence)
        self._say()
        self._look_stale()
        self.changes.view.setFocus()

    def _failed(self, sentence: str) -> None:
        self.desk.tell(sentence)
        self._say()
        self.state.setText(sentence)

    def _say(self) -> None:
        """How far it is, in a sentence."""
        running = self._job is not None and not self._job.over
        chosen, result = len(self.chooser.model.chosen()), self._result
        self.start.setEnabled(not running)
        self.back.setVisible(result is not None and result["which"] == "candidate")
        words = [self.tr("{count} calls are chosen.").format(count=chosen)]
        if result is not None:
            ran = self.tr("Last run: {count} calls, {minutes} minutes.")
            words.append(ran.format(count=result["calls"], minutes=round(result["minutes"])))
            if result["failed"]:
                words.append(self.tr("{count} journals were left out.").format(count=len(result["failed"])))
        self.state.setText(" ".join(words))
        self.state.setToolTip("\n".join(result["failed"][:20]) if result else "")

    def _look_stale(self, snapshot: Snapshot | None = None) -> None:
        """Say so if the bank is not that of the result any more."""
        snapshot = snapshot or self.desk.snapshot
        stale = self._result is not None and self._result["mark"] != snapshot.mark
        self.verdict.show_stale(
            self.tr("The bank has been changed since; run the calls again before you publish.") if stale else ""
        )

    def _tabs(self) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setFont(self.desk.theme.font(13))
        tabs.tabBar().setFont(self.desk.theme.font(13))
        tabs.tabBar().setAccessibleName(self.tr("What is shown"))
        tabs.setDocumentMode(True)
        tabs.tabBar().setDrawBase(False)
        parts: tuple[tuple[QWidget, str], ...] = (
            (self.chooser, self.tr("Which calls")),
            (self._reasons(), self.tr("Verdict and figures")),
            (self.changes, self.tr("What changes")),
            (self.calls, self.tr("Call by call")),
        )
        for part, words in parts:
            tabs.addTab(part, words)
        return tabs

    def _reasons(self) -> QWidget:
        """What was looked at, above the figures; with large text it is scrolled."""
        body = column(self.findings, self.figures)
        body.setObjectName("form")
        self.figures.view.setMinimumHeight(self.desk.theme.px(230))
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        return scroll

    def _arrange(self) -> None:
        theme = self.desk.theme
        purpose = self.tr("Recorded calls run again with the next release beside the published one.")
        page = QVBoxLayout(self)
        page.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        page.setSpacing(theme.px(8))
        page.addWidget(heading(theme, self.title()))
        page.addWidget(hint(theme, purpose))
        compared = caption(theme, self.tr("Compare with"), self.which)
        page.addWidget(row(compared, self.which, self.start, self.back, gap=theme.px(8)))
        page.addWidget(self.state)
        page.addWidget(self.progress)
        page.addWidget(self.verdict)
        page.addWidget(self.tabs, 1)

    def _connect(self) -> None:
        desk = self.desk
        desk.changed.connect(self._look_stale)
        self.chooser.changed.connect(self._say)
        self.changes.pane.tried.connect(
            lambda words, phrase: desk.asked.emit("playground", {"text": words, "phrase": phrase})
        )
        self.changes.pane.opened.connect(lambda phrase_id: desk.asked.emit("bank", {"id": phrase_id}))
        self.calls.chosen.connect(self._show_call)
        for sheet in (self.figures, self.calls):
            sheet.told.connect(desk.tell)

    def _show_call(self, call_id: object) -> None:
        """Read what changes in one call."""
        self.changes.words.setText(str(call_id))
        self.tabs.setCurrentIndex(CHANGES)
        self.changes.view.setFocus()
