"""The wording rules, one example each way, and the bundled bank under them."""

import pytest

from phrasebank.bank import load_bank
from phrasebank.checks import check_bank
from phrasebank.diction import reading_grade, word_breaches
from phrasebank.wording import breaches
from tests.phrasebank.banks import WordEncoder, bank, phrase


def rules(**changes: object) -> set[str]:
    """Names of the rules that a phrase with these changes breaks."""
    changed = phrase(**changes)
    return {breach.rule for breach in (*breaches(changed), *word_breaches(changed))}


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
        ("over-promise", "Rest assured, I'll look at it."),
        ("blame", "If you'd called sooner, I could help."),
        ("blame", "You forgot to sign it."),
        ("vague-noun", "I'll look at your issue."),
        ("stock-apology", "Sorry for the inconvenience. I'll look."),
        ("exclamation-mark", "I'll look at it now!"),
        ("doubled-word", "I'll look at the {product|the phone}."),
        ("length", "word " * 26),
        ("sentences", "One. Two. Three. Four."),
        ("determiner-clash", "I'll look at your {order|the order} now."),
        ("slot-spacing", "I'll look at it[{order}] now."),
        ("spelling", "I'll recieve it today."),
        ("spelling", "I'll look at {order|the odrer} now."),
        ("locale-word", "I recognise it. I'll check it now."),
        ("locale-word", "I recognize it. I'll check it now."),
        ("locale-word", "I'll ask for your zip code."),
        ("reading-level", "I'll investigate the unauthorised documentation and communicate the determination."),
        ("jargon", "I'll escalate it now."),
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
        ("spelling", {"cue": "Trase the late refund"}),
        ("cue-spelling", {"cues": ("where is my refnud", "i want my money")}),
        ("locale-word", {"locale": "en-US", "text": "I recognise it. I'll check it now."}),
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


def test_words_of_a_country_pass_in_their_locale() -> None:
    """British spelling is right in a British phrase, American in an American one."""
    assert rules(locale="en-GB", text="I recognise the cheque. I'll check it now.") == set()
    assert rules(locale="en-US", text="I recognize it. I'll check the zip code now.") == set()


@pytest.mark.parametrize(
    "text", ["If you'd rather wait, I'll call you.", "I'll trace it[ for {order}] now.", "Is this your order?"]
)
def test_sound_words_like_a_broken_rule_pass(text: str) -> None:
    """The rules leave their neighbours alone."""
    assert rules(text=text) == set()


def test_plain_words_read_at_a_low_grade() -> None:
    """Short words and sentences are easy, long ones are not."""
    assert reading_grade("I'll trace it now. Please stay on the line.") < 3
    assert reading_grade("I'll investigate the unauthorised documentation immediately.") > 12


def test_a_sector_binds_its_own_phrases_and_says_which_core_phrases_it_leaves_out() -> None:
    """An admission of fault is an error in a regulated pack, a note in the core, and nothing elsewhere."""
    admission = "That was our mistake. I'll trace it now."
    in_banking = list(word_breaches(phrase(pack="banking", text=admission)))
    assert [(breach.rule, breach.level) for breach in in_banking] == [("banking-admits-fault", "error")]
    in_core = list(word_breaches(phrase(text=admission)))
    assert [breach.level for breach in in_core] == ["note"] * 4
    assert "with the pack 'banking' it is left out" in in_core[0].mend
    assert rules(pack="retail", text=admission) == set()


def test_duplicates_and_holes_are_found() -> None:
    """Two phrases of one meaning are an error; shared cues and thin cells are notes."""
    double = phrase(id="late-refund-2")
    findings = check_bank(bank(phrase(), double), WordEncoder(), "here")
    assert [(finding.phrase_id, finding.rule) for finding in findings if finding.level == "error"] == [
        ("late-refund-2", "duplicate-text")
    ]
    notes = [str(finding) for finding in findings if finding.level == "note"]
    assert "here: note few-variants: annoyance x speed has 2 of 3 phrases" in notes
    assert "here: note rare-tag: strategy apology has 0 of 3 phrases" in notes
    assert [finding.phrase_id for finding in findings if finding.rule == "shared-cue"] == ["late-refund-2"] * 2


def test_twins_for_two_countries_are_no_duplicates() -> None:
    """Nobody sees both."""
    twins = bank(phrase(locale="en-GB"), phrase(id="late-refund-2", locale="en-US"))
    assert [str(finding) for finding in check_bank(twins, WordEncoder()) if finding.phrase_id] == []


def test_an_example_to_avoid_that_means_the_same_as_a_cue_is_found() -> None:
    """Word order does not hide that a phrase is barred from what it answers."""
    findings = check_bank(bank(phrase(avoid=("my refund where is", "a refund please"))), WordEncoder())
    assert [finding.mend for finding in findings if finding.rule == "cue-and-avoid"] == [
        "'my refund where is' is avoided and means the same as the cue 'where is my refund'; remove one"
    ]


def test_the_bundled_bank_passes_its_own_checks() -> None:
    """No phrase that ships breaks a rule."""
    assert [str(finding) for finding in check_bank(load_bank()) if finding.level == "error"] == []
