"""Teaching from the console: what ``phrasebank teach`` does, with its rule about falls."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assist.console import play, teach
from assist.console.office import Office
from assist.console.progress import silent
from assist.errors import UsageError
from assist.settings import BankSettings, Settings
from phrasebank import teaching
from phrasebank.bank import Bank, load_bank
from phrasebank.errors import TrainingError
from phrasebank.lessons import LessonBook
from phrasebank.store.store import Store

WORDS = "we are short a pallet again on the tuesday drop"
ROW = {"text": WORDS, "emotion": "annoyance", "needs": ["competence"], "source": "supervisor"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A small bank, a book of its own."""
    Store.create(tmp_path / "bank.db", Bank(load_bank().approved[:20]), "Attune")
    return Office(Settings(bank=BankSettings(taught=str(tmp_path / "taught"))), tmp_path / "bank.db")


@pytest.fixture
def few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """One row in 160 is rehearsed and judged: the mechanism is the same, the test is quicker."""
    whole = teaching.read_corpus
    monkeypatch.setattr(teaching, "read_corpus", lambda folders: tuple(rows[::160] for rows in whole(folders)))


def reading(office: Office, *, taught: bool = False) -> str:
    """Which feeling is read in the words now."""
    told = play.run({"turns": [{"speaker": "customer", "text": WORDS}], "taught": taught}, office, silent)
    return str(told["emotion"])


@pytest.mark.models
@pytest.mark.usefixtures("few_rows")
def test_what_is_taught_is_read_so(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At once by whoever taught it; by a process whose models are warm as soon as it is told so."""
    monkeypatch.setattr(teaching, "FALL_ALLOWED", 1.0)  # so few rows jump about
    before = reading(office)
    assert before != "annoyance"
    teacher = Office(office.settings, tmp_path / "bank.db")
    teacher.__dict__["models"] = office.models  # loaded once
    told = teach.run({"rows": [ROW]}, teacher, silent)
    assert (told["kept"], told["fell"], told["learned"]) == (True, [], 1)
    assert set(told["before"]) == set(told["after"]) == {"emotions", "needs", "acts"}
    assert told["changes"][0]["after"] == "annoyance competence"
    assert told["folder"] == str(tmp_path / "taught")
    assert reading(teacher) == "annoyance"
    assert reading(office) == before
    assert reading(office, taught=True) == "annoyance"


@pytest.mark.models
@pytest.mark.usefixtures("few_rows")
def test_a_fall_is_kept_only_if_it_is_allowed(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on the command line."""
    monkeypatch.setattr(teaching, "FALL_ALLOWED", -1.0)  # any change at all counts as a fall
    told = teach.run({"rows": [ROW]}, office, silent)
    assert not told["kept"]
    assert told["fell"]
    assert not (tmp_path / "taught").exists()
    assert teach.run({"rows": [ROW], "allow_fall": True}, office, silent)["kept"]
    assert [row.text for row in LessonBook(tmp_path / "taught").rows()] == [WORDS]


def test_nothing_and_nonsense_are_told(office: Office) -> None:
    """One sentence each, before any model is loaded."""
    with pytest.raises(UsageError, match="There is nothing to teach"):
        teach.run({"rows": []}, office, silent)
    broken: dict[str, Any] = {**ROW, "emotion": "rage"}
    with pytest.raises(TrainingError, match="correction 2: 'emotion' names 'rage'"):
        teach.run({"rows": [ROW, broken]}, office, silent)
