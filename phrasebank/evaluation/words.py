"""``phrasebank evaluate --suggestions``: cases or recorded calls, one bank or two."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from phrasebank.bank import load_bank
from phrasebank.errors import UsageError
from phrasebank.evaluation.cases import read_cases
from phrasebank.evaluation.listing import case_rows, listed_cases
from phrasebank.evaluation.material import Material, Sources
from phrasebank.evaluation.past import changed_moments, describe_past, listed_moments
from phrasebank.evaluation.report import Section
from phrasebank.evaluation.sessions import Chooser, Replayer, session_entry
from phrasebank.evaluation.suggestions import Trial, describe_trial


def run_suggestions(chosen: argparse.Namespace) -> int:
    """Run the command; 0.

    Raises:
        PhrasebankError: a file or folder cannot be used.
    """
    if chosen.against and not chosen.replay:
        raise UsageError("--against BANK compares recorded calls; name their folder with --replay DIR.")
    for option, folder in (("--folder", chosen.folder), ("--replay", chosen.replay), ("--against", chosen.against)):
        if folder is not None and not folder.is_dir():
            raise UsageError(f"{option} {folder}: there is no such folder; check the path.")
    return _past_calls(chosen) if chosen.replay else _cases(chosen)


def _cases(chosen: argparse.Namespace) -> int:
    cases, bank = read_cases(chosen.cases), load_bank(chosen.folder)
    choose: Chooser = session_entry("cases")
    trial = Trial(cases, choose(cases, chosen.folder), bank)
    section = describe_trial(trial, Material(Sources()).original.embed)
    _write(chosen, section, listed_cases(trial) if chosen.show else "", {"cases": case_rows(trial)})
    return 0


def _past_calls(chosen: argparse.Namespace) -> int:
    replay: Replayer = session_entry("replay")
    columns = {_name(chosen.folder): replay(chosen.replay, chosen.folder)}
    if chosen.against:
        columns[_name(chosen.against)] = replay(chosen.replay, chosen.against)
    moments = changed_moments(*columns.values()) if chosen.against else []
    rows = {"changed": [moment.plain() for moment in moments]}
    _write(chosen, describe_past(columns), listed_moments(moments, tuple(columns)), rows)
    return 0


def _name(folder: Path | None) -> str:
    return f"{folder.name if folder else 'bundled'} {load_bank(folder).version}"


def _write(chosen: argparse.Namespace, section: Section, listing: str, rows: Mapping[str, Any]) -> None:
    if chosen.json:
        sys.stdout.write(json.dumps({"suggestions": section.plain(), **rows}, ensure_ascii=False) + "\n")
        return
    sys.stdout.write(f"{section.text()}\n{listing}")
