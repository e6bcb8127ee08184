"""The task ``sample``: a folder with a bank, calls and outcomes to try the console on."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from assist.console.office import Office
from assist.console.progress import Progress, silent
from assist.console.samples.bank import SampleBank
from assist.console.samples.calls import Studio
from assist.console.samples.cast import DAYS, bookings
from assist.errors import UsageError
from assist.settings import Settings
from phrasebank.experiments import Experiment, ExperimentFolder, Variant
from phrasebank.looks import Plan
from phrasebank.packs import CORE, pack_ids

BANK = "bank.db"
CALLS = 45
_LAST_STEPS = 1


def run(values: Mapping[str, Any], office: Office, progress: Progress) -> dict[str, Any]:
    """Make the sample in ``{"folder": path}``, with so many ``calls`` before ``today``; returns where it is."""
    folder = Path(values["folder"])
    today = datetime.fromisoformat(values["today"]) if "today" in values else None
    make_sample(folder, office.settings, progress, calls=int(values.get("calls", CALLS)), today=today)
    return {"folder": str(folder)}


def make_sample(
    folder: Path,
    settings: Settings,
    progress: Progress = silent,
    *,
    calls: int = CALLS,
    today: datetime | None = None,
) -> None:
    """Make a folder of sample data, all of it named a sample; the same day gives the same calls.

    It holds ``bank.db``, ``calls/AGENT/CALL/call.journal``, ``outcomes/AGENT.db``, ``review.jsonl`` and
    ``experiments/``. It is there as a whole or not at all.

    Args:
        folder: must not be there yet, or be empty.
        settings: those of the engine; the sample's calls use them with the sample's files.
        progress: told after each call.
        calls: how many.
        today: the calls lie within the four weeks before it; now by default.

    Raises:
        UsageError: the folder is there, or cannot be written.
        AttuneError: the models cannot be loaded.
    """
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder}: it is there already; open it, or delete it to make the sample anew.")
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir(parents=True)
        _fill(part, _settings_in(folder, settings), progress, calls, today or datetime.now().astimezone())
        if folder.exists():
            folder.rmdir()
        part.replace(folder)
    except OSError as error:
        raise UsageError(f"{folder}: the sample cannot be written there ({error.strerror}); name another.") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _fill(folder: Path, settings: Settings, progress: Progress, calls: int, today: datetime) -> None:
    total = calls + _LAST_STEPS
    progress(0, total, "loading the models")
    bank = SampleBank(folder / BANK, today)
    _start_experiment(folder / "experiments", today)
    office = Office(settings, folder / BANK)
    everyone = tuple(name for name in pack_ids() if name != CORE)
    office.library("published", replace(settings.bank, packs=everyone))  # encodes all phrases in one go
    studio = Studio(office, folder, settings)
    released = False
    for done, booking in enumerate(bookings(calls, today)):
        if not released and booking.started_at >= bank.released_at:
            bank.release()
            released = True
        progress(done, total, f"playing the call “{booking.scenario.title}”")
        studio.play(booking)
    if not released:
        bank.release()
    bank.go_on()
    progress(total, total, "done")


def _start_experiment(folder: Path, today: datetime) -> None:
    experiment = Experiment(
        name="sample-anger-wording",
        a=Variant(("validated-expected-better-1",)),
        b=Variant(("validated-of-course-angry-1",)),
        plan=Plan(calls=60, looks=3, least_calls=6),
        emotion="anger",
        started=(today - timedelta(days=DAYS + 1)).date().isoformat(),
    )
    ExperimentFolder(folder).start(experiment)


def _settings_in(folder: Path, settings: Settings) -> Settings:
    """The settings with the sample's files, so that nothing of a sample is mixed with real calls."""
    return replace(
        settings,
        bank=replace(settings.bank, folder="", store=str(folder / BANK), team=""),
        journal=replace(settings.journal, folder=str(folder / "calls")),
        suggest=replace(
            settings.suggest,
            outcomes=str(folder / "outcomes"),
            review=str(folder / "review.jsonl"),
            experiments=str(folder / "experiments"),
        ),
    )
