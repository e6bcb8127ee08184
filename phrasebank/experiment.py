"""The command ``phrasebank experiment``: start one, see how it stands, stop it."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import platformdirs

from phrasebank.bank import load_bank
from phrasebank.errors import UsageError
from phrasebank.experiments import Experiment, ExperimentFolder, Variant, told
from phrasebank.looks import Plan, calls_for
from phrasebank.outcomes import OutcomeStore


def add_options(command: argparse.ArgumentParser) -> None:
    """The options of ``phrasebank experiment``."""
    actions = command.add_subparsers(dest="action", required=True, metavar="ACTION")
    start = _action(actions, "start", _start, "split the calls between two variants from now on")
    start.add_argument("name", help="a name, such as late-refund-wording")
    for side, what in (("--a", "what there was before"), ("--b", "what is tried")):
        start.add_argument(
            side, required=True, metavar="IDS", help=f"{what}: phrase ids with commas, or a bank's folder"
        )
    start.add_argument("--emotion", default="", help="only cards for this feeling count")
    start.add_argument("--need", default="", help="only cards for this need count")
    start.add_argument("--difference", type=float, default=0.15, help="the difference looked for (default: 0.15)")
    start.add_argument("--calls", type=int, help="calls with a card until the last look; by default from --difference")
    start.add_argument("--folder", type=Path, help="the bank of the phrases; the bundled one by default")
    status = _action(actions, "status", _status, "say how the experiments stand")
    status.add_argument("name", nargs="?", help="only this one")
    stop = _action(actions, "stop", _stop, "end an experiment: all calls see both variants again")
    stop.add_argument("name", help="its name")
    for action in (status, stop):
        action.add_argument("--outcomes", type=Path, metavar="FILE", help="what became of cards (default: data folder)")


def _action(actions: Any, name: str, run: Any, summary: str) -> argparse.ArgumentParser:
    action: argparse.ArgumentParser = actions.add_parser(name, help=summary, description=summary)
    action.add_argument("--json", action="store_true", help="print JSON for a program")
    action.add_argument("--store", type=Path, metavar="DIR", help="where experiments are kept (default: data folder)")
    action.set_defaults(run=run)
    return action


def _start(chosen: argparse.Namespace) -> int:
    if not 0 < chosen.difference < 1:
        raise UsageError(f"--difference {chosen.difference}: give a share between 0 and 1, such as 0.15.")
    experiment = Experiment(
        chosen.name,
        _variant("--a", chosen.a, chosen.folder),
        _variant("--b", chosen.b, chosen.folder),
        Plan(calls_for(chosen.difference) if chosen.calls is None else chosen.calls),
        chosen.emotion,
        chosen.need,
        started=_today(),
    )
    ExperimentFolder(chosen.store).start(experiment)
    return _print(chosen, [experiment])


def _status(chosen: argparse.Namespace) -> int:
    folder = ExperimentFolder(chosen.store)
    return _print(chosen, [folder.get(chosen.name)] if chosen.name else folder.all())


def _stop(chosen: argparse.Namespace) -> int:
    return _print(chosen, [ExperimentFolder(chosen.store).stop(chosen.name, _today())])


def _print(chosen: argparse.Namespace, experiments: list[Experiment]) -> int:
    path = getattr(chosen, "outcomes", None) or platformdirs.user_data_path("attune", appauthor=False) / "outcomes.db"
    outcomes = OutcomeStore(path).outcomes()
    for experiment in experiments:
        verdict = experiment.verdict(outcomes)
        if chosen.json:
            row = {**asdict(experiment), "verdict": asdict(verdict)}
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        else:
            sys.stdout.write(told(experiment, verdict))
    if not experiments and not chosen.json:
        sys.stdout.write("No experiment has been started.\n")
    return 0


def _variant(option: str, text: str, folder: Path | None) -> Variant:
    """Phrase ids, or a folder that holds a bank."""
    if Path(text).is_dir():
        load_bank(Path(text))
        return Variant(bank=str(Path(text).resolve()))
    bank = load_bank(folder)
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if name not in bank:
            raise UsageError(f"{option} {name}: there is neither such a phrase nor such a folder; check the name.")
    return Variant(phrases=names)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
