"""What the sections of an evaluation share: the rows, the models, and what both have already made of a text."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from phrasebank.corpus import AgentRow, CustomerRow, read_corpus, training_folder
from phrasebank.encoder import (
    FEATURE_LAYERS,
    CachedEncoder,
    FloatArray,
    SentenceEncoder,
    open_encoder,
)
from phrasebank.errors import PhrasebankError
from phrasebank.heads import Heads, Reading, load_heads
from phrasebank.split import TWIN


class MissingDataError(PhrasebankError):
    """A section lacks what it would measure on. The message is the line that stands in its place."""

    code = "missing_data"


@dataclass(frozen=True, slots=True)
class Sources:
    """Where rows come from, beside those of the package.

    Attributes:
        data: a folder with ``text/`` and ``labelled/``; None for only what ships.
        extra: a folder with more labelled rows (``*.jsonl``).
        second: a file of rows labelled a second time; ``labelled/second.jsonl`` by default.
        cache: a folder where the features of large sets are kept; None keeps none.
        split: of MAIA-DQE.
        dialogues: a folder of two-party calls with the ledger's truth; the bundled ones by default.
        bundled: the folder of rows that comes with the package.
    """

    data: Path | None = None
    extra: Path | None = None
    second: Path | None = None
    cache: Path | None = None
    split: str = "val"
    dialogues: Path | None = None
    bundled: Path = field(default_factory=training_folder)

    @property
    def folders(self) -> list[Path]:
        """The folders of labelled rows."""
        labelled = [self.data / "labelled"] if self.data and (self.data / "labelled").is_dir() else []
        return [self.bundled, *labelled, *([self.extra] if self.extra else [])]


class FeatureStore:
    """Features by text, each text encoded once: sections ask for the same rows."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self.encoder = encoder
        self._known: dict[str, FloatArray] = {}

    def features(self, texts: Sequence[str]) -> FloatArray:
        """What the heads read, shape (texts, 1920)."""
        new = list(dict.fromkeys(text for text in texts if text not in self._known))
        self._known.update(zip(new, self.encoder.features(new), strict=True))
        found = np.empty((len(texts), (1 + FEATURE_LAYERS) * self.encoder.dimensions), dtype=np.float32)
        for place, text in enumerate(texts):
            found[place] = self._known[text]
        return found

    def embed(self, texts: Sequence[str]) -> FloatArray:
        """Sentence embeddings, shape (texts, 384)."""
        return self.features(texts)[:, -self.encoder.dimensions :]


class _AllFeatures:
    """An encoder whose embeddings are the features, so that `CachedEncoder` can keep them."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder
        self.fingerprint = f"{encoder.fingerprint} features"

    def encode(self, texts: Sequence[str]) -> FloatArray:
        return self._encoder.features(texts)


class Material:
    """Rows and models, loaded when a section first asks.

    Args:
        sources: where rows come from.
        heads: what reads; the shipped ones by default.

    Raises:
        MissingDataError: from the methods, where a file is not there.
    """

    def __init__(self, sources: Sources, heads: Heads | None = None) -> None:
        self.sources = sources
        self._heads = heads

    @cached_property
    def ours(self) -> FeatureStore:
        """The shipped encoder."""
        return FeatureStore(open_encoder())

    @cached_property
    def original(self) -> FeatureStore:
        """The encoder before fine-tuning."""
        return FeatureStore(SentenceEncoder())

    @cached_property
    def heads(self) -> Heads:
        """The heads on `ours`."""
        return self._heads or load_heads(encoder=self.ours.encoder.fingerprint)

    @cached_property
    def _corpus(self) -> tuple[list[CustomerRow], list[AgentRow]]:
        return read_corpus(self.sources.folders)

    @property
    def customers(self) -> list[CustomerRow]:
        """All labelled customer rows."""
        return self._corpus[0]

    @property
    def agents(self) -> list[AgentRow]:
        """All labelled agent rows."""
        return self._corpus[1]

    def readings(self, texts: Sequence[str]) -> list[Reading]:
        """What the heads make of each text."""
        return [self.heads.read(row) for row in self.ours.features(texts)]

    def large(self, store: FeatureStore, texts: Sequence[str]) -> FloatArray:
        """Features of a set too large to remember, kept on disk where a folder for that was named."""
        if self.sources.cache is None:
            return store.encoder.features(texts)
        return CachedEncoder(_AllFeatures(store.encoder), self.sources.cache).encode(texts)

    def twins(self, held_out: Sequence[str], training: Sequence[str]) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Which held-out texts nearly equal a training text: shape (held_out,)."""
        if not held_out or not training:
            return np.zeros(len(held_out), dtype=bool)
        known = self.original.embed(training).T
        found: np.ndarray[Any, np.dtype[np.bool_]] = (self.original.embed(held_out) @ known).max(axis=1) > TWIN
        return found

    def text_file(self, name: str) -> Path:
        """A file of the data folder's ``text/``.

        Raises:
            MissingDataError: it is not there.
        """
        if self.sources.data is None:
            raise MissingDataError(f"it needs text/{name}; name the folder that has it with --data DIR.")
        path = self.sources.data / "text" / name
        if not path.is_file():
            raise MissingDataError(f"{path}: there is no such file; put it there or leave the section out.")
        return path

    def text_rows(self, name: str) -> list[dict[str, Any]]:
        """The rows of a gzipped file of the data folder's ``text/``.

        Raises:
            MissingDataError: it is not there, or cannot be read.
        """
        path = self.text_file(name)
        try:
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                return [json.loads(line) for line in lines if line.strip()]
        except (OSError, EOFError, ValueError) as error:
            raise MissingDataError(f"{path}: the file cannot be read ({error}); fetch it anew.") from error
