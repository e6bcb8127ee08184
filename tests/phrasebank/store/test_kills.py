"""A console that is killed while it writes leaves the store as it was or as it should be."""

import random
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from phrasebank.bank import load_bank
from phrasebank.store.records import Edit
from phrasebank.store.store import Store
from tests.phrasebank.store.stores import Clock, edit

ROOT = Path(__file__).resolve().parents[3]


def said(path: Path) -> tuple[Any, ...]:
    """All that a store says, and that its proof is sound."""
    store = Store(path)
    assert store.verify_audit() == ""
    return store.snapshot(), store.releases(), store.audit()


def run(path: Path, deed: str, seconds: float | None) -> float:
    """Do it in a process of its own, killed so long after it began; returns how long it took."""
    command = [sys.executable, "-m", "tests.phrasebank.store.deeds", str(path), deed]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        start = time.monotonic()
        if seconds is None:
            assert process.stdout.readline() == b"done\n"
        else:
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                process.kill()
        process.wait()
        return time.monotonic() - start


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled bank with a change that is not published yet."""
    store = Store.create(tmp_path_factory.mktemp("base") / "bank.db", load_bank(), "Ann", Clock())
    standing = store.snapshot().entries[0]
    store.save([Edit(replace(standing.phrase, cooldown_seconds=60.0), 1)], "Ann")
    return store.path


@pytest.mark.parametrize(("deed", "kills"), [("publish", 7), ("import", 7), ("bulk", 6)])
def test_a_kill_leaves_before_or_after(base: Path, tmp_path: Path, deed: str, kills: int) -> None:
    """At random moments while it publishes, imports 700 phrases, or retires them all."""
    path = tmp_path / "bank.db"
    shutil.copy(base, path)
    taken = run(path, deed, None)
    before, after = said(base), said(path)
    assert before != after
    draw = random.Random(deed)
    for _ in range(kills):
        for left in tmp_path.iterdir():
            left.unlink()
        shutil.copy(base, path)
        run(path, deed, draw.uniform(0.3 * taken, 1.05 * taken))
        assert said(path) in (before, after)
        edit(Store(path), before[0].entries[0].phrase.id, cue="Work goes on")
