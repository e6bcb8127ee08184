"""Who did what, when and why. It can be read, proved and taken along, not changed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from phrasebank.errors import PhrasebankError
from phrasebank.store.records import Deed
from ui.console.background import in_background
from ui.console.charts.table import Column, Table
from ui.console.desk import Desk
from ui.console.naming import status_name
from ui.console.parts import Banner, button, hint, row
from ui.console.releases.rows import RowsView
from ui.console.releases.values import when_name

PAGE = 500
"""So many deeds are read at a time."""


class AuditLog(QWidget):
    """The audit, the latest first.

    Args:
        desk: shared by the pages.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._deeds: list[Deed] = []
        theme = desk.theme
        self.filter = QLineEdit()
        self.filter.setFont(theme.font(13))
        self.filter.setPlaceholderText(self.tr("Find a name, a phrase, a reason …"))
        self.filter.setAccessibleName(self.tr("Find in the log"))
        self.filter.setClearButtonEnabled(True)
        self.list = RowsView(theme, self.tr("Log"))
        self.verdict = Banner(theme)
        self.shown = hint(theme, "")
        self.verify = button(theme, self.tr("&Check that nothing was changed"), self._verify)
        self.export = button(theme, self.tr("Save as CS&V …"), self._export)
        self.more = button(theme, self.tr("&Earlier ones"), self._read_more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(10), 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(row(self.filter, self.verify, self.export, gap=theme.px(8), stretch=0))
        column.addWidget(self.verdict)
        column.addWidget(self.list, 1)
        column.addWidget(row(self.shown, self.more, gap=theme.px(8), stretch=0))
        self.filter.textChanged.connect(self.list.order.keep)

    def refresh(self) -> None:
        """Read what was done last."""
        self._deeds = list(self._desk.store.audit(limit=max(PAGE, len(self._deeds))))
        self._show()

    def _read_more(self) -> None:
        try:
            self._deeds += self._desk.store.audit(limit=PAGE, before=self._deeds[-1].number)
        except PhrasebankError as error:
            self._desk.tell(str(error))
        self._show()

    def _show(self) -> None:
        self.list.show_table(_table(self._deeds))
        left = self._deeds[-1].number - 1 if self._deeds else 0
        self.more.setVisible(left > 0)
        words = self.tr("{count} entries, {left} earlier ones not shown") if left else self.tr("{count} entries")
        self.shown.setText(words.format(count=len(self._deeds), left=left))

    def _verify(self) -> None:
        try:
            self._say(in_background(self._desk.store.verify_audit, self.tr("Checking the log …")))
        except PhrasebankError as error:
            self._desk.tell(str(error))

    def _say(self, fault: str) -> None:
        sound = self.tr("✓ The log and what it tells of are as they were written.")
        self.verdict.say(self.tr("⚠ {fault}").format(fault=fault) if fault else sound, warning=bool(fault))

    def _export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save the log"), "attune-log.csv", "CSV (*.csv)")
        if name:
            self.save(Path(name))

    def save(self, path: Path) -> None:
        """All of it as a table, with the digests by which it can be proved."""
        try:
            deeds = self._desk.store.audit(limit=self._desk.store.mark())
            path.write_bytes(_table(deeds, digests=True).csv())
        except PhrasebankError as error:
            self._desk.tell(str(error))
        except OSError as error:
            self._desk.tell(self.tr("{path} cannot be written ({why}).").format(path=path, why=error.strerror))
        else:
            self._desk.tell(self.tr("{count} entries saved to {path}.").format(count=len(deeds), path=path))


def deed_name(what: str) -> str:
    """A kind of deed."""
    translate = QCoreApplication.translate
    return {
        "create": translate("Log", "Bank made"),
        "edit": translate("Log", "Phrase changed"),
        "bulk": translate("Log", "Many phrases changed"),
        "import": translate("Log", "Imported"),
        "undo": translate("Log", "Taken back"),
        "status": translate("Log", "Step"),
        "comment": translate("Log", "Remark"),
        "publish": translate("Log", "Published"),
        "override": translate("Log", "Against the comparison"),
        "roll_back": translate("Log", "Went back"),
        "profile": translate("Log", "Team changed"),
        "profile_deleted": translate("Log", "Team deleted"),
        "two_person": translate("Log", "Two-person rule"),
    }.get(what, what)


def _table(deeds: list[Deed] | tuple[Deed, ...], *, digests: bool = False) -> Table:
    translate = QCoreApplication.translate
    heads = [
        translate("Log", "No."),
        translate("Log", "When"),
        translate("Log", "Who"),
        translate("Log", "What"),
        translate("Log", "Of what"),
    ]
    heads += [translate("Log", "Details"), translate("Log", "Why")] + ([translate("Log", "Digest")] if digests else [])
    kinds = ["count", *["text"] * (len(heads) - 1)]
    columns = tuple(Column(head, kind) for head, kind in zip(heads, kinds, strict=True))  # type: ignore[arg-type]
    rows = tuple(_row(deed) + ((deed.digest,) if digests else ()) for deed in deeds)
    return Table(columns, rows, tuple(deed.number for deed in deeds))


def _row(deed: Deed) -> tuple[str | int, ...]:
    subject = deed.subject
    if deed.what in ("publish", "override", "roll_back"):
        subject = QCoreApplication.translate("Log", "release {number}").format(number=subject)
    return (deed.number, when_name(deed.at), deed.who, deed_name(deed.what), subject, _detail(deed), deed.why)


def _detail(deed: Deed) -> str:
    """What can be told in a few words; the rest binds the deed to what it changed."""
    detail = deed.detail
    translate = QCoreApplication.translate
    if deed.what == "status":
        return status_name(str(detail.get("status", "")))
    if deed.what == "comment":
        return str(detail.get("text", ""))
    if deed.what == "roll_back":
        return translate("Log", "from release {number}").format(number=detail.get("from", "?"))
    if deed.what == "two_person":
        return translate("Log", "on") if detail.get("on") else translate("Log", "off")
    count = detail.get("count") or len(detail.get("phrases", ()))
    if count and (deed.what == "publish" or not deed.subject):
        return translate("Log", "{count} phrases").format(count=count)
    return ""
