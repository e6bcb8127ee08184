"""The taxonomy: emotions, needs, strategies and the smaller tag sets, read once from ``data/taxonomy.yaml``."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

from phrasebank.errors import TaxonomyError


@dataclass(frozen=True, slots=True)
class Tag:
    """A named member of a tag set."""

    id: str
    definition: str


@dataclass(frozen=True, slots=True)
class Emotion(Tag):
    """How a customer feels. ``valence`` and ``arousal`` lie in -1..1; their source stands in the YAML file."""

    valence: float
    arousal: float

    def __post_init__(self) -> None:
        if not (-1 <= self.valence <= 1 and -1 <= self.arousal <= 1):
            raise TaxonomyError(f"taxonomy.yaml: emotion '{self.id}' has a valence or arousal outside -1..1.")


@dataclass(frozen=True, slots=True)
class Need(Tag):
    """What a customer needs, and the kind of words that answer it."""

    answered_by: str


@dataclass(frozen=True)
class Taxonomy:
    """All tag sets, in the order of the file. The ids are asked for with every phrase, hence kept."""

    emotions: tuple[Emotion, ...]
    needs: tuple[Need, ...]
    strategies: tuple[Tag, ...]
    acts: tuple[Tag, ...]
    tones: tuple[Tag, ...]
    phases: tuple[Tag, ...]

    @functools.cached_property
    def emotion_ids(self) -> tuple[str, ...]:
        """Ids of the emotions, ``neutral`` first."""
        return _ids(self.emotions)

    @functools.cached_property
    def need_ids(self) -> tuple[str, ...]:
        """Ids of the needs."""
        return _ids(self.needs)

    @functools.cached_property
    def strategy_ids(self) -> tuple[str, ...]:
        """Ids of the strategies (agent acts)."""
        return _ids(self.strategies)

    @functools.cached_property
    def act_ids(self) -> tuple[str, ...]:
        """Ids of the kinds of act."""
        return _ids(self.acts)

    @functools.cached_property
    def tone_ids(self) -> tuple[str, ...]:
        """Ids of the tones."""
        return _ids(self.tones)

    @functools.cached_property
    def phase_ids(self) -> tuple[str, ...]:
        """Ids of the phases of a call."""
        return _ids(self.phases)

    def emotion(self, emotion_id: str) -> Emotion:
        """The emotion with this id.

        Raises:
            TaxonomyError: there is none.
        """
        for emotion in self.emotions:
            if emotion.id == emotion_id:
                return emotion
        raise TaxonomyError(f"There is no emotion '{emotion_id}'; the emotions are {', '.join(self.emotion_ids)}.")

    def need(self, need_id: str) -> Need:
        """The need with this id.

        Raises:
            TaxonomyError: there is none.
        """
        for need in self.needs:
            if need.id == need_id:
                return need
        raise TaxonomyError(f"There is no need '{need_id}'; the needs are {', '.join(self.need_ids)}.")


@functools.cache
def load_taxonomy() -> Taxonomy:
    """The bundled taxonomy; read from disk once.

    Raises:
        TaxonomyError: the installed file is damaged.
    """
    text = resources.files("phrasebank").joinpath("data/taxonomy.yaml").read_text(encoding="utf-8")
    try:
        values = yaml.safe_load(text)
        taxonomy = _taxonomy(values)
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise TaxonomyError(f"taxonomy.yaml is damaged ({error}); install the package again.") from error
    return taxonomy


def _taxonomy(values: dict[str, Any]) -> Taxonomy:
    return Taxonomy(
        emotions=tuple(Emotion(**row) for row in values["emotions"]),
        needs=tuple(Need(**row) for row in values["needs"]),
        strategies=tuple(Tag(**row) for row in values["strategies"]),
        acts=tuple(Tag(**row) for row in values["acts"]),
        tones=tuple(Tag(**row) for row in values["tones"]),
        phases=tuple(Tag(**row) for row in values["phases"]),
    )


def _ids(tags: tuple[Tag, ...]) -> tuple[str, ...]:
    return tuple(tag.id for tag in tags)
