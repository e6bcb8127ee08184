"""The tasks by their names. A task is a function ``run(values, office, progress)`` from plain JSON to plain JSON."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any

from assist.console.office import Office
from assist.console.progress import Progress
from assist.errors import UsageError

Task = Callable[[Mapping[str, Any], Office, Progress], dict[str, Any]]

TASKS: Mapping[str, str] = {
    name: f"assist.console.{name}"
    for name in (
        "check",
        "compare",
        "effects",
        "example",
        "fires",
        "hear",
        "map",
        "moments",
        "play",
        "sample",
        "teach",
        "transfer_apply",
        "transfer_export",
        "transfer_plan",
        "warm",
    )
}
"""Modules, imported when they are first asked for: a worker that maps calls loads no bank."""


def find_task(name: str) -> Task:
    """The task of a name.

    Raises:
        UsageError: there is none.
    """
    if name not in TASKS:
        raise UsageError(f"The console knows no task '{name}'; there are: {', '.join(TASKS)}.")
    run: Task = importlib.import_module(TASKS[name]).run
    return run
