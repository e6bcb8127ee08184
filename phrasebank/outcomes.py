"""What became of every card: a small SQLite file, written by the engine, read by whoever learns from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any, Literal

from phrasebank.errors import PhrasebankError

Result = Literal["accepted", "spoken", "dismissed", "rejected", "expired", "open"]
"""The last that was known of a card; ``open``: nothing, the record stopped before."""

FORMAT = 1
_PATIENCE_SECONDS = 0.5
"""How long another program may hold the file before a reader or writer gives up."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS outcome (
    call_id TEXT NOT NULL, suggestion_id TEXT NOT NULL, phrase_id TEXT NOT NULL,
    emotion TEXT NOT NULL, need TEXT NOT NULL, strategy TEXT NOT NULL,
    day TEXT NOT NULL, bank TEXT NOT NULL, shown INTEGER NOT NULL, result TEXT NOT NULL,
    valence REAL, valence_after REAL,
    PRIMARY KEY (call_id, suggestion_id)
) WITHOUT ROWID;
"""


class OutcomesError(PhrasebankError):
    """The outcomes cannot be read or written."""

    code = "bad_outcomes"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One card and what became of it. It holds no words of anyone.

    Attributes:
        call_id, suggestion_id: name the card.
        phrase_id: the phrase that the agent chose or said; the card's own where they chose none.
        emotion, need: the cell that the card answered; ``need`` is empty where it answered the feeling alone.
        strategy: of the card's own phrase.
        day: of the call, ISO 8601.
        bank: the version of the bank.
        shown: whether it was on the agent's screen.
        result: what became of it.
        valence: the customer's mood when the card came, -1..1; None where it was not read.
        valence_after: their mood two of their turns later, or one where the call ended; None where there was none.
    """

    call_id: str
    suggestion_id: str
    phrase_id: str
    emotion: str
    need: str
    strategy: str
    day: str
    bank: str
    shown: bool
    result: Result
    valence: float | None = None
    valence_after: float | None = None

    @property
    def valence_change(self) -> float | None:
        """How the customer's mood moved, -2..2."""
        if self.valence is None or self.valence_after is None:
            return None
        return self.valence_after - self.valence

    @property
    def useful(self) -> bool | None:
        """Whether the agent used it; None where they never saw it or nothing is known."""
        if self.result in ("accepted", "spoken"):
            return True
        if self.result in ("dismissed", "rejected"):
            return False
        return False if self.result == "expired" and self.shown else None


_COLUMNS = tuple(field.name for field in fields(Outcome))
_SHOWN = _COLUMNS.index("shown")


class OutcomeStore:
    """The outcomes of all calls of one agent, or of a team.

    Args:
        path: the file; made when something is written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def record(self, outcomes: Iterable[Outcome]) -> None:
        """Keep these; a card that is known already is replaced, so that the same call may be recorded again.

        Raises:
            OutcomesError: the file is locked, damaged or cannot be written. Then nothing of it is kept.
        """
        rows = [astuple(outcome) for outcome in outcomes]
        if not rows:
            return
        marks = ", ".join("?" * len(_COLUMNS))
        with self._open(make=True) as database, database:
            database.executemany(f"INSERT OR REPLACE INTO outcome ({', '.join(_COLUMNS)}) VALUES ({marks})", rows)

    def outcomes(self) -> list[Outcome]:
        """All outcomes, by day and call; none where there is no file yet.

        Raises:
            OutcomesError: the file is locked, damaged, or written by a newer version.
        """
        if not self._path.exists():
            return []
        with self._open(make=False) as database:
            rows = database.execute(
                f"SELECT {', '.join(_COLUMNS)} FROM outcome ORDER BY day, call_id, length(suggestion_id), suggestion_id"
            )
            return [_outcome(row) for row in rows]

    @contextmanager
    def _open(self, *, make: bool) -> Iterator[sqlite3.Connection]:
        try:
            if make:
                self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=_PATIENCE_SECONDS)) as database:
                self._check_format(database, make=make)
                yield database
        except (OSError, sqlite3.Error) as error:
            raise OutcomesError(
                f"{self._path}: what became of earlier cards cannot be read or written ({error}); close the program "
                "that holds the file, or move a damaged one away."
            ) from error

    def _check_format(self, database: sqlite3.Connection, *, make: bool) -> None:
        (known,) = database.execute("PRAGMA user_version").fetchone()
        if known > FORMAT:
            raise OutcomesError(f"{self._path}: the outcomes were written by a newer version; update this one.")
        if make and known < FORMAT:
            database.execute("PRAGMA journal_mode=WAL")
            database.executescript(_SCHEMA)
            database.execute(f"PRAGMA user_version={FORMAT}")


def _outcome(row: Sequence[Any]) -> Outcome:
    values: list[Any] = list(row)
    values[_SHOWN] = bool(values[_SHOWN])
    return Outcome(*values)
