"""Experiments: the split, what counts, when they end, and how often they err."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from phrasebank.cli import main
from phrasebank.errors import ExperimentError
from phrasebank.experiments import Experiment, ExperimentFolder, Variant, told
from phrasebank.looks import CallResult, Interval, Plan, bounds, calls_for, judge, mean_difference, rate_difference
from phrasebank.outcomes import Outcome, OutcomeStore
from tests.phrasebank.banks import YAML

PLAN = Plan(calls=480)
EXPERIMENT = Experiment(
    "late-refund", Variant(("old-1",)), Variant(("new-1", "new-2")), PLAN, need="speed", started="2026-01-01"
)


def outcome(call_id: str, phrase_id: str, **changes: object) -> Outcome:
    """A card that was shown and let go."""
    values = {"suggestion_id": "suggestion-1", "emotion": "annoyance", "need": "speed", "strategy": "ownership"}
    rest = {"day": "2026-02-01", "bank": "v1", "shown": True, "result": "expired"}
    return Outcome(call_id=call_id, phrase_id=phrase_id, **{**values, **rest, **changes})  # type: ignore[arg-type]


def calls_of(experiment: Experiment, arm: str, count: int) -> list[str]:
    """Ids of calls that have this variant."""
    names = (f"call-{number}" for number in range(10_000))
    return [name for name in names if experiment.arm(name) == arm][:count]


def simulated(
    rates: tuple[float, float], calls: int, seed: int, moods: tuple[float, float] = (0.0, 0.0)
) -> list[CallResult]:
    """Calls of two variants that are said at these rates."""
    random = np.random.default_rng(seed)
    of_b = random.random(calls) < 0.5
    spoken = random.random(calls) < np.where(of_b, rates[1], rates[0])
    change = random.normal(np.where(of_b, moods[1], moods[0]), 0.4)
    return [CallResult(bool(b), bool(said), float(mood)) for b, said, mood in zip(of_b, spoken, change, strict=True)]


def test_the_call_decides_the_variant() -> None:
    """The same call always has the same one, about half have each, and another experiment splits on its own."""
    names = [f"call-{number}" for number in range(2000)]
    arms = [EXPERIMENT.arm(name) for name in names]
    assert arms == [EXPERIMENT.arm(name) for name in names]
    assert 900 < arms.count("b") < 1100
    other = replace(EXPERIMENT, name="other")
    same = sum(other.arm(name) == arm for name, arm in zip(names, arms, strict=True))
    assert 900 < same < 1100


def test_a_call_is_kept_from_the_other_variant() -> None:
    """What is withheld are the other side's phrases."""
    (of_a,), (of_b,) = calls_of(EXPERIMENT, "a", 1), calls_of(EXPERIMENT, "b", 1)
    assert EXPERIMENT.withheld(of_a) == {"new-1", "new-2"}
    assert EXPERIMENT.withheld(of_b) == {"old-1"}


def test_only_the_first_card_that_was_seen_in_the_cell_counts() -> None:
    """One result a call; cards of other cells, other phrases, earlier days or unseen ones do not count."""
    of_a, of_b = calls_of(EXPERIMENT, "a", 2), calls_of(EXPERIMENT, "b", 1)
    outcomes = [
        outcome(of_a[0], "old-1", day="2025-12-31", result="spoken"),
        outcome(of_a[0], "old-1", need="heard", result="spoken"),
        outcome(of_a[0], "elsewhere-1", result="spoken"),
        outcome(of_a[0], "old-1", shown=False, result="expired"),
        outcome(of_a[0], "old-1", result="dismissed", valence=-0.5, valence_after=-0.2),
        outcome(of_a[0], "old-1", result="spoken"),
        outcome(of_a[1], "new-1", result="spoken"),
        outcome(of_b[0], "new-2", shown=False, result="spoken"),
    ]
    first, second = EXPERIMENT.results(outcomes)
    assert (first.of_b, first.spoken) == (False, False)
    assert first.valence_change == pytest.approx(0.3)
    assert second == CallResult(of_b=True, spoken=True)


def test_intervals_are_those_of_the_books() -> None:
    """Newcombe 1998, example (a): 56 of 70 against 48 of 80; O'Brien and Fleming's bounds for four looks."""
    found = rate_difference([True] * 48 + [False] * 32, [True] * 56 + [False] * 14, 0.95)
    assert [found.low, found.high] == pytest.approx([0.0524, 0.3339], abs=1e-4)
    assert bounds(4, 0.05) == pytest.approx((4.049, 2.863, 2.337, 2.024), abs=2e-3)
    assert bounds(1, 0.05) == pytest.approx((1.96,), abs=1e-3)
    assert mean_difference([0.1], [0.2, 0.3], 0.95) is None
    welch = mean_difference([0.0, 1.0, 2.0], [1.0, 2.0, 3.0], 0.95)
    assert welch is not None
    assert welch.low < 0 < welch.high
    assert Interval(0.1, 0.2, 0.95).sign == 1


def test_looking_often_finds_nothing_where_nothing_is() -> None:
    """Of 1,000 experiments without a difference at most about 5 in 100 have a winner."""
    plan = Plan(calls_for(0.15))
    won = sum(bool(judge(plan, simulated((0.35, 0.35), plan.calls, seed)).winner) for seed in range(1000))
    assert won <= 62  # 50 expected, and less than two standard deviations more


