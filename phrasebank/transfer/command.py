"""``phrasebank export`` and ``phrasebank import``: the bank out to a file, and changes in a file back into the bank."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from phrasebank.bank import Bank, bundled_folder, load_bank
from phrasebank.errors import TransferError, UsageError
from phrasebank.packs import pack_ids
from phrasebank.transfer.editing import edit_files
from phrasebank.transfer.formats import format_of, read_file, write_file
from phrasebank.transfer.plan import Change, Kind, Plan, plan_import
from phrasebank.transfer.swap import replaced

_SIGNS: dict[Kind, str] = {"added": "+", "changed": "~", "retired": "-"}


def run_export(chosen: argparse.Namespace) -> int:
    """Write the bank, or some packs of it, to a file."""
    for pack in chosen.pack or ():
        if pack not in pack_ids():
            raise UsageError(f"--pack {pack}: there is no such pack; choose from {', '.join(pack_ids())}.")
    format_of(chosen.file)
    phrases = [p for p in load_bank(chosen.folder).phrases if not chosen.pack or p.pack in chosen.pack]
    write_file(chosen.file, phrases)
    if chosen.json:
        _print_json({"file": str(chosen.file), "phrases": len(phrases)})
    else:
        sys.stdout.write(f"{len(phrases)} phrases written to {chosen.file}\n")
    return 0


def run_import(chosen: argparse.Namespace) -> int:
    """Show what a file would change in the bank, and with ``--apply`` change it.

    Returns:
        0; 2 where an entry is broken and was left out.
    """
    folder = (chosen.into or bundled_folder()).resolve()
    entries = read_file(chosen.file)
    bank = _bank(folder)
    plan = plan_import(bank, entries, format_of(chosen.file).echo)
    if chosen.apply:
        apply_plan(folder, bank, plan)
    for line in _rows(plan, chosen.apply) if chosen.json else _lines(plan, chosen.apply):
        sys.stdout.write(f"{line}\n")
    return 2 if plan.problems else 0


def apply_plan(folder: Path, bank: Bank, plan: Plan) -> None:
    """Write a plan into the bank's folder, all of it or nothing.

    Args:
        folder: where ``bank`` was read from; it may be missing where the bank is empty.
        bank: as it is there.
        plan: what to change.

    Raises:
        TransferError: the folder cannot be written, or what was written does not read back as planned.
    """
    if not plan.changes:
        return
    with replaced(folder) as copy:
        edit_files(copy, plan.changes, folder)
        written = load_bank(copy)
        if written.version != plan.after(bank).version:
            raise TransferError(f"{folder}: a file cannot be edited so that it reads back the same; edit it by hand.")


def _bank(folder: Path) -> Bank:
    """The bank of a folder; a folder that does not exist yet, or holds nothing, is an empty bank."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return Bank(())
    return load_bank(folder)


def _lines(plan: Plan, applied: bool) -> Iterator[str]:
    for change in plan.changes:
        yield f"{_SIGNS[change.kind]} {change.after.id} ({change.after.pack}, {change.kind})"
        if change.before is None:
            yield f"    text: {_shown(change.after.text)}"
        for name, old, new in change.fields():
            yield f"    {name}: {_shown(old)} -> {_shown(new)}"
    for problem in plan.problems:
        yield f"! {problem}"
    told = ", ".join(f"{count} {name}" for name, count in _counts(plan).items())
    yield f"{told}; {_outcome(plan, applied)}"


def _counts(plan: Plan) -> dict[str, int]:
    counts = Counter(change.kind for change in plan.changes)
    return {
        **{kind: counts[kind] for kind in _SIGNS},
        "unchanged": plan.unchanged,
        "skipped": len(plan.problems),
    }


def _outcome(plan: Plan, applied: bool) -> str:
    if not plan.changes:
        return "nothing to write"
    return "written; 'phrasebank check' holds it to the rules" if applied else "nothing is written without --apply"


def _rows(plan: Plan, applied: bool) -> Iterator[str]:
    for change in plan.changes:
        yield json.dumps(_row(change), ensure_ascii=False)
    for problem in plan.problems:
        yield json.dumps({"change": "skipped", "problem": problem}, ensure_ascii=False)
    yield json.dumps({**_counts(plan), "applied": applied and bool(plan.changes)})


def _row(change: Change) -> dict[str, Any]:
    fields = {name: {"old": old, "new": new} for name, old, new in change.fields()}
    return {"change": change.kind, "phrase_id": change.after.id, "pack": change.after.pack, "fields": fields}


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _print_json(row: Any) -> None:
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
