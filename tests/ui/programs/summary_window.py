"""Shows the summary of a call when told to, again and again; says "shown" each time."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from assist.report.render import write_report
from tests.report.calls import refund_call
from ui.summary.report import load_report
from ui.summary.window import SummaryWindow
from ui.theme import DARK, Theme, load_font


def main(folder: Path) -> None:
    """Wait for lines; each closes the last window and shows a new one."""
    application = QApplication([])
    theme, report = Theme(DARK, 1.0, load_font()), load_report(write_report(refund_call(), folder))
    windows: list[SummaryWindow] = []

    def show() -> None:
        sys.stdin.readline()
        if windows:
            windows.pop().close()
        windows.append(SummaryWindow(theme, report))
        windows[-1].show()
        print("shown", flush=True)  # noqa: T201 - how it speaks to the test

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(show)
    print("ready", flush=True)  # noqa: T201
    application.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
