"""The wording rules, one example each way, and the bundled bank under them."""

import pytest

from phrasebank.bank import load_bank
from phrasebank.checks import check_bank
from phrasebank.wording import breaches
from tests.phrasebank.banks import WordEncoder, bank, phrase


def rules(**changes: object) -> set[str]:
    """Names of the rules that a phrase with these changes breaks."""
    return {breach.rule for breach in breaches(phrase(**changes))}


def test_a_sound_phrase_breaks_no_rule() -> None:
    """The example that all others change is clean."""
    assert rules() == set()


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("calming-order", "Please calm down, I'll look at it."),
        ("mind-reading", "I know exactly how you feel. I'll look at it."),
        ("bare-understanding", "I understand how you feel. I'll look at it."),
        ("but-after-empathy", "I'm sorry you waited, but I'll look at it."),
        ("unfortunately-first", "Unfortunately it takes a week."),
        ("as-i-said", "As I said, it takes a week."),
        ("blame", "You should have called sooner."),
        ("to-be-honest", "To be honest, it takes a week."),
        ("policy", "It's our policy to wait a week."),
        ("passive", "Your case will be escalated today."),
        ("we-for-i", "We'll look at it."),
        ("over-promise", "I promise it will arrive."),
        ("over-promise", "I'll refund {amount|the fee} today."),
        ("vague-noun", "I'll look at your issue."),
        ("stock-apology", "Sorry for the inconvenience. I'll look."),
        ("exclamation-mark", "I'll look at it now!"),
        ("doubled-word", "I'll look at the {product|the phone}."),
        ("length", "word " * 26),
        ("sentences", "One. Two. Three. Four."),
        ("article-before-slot", "Is it a {product|phone}?"),
    ],
)
def test_a_text_that_breaks_a_rule_is_found(rule: str, text: str) -> None:
    """Each rule finds its example."""
    assert rule in rules(text=text)


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("affective-alone", {"act": "affective", "text": "I'm sorry about your loss."}),
        ("cue-length", {"cue": "Trace it"}),
        ("cue-length", {"cue": "Trace the late refund at once now"}),
        ("cue-slot", {"cue": "Trace the {amount|money}"}),
        ("few-cues", {"cues": ("where is it",)}),
        ("cue-and-avoid", {"avoid": ("where is my refund",)}),
        ("unreviewed", {"reviewed": ""}),
        ("id", {"id": "Late Refund"}),
        ("abuse-mixed", {"emotions": ("abuse", "anger")}),
    ],
)
def test_a_field_that_breaks_a_rule_is_found(rule: str, changes: dict[str, object]) -> None:
    """Rules on the other fields find their examples."""
    assert rule in rules(**changes)


def test_an_affective_phrase_with_a_next_step_passes() -> None:
    """Feeling with an action after it is what the rule asks for."""
    assert "affective-alone" not in rules(act="affective", text="I'm sorry about your loss. Let me close the account.")


def test_duplicates_and_holes_are_found() -> None:
    """Two phrases of one meaning are an error; thin cells and unused strategies are notes on the whole bank."""
    double = phrase(id="late-refund-2")
    findings = check_bank(bank(phrase(), double), WordEncoder(), "here")
    assert [(finding.phrase_id, finding.rule) for finding in findings if finding.level == "error"] == [
        ("late-refund-2", "duplicate-text")
    ]
    notes = [str(finding) for finding in findings if finding.level == "note"]
    assert "here: note few-variants: annoyance x speed has 2 of 3 phrases" in notes
    assert "here: note unused-strategy: no approved phrase carries 'apology'" in notes


def test_the_bundled_bank_passes_its_own_checks() -> None:
    """No phrase that ships breaks a rule."""
    assert [str(finding) for finding in check_bank(load_bank()) if finding.level == "error"] == []
