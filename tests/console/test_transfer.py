"""The tasks of import and export: a hundred rows with three broken ones, all in one step."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assist.console import transfer_apply, transfer_export, transfer_plan
from assist.console.office import Office
from assist.console.progress import silent
from assist.settings import Settings
from phrasebank.errors import PhrasebankError
from phrasebank.store.records import Edit
from phrasebank.store.store import Store
from phrasebank.transfer.entries import values_of
from phrasebank.transfer.formats import read_file, write_file
from tests.phrasebank.banks import bank, phrase

OLD = [phrase(id=f"old-{number}") for number in range(60)]
RETIRED = phrase(id="retired-1", status="retired")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    Store.create(tmp_path / "bank.db", bank(*OLD, RETIRED), "Ada")
    return Office(Settings(), tmp_path / "bank.db")


def hundred(path: Path) -> Path:
    """57 changed and 40 new phrases, and three rows that cannot go in."""
    rows = [values_of(replace(one, cue="Trace it this minute")) for one in OLD[:57]]
    rows += [values_of(phrase(id=f"new-{number}", status="draft")) for number in range(40)]
    rows += [
        {**values_of(phrase(id="bad-1")), "emotions": ["angry"]},
        {"id": "retired-1", "status": "approved"},
        {**values_of(phrase(id="bad-3")), "text": "half a \ud83d"},
    ]
    path.write_text(json.dumps({"phrases": rows}))
    return path


def test_ninety_seven_rows_go_in_and_three_are_named(office, tmp_path):
    """File, row, field and mend of each; nothing is changed by the preview; what goes in is one deed."""
    file = hundred(tmp_path / "rows.json")
    before = office.store.mark()
    told: list[str] = []
    found = transfer_plan.run({"path": str(file)}, office, lambda _done, _total, words="": told.append(words))
    assert (len(found["changes"]), found["unchanged"], len(found["problems"])) == (97, 0, 3)
    assert told == ["reading the bank", "comparing the file with the bank"]
    assert office.store.mark() == before
    sentences = {
        98: "'emotions' names 'angry', which is unknown; did you mean 'anger'?",
        99: "is 'retired' and cannot become 'approved'; make it 'draft' first.",
        100: "holds half a character; type",
    }
    for (row, sentence), problem in zip(sentences.items(), found["problems"], strict=True):
        assert problem.startswith(f"{file}, phrase {row}: ")
        assert sentence in problem
        problem.encode()  # it has to reach the window

    saved = transfer_apply.run({"path": str(file), "digest": found["digest"], "who": "Ada"}, office, silent)
    assert (saved["saved"], saved["problems"]) == (97, found["problems"])
    snapshot = office.store.snapshot()
    assert len(snapshot.entries) == 101
    assert {entry.phrase.cue for entry in snapshot.entries[:57]} == {"Trace it this minute"}
    assert snapshot.get("old-58").phrase == OLD[58]
    (deed,) = office.store.audit(limit=1)
    assert (deed.what, deed.who, deed.why, deed.number) == ("import", "Ada", "from rows.json", before + 1)
    again = transfer_plan.run({"path": str(file)}, office, silent)
    assert again["changes"] == []


def test_only_what_was_looked_at_is_saved(office, tmp_path):
    """Somebody else has changed a phrase of the file meanwhile: the preview has to be looked at again."""
    file = hundred(tmp_path / "rows.json")
    found = transfer_plan.run({"path": str(file)}, office, silent)
    Store(office.store.path).save([Edit(replace(OLD[3], tone="warm"), 1)], "Ben")
    with pytest.raises(PhrasebankError, match="has changed since you looked; look at the preview again"):
        transfer_apply.run({"path": str(file), "digest": found["digest"], "who": "Ada"}, office, silent)
    assert office.store.snapshot().get("old-3").phrase.tone == "warm"
    assert office.store.snapshot().get("old-4").phrase == OLD[4]


def test_a_change_elsewhere_does_not_hinder_an_import(office, tmp_path):
    """Only what the file touches counts."""
    file = hundred(tmp_path / "rows.json")
    found = transfer_plan.run({"path": str(file)}, office, silent)
    Store(office.store.path).save([Edit(replace(OLD[59], tone="warm"), 1)], "Ben")
    values = {"path": str(file), "digest": found["digest"], "who": "Ada", "why": "from the workshop"}
    assert transfer_apply.run(values, office, silent)["saved"] == 97
    assert office.store.audit(limit=1)[0].why == "from the workshop"


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".yaml", ".json"])
def test_an_export_brought_back_changes_nothing(office, tmp_path, ending):
    """Drafts too; and a release as it was."""
    file = tmp_path / f"all{ending}"
    office.store.save([Edit(replace(OLD[0], text="I'll trace it."), 1)], "Ada")
    assert transfer_export.run({"path": str(file)}, office, silent) == {"phrases": 61}
    assert transfer_plan.run({"path": str(file)}, office, silent)["changes"] == []
    assert transfer_export.run({"path": str(file), "release": 1}, office, silent) == {"phrases": 60}
    (first, *_) = read_file(file)
    assert first.values["text"] == OLD[0].text


def test_a_file_that_cannot_be_read_is_one_sentence(office, tmp_path):
    """Before anything is compared."""
    for name, sentence in (("rows.doc", "is no format of the bank"), ("rows.csv", "the file cannot be read")):
        with pytest.raises(PhrasebankError, match=sentence):
            transfer_plan.run({"path": str(tmp_path / name)}, office, silent)


def test_two_persons_hold_for_imports_too(office, tmp_path):
    """Who imports an approved phrase has not had it approved."""
    office.store.set_two_person(True, "Ada")
    file = tmp_path / "rows.json"
    write_file(file, [phrase(id="new-1")])
    found = transfer_plan.run({"path": str(file)}, office, silent)
    transfer_apply.run({"path": str(file), "digest": found["digest"], "who": "Ada"}, office, silent)
    assert office.store.snapshot().get("new-1").phrase.status == "review"
