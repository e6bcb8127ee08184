"""The sample data: everything that the console shows is in it, made by the product's own parts."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from assist.console.recordings import journals_under, shared_by
from assist.console.sample import make_sample
from assist.console.samples.cast import AGENTS, DAYS, bookings
from assist.errors import UsageError
from assist.events import BankReleased, CallEnded, CallStarted, SuggestionOffered
from assist.journal import read_journal
from assist.settings import Settings
from phrasebank.experiments import ExperimentFolder
from phrasebank.outcomes import OutcomeStore
from phrasebank.store.store import Store
from tests.console.sample import SMALL, TODAY, Made

pytestmark = pytest.mark.models


def test_the_calls_are_whole_and_lie_in_the_four_weeks_before_today(sample_folder: Path) -> None:
    """They were played through the real session: a card was offered, and the journal replays as recorded."""
    recordings = [read_journal(path) for path in journals_under([sample_folder / "calls"])]
    assert len(recordings) == SMALL
    cards = 0
    for recorded in recordings:
        started = next(event for event in recorded.events if isinstance(event, CallStarted))
        assert (TODAY - timedelta(days=DAYS + 1)).isoformat() < started.started_at < TODAY.isoformat()
        assert started.source.startswith("sample: ")
        assert recorded.call_id.startswith("sample-")
        assert isinstance(recorded.events[-1], CallEnded)
        cards += sum(isinstance(event, SuggestionOffered) for event in recorded.events)
    assert cards >= SMALL


def test_each_call_used_the_release_of_its_day(sample_folder: Path) -> None:
    """Outcomes can be told apart by release."""
    releases = Store(sample_folder / "bank.db").releases()
    began = {f"r{release.number}": release.at for release in releases}
    for path in journals_under([sample_folder / "calls"]):
        events = read_journal(path).events
        started = next(event for event in events if isinstance(event, CallStarted))
        (used,) = (event.version for event in events if isinstance(event, BankReleased))
        assert began[used] <= started.started_at


def test_what_became_of_the_cards_is_kept_an_agent_at_a_time(sample_folder: Path) -> None:
    """As live calls leave it: shown cards with an end."""
    files = sorted((sample_folder / "outcomes").glob("*.db"))
    assert {path.stem for path in files} <= set(AGENTS)
    outcomes = [outcome for path in files for outcome in OutcomeStore(path).outcomes()]
    assert outcomes
    assert {outcome.result for outcome in outcomes} > {"expired"}
    assert all(outcome.shown for outcome in outcomes if outcome.result == "dismissed")


def test_the_bank_has_a_life(sample_folder: Path) -> None:
    """Two releases, a profile, drafts, reviews, a comment, a retired phrase; its audit is sound."""
    store = Store(sample_folder / "bank.db")
    snapshot = store.snapshot()
    assert [release.number for release in store.releases()] in ([1, 2], [2, 1])
    assert snapshot.published == 2
    assert {"draft", "review", "approved", "retired"} == {entry.phrase.status for entry in snapshot.entries}
    assert all(profile.name.startswith("Sample team") for profile in snapshot.profiles)
    assert store.comments("heard-lot-to-carry-1")
    assert store.verify_audit() == ""


def test_an_experiment_runs(sample_folder: Path) -> None:
    """Calls were split by it."""
    (experiment,) = ExperimentFolder(sample_folder / "experiments").running()
    events = read_journal(journals_under([sample_folder / "calls"])[0]).events
    (arms,) = (event.experiments for event in events if isinstance(event, BankReleased))
    assert set(arms) == {experiment.name}


def test_the_calls_count_as_shared(sample_folder: Path) -> None:
    """Some under a name and some without one, as `assist.sharing` puts them."""
    names = {shared_by(path) for path in journals_under([sample_folder / "calls"])}
    assert None not in names
    assert names <= {"Sample agent 1", "Sample agent 2", ""}


def test_the_same_day_gives_the_same_plan() -> None:
    """Every scenario comes with every manner and every agent."""
    plan = bookings(45, TODAY)
    assert plan == bookings(45, TODAY)
    assert len({call.call_id for call in plan}) == 45
    by_scenario: dict[str, set[object]] = {}
    for call in plan:
        by_scenario.setdefault(call.scenario.name, set()).add(call.manner.clumsy)
    assert {len(manners) for manners in by_scenario.values()} == {3}
    assert {call.agent for call in plan} == set(AGENTS)


def test_a_folder_in_use_is_not_overwritten(tmp_path: Path) -> None:
    """One sentence with the mend, and nothing was touched."""
    (tmp_path / "note.txt").write_text("mine")
    with pytest.raises(UsageError, match="it is there already; open it, or delete it"):
        make_sample(tmp_path, Settings())
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def test_the_task_tells_how_far_it_is(made_sample: Made) -> None:
    """Progress ends where it should, the result names the folder, and nothing half made is left beside it."""
    assert made_sample.result == {"folder": str(made_sample.folder)}
    assert made_sample.told[0][0] == 0
    assert made_sample.told[-1][:2] == (SMALL + 1, SMALL + 1)
    assert [path.name for path in made_sample.folder.parent.iterdir()] == ["made"]
