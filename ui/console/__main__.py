"""``python -m ui.console``: the supervisor's console."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from assist.errors import AttuneError
from assist.settings import load_settings
from phrasebank.errors import PhrasebankError
from ui.console.app import Console, Given
from ui.console.memory import MEMORY_FILE, load_memory
from ui.theme import ASSETS


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the console until it is closed; return the exit status."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("Attune")
    application.setStyle("Fusion")
    translator = QTranslator(application)
    if translator.load(QLocale(), "attune", "_", str(ASSETS / "translations")):
        application.installTranslator(translator)
    console = None
    try:
        console = Console(_given(options), load_memory(options.memory))
        return application.exec() if console.start() else 0
    except (AttuneError, PhrasebankError) as error:
        print(f"assist console: {error}", file=sys.stderr)  # noqa: T201
        return 2
    finally:
        if console is not None:
            console.close()


def _given(options: argparse.Namespace) -> Given:
    settings = load_settings(options.config, options.assignments)
    passed = ["--config", str(options.config)] if options.config else []
    passed += [part for assignment in options.assignments for part in ("--set", assignment)]
    return Given(
        settings=settings,
        passed=tuple(passed),
        store=options.store,
        calls=tuple(options.calls),
        outcomes=tuple(options.outcomes),
        who=options.who,
        sample=options.sample,
        memory_file=options.memory,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ui.console", description=__doc__)
    add_arguments(parser)
    parser.add_argument("--config", type=Path, metavar="FILE")
    parser.add_argument("--set", dest="assignments", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--memory", type=Path, default=MEMORY_FILE, help=argparse.SUPPRESS)
    return parser


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the console may be told."""
    parser.add_argument("--store", type=Path, metavar="FILE", help="the team's bank (default: bank.store)")
    parser.add_argument("--calls", type=Path, action="append", default=[], metavar="DIR", help="more recorded calls")
    parser.add_argument("--outcomes", type=Path, action="append", default=[], metavar="FILE", help="more outcomes")
    parser.add_argument("--who", default="", metavar="NAME", help="the name that history and audit keep")
    parser.add_argument("--sample", action="store_true", help="look round with sample data")


if __name__ == "__main__":
    sys.exit(main())
