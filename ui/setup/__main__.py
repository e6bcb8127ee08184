"""``python -m ui.setup [--config FILE] [--beside-overlay]``: exit status 0 finished, 3 declined or left."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from assist.choices import CONFIG_FILE
from ui.app import prefer_x11
from ui.leaving import quitting_on_signals
from ui.settings import SETTINGS_FILE, load_settings
from ui.setup.keys import open_keys
from ui.setup.window import LEFT, Place, SetupWindow
from ui.theme import Theme, choose_palette, load_font


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the set-up until it is finished or left; returns the exit status."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    prefer_x11(os.environ)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("Attune")
    application.setQuitOnLastWindowClosed(False)
    looks = load_settings(options.overlay)
    theme = Theme(choose_palette(looks.theme), looks.text_scale, load_font(), looks.reduced_motion)
    place = Place(options.config, options.overlay, open_keys=None if options.beside_overlay else open_keys)
    window = SetupWindow(theme, place)
    ends = [LEFT]
    window.done.connect(ends.append)
    window.done.connect(lambda _status: application.quit())
    with quitting_on_signals():
        window.show()
        application.exec()
    window.close()
    return ends[-1]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ui.setup", description="Attune's set-up before the first call.")
    parser.add_argument("--config", type=Path, default=CONFIG_FILE, metavar="FILE", help="the engine's settings")
    parser.add_argument("--overlay", type=Path, default=SETTINGS_FILE, metavar="FILE", help="the overlay's settings")
    parser.add_argument("--beside-overlay", action="store_true", help="an overlay runs and holds the hot keys")
    return parser


if __name__ == "__main__":
    sys.exit(main())
