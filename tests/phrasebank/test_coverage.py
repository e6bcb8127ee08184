"""Coverage: which moments a bank has words for."""

from phrasebank.coverage import NO_NEED, Coverage, load_wanted
from phrasebank.taxonomy import load_taxonomy
from tests.phrasebank.banks import bank, phrase


def test_a_phrase_counts_for_each_of_its_moments() -> None:
    """Once for each pair of its emotions and needs, and in each of its phases."""
    coverage = Coverage(bank(phrase(), phrase(id="b", emotions=("gratitude",), needs=(), phases=("closing",))))
    assert coverage.count("annoyance", "speed") == coverage.count("annoyance", "resource", "discovery") == 1
    assert coverage.count("annoyance", "speed", "closing") == coverage.count("anger", "speed") == 0
    assert coverage.count("gratitude", NO_NEED) == coverage.count("gratitude", phase="closing") == 1


def test_only_what_every_team_has_counts() -> None:
    """Approved core phrases for any place; a bank of one sector is counted as it is."""
    draft, banking = phrase(id="draft", status="draft"), phrase(id="banking", pack="banking")
    british = phrase(id="british", locale="en-GB")
    assert Coverage(bank(phrase(), draft, banking, british)).count("annoyance", "speed") == 1
    assert Coverage(bank(banking)).count("annoyance", "speed") == 1


def test_three_variants_fill_a_cell() -> None:
    """The cell is no hole any more, and its row carries no mark for it."""
    wanted = load_wanted()
    three = Coverage(bank(*(phrase(id=f"p-{number}", needs=("speed",)) for number in range(3))))
    moments = {hole.moment for hole in three.holes(wanted)}
    assert "annoyance x speed" not in moments
    assert {"annoyance x heard", "annoyance x heard x discovery", "anger x opening", "need safety"} <= moments
    assert "3*" not in three.table(wanted)


def test_every_feeling_is_wanted() -> None:
    """Each emotion has its cells; thanks and abuse stand alone."""
    cells = load_wanted().cells
    assert {emotion for emotion, _ in cells} == set(load_taxonomy().emotion_ids)
    assert [need for emotion, need in cells if emotion in ("gratitude", "abuse")] == [NO_NEED, NO_NEED]


def test_sectors_can_be_counted() -> None:
    """One alone or with the core; nothing stands in for a sector without phrases."""
    both = bank(phrase(), phrase(id="banking", pack="banking"), phrase(id="british", pack="banking", locale="en-GB"))
    assert Coverage(both, ("banking",)).count("annoyance", "speed") == 1
    assert Coverage(both, ("core", "banking")).count("annoyance", "speed") == 2
    assert Coverage(both, ("travel",)).count("annoyance", "speed") == 0


def test_a_hole_says_what_a_phrase_for_it_has_to_carry() -> None:
    """Its tags by their kind, whatever the demand."""
    holes = {hole.moment: hole for hole in Coverage(bank(phrase())).holes(load_wanted())}
    assert holes["anger x fairness"].tags == {"emotion": "anger", "need": "fairness"}
    assert holes["anger x fairness x discovery"].tags["phase"] == "discovery"
    assert holes["anger x opening"].tags == {"emotion": "anger", "phase": "opening"}
    assert holes["strategy apology"].tags == {"strategy": "apology"}
    assert str(holes["strategy apology"]) == "strategy apology has 0 of 3 phrases"
