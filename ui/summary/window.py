"""The summary of a call: what went well, what to try, what is to be done, how the customer felt."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedLayout, QWidget

from assist.errors import UsageError
from assist.report.checklist import as_text, read_done, write_done
from assist.report.words import clock
from ui import wording
from ui.summary.parts import AfterWindow, Box, CheckList, button, figures, section, table
from ui.summary.report import Moment, Need, Report
from ui.summary.shift import ShiftWindow, load_shift
from ui.summary.style import text
from ui.summary.timeline import Timeline, rows_of
from ui.theme import Theme

NOTHING = "Nothing stands out."
_MECHANISMS = {
    "emotional_reaction": "Warmth and concern",
    "interpretation": "Their situation put into words",
    "exploration": "Asking about what lies behind it",
}
"""EPITOME's, in plain words."""


class SummaryWindow(AfterWindow):
    """One call. It keeps what is ticked off beside the report.

    Args:
        theme: how it looks.
        report: what it shows (`ui.summary.report.load_report`).
        parent: its owner, if any.
    """

    def __init__(self, theme: Theme, report: Report, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Call summary", parent)
        self._report = report
        self.list = CheckList(theme, [one.text for one in report.follow_ups], read_done(report.folder))
        self.list.changed.connect(self._keep)
        self.table = table(theme, "The call over time", ("At", "What", "Words"), rows_of(report))
        self.copy = button(theme, "&Copy follow-ups", self._copy)
        self.copy.setEnabled(bool(report.follow_ups))
        self.open = button(theme, "&Open page", self._open)
        self.shift = button(theme, "Your &shift", self._show_shift)
        self.shift.setVisible(report.shift_file.is_file())
        self.leave = button(theme, "C&lose", self.close)
        self.swap = button(theme, "As a &table", self._swap)
        self._fill()
        QShortcut(QKeySequence("Escape"), self).activated.connect(self.close)

    def _fill(self) -> None:
        theme, report = self.theme, self._report
        self.add(text(theme, _head(report), 12.5, "muted"))
        if report.talk.customer_seconds or report.went_well or report.to_try:
            self.add(self._lessons())
        else:
            self.add(text(theme, report.balance))
        todo: list[QWidget] = [self.list] if report.follow_ups else []
        todo += [text(theme, invite.text) for invite in report.invites if invite.kind == "feedback"]
        if todo:
            self.add(section(theme, "Follow-ups", *todo))
        self.add(section(theme, "How the customer felt", self._timeline()))
        if report.moments:
            self.add(section(theme, "Your best moments", *self._moments()))
        if report.needs:
            self.add(section(theme, "What they needed", self._needs()))
        if report.empathy:
            self.add(section(theme, "Your empathy", self._empathy()))
        self.add(section(theme, "The call in numbers", figures(theme, _numbers(report))))
        self.add_buttons(self.copy, self.shift, self.open, self.leave)

    def _lessons(self) -> QWidget:
        report, part = self._report, QWidget()
        otherwise = f"{NOTHING} {report.balance}".strip()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.theme.px(12))
        row.addWidget(Box(self.theme, "well", "✓ Went well", report.went_well or otherwise), 1)
        row.addWidget(Box(self.theme, "try", "→ To try", report.to_try or otherwise), 1)
        return part

    def _timeline(self) -> QWidget:
        part = QWidget()
        grid = QGridLayout(part)
        grid.setContentsMargins(0, 0, 0, 0)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(Timeline(self.theme, self._report))
        self._stack.addWidget(self.table)
        grid.addWidget(holder, 0, 0)
        grid.addWidget(self.swap, 1, 0, Qt.AlignmentFlag.AlignRight)
        return part

    def _moments(self) -> list[QWidget]:
        return [_quoted(self.theme, *_moment_words(place, one)) for place, one in enumerate(self._report.moments)]

    def _needs(self) -> QWidget:
        return _lines([_need_line(self.theme, need) for need in self._report.needs], self.theme)

    def _empathy(self) -> QWidget:
        shown = [
            _quoted(
                self.theme,
                f"{_MECHANISMS.get(one.mechanism, one.mechanism)} ({'strong' if one.level > 1 else 'weak'})",
                f"“{one.quote}” {clock(one.at)}",
            )
            for one in self._report.empathy
        ]
        return _lines(shown, self.theme)

    def _swap(self) -> None:
        as_table = self._stack.currentIndex() == 0
        self._stack.setCurrentIndex(int(as_table))
        self.swap.setText("As a &chart" if as_table else "As a &table")
        self.swap.setAccessibleName("As a chart" if as_table else "As a table")

    def _copy(self) -> None:
        items = [one.text for one in self._report.follow_ups]
        QGuiApplication.clipboard().setText(as_text(self._report.follow_up_head, items, self.list.done()))
        self.tell("Copied")

    def _open(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._report.page))):
            self.tell(f"Nothing opens pages here; it is {self._report.page}")

    def _show_shift(self) -> None:
        try:
            window = ShiftWindow(self.theme, load_shift(self._report.shift_file), self)
        except UsageError as error:
            self.tell(str(error))
            return
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, False)
        window.show()

    def _keep(self, done: frozenset[str]) -> None:
        try:
            write_done(self._report.folder, done)
        except UsageError as error:
            self.tell(str(error))


