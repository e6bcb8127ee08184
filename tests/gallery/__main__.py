"""``python -m tests.gallery [--out FOLDER] [--only NAME ...]``: makes every picture anew."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path


def main() -> int:
    """Make the sheets."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from tests.gallery import consoles, overlays, windows
    from tests.gallery.sheet import Stage
    from ui.theme import load_font

    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    folder, only = _chosen()
    stage = Stage(folder, load_font())
    for make in (*overlays.SHEETS, *windows.SHEETS, *consoles.SHEETS):
        if not only or make.__name__ in only:
            make(stage)
    for path in sorted(folder.glob("*.png")):
        sys.stdout.write(f"{path}  {path.stat().st_size // 1024} KB\n")
    return 0


def _chosen() -> tuple[Path, list[str]]:
    parser = argparse.ArgumentParser(prog="python -m tests.gallery", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("docs/screens"), metavar="FOLDER")
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME", help="only these sheets")
    chosen = parser.parse_args()
    return chosen.out, chosen.only


if __name__ == "__main__":
    sys.exit(main())