def test_a_real_difference_is_found() -> None:
    """15 points are found in most experiments, the right way round, and sooner than planned."""
    plan = Plan(calls_for(0.15))
    verdicts = [judge(plan, simulated((0.35, 0.5), plan.calls, seed)) for seed in range(200)]
    assert sum(verdict.winner == "b" for verdict in verdicts) >= 172
    assert not any(verdict.winner == "a" for verdict in verdicts)
    assert np.mean([plan.places[verdict.look - 1] for verdict in verdicts]) < 0.85 * plan.calls


def test_it_does_not_matter_when_a_person_asks() -> None:
    """A look is taken on its own calls: more calls until the next one change no decision."""
    results = simulated((0.3, 0.6), PLAN.calls, seed=3)
    verdict = judge(PLAN, results)
    place = PLAN.places[verdict.look - 1]
    assert verdict.winner == "b"
    assert place < PLAN.calls
    assert not judge(PLAN, results[: place - 1]).winner
    assert judge(PLAN, results[: place + 7]).difference == verdict.difference


def test_a_wording_that_leaves_customers_worse_does_not_win() -> None:
    """However often it is said."""
    verdict = judge(PLAN, simulated((0.3, 0.7), PLAN.calls, seed=1, moods=(0.3, -0.3)))
    assert verdict.over
    assert verdict.harmful
    assert not verdict.winner
    assert "feel worse" in told(EXPERIMENT, verdict)


def test_too_few_calls_of_one_variant_give_no_verdict() -> None:
    """A lopsided split is passed over."""
    lopsided = [CallResult(of_b=place < 5, spoken=place < 5) for place in range(PLAN.calls)]
    verdict = judge(PLAN, lopsided)
    assert verdict.over
    assert not verdict.winner
    assert "too few calls" in told(EXPERIMENT, verdict)


@pytest.mark.parametrize(
    ("rates", "calls", "sentence"),
    [
        ((0.3, 0.3), 60, "Too early: the next look comes at 120 calls."),
        ((0.3, 0.3), 200, "No difference yet after 120 calls"),
        ((0.2, 0.7), 480, "b wins after "),
        ((0.7, 0.2), 480, "a wins after "),
        ((0.3, 0.3), 480, "No winner after all 480 calls"),
    ],
)
def test_the_verdict_is_plain(rates: tuple[float, float], calls: int, sentence: str) -> None:
    """A sentence that a team lead understands."""
    assert sentence in told(EXPERIMENT, judge(PLAN, simulated(rates, calls, seed=4)))


def test_experiments_are_kept(tmp_path: Path) -> None:
    """Written and read again; a stopped one stays; names and phrases are taken once."""
    folder = ExperimentFolder(tmp_path)
    folder.start(EXPERIMENT)
    assert folder.running() == [EXPERIMENT]
    with pytest.raises(ExperimentError, match="already"):
        folder.start(EXPERIMENT)
    with pytest.raises(ExperimentError, match="running on the same phrases"):
        folder.start(replace(EXPERIMENT, name="again"))
    assert folder.stop("late-refund", "2026-03-01").stopped == "2026-03-01"
    assert folder.running() == []
    folder.start(replace(EXPERIMENT, name="again"))
    assert [each.name for each in folder.all()] == ["again", "late-refund"]
    with pytest.raises(ExperimentError, match="there are: again, late-refund"):
        folder.get("nothing")
    (tmp_path / "late-refund.yaml").write_text("name: late-refund\n", encoding="utf-8")
    with pytest.raises(ExperimentError, match="is damaged"):
        folder.all()


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"name": "Late Refund"}, "is no name"),
        ({"b": Variant(("old-1",))}, "share a phrase"),
        ({"b": Variant()}, "either phrases or a folder"),
        ({"b": Variant(bank="folder")}, "two of the same kind"),
        ({"need": "haste"}, "there is no need 'haste'"),
        ({"plan": Plan(calls=40)}, "plan at least 60 calls"),
    ],
)
def test_an_experiment_that_cannot_work_is_refused(changes: dict[str, object], complaint: str) -> None:
    """What is wrong, in one sentence."""
    with pytest.raises(ExperimentError, match=complaint):
        replace(EXPERIMENT, **changes)  # type: ignore[arg-type]


def test_the_command_starts_shows_and_stops(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the outcomes of a store."""
    bank = tmp_path / "bank"
    bank.mkdir()
    second = YAML[YAML.index("  - id") :].replace("late-refund-1", "late-refund-2").replace("trace", "find")
    (bank / "phrases.yaml").write_text(YAML + second, encoding="utf-8")
    store = ["--store", str(tmp_path / "experiments")]
    start = ["experiment", "start", "wording", "--b", "late-refund-2", "--folder", str(bank), *store]
    assert main([*start, "--a", "late-refund-1"]) == 0
    OutcomeStore(tmp_path / "outcomes.db").record(
        outcome(f"call-{number}", "late-refund-1", day="2999-01-01") for number in range(20)
    )
    capsys.readouterr()
    assert main(["experiment", "status", "--outcomes", str(tmp_path / "outcomes.db"), *store]) == 0
    counted = ExperimentFolder(tmp_path / "experiments").get("wording")
    seen = sum(counted.arm(f"call-{number}") == "a" for number in range(20))
    assert f"a said in 0 of {seen} calls, b said in 0 of 0 calls" in capsys.readouterr().out
    assert main(["experiment", "stop", "wording", "--outcomes", str(tmp_path / "none.db"), *store]) == 0
    assert "Stopped before" in capsys.readouterr().out
    assert main([*start, "--a", "nothing"]) == 2
    assert "neither such a phrase nor such a folder" in capsys.readouterr().err
