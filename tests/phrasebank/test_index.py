"""Search prefers the phrase whose cue was said and whose cell fits."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from phrasebank.encoder import DIMENSIONS, FloatArray
from phrasebank.index import TEXT_WEIGHT, Hit, PhraseIndex
from phrasebank.phrase import Phrase
from phrasebank.vectors import MANY
from tests.phrasebank.banks import WordEncoder, bank, phrase

REFUND = phrase()
BILL = phrase(
    id="plain-bill-1",
    text="That bill mixes things. Let me take it line by line.",
    emotions=("confusion",),
    needs=("clarity",),
    cues=("i do not get this bill",),
    avoid=("send me a copy of this bill",),
)
THANKS = phrase(
    id="thanks-1",
    text="My pleasure.",
    emotions=("gratitude",),
    needs=(),
    tone="warm",
    phases=("closing",),
    cues=("thanks",),
)
BOUNDARY = phrase(id="boundary-1", text="Please stop.", emotions=("abuse",), needs=(), cues=("you idiot",))
DRAFT = phrase(id="draft-1", text="Not ready.", status="draft", cues=("where is my refund",))


def search(
    text: str, emotion: str, needs: tuple[str, ...] = (), phase: str = "resolution", limit: int = 9
) -> list[Hit]:
    """Hits of the test bank."""
    encoder = WordEncoder()
    index = PhraseIndex(bank(REFUND, BILL, THANKS, BOUNDARY, DRAFT), encoder)
    return index.search(encoder.encode([text])[0], emotion, dict.fromkeys(needs, 1.0), phase, limit)


def test_the_phrase_whose_cue_was_said_comes_first() -> None:
    """With nothing else known, the nearest cue decides, and its similarity is that of the cue."""
    first = search("i do not get this bill", "unsure")[0]
    assert first.phrase == BILL
    assert abs(first.similarity - 1.0) < 1e-5


def test_the_phrase_of_the_cell_comes_first() -> None:
    """Among phrases that sound equally unlike, emotion and need decide."""
    assert search("hm", "annoyance", ("speed",))[0].phrase == REFUND
    assert search("hm", "confusion", ("clarity",))[0].phrase == BILL
    assert search("hm", "gratitude", (), "closing")[0].phrase == THANKS


def test_a_do_not_trigger_example_keeps_a_phrase_back() -> None:
    """What was said against a phrase counts against it."""
    hit = next(hit for hit in search("send me a copy of this bill", "confusion", ("clarity",)) if hit.phrase == BILL)
    assert hit.avoid_similarity > hit.similarity
    assert search("send me a copy of this bill", "confusion", ("clarity",))[-1].phrase == BILL


def test_abuse_gets_boundary_scripts_and_nothing_else() -> None:
    """No empathy for abuse; no boundary script for anything else."""
    assert [hit.phrase for hit in search("you idiot", "abuse")] == [BOUNDARY]
    assert BOUNDARY not in [hit.phrase for hit in search("you idiot", "anger")]


def test_drafts_are_not_found_and_the_limit_holds() -> None:
    """Only approved phrases are searched, and no more are given than asked for."""
    assert DRAFT not in [hit.phrase for hit in search("where is my refund", "annoyance")]
    assert len(search("hm", "unsure", limit=2)) == 2
    assert search("hm", "unsure", limit=0) == []


def test_parts_of_a_hit_stay_in_their_range() -> None:
    """Fits lie in 0..1, also for tags that nobody knows."""
    for hit in search("hm", "joy", ("money",), "lunch") + search("hm", "anger", ("speed", "resource")):
        assert all(0.0 <= fit <= 1.0 for fit in (hit.emotion_fit, hit.need_fit, hit.place_fit))
        assert -1.0 <= hit.similarity <= 1.0


def test_an_empty_bank_finds_nothing() -> None:
    """No phrases, no hits, no error."""
    encoder = WordEncoder()
    assert PhraseIndex(bank(), encoder).search(encoder.encode(["hm"])[0], "anger", {}, "opening") == []


def test_a_phrase_of_a_situation_needs_words_that_show_it() -> None:
    """Tags alone never bring up something the customer has not said."""
    visit = phrase(id="visit-1", text="Nobody came, you say.", scope="situation", cues=("nobody came to fix the line",))
    encoder = WordEncoder()
    index = PhraseIndex(bank(visit), encoder)
    told = encoder.encode(["nobody came to fix the line", "i am still waiting for an answer"])
    assert [hit.phrase for hit in index.search(told[0], "annoyance", {"speed": 1.0}, "discovery")] == [visit]
    assert index.search(told[1], "annoyance", {"speed": 1.0}, "discovery") == []


def test_a_lighter_need_counts_less() -> None:
    """What is merely still open does not push aside what the words show."""
    encoder = WordEncoder()
    index = PhraseIndex(bank(REFUND, BILL), encoder)
    hits = index.search(encoder.encode(["hm"])[0], "unsure", {"clarity": 1.0, "speed": 0.5}, "resolution")
    assert [hit.phrase for hit in hits] == [BILL, REFUND]


class DrawnEncoder:
    """Gives the texts it is asked for vectors drawn at random."""

    fingerprint = "drawn"

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Unit vectors, the same for the same number of texts."""
        vectors = np.random.default_rng(len(texts)).standard_normal((len(texts), DIMENSIONS), dtype=np.float32)
        vectors[:: max(1, len(texts) // 40)] += vectors[0]  # some are alike
        unit: FloatArray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


@pytest.mark.parametrize(("copies", "cues"), [(40, 3), (MANY // 8, 9)])
def test_the_hits_are_those_of_an_exhaustive_search(copies: int, cues: int) -> None:
    """A rough first look at a large bank loses no hit: order and figures are those of scoring every phrase."""
    kinds = (REFUND, BILL, THANKS, BOUNDARY, replace(REFUND, scope="situation"))
    said = tuple(f"cue {number}" for number in range(cues))
    phrases = [
        replace(kinds[number % 5], id=f"p-{number}", cues=said, avoid=said[: number % 3]) for number in range(copies)
    ]
    index = PhraseIndex(bank(*phrases), DrawnEncoder())
    count = sum((item.scope == "any") + cues + len(item.avoid) for item in phrases)
    vectors = DrawnEncoder().encode(["x"] * count)
    for query in (vectors[0], vectors[-1], -vectors[1]):
        hits = index.search(query, "annoyance", {"speed": 1.0, "clarity": 0.4}, "discovery", limit=30)
        every = index.search(query, "annoyance", {"speed": 1.0, "clarity": 0.4}, "discovery", limit=copies)
        assert [hit.phrase.id for hit in hits] == [hit.phrase.id for hit in every[:30]]
        for hit in every:
            wanted, avoided = _rows(phrases, hit.phrase, vectors)
            assert hit.similarity == pytest.approx(max(wanted @ query), abs=1e-5)
            assert hit.avoid_similarity == pytest.approx(max([0.0, *(avoided @ query)]), abs=1e-5)


def _rows(phrases: Sequence[Phrase], chosen: Phrase, vectors: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The vectors that a phrase is wanted and avoided by, the own text's weighed."""
    own = [(item.scope == "any") + len(item.cues) for item in phrases]
    place = next(number for number, item in enumerate(phrases) if item.id == chosen.id)
    wanted = vectors[sum(own[:place]) : sum(own[: place + 1])].copy()
    if chosen.scope == "any":
        wanted[0] *= TEXT_WEIGHT
    before = sum(own) + sum(len(item.avoid) for item in phrases[:place])
    return wanted, vectors[before : before + len(chosen.avoid)]


def test_the_register_that_a_team_wants_decides_between_equals() -> None:
    """It outweighs no need: the others still come."""
    formal = phrase(id="formal-1", register="formal")
    encoder = WordEncoder()
    query = encoder.encode(["where is my refund"])[0]
    for register, first in (("plain", REFUND), ("formal", formal)):
        index = PhraseIndex(bank(REFUND, formal, BILL), encoder, register)
        hits = index.search(query, "annoyance", {"speed": 1.0}, "resolution")
        assert hits[0].phrase == first
        assert {hit.phrase for hit in hits[:2]} == {REFUND, formal}
