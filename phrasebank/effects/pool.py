"""The outcomes of a team: what its agents have shared, put together so that nobody is named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from phrasebank.outcomes import Outcome, OutcomesError, OutcomeStore


@dataclass(frozen=True, slots=True)
class Pool:
    """Outcomes by agent, each in the order of time.

    Attributes:
        agents: those who have any, nameless.
        unread: why files could not be read, in sentences.
    """

    agents: tuple[tuple[Outcome, ...], ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def outcomes(self) -> list[Outcome]:
        """All of them, in the order of time."""
        if len(self.agents) == 1:
            return list(self.agents[0])
        together = [outcome for outcomes in self.agents for outcome in outcomes]
        return sorted(together, key=lambda outcome: (outcome.day, outcome.call_id))

    def between(self, first: str, last: str) -> Pool:
        """Those of the days from ``first`` to ``last``, ISO 8601, both taken in; empty for no bound."""
        if not (first or last):
            return self
        last = last or "9999-12-31"
        chosen = (tuple(one for one in outcomes if first <= one.day <= last) for outcomes in self.agents)
        return Pool(tuple(outcomes for outcomes in chosen if outcomes), self.unread)


def read_pool(paths: Sequence[Path], step: Callable[[int, int], object] = lambda _done, _total: None) -> Pool:
    """The outcomes of these files, one an agent.

    A call that stands in two files (an agent's own one and the copy that they share) counts once. A file that cannot be
    read costs its figures, not those of the others.

    Args:
        paths: of files; one that is not there holds nothing.
        step: told how many files are read, of how many.
    """
    agents: list[tuple[Outcome, ...]] = []
    unread: list[str] = []
    known: set[str] = set()
    for done, path in enumerate(dict.fromkeys(paths)):
        step(done, len(paths))
        try:
            outcomes = OutcomeStore(path).outcomes()
        except OutcomesError as error:
            unread.append(str(error))
            continue
        new = tuple(outcome for outcome in outcomes if outcome.call_id not in known)
        known.update(outcome.call_id for outcome in new)
        if new:
            agents.append(new)
    return Pool(tuple(agents), tuple(unread))
