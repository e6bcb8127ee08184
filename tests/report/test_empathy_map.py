"""The empathy map: folding digests of calls into what they have in common."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assist.report.digest import Did, Digest, Felt, Line, Needed
from assist.report.digesting import digest_of
from assist.report.empathy_map import MOST_SAID, MOST_WORDS, cut, empathy_map, trimmed
from tests.report.calls import IGNORED, RELIEF, TOOK_IT, WAITED, refund_call


def line(quote: str, theme: int, weight: float = 1.0, fit: float = 1.0) -> Line:
    return Line(at=1.0, quote=quote, weight=weight, theme=theme, fit=fit)


def test_a_digest_holds_words_feelings_needs_and_doings_of_one_call() -> None:
    """Each with its quote; what became of a need stands beside it."""
    digest = digest_of(refund_call(), "calls/one/call.journal", ("retail",))
    assert digest.call_id == "call-1"
    assert digest.day == "2026-03-02"
    assert digest.packs == ("retail",)
    assert [one.quote for one in digest.said] == [WAITED, IGNORED]  # "Thank you so much." says too little by itself
    assert [(one.emotion, one.quote) for one in digest.felt] == [
        ("annoyance", WAITED),
        ("anger", IGNORED),
        ("gratitude", RELIEF),
    ]
    assert [(one.need, one.state, one.answer) for one in digest.needed] == [
        ("speed", "met", TOOK_IT),
        ("heard", "met", ""),
    ]
    assert {one.act for one in digest.did} == {"made_effort", "thanked"}
    assert digest.before is not None
    assert digest.after is not None
    assert digest.before < digest.after


def test_what_many_calls_share_comes_first_and_one_line_stands_for_it() -> None:
    """Five of the same are said once, with the number of calls."""
    calls = [Digest(call_id=f"c{n}", said=(line(f"Where is my parcel {n}?", 0, fit=n / 5),)) for n in range(5)]
    calls.append(Digest(call_id="other", said=(line("My router is broken since Monday.", 1),)))
    said = empathy_map(calls).said
    assert [(quote.words, quote.calls) for quote in said] == [
        ("Where is my parcel 4?", 5),
        ("My router is broken since Monday.", 1),
    ]


def test_telling_words_come_before_empty_ones() -> None:
    """What is said as often counts by what it shows."""
    calls = [
        Digest(
            call_id="c1",
            said=(line("I have written that down now.", 0, 0.1), line("I am frightened of the post.", 1, 0.9)),
        )
    ]
    assert empathy_map(calls).said[0].words == "I am frightened of the post."


def test_needs_are_counted_by_call_with_what_became_of_them() -> None:
    """Left open is a pain, met a gain, and the agent's words that met it are quoted."""
    calls = [
        Digest(
            call_id="c1",
            needed=(
                Needed(
                    need="speed", at=2.0, quote="How long?", state="met", answer="It takes ten minutes.", met_at=9.0
                ),
            ),
        ),
        Digest(call_id="c2", needed=(Needed(need="speed", at=3.0, quote="How much longer now?", state="open"),)),
        Digest(call_id="c3", needed=(Needed(need="heard", at=3.0, quote="Listen!", state="passed"),)),
    ]
    drawn = empathy_map(calls)
    (pain,) = drawn.pains
    (gain,) = drawn.gains
    assert (pain.need, pain.open, pain.calls) == ("speed", 1, 2)
    assert [quote.words for quote in pain.quotes] == ["How much longer now?"]
    assert (gain.need, gain.met, [(quote.words, quote.at) for quote in gain.answers]) == (
        "speed",
        1,
        [("It takes ten minutes.", 9.0)],
    )
    assert [need.need for need in drawn.needed] == ["speed", "heard"]


def test_the_mood_is_told_only_of_calls_with_a_customer() -> None:
    """And not at all where nobody was heard."""
    calls = [
        Digest(call_id="up", before=-0.5, after=0.2),
        Digest(call_id="down", before=0.0, after=-0.5),
        Digest(call_id="same", before=-0.4, after=-0.4),
        Digest(call_id="silent"),
    ]
    arc = empathy_map(calls).arc
    assert arc is not None
    assert (arc.rose, arc.fell, arc.stayed) == (1, 1, 1)
    assert empathy_map([Digest(call_id="silent")]).arc is None


def test_no_call_gives_an_empty_map() -> None:
    """It is drawn all the same."""
    drawn = empathy_map(())
    assert (drawn.calls, drawn.said, drawn.felt, drawn.needed, drawn.did) == (0, (), (), (), ())


def test_a_quote_is_cut_and_loses_the_short_words_that_it_begins_with() -> None:
    """Words such as "okay" and "good" say nothing on a map."""
    assert trimmed("Okay. Good. And when is it back?") == "And when is it back?"
    assert trimmed("Thank you.") == "Thank you."
    assert cut("one two three four", 2) == "one two …"


words = st.text(alphabet="abc .?", min_size=1, max_size=60)
digests = st.builds(
    Digest,
    call_id=st.sampled_from(["c1", "c2", "c3"]),
    said=st.lists(st.builds(Line, at=st.just(1.0), quote=words, weight=st.floats(0, 2)), max_size=12).map(tuple),
    felt=st.lists(
        st.builds(Felt, emotion=st.sampled_from(["anger", "anxiety"]), at=st.just(1.0), quote=words), max_size=4
    ).map(tuple),
    did=st.lists(st.builds(Did, act=st.sampled_from(["thanked", "agreed"]), at=st.just(1.0), quote=words)).map(tuple),
)


@given(st.lists(digests, max_size=6))
def test_a_map_never_quotes_what_was_not_said(calls: list[Digest]) -> None:
    """Every quote is words of a call (as far as it is not cut), no line twice, never more than there is room for."""
    drawn = empathy_map(calls)
    said = {one.quote for call in calls for one in call.said}
    assert len(drawn.said) <= MOST_SAID
    assert len({quote.words for quote in drawn.said}) <= len(said)
    for quote in drawn.said:
        assert any(" ".join(words.split()).endswith(quote.words) for words in said) or quote.words.endswith("…")
        assert len(quote.words.split()) <= MOST_WORDS + 1
    for feeling in drawn.felt:
        assert 1 <= feeling.calls <= len({call.key for call in calls}) <= max(1, len(calls))
