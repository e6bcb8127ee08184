"""A bank that changes a phrase at a time is hardly encoded again, also by another process."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from phrasebank.encoder import CachedEncoder, FloatArray
from tests.phrasebank.banks import WordEncoder

BANK = [f"phrase number {number} of the bank" for number in range(50)]


class Counting(WordEncoder):
    """Keeps what it was asked to encode."""

    def __init__(self, fingerprint: str = "words") -> None:
        super().__init__(fingerprint)
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> FloatArray:
        self.asked += texts
        return super().encode(texts)


def test_only_new_texts_are_encoded(tmp_path: Path) -> None:
    """Whatever order they stand in; the result is what the encoder itself gives."""
    CachedEncoder(WordEncoder(), tmp_path).encode(BANK)
    changed = ["a new one", *reversed(BANK[3:]), "another", "a new one"]
    later = Counting()
    made = CachedEncoder(later, tmp_path).encode(changed)
    assert later.asked == ["a new one", "another"]
    assert np.array_equal(made, WordEncoder().encode(changed))
    last = Counting()
    assert np.array_equal(CachedEncoder(last, tmp_path).encode(changed), made)
    assert last.asked == []


def test_a_part_of_a_bank_needs_no_encoder(tmp_path: Path) -> None:
    """A team's part, or a phrase less."""
    made = CachedEncoder(WordEncoder(), tmp_path).encode(BANK)
    encoder = Counting()
    assert np.array_equal(CachedEncoder(encoder, tmp_path).encode(BANK[5:9]), made[5:9])
    assert encoder.asked == []


def test_a_bank_in_use_is_not_pushed_out_by_small_lists(tmp_path: Path) -> None:
    """What was used last stays; parts of what is kept take no room."""
    CachedEncoder(WordEncoder(), tmp_path).encode(BANK)
    for number in range(20):
        CachedEncoder(WordEncoder(), tmp_path).encode([f"something else {number}"])
        CachedEncoder(WordEncoder(), tmp_path).encode(BANK[number : number + 3])
    encoder = Counting()
    CachedEncoder(encoder, tmp_path).encode(BANK)
    assert encoder.asked == []


def test_texts_of_several_corpora_are_found(tmp_path: Path) -> None:
    """The next release takes from all that are kept."""
    CachedEncoder(WordEncoder(), tmp_path).encode(BANK[:20])
    CachedEncoder(WordEncoder(), tmp_path).encode(BANK[30:])
    encoder = Counting()
    CachedEncoder(encoder, tmp_path).encode(BANK)
    assert encoder.asked == BANK[20:30]


def test_another_encoders_embeddings_are_left_alone(tmp_path: Path) -> None:
    """Equal words, other weights."""
    CachedEncoder(WordEncoder("old"), tmp_path).encode(BANK)
    encoder = Counting("new")
    CachedEncoder(encoder, tmp_path).encode([*BANK, "more"])
    assert encoder.asked == [*BANK, "more"]


def test_a_damaged_file_among_them_is_passed_over(tmp_path: Path) -> None:
    """It costs an encoding, no more."""
    CachedEncoder(WordEncoder(), tmp_path).encode(BANK)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:-9])
    encoder = Counting()
    CachedEncoder(encoder, tmp_path).encode(BANK[:5])
    assert encoder.asked == BANK[:5]
