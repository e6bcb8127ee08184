"""The task ``compare``: recorded calls and cases with two banks, in processes of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assist.console import compare
from assist.console.office import Office
from assist.settings import Settings
from phrasebank.bank import Bank, load_bank
from phrasebank.store.store import Store
from tests.trial.calls import Chance, bank, write


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bank of which every third phrase has been retired since it was published."""
    path = tmp_path_factory.mktemp("bank") / "bank.db"
    some = Bank(load_bank().approved[::4])
    made = Store.create(path, some, "Attune")
    gone = {entry.phrase.id: entry.revision for entry in made.snapshot().entries[::3]}
    made.set_status(gone, "retired", "Ann", "too long")
    return path


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve recorded calls and a file that is damaged."""
    folder = tmp_path_factory.mktemp("calls")
    for seed in range(12):
        write(Chance(seed, bank("old")).record(), folder / f"call-{seed}")
    (folder / "broken.journal").write_bytes(b"SQLite format 3\0 and then nothing")
    return folder


@pytest.mark.models
def test_calls_run_with_the_published_bank_and_the_next_one(store: Path, calls: Path) -> None:
    """Those that were picked: figures, moments and a gate, as plain JSON. A damaged one is told; progress goes up."""
    told: list[tuple[int, int, str]] = []
    office = Office(Settings(), store)
    pick = [str(calls / f"call-{number}" / "call.journal") for number in range(11)]
    values = {"calls": [str(calls)], "which": "candidate", "pick": [*pick, str(calls / "broken.journal")]}
    result = compare.run(values, office, lambda *news: told.append(news))
    assert json.loads(json.dumps(result)) == result
    assert (result["calls"], result["mark"], result["which"]) == (11, office.snapshot.mark, "candidate")
    assert [call["path"] for call in result["by_call"]] == sorted(str(Path(path).resolve()) for path in pick)
    assert set(result["figures"]) == {"published", "draft"}
    assert len(result["failed"]) == 1
    assert "broken.journal" in result["failed"][0]
    retired = {entry.phrase.id for entry in office.snapshot.entries if entry.phrase.status == "retired"}
    assert result["moments"]
    for moment in result["moments"]:
        assert moment["one"] is None or moment["other"] is None or moment["one"] != moment["other"]
        assert moment["other"] is None or moment["other"]["phrase_id"] not in retired
    assert {finding["name"] for finding in result["gate"]["looked_at"]} >= {"precision", "silence", "right"}
    done = [at for at, _, _ in told]
    assert done == sorted(done)
    assert told[-1][2] == "comparing"
