"""The ledger of unmet needs: raised by the customer, kept open until the agent's own words answer them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assist.events import Evidence, NeedMet, NeedRaised, NeedReraised
from assist.settings import AffectSettings


@dataclass(frozen=True, slots=True)
class OpenNeed:
    """A need nobody has answered yet. ``since`` and ``last`` in seconds of the call; ``times`` it was shown."""

    need: str
    confidence: float
    evidence: Evidence
    since: float
    last: float
    times: int = 1


class NeedLedger:
    """Which needs are open, in the order in which they were last shown."""

    def __init__(self, settings: AffectSettings) -> None:
        self._settings = settings
        self._open: dict[str, OpenNeed] = {}
        self._met: set[str] = set()

    def open_needs(self, now: float) -> tuple[OpenNeed, ...]:
        """The open needs, latest first. A need not repeated for `need_open_seconds` has passed with its topic."""
        horizon = now - self._settings.need_open_seconds
        self._open = {name: entry for name, entry in self._open.items() if entry.last >= horizon}
        return tuple(sorted(self._open.values(), key=lambda entry: (-entry.last, -entry.confidence)))

    def show(self, needs: Mapping[str, float], evidence: Evidence, now: float) -> list[NeedRaised | NeedReraised]:
        """The customer's words showed these needs (with their confidence, 0..1)."""
        self.open_needs(now)
        shown: list[NeedRaised | NeedReraised] = []
        for need, confidence in needs.items():
            entry = self._open.get(need)
            again = entry is not None or need in self._met
            kind = NeedReraised if again else NeedRaised
            shown.append(kind(need=need, confidence=confidence, evidence=evidence))
            if entry is None:
                self._open[need] = OpenNeed(need, confidence, evidence, since=now, last=now, times=2 if again else 1)
            else:
                best = max(entry.confidence, confidence)
                self._open[need] = replace(entry, confidence=best, evidence=evidence, last=now, times=entry.times + 1)
        return shown

    def answer(self, answers: Mapping[str, float], evidence: Evidence, now: float) -> list[NeedMet]:
        """The agent's words answered these needs (with their confidence, 0..1); those that are open close."""
        met = []
        for entry in self.open_needs(now):
            if entry.need in answers:
                del self._open[entry.need]
                self._met.add(entry.need)
                met.append(NeedMet(need=entry.need, confidence=answers[entry.need], evidence=evidence))
        return met
