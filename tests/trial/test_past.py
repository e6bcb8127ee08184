"""Journals run again with several banks side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from assist.commands import SearchBank
from assist.errors import AttuneError
from assist.inputs import Hit
from assist.journal import JOURNAL_NAME, read_journal
from assist.settings import BankSettings
from assist.trial.again import fires
from assist.trial.past import journals_in, replay, run_again
from phrasebank.errors import UsageError
from tests.trial.calls import STARTED, Chance, Search, bank, write
from tests.trial.slowly import slowly


@dataclass
class Shelf:
    """A library that can only be searched."""

    find: Search

    def search(self, command: SearchBank) -> tuple[Hit, ...]:
        return self.find(command)


@dataclass
class FakeBanks:
    """Two banks; notes which words it was told to expect."""

    names: Sequence[str] = ("old", "new")
    expected: list[Sequence[str]] = field(default_factory=list)
    refused: str = ""

    def library(self, name: str, rules: BankSettings) -> Any:
        if self.refused:
            raise AttuneError(self.refused)
        return Shelf(bank(name))

    def expect(self, texts: Sequence[str]) -> None:
        self.expected.append(texts)


@pytest.fixture
def calls(tmp_path: Path) -> list[Path]:
    """Three recorded calls."""
    return [write(Chance(seed, bank("old")).record(), tmp_path / f"call-{seed}") for seed in (3, 4, 5)]


def test_each_call_runs_with_each_bank(calls: list[Path]) -> None:
    """In the order of the paths, with the cards of the plain way, and their fates unknown."""
    replayed = replay(calls, FakeBanks())
    assert replayed.paths == tuple(map(str, calls))
    assert replayed.started_at == (STARTED,) * 3
    for name, column in replayed.columns.items():
        for path, call in zip(calls, column, strict=True):
            recorded = read_journal(path)
            expected = [(fire.at, fire.phrase_id) for fire in fires(slowly(recorded, bank(name)))]
            assert [(fire.at, fire.phrase_id) for fire in call.now] == expected
            assert call.then == fires(recorded.events)
            assert not any(fire.fate for fire in call.now)
    assert replayed.columns["old"] != replayed.columns["new"]


def test_what_calls_ask_at_one_time_is_told_in_advance(calls: list[Path]) -> None:
    """Words of several calls come together, so that they are encoded in one pass."""
    banks = FakeBanks()
    replay(calls, banks)
    assert max(map(len, banks.expected)) == len(calls)


def test_a_damaged_journal_is_left_out_and_told(calls: list[Path], tmp_path: Path) -> None:
    """The others still run."""
    broken = tmp_path / "call-9" / JOURNAL_NAME
    broken.parent.mkdir()
    broken.write_bytes(b"SQLite format 3\0 and then nothing")
    paths = journals_in([tmp_path])
    replayed = replay(paths, FakeBanks())
    assert replayed.paths == tuple(map(str, calls))
    assert [len(column) for column in replayed.columns.values()] == [3, 3]
    assert len(replayed.failed) == 1
    assert str(broken) in replayed.failed[0]
    assert "damaged" in replayed.failed[0]


def test_a_call_with_rules_that_no_bank_knows_is_left_out_and_told(calls: list[Path]) -> None:
    """A sector of another version, say."""
    replayed = replay(calls, FakeBanks(refused="There is no pack 'mining'."))
    assert (replayed.paths, replayed.failed) == ((), ("There is no pack 'mining'.",) * 3)


def test_journals_are_found_once_whatever_their_names(calls: list[Path], tmp_path: Path) -> None:
    """In folders within folders, and where two of the folders hold the same; other files are none."""
    shared = tmp_path / "shared" / "ann-2026-11-20.journal"
    shared.parent.mkdir()
    shared.write_bytes(calls[0].read_bytes())
    (tmp_path / "notes.journal").write_text("dear diary")
    assert journals_in([tmp_path, tmp_path / "shared"]) == sorted([*calls, shared])


def test_a_folder_without_calls_is_named(tmp_path: Path) -> None:
    """A person has to know which."""
    with pytest.raises(UsageError, match="there is no recorded call under it"):
        run_again(tmp_path)


@dataclass
class Brittle(FakeBanks):
    """Its search has a fault that the words of one call bring out."""

    words: str = ""

    def library(self, name: str, rules: BankSettings) -> Any:
        return Shelf(self._find)

    def _find(self, command: SearchBank) -> tuple[Hit, ...]:
        if command.query == self.words:
            raise ValueError("a fault")
        return bank("old")(command)


def test_a_call_that_brings_out_a_fault_is_left_out_and_told(calls: list[Path]) -> None:
    """The others are compared all the same."""
    sound = FakeBanks()
    replay(calls[1:2], sound)
    words = sound.expected[0][0]
    replayed = replay(calls, Brittle(words=words))
    assert replayed.paths == (str(calls[0]), str(calls[2]))
    (told,) = replayed.failed
    assert told == f"{calls[1]}: this call cannot be run again (ValueError); it is left out."


def test_a_call_that_was_shared_counts_once(calls: list[Path], tmp_path: Path) -> None:
    """It lies in its agent's folder and in the team's."""
    shared = tmp_path / "team" / "agent" / calls[0].parent.name / JOURNAL_NAME
    shared.parent.mkdir(parents=True)
    shared.write_bytes(calls[0].read_bytes())
    once = replay([*calls[:2], shared], FakeBanks()).without_copies()
    assert once.paths == tuple(map(str, calls[:2]))
    assert [len(column) for column in once.columns.values()] == [2, 2]
