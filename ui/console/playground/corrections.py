"""The corrections that wait to be taught, and what teaching them does to other readings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from phrasebank.errors import PhrasebankError
from ui.console.desk import Desk
from ui.console.naming import tag_name
from ui.console.parts import JobBar, button, hint, row
from ui.console.playground.notebook import Correction, Notebook
from ui.console.playground.pieces import wrapping_list
from ui.console.playground.wording import emotion_name
from ui.summary.parts import table
from ui.summary.style import text

_SCORES = ("emotions", "needs", "acts")


class Corrections(QWidget):
    """The list, the lesson, and its result."""

    counted = Signal(int)
    """So many wait now."""
    taught = Signal()
    """A lesson is kept: utterances are read in another way from now on."""

    def __init__(self, desk: Desk, notebook: Notebook) -> None:
        super().__init__()
        theme = desk.theme
        self._desk = desk
        self._notebook = notebook
        self._waiting: list[Correction] = []
        self._lines = 0
        self.list = wrapping_list(theme, self.tr("Corrections that wait to be taught"))
        self.empty = hint(theme, self.tr("Nothing waits. Correct a reading with “Wrong feeling?” or “Wrong needs?”."))
        self.teach = button(theme, self.tr("Teac&h"), self._teach, "chief")
        self.remove = button(theme, self.tr("Remove"), self._remove)
        self.job = JobBar(theme)
        self.result = text(theme, "", 13)
        self.scores = _scores(desk)
        self.changes = hint(theme, "")
        self.reason = QLineEdit()
        self.reason.setFont(theme.font(13))
        self.reason.setPlaceholderText(self.tr("Why keep it although other readings become worse?"))
        self.reason.setAccessibleName(self.tr("Reason to keep the lesson"))
        self.keep = button(theme, self.tr("Keep it nevertheless"), self._keep)
        self.reason.textChanged.connect(lambda words: self.keep.setEnabled(bool(words.strip())))
        self.override = row(self.reason, self.keep, gap=theme.px(8), stretch=0)
        body = QWidget()
        body.setObjectName("content")
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.list.setMinimumHeight(theme.px(110))
        column = QVBoxLayout(body)
        column.setContentsMargins(0, theme.px(8), 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        column.addWidget(row(self.teach, self.remove, gap=theme.px(8)))
        for widget in (self.job, self.result, self.scores, self.changes, self.override):
            column.addWidget(widget)
        self._show_result(None)

    def refresh(self) -> None:
        """Read the list again."""
        try:
            self._waiting = self._notebook.pending()
        except PhrasebankError as error:
            self._desk.tell(str(error))
        self.list.clear()
        for correction in self._waiting:
            needs = ", ".join(tag_name("needs", need) for need in correction.needs) or self.tr("no need")
            self.list.addItem(
                self.tr("“{words}”\n{feeling}; {needs} (read as {was}; {who})").format(
                    words=correction.text,
                    feeling=tag_name("emotions", correction.emotion),
                    needs=needs,
                    was=correction.was or "?",
                    who=correction.who,
                )
            )
        some = bool(self._waiting)
        self.empty.setVisible(not some)
        self.list.setVisible(some)
        self.teach.setEnabled(some and self.job.job is None)
        self.remove.setEnabled(some)
        self.counted.emit(len(self._waiting))

    def about(self, words: str) -> Correction | None:
        """The correction of these words, if one waits."""
        return next((correction for correction in self._waiting if correction.text == words), None)

    def _remove(self) -> None:
        place = max(self.list.currentRow(), 0)
        if place < len(self._waiting) and self._attempt(lambda: self._notebook.withdraw(self._waiting[place].text)):
            self.refresh()

    def _teach(self) -> None:
        self._ask(allow_fall=False)

    def _keep(self) -> None:
        self._ask(allow_fall=True)

    def _ask(self, *, allow_fall: bool) -> None:
        """Teach all that waits; lines that come while it runs wait for the next lesson."""
        self._show_result(None)
        if not self._attempt(self._read):
            return
        rows = [correction.row() for correction in self._waiting]
        job = self._desk.worker.run("teach", {"rows": rows, "allow_fall": allow_fall})
        self.job.follow(job)
        self.teach.setEnabled(False)
        job.finished.connect(self._learned)
        job.failed.connect(self._desk.tell)
        for signal in (job.failed, job.cancelled):
            signal.connect(lambda *_news: self.refresh())

    def _read(self) -> None:
        """How far the lesson goes, and what waits up to there: others write into the same files."""
        self._lines = self._notebook.lines()
        self._waiting = self._notebook.pending()

    def _learned(self, result: Mapping[str, Any]) -> None:
        reason = self.reason.text().strip() if result["fell"] and result["kept"] else ""
        if self._attempt(lambda: self._notebook.taught(self._lines, result, reason)):
            self._show_result(result)
            self.refresh()
        if result["kept"]:
            self.reason.clear()
            self.taught.emit()

    def _attempt(self, act: Any) -> bool:
        try:
            act()
        except PhrasebankError as error:
            self._desk.tell(str(error))
            return False
        return True

    def _show_result(self, result: Mapping[str, Any] | None) -> None:
        for widget in (self.result, self.scores, self.changes):
            widget.setVisible(result is not None)
        self.override.setVisible(result is not None and not result["kept"])
        self.keep.setEnabled(bool(self.reason.text().strip()))
        if result is None:
            return
        self.result.setText(self._verdict(result))
        for place, name in enumerate(_SCORES):
            before, after = float(result["before"][name]), float(result["after"][name])
            worse = self.tr("worse") if name in result["fell"] else self.tr("held")
            for column, words in enumerate((f"{before:.3f}", f"{after:.3f}", worse), 1):
                self.scores.setItem(place, column, QTableWidgetItem(words))
        self.changes.setText(
            "\n".join(
                self.tr("{before} → {after}: “{words}”").format(
                    before=_named(change["before"]), after=_named(change["after"]), words=change["text"]
                )
                for change in result["changes"]
            )
        )

    def _verdict(self, result: Mapping[str, Any]) -> str:
        learned = self.tr("{learned} of {all} corrections are read as taught.").format(
            learned=result["learned"], all=len(result["changes"])
        )
        if result["kept"]:
            kept = self.tr(
                "The lesson is kept in {folder}; engines that read this folder use it with their next start."
            )
            return f"{learned} {kept.format(folder=result['folder'])}"
        return f"{learned} " + self.tr("It is not kept: it makes other readings worse. Teach more, or give a reason.")


def _named(reading: str) -> str:
    """A reading as lessons write it, an emotion and needs, in words."""
    emotion, *needs = reading.split()
    return ", ".join([emotion_name(emotion), *(tag_name("needs", need) for need in needs)])


def _scores(desk: Desk) -> QTableWidget:
    """The development scores before and after, on utterances that nobody taught."""
    tr = desk.tr
    names = (tr("Feelings"), tr("Needs"), tr("The agent's acts"))
    heads = (tr("On utterances never taught"), tr("Before"), tr("After"), tr("Verdict"))
    part = table(desk.theme, tr("Scores before and after the lesson"), heads, [(name, "", "", "") for name in names])
    part.setSizeAdjustPolicy(QTableWidget.SizeAdjustPolicy.AdjustToContents)
    part.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return part
