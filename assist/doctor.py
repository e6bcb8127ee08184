"""`assist doctor`: what works here, what does not, and what to do about it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import partial
from pathlib import Path

from assist import checks
from assist.choices import CONFIG_FILE
from assist.errors import AttuneError
from assist.finding import Finding
from assist.settings import Settings

Examine = Callable[[], Iterable[Finding]]


def show_checks(settings: Settings, *, as_json: bool, config_file: Path = CONFIG_FILE) -> int:
    """Print every check as soon as it and those before it are done; 0 if all is well, else 2.

    Args:
        settings: what calls would use.
        as_json: one object a line.
        config_file: the settings file that `assist run` reads; the answer to the consent text lies beside it.
    """
    well = True
    for finding in examine(settings, config_file):
        well = well and finding.well
        mark = "ok " if finding.well else "-- "
        line = json.dumps(asdict(finding)) if as_json else f"{mark} {finding.check:<12} {finding.sentence}"
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    return 0 if well else 2


def examine(settings: Settings, config_file: Path) -> Iterator[Finding]:
    """All checks, in the order of the set-up's pages. What is slow runs at the same time."""
    with ThreadPoolExecutor(thread_name_prefix="doctor") as workers:
        running = [workers.submit(_all_of, group) for group in _groups(settings, config_file)]
        for findings in running:
            yield from findings.result()


def _groups(settings: Settings, config_file: Path) -> list[Examine]:
    def one(name: str, check: Callable[[Settings], str]) -> Examine:
        return partial(_checked, name, partial(check, settings))

    return [
        partial(_checked, "consent", partial(checks.consent, config_file)),
        partial(checks.devices, settings),
        one("recogniser", checks.recognizer),
        partial(checks.words, settings),
        partial(checks.desktop, settings),
        one("journal", checks.journal),
        one("disk", checks.disk),
        one("port", checks.port),
    ]


def _all_of(group: Examine) -> list[Finding]:
    return list(group())


def _checked(name: str, check: Callable[[], str]) -> Iterator[Finding]:
    try:
        yield Finding(name, True, check())
    except AttuneError as error:
        yield Finding(name, False, str(error))
