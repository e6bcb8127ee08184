"""Recorded calls run again with other banks. Entry point ``replay`` of ``phrasebank.sessions``."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from assist.commands import SearchBank
from assist.errors import AttuneError
from assist.journal import JOURNAL_NAME, is_journal, read_journal
from assist.settings import BankSettings
from assist.trial.again import Answers, Outcome, Script, course, fires, script_of
from assist.trial.banks import load_banks
from assist.workers import Language
from phrasebank.bank import load_bank
from phrasebank.errors import UsageError
from phrasebank.evaluation.sessions import PastCall

logger = logging.getLogger(__name__)

_AT_ONCE = 64
"""Calls that run side by side, so that what they ask is encoded together."""


class Asked(Protocol):
    """Banks side by side, as `assist.trial.banks.Banks`."""

    @property
    def names(self) -> Sequence[str]:
        """What they are called."""
        ...

    def library(self, name: str, rules: BankSettings) -> Language:
        """One of them as a team has it."""
        ...

    def expect(self, texts: Sequence[str]) -> None:
        """These words will be looked for."""
        ...


@dataclass(frozen=True, slots=True)
class Replayed:
    """What became of some journals.

    Attributes:
        path, started_at: of each call, in the order of `columns`; wall time is ISO 8601, empty if it is not known.
        columns: for each bank the calls.
        failed: a sentence for each journal that was left out.
    """

    paths: tuple[str, ...] = ()
    started_at: tuple[str, ...] = ()
    columns: Mapping[str, tuple[PastCall, ...]] = field(default_factory=dict)
    failed: tuple[str, ...] = ()

    def without_copies(self) -> Replayed:
        """Each call once: one that was shared lies in its agent's folder and in the team's."""
        first: dict[tuple[PastCall, str], int] = {}
        for place, call in enumerate(zip(next(iter(self.columns.values()), ()), self.started_at, strict=True)):
            first.setdefault(call, place)
        kept = sorted(first.values())
        return replace(
            self,
            paths=tuple(self.paths[place] for place in kept),
            started_at=tuple(self.started_at[place] for place in kept),
            columns={name: tuple(column[place] for place in kept) for name, column in self.columns.items()},
        )


def journals_in(folders: Iterable[Path]) -> list[Path]:
    """The journals under some folders, however deep and whatever their names, by path; each once."""
    pattern = f"*{Path(JOURNAL_NAME).suffix}"
    return sorted({path.resolve() for folder in folders for path in folder.rglob(pattern) if _looks_like_one(path)})


def _looks_like_one(path: Path) -> bool:
    try:
        return is_journal(path)
    except OSError:
        return True  # it is told when it is read


def run_again(folder: Path, bank: Path | None = None) -> list[PastCall]:
    """Run every journal under a folder again.

    Args:
        folder: holds journals, however deep.
        bank: a folder of phrase files; the bundled bank by default. Packs, register and place are the recording's.

    Returns:
        In the order of their paths.

    Raises:
        UsageError: there is no journal, one is damaged, or the models cannot be loaded.
    """
    paths = journals_in([folder])
    if not paths:
        raise UsageError(f"{folder}: there is no recorded call under it; name the folder of the journals.")
    name = str(bank or "")
    try:
        replayed = replay(paths, load_banks({name: load_bank(bank)}, BankSettings()))
    except AttuneError as error:
        raise UsageError(str(error)) from error
    if replayed.failed:
        raise UsageError(replayed.failed[0])
    return list(replayed.columns[name])


def replay(paths: Sequence[Path], banks: Asked) -> Replayed:
    """Run journals again with some banks. One that cannot be read or run is left out and told."""
    parts = [_replay_some(paths[start : start + _AT_ONCE], banks) for start in range(0, len(paths), _AT_ONCE)]
    return joined(parts, banks.names)


def joined(parts: Sequence[Replayed], names: Iterable[str]) -> Replayed:
    """Several parts as one."""
    return Replayed(
        paths=tuple(path for part in parts for path in part.paths),
        started_at=tuple(at for part in parts for at in part.started_at),
        columns={name: tuple(call for part in parts for call in part.columns[name]) for name in names},
        failed=tuple(sentence for part in parts for sentence in part.failed),
    )


def _replay_some(paths: Sequence[Path], banks: Asked) -> Replayed:
    scripts: dict[Path, Script] = {}
    failed: list[str] = []
    for path in paths:
        try:
            script = script_of(read_journal(path))
            for name in banks.names:
                banks.library(name, script.settings.bank)
            scripts[path] = script
        except AttuneError as error:
            failed.append(str(error))
    try:
        columns = _run(list(scripts.values()), banks)
    except Exception:  # one call that we cannot run must not cost the others: the strange ones are left out
        logger.exception("Some of these calls cannot be run again; they are tried one by one")
        for path in list(scripts):
            if why := _strange(scripts[path], banks):
                failed.append(f"{path}: this call cannot be run again ({why}); it is left out.")
                del scripts[path]
        columns = _run(list(scripts.values()), banks)
    return Replayed(
        paths=tuple(map(str, scripts)),
        started_at=tuple(script.started_at for script in scripts.values()),
        columns=columns,
        failed=tuple(failed),
    )


def _strange(script: Script, banks: Asked) -> str:
    """Why a call cannot be run; empty where it can."""
    try:
        _run([script], banks)
    except Exception as error:  # as above: whatever is wrong with it
        logger.exception("This call cannot be run again")
        return type(error).__name__
    return ""


def _run(scripts: Sequence[Script], banks: Asked) -> dict[str, tuple[PastCall, ...]]:
    """Run calls with the first bank; with another one only those that go another way with it."""
    first = banks.names[0]
    shown = run_together(scripts, first, banks.names, banks)
    columns = {first: tuple(map(_past_call, scripts, shown))}
    for name in banks.names[1:]:
        places = [place for place, outcome in enumerate(shown) if name in outcome.differing]
        anew = iter(run_together([scripts[place] for place in places], name, [name], banks))
        outcomes = [next(anew) if place in places else outcome for place, outcome in enumerate(shown)]
        columns[name] = tuple(map(_past_call, scripts, outcomes))
    return columns


def _past_call(script: Script, outcome: Outcome) -> PastCall:
    now = tuple(replace(fire, fate="") for fire in fires(outcome.events))  # nobody has seen these cards
    return PastCall(script.call_id, script.seconds, script.then, now)


def run_together(scripts: Sequence[Script], shown: str, names: Sequence[str], banks: Asked) -> list[Outcome]:
    """Run calls side by side: what they all ask next is encoded in one pass.

    Args:
        scripts: the calls.
        shown: the bank whose cards are shown.
        names: the banks that are asked, that one among them.
        banks: all of them.
    """
    courses = [course(script, shown) for script in scripts]
    outcomes: dict[int, Outcome] = {}
    answers: dict[int, Answers | None] = dict.fromkeys(range(len(courses)))
    while answers:
        asked: dict[int, SearchBank] = {}
        for place, answer in answers.items():
            try:
                asked[place] = courses[place].send(answer)  # type: ignore[arg-type]  # None begins a course
            except StopIteration as over:
                outcomes[place] = over.value
        banks.expect([command.query for command in asked.values()])
        answers = {place: _ask(command, scripts[place], names, banks) for place, command in asked.items()}
    return [outcomes[place] for place in range(len(courses))]


def _ask(command: SearchBank, script: Script, names: Sequence[str], banks: Asked) -> Answers:
    return {name: banks.library(name, script.settings.bank).search(command) for name in names}
