"""One track of a telephone stream: its pieces in order, each where it belongs in the call's time."""

from __future__ import annotations

from typing import Generic, TypeVar

from assist.audio.chunks import Samples
from assist.audio.telephone.encoding import RATE
from assist.audio.telephone.events import Gap, Sound, Why
from assist.events import Speaker

Item = TypeVar("Item")

_WINDOW = 10
"""So many pieces (0.2 s as they are usually cut) wait for one that is missing; then it is taken as lost."""

_ANEW = 50
"""So many pieces in a row (1 s) that seem to come too late are none: the platform counts anew, and a call must not fall
silent for that."""

_LONGEST_GAP = 3600 * RATE
"""An hour: what is said to be longer is cut, so that no message makes us fill memory."""


class Track:
    """A speaker's media clock: what came, sample by sample, and what did not."""

    def __init__(self, speaker: Speaker) -> None:
        self.speaker = speaker
        self.position = 0
        """Samples since the call began, at 8 kHz."""

    def sound(self, samples: Samples) -> list[Sound]:
        """The next samples."""
        if not len(samples):
            return []
        sound = Sound(self.speaker, self.position, samples)
        self.position += len(samples)
        return [sound]

    def skip(self, count: int, why: Why) -> list[Gap]:
        """Time passes without sound: told second by second, so that no part of it is long work."""
        gaps = []
        left = min(count, _LONGEST_GAP)
        while left > 0:
            gaps.append(Gap(self.speaker, self.position, min(left, RATE), why))
            self.position += gaps[-1].count
            left -= gaps[-1].count
        return gaps


class Sorter(Generic[Item]):
    """Puts numbered pieces in order, as far as they come within a small window; drops those that come twice.

    Pieces are numbered from 0 or 1.
    """

    def __init__(self) -> None:
        self._next: int | None = None
        self._held: dict[int, Item] = {}
        self.dropped = 0
        """Pieces that came twice, or too late."""
        self._late = 0

    def put(self, number: int, item: Item) -> list[tuple[int, Item]]:
        """Take a piece; what is in order now, each with how many are missing before it."""
        if number in self._held or (self._next is not None and number < self._next):
            self._late += 1
            if self._late < _ANEW:
                self.dropped += 1
                return []
            return [*self._begin_at(number), *self._take(number, item)]
        return self._take(number, item)

    def _begin_at(self, number: int) -> list[tuple[int, Item]]:
        """The platform counts anew."""
        before = self.flush()
        self._next = number
        return before

    def _take(self, number: int, item: Item) -> list[tuple[int, Item]]:
        self._late = 0
        self._held[number] = item
        if self._next is None and number <= 1:
            self._next = number
        released = self._in_order()
        while len(self._held) > _WINDOW:
            released += self._give_up()
        return released

    def flush(self) -> list[tuple[int, Item]]:
        """All that is left, in order: nothing more will come."""
        released = []
        while self._held:
            released += self._give_up()
        return released

    def _give_up(self) -> list[tuple[int, Item]]:
        """Go on without what is missing."""
        first = min(self._held)
        missing = 0 if self._next is None else first - self._next
        self._next = first
        (_, item), *others = self._in_order()
        return [(missing, item), *others]

    def _in_order(self) -> list[tuple[int, Item]]:
        released: list[tuple[int, Item]] = []
        while self._next is not None and self._next in self._held:
            released.append((0, self._held.pop(self._next)))
            self._next += 1
        return released
