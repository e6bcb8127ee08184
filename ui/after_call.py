"""What there is to read after a call: its summary, by itself or when asked for, and the calls of the day."""

from __future__ import annotations

import linecache
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QProcess, Qt, Signal
from PySide6.QtWidgets import QWidget

from assist.errors import AttuneError
from ui.programs import Programs
from ui.theme import Theme

FRESH_SECONDS = 30.0
"""An older report was written before this overlay came: the engine only tells its last call again."""

KILL_MS = 1000
"""How long a killed process may take to be gone."""

NO_SUMMARY = "No call has ended since Attune was started; its calls of before stand in the page of their day."
NO_SHIFT = "Today's calls could not be put together; run 'assist shift' in a terminal to see why."

Kind = Literal["summary", "shift"]


class AfterCall(QObject):
    """Keeps at most one window of each kind; a newer one takes the place of the earlier.

    Signals:
        said(str): why something was not opened, in a sentence for people; empty once something was.

    Args:
        theme: how the windows look, asked whenever one is made.
        programs: puts the calls of the day together.
        parent: the owner.
        clock: seconds since the epoch.
    """

    said = Signal(str)

    def __init__(
        self,
        theme: Callable[[], Theme],
        programs: Programs,
        parent: QObject | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._programs = programs
        self._clock = clock
        self._last: Path | None = None
        self._adding_up = QProcess(self)
        self._adding_up.finished.connect(self._added_up)
        self._adding_up.errorOccurred.connect(self._not_added_up)
        self.windows: dict[Kind, QWidget] = {}

    @property
    def has_summary(self) -> bool:
        """A report is known."""
        return self._last is not None

    def written(self, report: Path, *, wanted: bool) -> None:
        """A call's report was told. It opens, once and without taking the keyboard, if it is new and ``wanted``."""
        again, self._last = report == self._last, report
        if wanted and not again and self._is_fresh(report):
            self._open("summary", self._summary_of(report), asked=False)

    def open_summary(self) -> None:
        """Open the last call's."""
        if self._last is None:
            self.said.emit(NO_SUMMARY)
        else:
            self._open("summary", self._summary_of(self._last), asked=True)

    def open_shift(self) -> None:
        """Have today's calls put together, by a process of its own since there may be many, and open them."""
        if self._adding_up.state() is QProcess.ProcessState.NotRunning:
            program, *arguments = self._programs.shift_command
            self._adding_up.start(program, arguments)

    def close(self) -> None:
        """Close what is open."""
        for window in list(self.windows.values()):
            window.close()
        if self._adding_up.state() is not QProcess.ProcessState.NotRunning:
            self._adding_up.finished.disconnect(self._added_up)
            self._adding_up.kill()
            self._adding_up.waitForFinished(KILL_MS)

    def _is_fresh(self, report: Path) -> bool:
        try:
            return self._clock() - report.stat().st_mtime < FRESH_SECONDS
        except OSError:
            return True  # opening it says what is the matter

    def _not_added_up(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:  # after any other the process finishes
            self.said.emit(NO_SHIFT)

    def _added_up(self, status: int) -> None:
        lines = bytes(self._adding_up.readAllStandardOutput().data()).decode(errors="replace").splitlines()
        page = next((line.strip() for line in reversed(lines) if line.strip()), "")
        if status == 0 and page:
            self._open("shift", self._shift_of(Path(page)), asked=True)
        else:
            self.said.emit(NO_SHIFT)

    def _summary_of(self, report: Path) -> Callable[[], QWidget]:
        def make() -> QWidget:
            # Two megabytes that no call needs while it runs.
            from ui.summary.report import load_report  # noqa: PLC0415
            from ui.summary.window import SummaryWindow  # noqa: PLC0415

            return SummaryWindow(self._theme(), load_report(report))

        return make

    def _shift_of(self, page: Path) -> Callable[[], QWidget]:
        def make() -> QWidget:
            from ui.summary.shift import ShiftWindow, load_shift  # noqa: PLC0415 (as above)

            return ShiftWindow(self._theme(), load_shift(page))

        return make

    def _open(self, kind: Kind, make: Callable[[], QWidget], *, asked: bool) -> None:
        try:
            window = make()
        except AttuneError as error:
            self.said.emit(str(error))
            return
        linecache.clearcache()  # PySide6 has read the source of what was imported, and would keep it
        earlier = self.windows.pop(kind, None)
        if earlier is not None:
            earlier.close()
        self.windows[kind] = window
        window.installEventFilter(self)
        window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, not asked)
        window.show()
        if asked:
            window.raise_()
            window.activateWindow()
        self.said.emit("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Let go of a window that is closed."""
        if event.type() == QEvent.Type.Close:
            self.windows = {kind: window for kind, window in self.windows.items() if window is not watched}
            watched.deleteLater()
        return super().eventFilter(watched, event)
