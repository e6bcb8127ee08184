"""What is counted for each feeling and need, by sector and phase."""

from __future__ import annotations

from collections.abc import Iterator

from phrasebank.coverage import NO_NEED, load_wanted
from phrasebank.phrase import Phrase
from phrasebank.store.records import Entry, Snapshot
from tests.phrasebank.banks import phrase
from ui.console.coverage.counts import Counts

FIRES = [
    {"emotion": "annoyance", "need": "speed", "pack": "core", "fired": 30, "seen": 25, "spoken": 10},
    {"emotion": "annoyance", "need": "speed", "pack": "banking", "fired": 5, "seen": 5, "spoken": 5},
    {"emotion": "abuse", "need": "", "pack": "core", "fired": 4, "seen": 4, "spoken": 1},
    {"emotion": "anger", "need": "fairness", "pack": "core", "fired": 9, "seen": 9, "spoken": 0},
]


def entries(*phrases: Phrase) -> Iterator[Entry]:
    for one in phrases:
        approved = one if one.status == "approved" else None
        yield Entry(one, 1, "Ann", "2026-03-01", "Ann", approved, 0)


def snapshot(*phrases: Phrase) -> Snapshot:
    return Snapshot(1, tuple(entries(*phrases)))


def counts(*phrases: Phrase, sector: str = "", phase: str = "", fires: object = FIRES) -> Counts:
    return Counts(snapshot(*phrases), load_wanted(), sector, phase, fires)  # type: ignore[arg-type]


def test_a_moment_says_what_is_there_and_what_is_wanted() -> None:
    """Approved phrases fill it; drafts are told, whatever their sector."""
    draft = phrase(id="draft", status="review", pack="travel")
    found = counts(phrase(), phrase(id="b"), draft).moment("annoyance", "speed")
    assert (found.found, found.held, found.wanted, found.waiting, found.hole) == (2, 2, 3, 1, True)
    assert (found.fired, found.seen, found.spoken) == (35, 30, 15)
    assert found.said is not None
    assert found.said.value == 0.5


def test_a_team_of_a_sector_has_the_core_too() -> None:
    """The sector's own phrases are counted; what is missing is judged with the core's."""
    phrases = [phrase(), phrase(id="b"), phrase(id="c", pack="banking")]
    banking = counts(*phrases, sector="banking").moment("annoyance", "speed")
    assert (banking.found, banking.held, banking.hole, banking.fired) == (1, 3, False, 5)
    core = counts(*phrases, sector="core").moment("annoyance", "speed")
    assert (core.found, core.held, core.hole, core.fired) == (2, 2, True, 30)
    assert counts(*phrases).moment("annoyance", "speed").found == 3


def test_a_phase_asks_for_what_it_asks_for() -> None:
    """One phrase where needs are voiced, none for each cell elsewhere."""
    discovery, hold = (counts(phrase(), phase=name).moment("annoyance", "speed") for name in ("discovery", "hold"))
    assert (discovery.found, discovery.wanted, discovery.hole) == (1, 1, False)
    assert (hold.found, hold.wanted, hold.hole) == (0, 0, False)


def test_nothing_is_made_up_before_the_worker_has_answered() -> None:
    """Not known is not none."""
    unknown = counts(phrase(), fires=None).moment("annoyance", "speed")
    assert (unknown.fired, unknown.seen, unknown.spoken, unknown.said) == (None, None, None, None)
    assert counts(phrase(), fires=[]).moment("annoyance", "speed").fired == 0


def test_a_feeling_alone_is_counted_too() -> None:
    """The engine names no need there."""
    assert counts(phrase()).moment("abuse", NO_NEED).fired == 4


def test_what_comes_up_most_is_missing_most() -> None:
    """Then what has least; a phase shows its own."""
    every = counts(phrase())
    assert [hole.moment for hole in every.holes()[:3]] == ["annoyance x speed", "anger x fairness", "abuse x -"]
    assert every.fired(every.holes()[1]) == 9
    hold = counts(phrase(), phase="hold").holes()
    assert {hole.tags["phase"] for hole in hold} == {"hold"}
    assert counts(phrase(), phase="hold").fired(hold[0]) is None
