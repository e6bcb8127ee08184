"""``phrasebank release``, ``rollback`` and ``audit``: a team's bank from a terminal."""

import argparse
import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from phrasebank import release
from phrasebank.errors import PhrasebankError
from phrasebank.store.records import Edit
from phrasebank.store.store import Store
from tests.phrasebank.banks import bank, phrase


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A release, and an approved change that is not out yet."""
    made = Store.create(tmp_path / "bank.db", bank(phrase(), phrase(id="other-1")), "Ada")
    (entry,) = made.save([Edit(replace(phrase(), tone="warm"), 1)], "Ada")
    assert entry.phrase.status == "approved"
    return made


def run(name: str, store: Store, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    getattr(release, f"add_{name}_options")(parser)
    common = ["--store", str(store.path), "--who", "Ada"]
    code: int = getattr(release, f"run_{name}")(parser.parse_args([*common, *arguments]))
    return code


def test_what_is_approved_is_published(store, capsys):
    """With what is new; a program gets it as JSON."""
    assert run("release", store, "--notes", "warmer") == 0
    assert capsys.readouterr().out == (
        "~ late-refund-1\n0 added, 1 changed, 0 retired\nRelease 2 is published: 2 phrases.\n"
    )
    assert run("release", store, "--list", "--json") == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["number"], row["notes"], row["published"]) for row in rows] == [(2, "warmer", True), (1, "", False)]


def test_a_comparison_that_speaks_against_it_holds_it_back(store, tmp_path, capsys):
    """Unless a reason is given, which is recorded."""
    gate = tmp_path / "gate.json"
    gate.write_text(json.dumps({"gate": {"verdict": "blocked", "findings": ["Fewer cards were taken up."]}}))
    with pytest.raises(PhrasebankError, match=r"against this release: Fewer cards were taken up\. .*--override"):
        run("release", store, "--gate", str(gate))
    assert store.published().number == 1
    assert run("release", store, "--gate", str(gate), "--override", "the law asks for it") == 0
    assert store.published().override == "the law asks for it"
    assert "override" in [deed.what for deed in store.audit()]
    assert run("release", store, "--list") == 0
    assert "(published all the same: the law asks for it)" in capsys.readouterr().out


def test_a_comparison_of_another_bank_is_none_of_this_one(store, tmp_path):
    """What was changed since was not judged; what stands is published with the comparison that judged it."""
    gate = tmp_path / "gate.json"
    gate.write_text(json.dumps({"gate": {"verdict": "passed", "findings": []}, "mark": store.mark()}))
    store.save([Edit(replace(phrase(), tone="warm", cooldown_seconds=90.0), 2)], "Ben")
    with pytest.raises(PhrasebankError, match="changed by Ben"):
        run("release", store, "--gate", str(gate))
    assert store.published().number == 1
    gate.write_text(json.dumps({"gate": {"verdict": "passed", "findings": []}, "mark": store.mark()}))
    assert run("release", store, "--gate", str(gate)) == 0
    assert store.published().gate["verdict"] == "passed"


@pytest.mark.parametrize("content", ["no json", "[]", '{"gate": {}}'])
def test_a_file_that_is_no_comparison_is_refused(store, tmp_path, content):
    """Rather than taken for one that passed."""
    (tmp_path / "gate.json").write_text(content)
    with pytest.raises(PhrasebankError, match="--gate"):
        run("release", store, "--gate", str(tmp_path / "gate.json"))
    assert store.published().number == 1


def test_an_older_release_comes_back_with_a_reason(store, capsys):
    """And stands in the log."""
    run("release", store)
    assert run("rollback", store, "1", "--why", "too warm") == 0
    assert store.published().number == 1
    assert run("audit", store, "--limit", "1") == 0
    told = capsys.readouterr().out.splitlines()[-1]
    assert "roll_back" in told
    assert told.endswith("too warm")
    with pytest.raises(PhrasebankError, match="There is no release 9"):
        run("rollback", store, "9", "--why", "x")


def test_a_log_that_was_changed_is_found_out(store, capsys):
    """Exit 2 with one sentence."""
    assert run("audit", store, "--verify") == 0
    with sqlite3.connect(store.path) as database:
        database.execute("DROP TRIGGER audit_kept")
        database.execute("UPDATE audit SET who = 'Nobody' WHERE number = 1")
    database.close()
    assert run("audit", store, "--verify", "--json") == 2
    sound, found = capsys.readouterr().out.splitlines()
    assert sound == "The log, and all that it tells of, is as it was written."
    assert json.loads(found)["sound"] is False
