"""What counts as an interruption, a monologue, dead air."""

import pytest

from assist.affect.holds import excused_seconds, holds
from assist.affect.spans import Span
from assist.affect.turntaking import dead_air_grade, interrupts, is_backchannel, measure, monologues


def said(speaker, start, end, text="some words of mine"):
    return Span(f"{speaker}-{start:g}", speaker, start, end, text)


@pytest.mark.parametrize(
    ("start", "end", "words", "expected"),
    [
        (3.0, 6.0, "give me the number", True),
        (3.0, 6.0, "okay, I see", False),  # a sign of listening
        (9.4, 12.0, "give me the number", False),  # 0.6 s shared, and half a second of it is pre-roll and post-roll
        (0.2, 6.0, "give me the number", False),  # both began at once
        (11.0, 12.0, "give me the number", False),
    ],
)
def test_what_an_interruption_is(start, end, words, expected):
    """The agent comes into running speech, stays there, and says more than that they listen."""
    assert interrupts(said("agent", start, end, words), said("customer", 0.0, 10.0)) is expected


def test_speaking_over_a_backchannel_interrupts_nobody():
    """Who says "mhm" does not want the floor."""
    assert not interrupts(said("agent", 0.6, 9.0), said("customer", 0.0, 2.0, "mhm yeah"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mm-hm", True),
        ("Okay. I see.", True),
        ("yes of course", True),
        ("yes it is", False),
        ("I see that here", False),
    ],
)
def test_what_a_backchannel_is(text, expected):
    """Only signs of listening, however many."""
    assert is_backchannel(said("customer", 0.0, 3.0, text)) is expected


def test_speech_without_words_yet_is_judged_by_its_length():
    """A short sound is taken for a backchannel until its words are known."""
    assert is_backchannel(said("customer", 0.0, 0.8, ""))
    assert not is_backchannel(said("customer", 0.0, 2.0, ""))


def test_a_monologue_goes_on_over_short_pauses_and_backchannels():
    """A pause of more than a second, or a word of the customer's, ends it."""
    spans = [
        said("agent", 0.0, 10.0, "first"),
        said("customer", 9.8, 10.4, "mhm"),
        said("agent", 10.9, 20.0, "and then"),
        said("agent", 21.5, 25.0, "second"),
        said("customer", 25.2, 27.0, "wait please stop"),
        said("agent", 27.5, 28.0, "third"),
    ]
    found = monologues(spans)
    assert [(one.at, one.seconds, one.quote) for one in found] == [
        (0.0, 19.1, "first"),
        (21.5, 3.5, "second"),
        (27.5, 0.5, "third"),
    ]
    assert measure(spans).longest_monologue == found[0]


@pytest.mark.parametrize(("seconds", "grade"), [(7.0, 0), (7.1, 1), (10.1, 2), (15.1, 3)])
def test_the_grades_of_dead_air(seconds, grade):
    """Over 7, 10 and 15 seconds."""
    assert dead_air_grade(seconds) == grade


@pytest.mark.parametrize(
    ("turns", "excused"),
    [
        ([("agent", "I'll put you on hold for a minute")], float("inf")),
        ([("agent", "can I put you on hold?"), ("customer", "sure no problem"), ("agent", "thank you")], float("inf")),
        ([("agent", "I put you on a short hold"), ("agent", "it takes two minutes")], float("inf")),
        ([("agent", "sorry for putting you on hold")], 0.0),
        ([("agent", "you have been on hold for an hour I hear")], 0.0),
        ([("agent", "one moment please")], 20.0),
        ([("agent", "one moment please"), ("customer", "are you there")], 0.0),
        ([("customer", "hold on let me find my card")], float("inf")),
        ([("customer", "i have been waiting while i was at work")], 0.0),
        ([("agent", "your refund is on its way")], 0.0),
    ],
)
def test_a_silence_that_was_announced_is_none(turns, excused):
    """A hold excuses all of it, an agent's moment some of it; agreement keeps what was announced."""
    spans = [said(speaker, 2.0 * place, 2.0 * place + 1.5, text) for place, (speaker, text) in enumerate(turns)]
    assert excused_seconds(spans) == excused


@pytest.mark.parametrize(
    ("words", "explained"),
    [
        ("I'll put you on hold while I check with billing", True),
        ("can I put you on hold for two minutes", True),
        ("I'm putting you on hold", False),
    ],
)
def test_a_hold_is_explained_by_a_reason_or_a_time(words, explained):
    """How long it was counts from the customer's agreement to the agent's return."""
    spans = [
        said("agent", 0.0, 3.0, words),
        said("customer", 3.5, 4.5, "okay thanks"),
        said("agent", 64.5, 66.0, "thank you for waiting so long"),
    ]
    (hold,) = holds(spans)
    assert (hold.at, hold.seconds, hold.explained) == (4.5, 60.0, explained)


def test_a_hold_that_did_not_happen_is_none():
    """The customer objected."""
    assert holds([said("agent", 0.0, 3.0, "can I put you on hold?"), said("customer", 3.5, 5.0, "no do not")]) == []


def test_no_words_are_no_talk():
    """Without a customer's word there is no ratio; without any, nothing."""
    assert measure([]).longest_monologue is None
    assert measure([said("agent", 0.0, 5.0)]).talk_listen_ratio is None
    assert measure([said("agent", 0.0, 5.0), said("customer", 6.0, 8.0)]).talk_listen_ratio == 2.5
