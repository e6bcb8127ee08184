"""What the labels of the encoder mean: shared by those who read them and those who make them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class WordsDone:
    """What an agent's words did.

    Attributes:
        acts: probability of each act, each on its own.
        answers: probability of each need being answered, each on its own.
        empathy: level 0, 1 or 2 of each of EPITOME's mechanisms.
    """

    acts: Mapping[str, float]
    answers: Mapping[str, float]
    empathy: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class AffectScale:
    """What the encoder's labels mean and the floors they were calibrated to.

    Attributes:
        circumplex: (valence, arousal) of every emotion, each -1..1.
        emotions, needs, acts, answers: the floor of each label, where it has one of its own.
    """

    circumplex: Mapping[str, tuple[float, float]]
    emotions: Mapping[str, float] = field(default_factory=dict)
    needs: Mapping[str, float] = field(default_factory=dict)
    acts: Mapping[str, float] = field(default_factory=dict)
    answers: Mapping[str, float] = field(default_factory=dict)
