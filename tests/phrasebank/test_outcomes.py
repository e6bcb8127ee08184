"""What became of cards is kept, and says how useful a phrase is."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebank.experience import INDIFFERENT, POOL, Experience
from phrasebank.outcomes import Outcome, OutcomesError, OutcomeStore

DAY = "2026-03-02"
SPOKEN = Outcome(
    call_id="call-1",
    suggestion_id="suggestion-1",
    phrase_id="p1",
    emotion="anger",
    need="ownership",
    strategy="ownership",
    day=DAY,
    bank="abc",
    shown=True,
    result="spoken",
    valence=-0.5,
    valence_after=-0.2,
)


def cards(count: int, result: str, phrase_id: str = "p1", **changes: object) -> list[Outcome]:
    """So many cards, each in a call of its own."""
    card = replace(SPOKEN, phrase_id=phrase_id, result=result, **changes)  # type: ignore[arg-type]
    return [replace(card, call_id=f"{phrase_id}-{result}-{number}") for number in range(count)]


def test_outcomes_come_back_as_they_were_kept(tmp_path: Path) -> None:
    """In any folder, over several calls."""
    store = OutcomeStore(tmp_path / "new" / "outcomes.db")
    assert store.outcomes() == []
    store.record([SPOKEN])
    other = replace(SPOKEN, call_id="call-2", shown=False, result="expired", valence=None, valence_after=None)
    store.record([other])
    assert store.outcomes() == [SPOKEN, other]


def test_a_call_recorded_again_counts_once(tmp_path: Path) -> None:
    """The later word holds."""
    store = OutcomeStore(tmp_path / "outcomes.db")
    store.record([replace(SPOKEN, result="accepted")])
    store.record([SPOKEN])
    assert store.outcomes() == [SPOKEN]


def test_a_damaged_store_is_told_in_a_sentence(tmp_path: Path) -> None:
    """With the file's name and the mend, and it stays as it is."""
    path = tmp_path / "outcomes.db"
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(OutcomesError, match=r"outcomes\.db: .*move a damaged one away\."):
        OutcomeStore(path).outcomes()
    with pytest.raises(OutcomesError):
        OutcomeStore(path).record([SPOKEN])
    assert path.read_bytes().startswith(b"no database")


def test_a_locked_store_keeps_nobody_waiting(tmp_path: Path) -> None:
    """Whoever holds it, a call goes on."""
    path = tmp_path / "outcomes.db"
    OutcomeStore(path).record([SPOKEN])
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OutcomesError, match="locked"):
            OutcomeStore(path).record([replace(SPOKEN, call_id="call-2")])
    assert OutcomeStore(path).outcomes() == [SPOKEN]


def test_a_newer_store_is_refused(tmp_path: Path) -> None:
    """Rather than misread."""
    path = tmp_path / "outcomes.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version=9")
    with pytest.raises(OutcomesError, match="newer version"):
        OutcomeStore(path).outcomes()


@pytest.mark.parametrize(
    ("result", "shown", "useful"),
    [
        ("accepted", True, True),
        ("spoken", False, True),
        ("dismissed", True, False),
        ("rejected", True, False),
        ("expired", True, False),
        ("expired", False, None),
        ("open", True, None),
    ],
)
def test_what_counts_as_useful(result: str, shown: bool, useful: bool | None) -> None:
    """Used is useful; seen and left is not; what nobody saw says nothing."""
    assert replace(SPOKEN, result=result, shown=shown).useful is useful  # type: ignore[arg-type]


def test_the_change_of_mood_needs_both_ends() -> None:
    """Else it is not known."""
    assert SPOKEN.valence_change == pytest.approx(0.3)
    assert replace(SPOKEN, valence_after=None).valence_change is None


def test_a_phrase_has_its_counts_and_its_cell_a_rate() -> None:
    """A "not this" weighs two; a phrase nobody has seen is expected to do as its cell does."""
    known = Experience([*cards(6, "spoken"), *cards(2, "rejected"), *cards(1, "dismissed", "p2")], DAY)
    record = known.of("p1", "anger", "ownership")
    assert (record.useful, record.useless, record.today) == (6.0, 4.0, 8)
    assert record.expected == pytest.approx((6 + POOL * known.overall) / (11 + POOL), abs=1e-4)
    assert known.of("new", "anger", "ownership").expected == record.expected
    assert known.of("new", "anxiety", "speed").expected == pytest.approx(known.overall, abs=1e-4)


def test_only_today_counts_as_today() -> None:
    """A phrase is fresh again the next morning."""
    known = Experience([*cards(2, "expired"), *cards(3, "spoken", day="2026-03-01")], DAY)
    assert known.of("p1", "anger", "ownership").today == 2


def test_no_experience_is_none() -> None:
    """The first call of all."""
    assert not Experience([], DAY)
    assert Experience([], DAY).of("p1", "anger", "ownership").expected == INDIFFERENT


@given(
    st.lists(
        st.builds(
            replace,
            st.just(SPOKEN),
            phrase_id=st.sampled_from(["p1", "p2", "p3"]),
            need=st.sampled_from(["", "speed", "heard"]),
            result=st.sampled_from(["accepted", "spoken", "dismissed", "rejected", "expired", "open"]),
            shown=st.booleans(),
        ),
        max_size=40,
    )
)
def test_rates_are_rates(outcomes: list[Outcome]) -> None:
    """Whatever was recorded."""
    known = Experience(outcomes, DAY)
    for phrase_id in ("p1", "p2", "p9"):
        record = known.of(phrase_id, "anger", "speed")
        assert 0.0 < record.expected < 1.0
        assert min(record.useful, record.useless, record.today) >= 0
