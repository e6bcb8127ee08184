"""The commands ``phrasebank release``, ``rollback`` and ``audit``: a team's bank without the console."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import platformdirs

from phrasebank.errors import UsageError
from phrasebank.store.records import Deed, Release
from phrasebank.store.store import Store
from phrasebank.transfer.plan import Change, Kind

_SHOWN_CHANGES = 20
_VERDICTS = ("passed", "unsure", "blocked")


def add_release_options(command: argparse.ArgumentParser) -> None:
    """The options of ``phrasebank release``."""
    _add_common(command)
    command.add_argument("--list", action="store_true", help="only list the releases so far")
    command.add_argument("--notes", default="", help="what is new, for the other supervisors")
    command.add_argument("--gate", type=Path, metavar="FILE", help="what a comparison with past calls gave (JSON)")
    command.add_argument("--override", default="", metavar="REASON", help="publish although it spoke against it")


def add_rollback_options(command: argparse.ArgumentParser) -> None:
    """The options of ``phrasebank rollback``."""
    _add_common(command)
    command.add_argument("number", type=int, help="the release that agents are to have again")
    command.add_argument("--why", required=True, help="the reason; it is recorded")


def add_audit_options(command: argparse.ArgumentParser) -> None:
    """The options of ``phrasebank audit``."""
    _add_common(command)
    command.add_argument("--verify", action="store_true", help="check that nothing in it was changed")
    command.add_argument("--limit", type=int, default=50, help="how many entries, the latest first (default: 50)")


def _add_common(command: argparse.ArgumentParser) -> None:
    usual = platformdirs.user_data_path("attune", appauthor=False) / "bank.db"
    command.add_argument("--store", type=Path, default=usual, metavar="FILE", help=f"the team's bank ({usual})")
    command.add_argument("--who", default="", metavar="NAME", help="your name for the log (default: of your account)")


def run_release(chosen: argparse.Namespace) -> int:
    """Publish what is approved, or list the releases."""
    store = Store(chosen.store)
    if chosen.list:
        published = store.snapshot().published
        _print(chosen, [_release_row(one, published) for one in store.releases()], _release_line)
        return 0
    gate, judged = _gate(chosen.gate)
    if gate is not None and gate["verdict"] == "blocked" and not chosen.override.strip():
        found = " ".join(str(finding) for finding in gate.get("findings", ()))
        raise UsageError(f"Past calls speak against this release: {found} Mend that, or give a reason with --override.")
    snapshot = store.snapshot()
    changes = store.diff(snapshot.published, None)
    mark = snapshot.mark if judged is None else judged
    release = store.publish(_who(chosen), chosen.notes, mark=mark, gate=gate, override=chosen.override)
    if chosen.json:
        _print(chosen, [_release_row(release, release.number)], _release_line)
    else:
        sys.stdout.writelines(f"{line}\n" for line in _told(changes))
        sys.stdout.write(f"Release {release.number} is published: {release.phrases} phrases.\n")
    return 0


def run_rollback(chosen: argparse.Namespace) -> int:
    """Give agents an older release again."""
    release = Store(chosen.store).roll_back(chosen.number, _who(chosen), chosen.why)
    if chosen.json:
        _print(chosen, [_release_row(release, release.number)], _release_line)
    else:
        sys.stdout.write(f"Release {release.number} is published again.\n")
    return 0


def run_audit(chosen: argparse.Namespace) -> int:
    """Who did what, when and why; or whether all of it is as it was written.

    Returns:
        0; 2 where something was changed.
    """
    store = Store(chosen.store)
    if not chosen.verify:
        _print(chosen, [asdict(deed) for deed in store.audit(max(1, chosen.limit))], _deed_line)
        return 0
    fault = store.verify_audit()
    if chosen.json:
        sys.stdout.write(json.dumps({"sound": not fault, "fault": fault}) + "\n")
    else:
        sys.stdout.write(f"{fault or 'The log, and all that it tells of, is as it was written.'}\n")
    return 2 if fault else 0


def _who(chosen: argparse.Namespace) -> str:
    try:
        return chosen.who.strip() or getpass.getuser()
    except (OSError, KeyError) as error:
        raise UsageError("This account has no name; say who you are with --who NAME.") from error


def _gate(path: Path | None) -> tuple[Mapping[str, Any] | None, int | None]:
    """What a comparison found, and the mark of the bank that it judged, where it tells."""
    if path is None:
        return None, None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"--gate {path}: the file cannot be read ({error}); give what a comparison wrote.") from error
    gate = found.get("gate", found) if isinstance(found, dict) else None
    if not isinstance(gate, dict) or gate.get("verdict") not in _VERDICTS:
        raise UsageError(f"--gate {path}: the file holds no result of a comparison; it lacks 'verdict'.")
    mark = found.get("mark")
    return gate, mark if isinstance(mark, int) else None


def _told(changes: Sequence[Change]) -> list[str]:
    signs: dict[Kind, str] = {"added": "+", "changed": "~", "retired": "-"}
    lines = [f"{signs[change.kind]} {change.after.id}" for change in changes[:_SHOWN_CHANGES]]
    more = len(changes) - len(lines)
    counts = Counter(change.kind for change in changes)
    told = ", ".join(f"{counts[kind]} {kind}" for kind in signs)
    return [*lines, *([f"... and {more} more"] if more > 0 else []), told]


def _release_row(release: Release, published: int) -> dict[str, Any]:
    return {**asdict(release), "published": release.number == published}


def _release_line(row: Mapping[str, Any]) -> str:
    sign = "*" if row["published"] else " "
    against = f"  (published all the same: {row['override']})" if row["override"] else ""
    return f"{sign} {row['number']:>4}  {row['at']}  {row['who']}  {row['phrases']} phrases  {row['notes']}{against}"


def _deed_line(row: Mapping[str, Any]) -> str:
    deed = Deed(**row)
    return f"{deed.number:>6}  {deed.at}  {deed.who}  {deed.what}  {deed.subject or '-'}  {deed.why}".rstrip()


def _print(chosen: argparse.Namespace, rows: Sequence[Mapping[str, Any]], line: Any) -> None:
    for row in rows:
        sys.stdout.write((json.dumps(row, ensure_ascii=False) if chosen.json else line(row)) + "\n")