def _head(report: Report) -> str:
    parts = [report.follow_up_head.removeprefix("Follow-ups, "), clock(report.duration_seconds)]
    if not report.complete:
        parts.append("the record breaks off before the end")
    if report.reduced_accuracy:
        parts.append("heard with reduced accuracy")
    return " · ".join(part for part in parts if part)


def _moment_words(place: int, moment: Moment) -> tuple[str, str]:
    reply = f" They said: “{moment.reply}”" if moment.reply else ""
    letter = chr(ord("A") + place)
    return f"{letter}  “{moment.quote}”", f"{clock(moment.at)} · You {'; '.join(moment.reasons)}.{reply}"


def _need_line(theme: Theme, need: Need) -> QWidget:
    name, quote = wording.need_name(need.need), f"“{need.quote}” {clock(need.at)}"
    if need.met:
        return _quoted(theme, f"✓ {name}", f"{quote} → “{need.answer}”", "good")
    if need.eased is not None:
        return _quoted(theme, f"✓ {name}", f"{quote} → they then said “{need.eased}”", "good")
    if need.excused:
        return _quoted(theme, f"○ {name}", f"{quote} → came with an insult: not yours to answer", "muted")
    offered = f" → a card had words for it: “{need.offered}”" if need.offered else ""
    return _quoted(theme, f"○ {name}, open", f"{quote}{offered}", "open")


def _quoted(theme: Theme, head: str, words: str, role: str = "") -> QWidget:
    return _lines([text(theme, head, 13, role, bold=True), text(theme, words, 12.5, "muted")], theme, 1)


def _lines(widgets: Sequence[QWidget], theme: Theme, gap: float = 8) -> QWidget:
    part = QWidget()
    grid = QGridLayout(part)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(theme.px(gap))
    for row, widget in enumerate(widgets):
        grid.addWidget(widget, row, 0)
    return part


def _numbers(report: Report) -> list[tuple[str, str]]:
    talk = report.talk
    due = [need for need in report.needs if not need.excused]
    met = sum(need.met or need.eased is not None for need in due)
    ratio, longest = talk.talk_listen_ratio, talk.longest_monologue
    return [
        ("Needs met", f"{met} of {len(due)}" if due else "none raised"),
        ("Talking to listening", f"{ratio:g} : 1" if ratio is not None else "none"),
        ("Interruptions", str(len(talk.interruptions))),
        ("Long silences", str(len(talk.dead_air))),
        ("Longest turn of yours", f"{longest.seconds:.0f} s" if longest else "none"),
        ("Holds", f"{len(talk.holds)}, {sum(hold.seconds for hold in talk.holds):.0f} s" if talk.holds else "0"),
        ("You spoke", clock(talk.agent_seconds)),
        ("They spoke", clock(talk.customer_seconds)),
    ]
