"""How far a device's count of samples is from the clock, and when it may be mended unheard. Pure.

Every device counts with a crystal of its own: at 100 ppm, which is common, two lines are 0.36 s apart after an hour.
Other differences come at once: a burst of late blocks after silence stood in for them, a driver that drops some.
"""

from __future__ import annotations

import math

_WINDOW_SECONDS = 3.0
"""A block can be late, never early: the least lateness of so long is the truth. 1000 ppm make 3 ms of it."""

_TOLERATED_SECONDS = 0.02
"""Two lines are then at most 40 ms apart. Mended by this much at a time, 100 ppm need it every 200 s."""

_QUIET_DB = 3.0
"""A block that is hardly louder than the quietest of the window before is a pause, on a line of any noise."""


class Drift:
    """Measures one device; says when to mend, and by how much."""

    def __init__(self) -> None:
        self._owed = 0.0
        self._quietest_db = -math.inf
        self._since: float | None = None
        self._least = self._least_db = math.inf

    def owed(self, late: float, at: float, level_db: float) -> float:
        """Seconds to repeat (above 0) or leave out (below 0) in this block; what of them was done is told by `mended`.

        Args:
            late: how much later the block came than the count of samples before it says.
            at: now, seconds.
            level_db: of the block.
        """
        if self._since is None:
            self._since = at
        self._least = min(self._least, late)
        self._least_db = min(self._least_db, level_db)
        if at - self._since >= _WINDOW_SECONDS:
            self._owed = self._least if abs(self._least) > _TOLERATED_SECONDS else 0.0
            self._quietest_db = self._least_db
            self._begin()
        return self._owed if level_db <= self._quietest_db + _QUIET_DB else 0.0

    def mended(self, seconds: float) -> None:
        """So much was repeated (above 0) or left out (below 0): what was measured before counts no more."""
        self._owed -= seconds
        self._begin()

    def _begin(self) -> None:
        self._since = None
        self._least = self._least_db = math.inf
