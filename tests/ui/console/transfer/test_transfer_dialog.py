"""Import and export through the real dialog: look first, then all in one step; what cannot go in is named."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from assist.console import transfer_apply, transfer_export, transfer_plan
from assist.console.office import Office
from assist.console.progress import silent
from assist.settings import Settings
from phrasebank.transfer.entries import values_of
from tests.ui.console.fakes import FakeJob
from ui.console.desk import Desk
from ui.console.transfer.bringing import Bringing
from ui.console.transfer.dialog import TransferDialog
from ui.console.worker import Worker

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)", extend=True)


def do(desk: Desk) -> FakeJob:
    """The worker's part, with the real task."""
    job: FakeJob = desk.worker.jobs[-1]  # type: ignore[attr-defined]
    task = {"transfer_plan": transfer_plan, "transfer_apply": transfer_apply, "transfer_export": transfer_export}
    job.finish(task[job.task].run(job.values, Office(Settings(), desk.store.path), silent))
    return job


def rows_file(desk: Desk, path: Path) -> Path:
    """A hundred rows: 50 changed, 47 new, 3 broken."""
    old = [entry.phrase for entry in desk.snapshot.entries]
    rows = [values_of(replace(phrase, cue="Trace it this minute")) for phrase in old[:50]]
    rows += [values_of(replace(old[number], id=f"new-{number}", status="draft")) for number in range(47)]
    rows += [{**values_of(old[50]), "tone": "cold"}, {**values_of(old[51]), "text": ""}, {"text": "no name"}]
    path.write_text(json.dumps({"phrases": rows}))
    return path


@pytest.fixture
def dialog(qtbot, desk: Desk):
    made = TransferDialog(desk)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def looked(desk: Desk, dialog: TransferDialog, tmp_path: Path) -> Bringing:
    """The dialog as it shows what a hundred rows would change."""
    bringing = dialog.bring(rows_file(desk, tmp_path / "rows.json"))
    do(desk)
    return bringing


def click(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_what_would_change_is_shown_first(desk, looked):
    """Phrase by phrase; nothing has changed yet."""
    assert looked.summary.text() == "47 added, 50 changed, 0 taken out; 0 as they are already"
    assert looked.banner.accessibleName() == ("3 rows cannot go in; each is named under “Left out”. The others can.")
    assert [looked.tabs.tabText(place) for place in (0, 1)] == ["Changes (97)", "Left out (3)"]
    assert "<b><u>Trace" in looked.view.reading.text()
    assert desk.store.mark() == desk.snapshot.mark


def test_the_97_go_in_and_the_3_are_named(qtbot, desk, looked):
    """In one step, which the log tells; the rows that are left stay in sight with their mend."""
    before = desk.snapshot.mark
    assert looked.bring.text() == "&Import 97 phrases"
    click(qtbot, looked.bring)
    assert not looked.bring.isEnabled()
    do(desk)
    assert len(desk.snapshot.entries) >= 60 + 47
    assert desk.snapshot.entries[0].phrase.cue == "Trace it this minute"
    assert desk.store.mark() == before + 1
    assert looked.tabs.currentWidget() is looked.problems
    model = looked.problems.model()
    told = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert [sentence.split(":")[0] for sentence in told] == [f"rows.json, phrase {row}" for row in (98, 99, 100)]
    assert "97 phrases are in the bank. 3 rows are not" in looked.banner.accessibleName()


def test_progress_is_shown_and_a_cancel_leaves_the_bank_as_it_was(qtbot, desk, dialog, tmp_path):
    """The dialog goes; the process is ended."""
    bringing = dialog.bring(rows_file(desk, tmp_path / "rows.json"))
    job = desk.worker.jobs[-1]
    job.progress(1, 2, "comparing the file with the bank")
    assert bringing.jobs.isVisible()
    assert bringing.jobs.words.text() == "comparing the file with the bank"
    with qtbot.waitSignals([job.job.stopped, dialog.accepted]):
        click(qtbot, bringing.jobs.stop)
    assert desk.store.mark() == desk.snapshot.mark


def test_closing_ends_what_still_runs(qtbot, desk, dialog, tmp_path):
    """Nobody waits for it any more."""
    dialog.bring(rows_file(desk, tmp_path / "rows.json"))
    with qtbot.waitSignal(desk.worker.jobs[-1].job.stopped):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_a_failure_is_one_sentence_and_can_be_tried_again(qtbot, desk, dialog, tmp_path):
    """The file was open in another program, say."""
    bringing = dialog.bring(tmp_path / "rows.json")
    desk.worker.jobs[-1].fail("rows.json: the file cannot be read (locked); check the path.")
    assert bringing.summary.text() == "Nothing was changed."
    assert "cannot be read" in bringing.banner.accessibleName()
    assert not bringing.bring.isEnabled()
    rows_file(desk, tmp_path / "rows.json")
    click(qtbot, bringing.again)
    do(desk)
    assert bringing.bring.isEnabled()


def test_an_import_stopped_in_the_middle_asks_to_look_again(qtbot, desk, looked):
    """Before or after, never between: only a look tells which."""
    click(qtbot, looked.bring)
    click(qtbot, looked.jobs.stop)
    assert looked.banner.accessibleName() == "Stopped. Look again to see what the bank holds now."


def test_the_bank_or_a_release_is_exported(qtbot, desk, dialog, tmp_path):
    """With the file's place told."""
    dialog.open_export()
    taking = dialog.part
    assert [taking.what.itemText(place) for place in range(taking.what.count())] == [
        "All phrases as they stand, drafts too",
        "Release 1 (with agents)",
    ]
    taking.what.setCurrentIndex(1)
    taking.take(tmp_path / "out.csv")
    assert do(desk).values == {"path": str(tmp_path / "out.csv"), "release": 1}
    count = len(desk.snapshot.entries)
    assert taking.banner.accessibleName() == f"✓ {count} phrases are in {tmp_path / 'out.csv'}."
    assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig").count("\n") > count


def test_files_are_asked_for_with_the_desktops_own_dialogs(qtbot, desk, dialog, tmp_path, monkeypatch):
    """Leaving them opens and writes nothing; a name without an ending gets the chosen one."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    left = TransferDialog(desk)
    left.open_import()
    assert left.part is None
    dialog.open_export()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    click(qtbot, dialog.part.write)
    assert desk.worker.jobs == []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "phrases"), "YAML (*.yaml)"))
    click(qtbot, dialog.part.write)
    assert desk.worker.jobs[-1].values["path"] == str(tmp_path / "phrases.yaml")


def test_a_real_worker_process_plans_an_import(qtbot, desk, dialog, tmp_path):
    """Over its pipes."""
    desk.worker = Worker(desk.store.path)
    try:
        bringing = dialog.bring(rows_file(desk, tmp_path / "rows.json"))
        with qtbot.waitSignal(bringing.jobs.job.finished, timeout=60_000):
            pass
        assert bringing.bring.text() == "&Import 97 phrases"
    finally:
        desk.worker.close()
