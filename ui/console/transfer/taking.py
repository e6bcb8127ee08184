"""An export: which phrases, and where to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from phrasebank.errors import PhrasebankError
from phrasebank.store.records import Release
from ui.console.desk import Desk
from ui.console.parts import Banner, JobBar, button, hint, row
from ui.setup.device import DropDown
from ui.summary.style import text

_ENDINGS = ("Excel (*.xlsx)", "CSV (*.csv)", "YAML (*.yaml)", "JSON (*.json)")


class Taking(QWidget):
    """Phrases on their way to a file.

    ``left`` comes when the supervisor has seen enough.
    """

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        theme = desk.theme
        self.what = DropDown(theme)
        self.what.setAccessibleName(self.tr("Which phrases"))
        self.what.addItem(self.tr("All phrases as they stand, drafts too"), 0)
        published = desk.snapshot.published
        releases: tuple[Release, ...] = ()
        try:
            releases = desk.store.releases()
        except PhrasebankError as error:
            desk.tell(str(error))
        for release in releases:
            theirs = release.number == published
            words = self.tr("Release {number} (with agents)") if theirs else self.tr("Release {number}")
            self.what.addItem(words.format(number=release.number), release.number)
        self.banner = Banner(theme)
        self.jobs = JobBar(theme)
        self.write = button(theme, self.tr("&Save as …"), self._choose, "chief")
        self.close_button = button(theme, self.tr("&Close"), self.left.emit)
        told = self.tr("The ending of the file's name tells what it is: .xlsx, .csv, .yaml or .json.")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.addWidget(text(theme, self.tr("Which phrases?"), 14, bold=True))
        column.addWidget(self.what)
        column.addWidget(hint(theme, told))
        column.addWidget(self.banner)
        column.addWidget(self.jobs)
        column.addStretch(1)
        column.addWidget(row(hint(theme, ""), self.close_button, self.write, gap=theme.px(8), stretch=0))

    def take(self, path: Path) -> None:
        """Write what is chosen to a file."""
        job = self._desk.worker.run("transfer_export", {"path": str(path), "release": self.what.currentData()})
        self.write.setEnabled(False)
        self.banner.say("")
        self.jobs.follow(job)
        job.finished.connect(lambda result: self._over(path, result))
        job.failed.connect(self._failed)
        job.cancelled.connect(lambda: self._failed(self.tr("Stopped; no file was written.")))

    def stop(self) -> None:
        """Nobody waits for it any more."""
        if self.jobs.job is not None:
            self.jobs.job.cancel()

    def _choose(self) -> None:
        name, chosen = QFileDialog.getSaveFileName(self, self.tr("Export phrases"), "phrases.xlsx", ";;".join(_ENDINGS))
        if name:
            path = Path(name)
            self.take(path if path.suffix else path.with_suffix(chosen[chosen.index("*") + 1 : -1]))

    def _over(self, path: Path, result: Mapping[str, Any]) -> None:
        self.write.setEnabled(True)
        words = self.tr("✓ {count} phrases are in {file}.").format(count=result["phrases"], file=path)
        self.banner.say(words)
        self._desk.tell(words)

    def _failed(self, sentence: str) -> None:
        self.write.setEnabled(True)
        self.banner.say(sentence, warning=True)
