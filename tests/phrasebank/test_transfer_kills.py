"""An import that is killed, or meets an obstacle, leaves the bank as it was or as it should be."""

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from phrasebank.bank import Bank, bundled_folder, load_bank
from phrasebank.errors import TransferError
from phrasebank.transfer.command import apply_plan
from phrasebank.transfer.entries import Entry, values_of
from phrasebank.transfer.plan import Plan, plan_import
from phrasebank.transfer.swap import replaced

FILES = ("heard", "speed", "clarity", "control", "closing", "opening")
KILLS = 10
SCRIPT = """
import sys
from pathlib import Path
from phrasebank.bank import load_bank
from phrasebank.transfer.command import apply_plan
from tests.phrasebank.test_transfer_kills import plan_for
folder = Path(sys.argv[1])
bank = load_bank(folder)
plan = plan_for(bank)
print("ready", flush=True)
apply_plan(folder, bank, plan)
print("done", flush=True)
"""


def plan_for(bank: Bank) -> Plan:
    """Another author for every phrase, so that every file changes."""
    return plan_import(bank, [Entry("row", {"id": phrase.id, "author": "Bea"}) for phrase in bank.phrases], values_of)


def small_bank(folder: Path) -> Path:
    """A few files of the bundled bank."""
    folder.mkdir()
    for name in FILES:
        shutil.copy(bundled_folder() / f"{name}.yaml", folder)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file by its name."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run(folder: Path, seconds: float | None) -> float:
    """Import in a process of its own, killed so long after it starts to write; returns how long that took."""
    with subprocess.Popen([sys.executable, "-c", SCRIPT, str(folder)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        start = time.monotonic()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
        process.wait()
        return time.monotonic() - start


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no exchange of two folders")
def test_a_kill_leaves_before_or_after(tmp_path: Path) -> None:
    """At ten random moments while it writes: never a half of it, byte for byte."""
    source = small_bank(tmp_path / "source")
    before = contents(source)
    folder = tmp_path / "bank"
    shutil.copytree(source, folder)
    taken = run(folder, None)
    after = contents(folder)
    assert set(after) == set(before)
    assert all(after[name] != before[name] for name in before)
    draw = random.Random(7)
    for _ in range(KILLS):
        shutil.rmtree(folder)
        shutil.copytree(source, folder)
        run(folder, draw.uniform(0.0, 1.1 * taken))
        assert contents(folder) in (before, after)
        load_bank(folder)


def test_an_error_while_writing_changes_nothing(tmp_path: Path) -> None:
    """And leaves nothing beside the folder."""
    folder = small_bank(tmp_path / "bank")
    before = contents(folder)
    with pytest.raises(TransferError, match="cannot be replaced"), replaced(folder) as copy:
        shutil.move(copy / "heard.yaml", copy / "nowhere" / "heard.yaml")
    assert contents(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["bank"]


def test_what_somebody_else_wrote_meanwhile_is_kept(tmp_path: Path) -> None:
    """The import gives way and says so."""
    folder = small_bank(tmp_path / "bank")
    with pytest.raises(TransferError, match="somebody has changed the folder meanwhile"), replaced(folder):
        (folder / "more.yaml").write_text("phrases: []\n", encoding="utf-8")
    assert (folder / "more.yaml").exists()


def test_other_files_of_the_folder_stay(tmp_path: Path) -> None:
    """Notes, links and the way a file is protected."""
    folder = small_bank(tmp_path / "bank")
    (folder / "notes.txt").write_text("ours", encoding="utf-8")
    (folder / "link.txt").symlink_to("notes.txt")
    (folder / "heard.yaml").chmod(0o600)
    bank = load_bank(folder)
    apply_plan(folder, bank, plan_for(bank))
    assert (folder / "link.txt").is_symlink()
    assert (folder / "link.txt").read_text(encoding="utf-8") == "ours"
    assert (folder / "heard.yaml").stat().st_mode & 0o777 == 0o600
    assert {phrase.author for phrase in load_bank(folder).phrases} == {"Bea"}


def test_a_folder_without_an_exchange_is_replaced_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By two renames, where the file system knows nothing better."""
    monkeypatch.setattr("phrasebank.transfer.swap._exchanged", lambda one, other: False)
    folder = small_bank(tmp_path / "bank")
    bank = load_bank(folder)
    apply_plan(folder, bank, plan_for(bank))
    assert {phrase.author for phrase in load_bank(folder).phrases} == {"Bea"}
    assert [path.name for path in tmp_path.iterdir()] == ["bank"]
