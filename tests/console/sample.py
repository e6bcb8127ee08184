"""A small sample made once for all tests of a session: six calls, the bank with two releases, outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assist.console.office import Office
from assist.console.sample import run
from assist.settings import Settings

TODAY = datetime(2026, 11, 20, 12, tzinfo=UTC)
SMALL = 6


@dataclass(frozen=True)
class Made:
    """What the task ``sample`` did: the folder, its result, and what it told on the way."""

    folder: Path
    result: dict[str, Any]
    told: list[tuple[int, int, str]]


@pytest.fixture(scope="session")
def made_sample(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The sample as the worker makes it, in a folder that is there and empty."""
    folder = tmp_path_factory.mktemp("sample") / "made"
    folder.mkdir()
    told: list[tuple[int, int, str]] = []
    values = {"folder": str(folder), "calls": SMALL, "today": TODAY.isoformat()}
    office = Office(Settings(), folder / "bank.db")
    return Made(folder, run(values, office, lambda *news: told.append(news)), told)


@pytest.fixture(scope="session")
def sample_folder(made_sample: Made) -> Path:
    """Where it is; whoever changes something in it copies it first."""
    return made_sample.folder
