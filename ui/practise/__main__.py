"""``python -m ui.practise [--play NAME] [--voice] [-- ENGINE ARGUMENTS]``: the practice window with its children."""

from __future__ import annotations

import argparse
import logging
import secrets
import sys
from collections.abc import Sequence

from PySide6.QtWidgets import QApplication

from assist.practise.messages import AnyNews, Ready
from ui.practise.engine import OverlayProcess, PracticeEngine
from ui.practise.window import PractiseWindow
from ui.settings import load_settings
from ui.theme import Theme, choose_palette, load_font

OVERLAY_WIDTH = 440
"""Pixels that the overlay takes at a text size of 100 %."""
GAP = 24
"""Pixels between the window and the overlay beside it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the window until it is closed; return the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    passed = given[given.index("--") + 1 :] if "--" in given else []
    options = _parser().parse_args(given[: given.index("--")] if "--" in given else given)
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("Attune")
    settings = load_settings()
    theme = Theme(choose_palette(settings.theme), settings.text_scale, load_font(), settings.reduced_motion)
    token = secrets.token_urlsafe(32)
    window = PractiseWindow(theme, options.play, aloud=options.voice)
    engine = PracticeEngine(passed, token, window)
    overlay = OverlayProcess(token, window)
    engine.told.connect(window.take)
    engine.failed.connect(window.complain)
    window.asked.connect(engine.ask)
    window.closed.connect(application.quit)

    def stand_beside(news: AnyNews) -> None:
        if isinstance(news, Ready):
            frame = window.frameGeometry()
            overlay.start(news.url, (frame.right() + GAP, frame.top()))

    engine.told.connect(stand_beside)
    stand_left(window)
    window.show()
    engine.start()
    try:
        return application.exec()
    finally:
        overlay.stop()
        engine.stop()


def stand_left(window: PractiseWindow) -> None:
    """Leave room for the overlay on the right, as far as the screen has it."""
    area = window.screen().availableGeometry()
    width = min(window.width(), area.width() - OVERLAY_WIDTH - 3 * GAP)
    window.resize(max(width, window.minimumSizeHint().width()), min(window.height(), area.height() - 2 * GAP))
    spare = area.width() - window.width() - OVERLAY_WIDTH - GAP
    window.move(area.left() + max(0, spare // 2), area.top() + max(0, (area.height() - window.height()) // 3))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ui.practise", description="Attune's practice window.")
    parser.add_argument("--play", default="", metavar="NAME", help="the scenario to begin with")
    parser.add_argument("--voice", action="store_true", help="the customer is heard as well as read")
    return parser


if __name__ == "__main__":
    sys.exit(main())
