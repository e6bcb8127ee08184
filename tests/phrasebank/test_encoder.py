"""The encoder's contract, and embeddings kept on disk."""

import socket
from pathlib import Path

import numpy as np
import pytest

from phrasebank.encoder import DIMENSIONS, FEATURE_DIMENSIONS, CachedEncoder, SentenceEncoder, verify_weights
from phrasebank.errors import EncoderError
from tests.phrasebank.banks import WordEncoder

TEXTS = ["where is my refund", "thank you so much", ""]


def test_a_corpus_is_encoded_once(tmp_path: Path) -> None:
    """The second start reads the embeddings from disk; another text or another model does not."""
    first, second = WordEncoder(), WordEncoder()
    made = CachedEncoder(first, tmp_path).encode(TEXTS)
    assert np.array_equal(CachedEncoder(second, tmp_path).encode(TEXTS), made)
    assert (first.calls, second.calls) == (1, 0)
    CachedEncoder(second, tmp_path).encode([*TEXTS, "more"])
    CachedEncoder(WordEncoder("other"), tmp_path).encode(TEXTS)
    assert second.calls == 1
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize("damage", [b"", b"not embeddings at all", None])
def test_a_damaged_cache_is_made_anew(tmp_path: Path, damage: bytes | None) -> None:
    """An unreadable file costs one encoding and is mended."""
    made = CachedEncoder(WordEncoder(), tmp_path).encode(TEXTS)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:-7] if damage is None else damage)
    again = WordEncoder()
    assert np.array_equal(CachedEncoder(again, tmp_path).encode(TEXTS), made)
    assert again.calls == 1
    after = WordEncoder()
    CachedEncoder(after, tmp_path).encode(TEXTS)
    assert after.calls == 0


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    """Without a place to keep them, embeddings are made each time."""
    (tmp_path / "file").write_text("in the way")
    assert CachedEncoder(WordEncoder(), tmp_path / "file").encode(TEXTS).shape == (3, DIMENSIONS)


def test_old_corpora_are_removed(tmp_path: Path) -> None:
    """Releases of the bank do not pile up on disk."""
    for number in range(12):
        CachedEncoder(WordEncoder(), tmp_path).encode([str(number)])
    assert len(list(tmp_path.iterdir())) <= 8


def test_foreign_weights_are_refused(tmp_path: Path) -> None:
    """Weights that are missing or not the genuine ones are named, with the mend."""
    path = tmp_path / "model.safetensors"
    with pytest.raises(EncoderError, match=r"model\.safetensors: the encoder's weights cannot be read .*reinstall"):
        verify_weights(path)
    path.write_bytes(b"weights")
    with pytest.raises(EncoderError, match=r"model\.safetensors: these are not the encoder's genuine weights"):
        verify_weights(path)


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    """The real encoder, loaded once."""
    return SentenceEncoder()


@pytest.mark.models
def test_embeddings_are_unit_vectors(encoder: SentenceEncoder) -> None:
    """One row a text, float32, length 1, the same alone and in a batch; meaning shows in their product."""
    found = encoder.encode([*TEXTS, "I want my money back"])
    assert found.shape == (4, DIMENSIONS)
    assert found.dtype == np.float32
    assert np.allclose(np.linalg.norm(found, axis=1), 1.0, atol=1e-5)
    assert np.allclose(found[0], encoder.encode([TEXTS[0]])[0], atol=1e-5)
    assert found[0] @ found[3] > found[1] @ found[3]
    assert encoder.encode([]).shape == (0, DIMENSIONS)


@pytest.mark.models
def test_features_end_with_the_embedding(encoder: SentenceEncoder) -> None:
    """One forward pass gives what the heads read and what the search needs."""
    features = encoder.features(TEXTS)
    assert features.shape == (3, FEATURE_DIMENSIONS)
    assert np.array_equal(features[:, -DIMENSIONS:], encoder.encode(TEXTS))
    assert encoder.max_seq_length == 256
    assert np.isfinite(encoder.features(["word " * 2000])).all()


@pytest.mark.models
def test_loading_stays_off_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The encoder is read from its package; a socket would raise."""

    def refuse(*_: object) -> None:
        raise AssertionError("the encoder opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert SentenceEncoder().encode(["hello"]).shape == (1, DIMENSIONS)
