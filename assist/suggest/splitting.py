"""Running experiments in a call: which variant it shows, and which phrases it must not.

A broken experiment costs the experiment, never the call.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from assist.commands import SearchBank
from assist.inputs import Hit
from phrasebank.errors import PhrasebankError
from phrasebank.experiments import ExperimentFolder

logger = logging.getLogger(__name__)


class Recall(Protocol):
    """What is known of phrases."""

    def recall(self, hits: Sequence[Hit], command: SearchBank) -> tuple[Hit, ...]:
        """The hits with what is known of each."""
        ...


@dataclass(frozen=True, slots=True)
class Split:
    """What the running experiments mean for one call.

    Attributes:
        arms: the experiments by their names, each with this call's variant, ``a`` or ``b``.
        withheld: the phrases of the other variants.
        bank: the folder of this call's bank, where whole banks are compared; else empty.
        known: what else is known of phrases; None for nothing.
    """

    arms: dict[str, str] = field(default_factory=dict)
    withheld: frozenset[str] = frozenset()
    bank: str = ""
    known: Recall | None = None

    def recall(self, hits: Sequence[Hit], command: SearchBank) -> tuple[Hit, ...]:
        """The hits that this call may show, with what is known of each."""
        shown = tuple(hit for hit in hits if hit.phrase_id not in self.withheld)
        return self.known.recall(shown, command) if self.known else shown


def split_of(call_id: str, folder: Path, known: Recall | None = None) -> Split:
    """The split of a call by the experiments that run now."""
    try:
        running = ExperimentFolder(folder).running()
    except PhrasebankError as error:
        logger.warning("%s This call takes part in no experiment.", error)
        return Split(known=known)
    return Split(
        arms={experiment.name: experiment.arm(call_id) for experiment in running},
        withheld=frozenset().union(*(experiment.withheld(call_id) for experiment in running)),
        bank=next((bank for experiment in running if (bank := experiment.variant(call_id).bank)), ""),
        known=known,
    )
