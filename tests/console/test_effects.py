"""The tasks ``effects`` and ``fires``: files of outcomes in, plain rows out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assist.console import effects, fires
from assist.console.office import Office
from assist.console.progress import silent
from assist.settings import Settings
from phrasebank.experiments import Experiment, ExperimentFolder, Variant
from phrasebank.looks import Plan
from phrasebank.outcomes import OutcomeStore
from phrasebank.store.records import Edit
from phrasebank.store.store import Store
from tests.phrasebank.banks import bank, phrase
from tests.phrasebank.effects.cards import cards


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A bank with a phrase whose words have been changed and published again, and one of a sector."""
    store = Store.create(tmp_path / "bank.db", bank(phrase(), phrase(id="banking-1", pack="banking")), "Ann")
    [entry] = store.save([Edit(phrase(text="I'm sorry that it is late. I'll trace {amount|it} now."), 1)], "Ann")
    store.set_status({entry.phrase.id: entry.revision}, "approved", "Ann")
    store.publish("Ann", "warmer", mark=store.mark())
    return Office(Settings(), store.path)


def recorded(path: Path, *groups: list[Any]) -> str:
    OutcomeStore(path).record(outcome for group in groups for outcome in group)
    return str(path)


def counted(task: Any, office: Office, **values: Any) -> dict[str, Any]:
    """The answer as it comes over the pipe."""
    answer: dict[str, Any] = json.loads(json.dumps(task.run(values, office, silent)))
    return answer


def test_old_and_new_words_of_a_phrase_are_counted_apart(office: Office, tmp_path: Path) -> None:
    """By the release that the outcome names, its number or its version; a bank that nobody knows stands apart."""
    version = office.store.releases()[-1].version
    path = recorded(
        tmp_path / "a.db",
        cards(20, "spoken", bank="r1"),
        cards(10, "dismissed", bank=version),
        cards(40, "spoken", bank="r2", day="2026-03-03"),
        cards(5, "expired", bank="elsewhere"),
    )
    rows = counted(effects, office, outcomes=[path])["phrases"]
    assert [(row["wording"], row["seen"], row["spoken"]) for row in rows] == [(2, 40, 40), (1, 30, 20), (0, 5, 0)]
    value, low, high, number = rows[1]["shares"]["spoken"]
    assert (round(value, 3), number) == (0.667, 30)
    assert low < value < high
    assert rows[2]["shares"]["spoken"] is None


def test_all_agents_are_one_team(office: Office, tmp_path: Path) -> None:
    """Cells and strategies over all files; no row names an agent, and a broken file is told."""
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"no database at all" * 100)
    files = [
        recorded(tmp_path / "a.db", cards(3, "spoken", phrase_id="x", day="2026-03-01")),
        recorded(tmp_path / "b.db", cards(2, "rejected", phrase_id="y", day="2026-03-04", need="")),
        str(broken),
    ]
    answer = counted(effects, office, outcomes=files)
    assert (answer["agents"], answer["seen"], answer["first"], answer["last"]) == (2, 5, "2026-03-01", "2026-03-04")
    assert answer["span"] == 4
    assert [(row["emotion"], row["need"], row["seen"]) for row in answer["cells"]] == [
        ("annoyance", "speed", 3),
        ("annoyance", "", 2),
    ]
    assert [(row["strategy"], row["seen"]) for row in answer["strategies"]] == [("validation", 5)]
    assert answer["showings"] == [
        {"nth": 1, "seen": 2, "used": 1, "ended": 0, "share": None},
        {"nth": 2, "seen": 2, "used": 1, "ended": 1, "share": None},
        {"nth": 3, "seen": 1, "used": 1, "ended": 1, "share": None},
    ]
    assert answer["repeated"] == [{"phrase_id": "x", "most": 3, "days": 1}]
    assert len(answer["unread"]) == 1
    assert "broken.db" in answer["unread"][0]


def test_days_bound_the_figures_but_not_the_experiments(office: Office, tmp_path: Path) -> None:
    """An experiment counts the days that it ran."""
    folder = tmp_path / "experiments"
    plan = Plan(40, looks=1, least_calls=10)
    experiment = Experiment("warmer", Variant(("x",)), Variant(("y",)), plan, started="2026-03-01")
    ExperimentFolder(folder).start(experiment)
    outcomes = [*cards(60, "dismissed", phrase_id="x"), *cards(60, "spoken", phrase_id="y")]
    path = recorded(tmp_path / "a.db", outcomes)
    answer = counted(
        effects, office, **{"outcomes": [path], "from": "2026-04-01", "to": "", "experiments": str(folder)}
    )
    assert (answer["agents"], answer["seen"], answer["span"], answer["phrases"]) == (0, 0, 0, [])
    [row] = answer["experiments"]
    assert row["calls"] == list(experiment.verdict(outcomes).calls)
    assert row["spoken"][0] == 0
    assert row["spoken"][1] == row["calls"][1]
    assert (row["winner"], row["over"]) == ("b", True)
    assert row["verdict"].startswith("b wins after 40 calls")
    assert row["counts"].startswith("warmer (any moment; since 2026-03-01)")


def test_a_broken_experiment_costs_no_other_figures(office: Office, tmp_path: Path) -> None:
    """It is told which file to mend."""
    folder = tmp_path / "experiments"
    folder.mkdir()
    (folder / "broken.yaml").write_text("name: [")
    answer = counted(
        effects, office, outcomes=[recorded(tmp_path / "a.db", cards(2, "spoken"))], experiments=str(folder)
    )
    assert (answer["seen"], answer["experiments"]) == (2, [])
    assert "broken.yaml" in answer["unread"][0]


def test_cells_are_counted_by_sector(office: Office, tmp_path: Path) -> None:
    """Cards that nobody saw came up all the same; a phrase that is gone belongs to no sector."""
    path = recorded(
        tmp_path / "a.db",
        cards(3, "spoken"),
        cards(2, "expired", shown=False),
        cards(4, "spoken", phrase_id="banking-1"),
        cards(1, "dismissed", phrase_id="gone"),
    )
    cells = counted(fires, office, outcomes=[path])["cells"]
    assert [(row["pack"], row["fired"], row["seen"], row["spoken"]) for row in cells] == [
        ("", 1, 1, 0),
        ("banking", 4, 4, 4),
        ("core", 5, 3, 3),
    ]
    assert counted(fires, office, **{"outcomes": [path], "from": "2027-01-01"})["cells"] == []
