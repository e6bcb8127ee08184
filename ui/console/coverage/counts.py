"""What is known of each moment: phrases there are, phrases wanted, how often it came up, how often a card was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from phrasebank.bank import Bank
from phrasebank.coverage import NO_NEED, Coverage, Hole, Wanted
from phrasebank.effects.figures import Estimate, share
from phrasebank.packs import CORE, pack_ids
from phrasebank.store.records import Snapshot

ALL = ""
"""Every sector; every phase."""

_OPEN = ("draft", "review")


@dataclass(frozen=True, slots=True)
class Moment:
    """A feeling and a need in the chosen sector and phase.

    Attributes:
        found: approved phrases of the sector.
        held: approved phrases that a team of the sector has, those of the core too.
        wanted: how many it should have; 0 where none are asked for.
        waiting: drafts and phrases in review, in any sector.
        fired, seen, spoken: cards; None where that is not known.
    """

    emotion: str
    need: str
    found: int
    held: int
    wanted: int
    waiting: int
    fired: int | None = None
    seen: int | None = None
    spoken: int | None = None

    @property
    def hole(self) -> bool:
        """Whether phrases are missing."""
        return self.held < self.wanted

    @property
    def said(self) -> Estimate | None:
        """How often a card that was seen was said; None where there are too few."""
        return None if self.seen is None or self.spoken is None else share(self.spoken, self.seen)


class Counts:
    """Everything that the page shows of one sector and phase. Immutable.

    Args:
        snapshot: the bank; what publishing now would release counts.
        wanted: what a bank has to cover.
        sector: a pack's id, or `ALL`.
        phase: a phase's id, or `ALL`.
        fires: rows of the task ``fires``; None where they have not come yet.
    """

    def __init__(
        self, snapshot: Snapshot, wanted: Wanted, sector: str, phase: str, fires: Iterable[Mapping[str, Any]] | None
    ) -> None:
        bank: Bank = snapshot.candidate()
        self._wanted, self._sector, self._phase = wanted, sector, phase
        packs = pack_ids() if sector == ALL else (sector,)
        self._found = Coverage(bank, packs)
        self._held = Coverage(bank, {CORE, *packs})
        self._waiting = Counter(
            (emotion, need)
            for entry in snapshot.entries
            if entry.phrase.status in _OPEN
            for emotion in entry.phrase.emotions
            for need in entry.phrase.needs or (NO_NEED,)
        )
        self._cards = None if fires is None else self._counted(fires)

    def moment(self, emotion: str, need: str) -> Moment:
        """What is known of one; ``need`` may be `NO_NEED`."""
        cards = (None, None, None) if self._cards is None else self._cards.get((emotion, need), (0, 0, 0))
        return Moment(
            emotion,
            need,
            self._found.count(emotion, need, self._phase),
            self._held.count(emotion, need, self._phase),
            self._asked(emotion, need),
            self._waiting[emotion, need],
            *cards,
        )

    def holes(self) -> list[Hole]:
        """What is missing in this sector and phase: what comes up most often first, then what has least."""
        holes = [hole for hole in self._held.holes(self._wanted) if self._concerns(hole)]
        return sorted(holes, key=lambda hole: (-(self.fired(hole) or 0), hole.found - hole.wanted))

    def fired(self, hole: Hole) -> int | None:
        """How often a card came up where words are missing; None where that is not known, as in a phase."""
        if self._cards is None or hole.tags.keys() != {"emotion", "need"}:
            return None
        return self._cards.get((hole.tags["emotion"], hole.tags["need"]), (0,))[0]

    def _concerns(self, hole: Hole) -> bool:
        return not self._phase or hole.tags.get("phase") == self._phase

    def _asked(self, emotion: str, need: str) -> int:
        if (emotion, need) not in self._wanted.cells:
            return 0
        if self._phase == ALL:
            return self._wanted.variants
        return int(self._phase in self._wanted.every_cell_in)

    def _counted(self, fires: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], tuple[int, int, int]]:
        """Cards of the sector's phrases. No phase: what became of cards is not kept by phase."""
        cards: dict[tuple[str, str], tuple[int, int, int]] = {}
        for row in fires:
            if self._sector in (ALL, row["pack"]):
                cell = row["emotion"], row["need"] or NO_NEED
                fired, seen, spoken = cards.get(cell, (0, 0, 0))
                cards[cell] = fired + row["fired"], seen + row["seen"], spoken + row["spoken"]
        return cards
