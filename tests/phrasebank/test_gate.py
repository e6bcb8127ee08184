"""The gate before a release: what blocks it, what passes, and what cannot be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from phrasebank.bank import Bank
from phrasebank.evaluation.cases import Case, CaseTurn
from phrasebank.evaluation.gate import Finding, Gate, judge
from phrasebank.evaluation.sessions import Choice, Fire, PastCall
from phrasebank.evaluation.suggestions import Trial
from tests.phrasebank.banks import phrase

RIGHT = phrase(id="right", needs=("speed",))
WRONG = phrase(id="wrong", needs=("heard",), text="I hear how much that is. I'll stay with you on it.", cues=("a lot",))
BANK = Bank([RIGHT, WRONG])
CALLS = 40


def fire(moment: str, phrase_id: str = "a", fate: str = "") -> Fire:
    """A card."""
    return Fire(10.0, moment, f"words of {moment}", phrase_id, f"text of {phrase_id}", fate)


def calls(now: Sequence[Fire], then: Sequence[Fire], number: int = CALLS) -> list[PastCall]:
    """As many calls, all alike."""
    return [PastCall(f"call-{place}", 300.0, tuple(then), tuple(now)) for place in range(number)]


def trial(shown: Sequence[str]) -> Trial:
    """Four cases, the last two ask for silence; what was shown in each."""
    turns = (CaseTurn("customer", "how long will that take"),)
    cases = [Case(f"case-{at}", "core", "discovery", turns, silence=at > 1, needs=("speed",)) for at in range(4)]
    plain = Choice("", "", worth=True, score=0.0, read="", phase="discovery", ranked=(), told=())
    return Trial(cases, [replace(plain, phrase_id=name) for name in shown], BANK)


GOOD = trial(("right", "right", "", ""))
THEN = (fire("one", fate="accepted"), fire("two", "b", fate="rejected"))
BOTH = (fire("one"), fire("two", "b"))


def found(gate: Gate, name: str) -> Finding:
    """One finding."""
    return next(finding for finding in gate.findings if finding.name == name)


def test_the_same_bank_passes() -> None:
    """Nothing got worse."""
    gate = judge(calls(BOTH, THEN), calls(BOTH, THEN), (GOOD, GOOD))
    assert gate.verdict == "passed"
    assert {finding.verdict for finding in gate.findings} == {"passed"}
    assert (gate.calls, gate.judged) == (CALLS, 2 * CALLS)


def test_cards_that_agents_used_must_not_vanish() -> None:
    """Silence where the card was used blocks; another card in its place does not."""
    gate = judge(calls(BOTH, THEN), calls((fire("two", "b"),), THEN), (GOOD, GOOD))
    assert found(gate, "used").verdict == "blocked"
    assert found(gate, "used").phrases == ("a",)
    swapped = judge(calls(BOTH, THEN), calls((fire("one", "z"), fire("two", "b")), THEN), (GOOD, GOOD))
    assert found(swapped, "used").verdict == "passed"


def test_a_sure_fall_of_precision_blocks() -> None:
    """One that may be chance is unsure: in some calls it is the other way round."""
    worse = calls((fire("two", "b"),), THEN)
    gate = judge(calls(BOTH, THEN), worse, (GOOD, GOOD))
    assert found(gate, "precision").verdict == "blocked"
    assert (found(gate, "precision").one, found(gate, "precision").other) == (0.5, 0.0)
    few = calls(BOTH, THEN, 9) + calls((fire("two", "b"),), THEN, 2) + calls((fire("one"),), THEN, 1)
    maybe = found(judge(calls(BOTH, THEN, 12), few, (GOOD, GOOD)), "precision")
    assert (maybe.verdict, "more calls would tell" in maybe.sentence) == ("unsure", True)


@pytest.mark.parametrize(("more", "verdict"), [(0, "passed"), (8, "passed"), (40, "blocked")])
def test_many_more_cards_block(more: int, verdict: str) -> None:
    """A quarter more in all calls is too much; in a few of them it is not."""
    extra = (*BOTH, fire("three", "c"))
    other = calls(extra, THEN, more) + calls(BOTH, THEN, CALLS - more)
    assert found(judge(calls(BOTH, THEN), other, (GOOD, GOOD)), "cards").verdict == verdict


def test_a_refused_card_must_not_come_back() -> None:
    """Where the published bank had learned not to show it; what that still shows is told only."""
    mended = calls((fire("one"),), THEN)
    gate = judge(mended, calls(BOTH, THEN), (GOOD, GOOD))
    assert (found(gate, "refused").verdict, found(gate, "refused").phrases) == ("blocked", ("b",))
    still = judge(calls(BOTH, THEN), calls(BOTH, THEN), (GOOD, GOOD))
    assert found(still, "refused").verdict == "passed"
    assert f"{CALLS} cards still come" in found(still, "refused").sentence


def test_silence_must_be_kept_and_the_right_card_shown_in_the_cases() -> None:
    """A card where silence is right blocks, and so does a card about something else."""
    loud = judge(calls(BOTH, THEN), calls(BOTH, THEN), (GOOD, trial(("right", "right", "right", ""))))
    assert (found(loud, "silence").verdict, found(loud, "silence").phrases) == ("blocked", ("right",))
    wrong = judge(calls(BOTH, THEN), calls(BOTH, THEN), (GOOD, trial(("right", "wrong", "", ""))))
    assert found(wrong, "right").verdict == "blocked"
    assert wrong.verdict == "blocked"


@pytest.mark.parametrize("number", [0, 3])
def test_few_calls_do_not_pass_in_silence(number: int) -> None:
    """What they cannot tell is said; the cases still count."""
    gate = judge(calls(BOTH, THEN, number), calls(BOTH, THEN, number), (GOOD, GOOD))
    assert gate.verdict == "unsure"
    assert found(gate, "precision").sentence == f"{number} recorded calls are too few to tell; choose at least 10."
    assert found(gate, "silence").verdict == "passed"
    loud = judge([], [], (GOOD, trial(("right", "right", "right", ""))))
    assert loud.verdict == "blocked"


def test_the_gate_as_a_record() -> None:
    """Plain values: sentences for people, and what they rest on."""
    plain = judge(calls(BOTH, THEN), calls((fire("two", "b"),), THEN), (GOOD, GOOD)).plain()
    assert (plain["passed"], plain["verdict"], plain["calls"]) == (False, "blocked", CALLS)
    assert plain["findings"] == [finding["sentence"] for finding in plain["looked_at"]]
    assert {finding["name"] for finding in plain["looked_at"] if finding["verdict"] == "blocked"} >= {"used"}
