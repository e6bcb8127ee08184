"""The figures of the engines, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tests.bench.recognisers.hearing import Heard, Turn, final_waits, first_right, first_waits, shown_waits, word_error


@dataclass(frozen=True, slots=True)
class Run:
    """What was measured of one engine from outside.

    Attributes:
        engine: its name in `engines.ENGINES`.
        call: which call it heard.
        model: a fingerprint of the weights.
        heard: what it told.
        load_seconds: until its models were loaded.
        cpu_seconds: of all its processes, from the call's beginning to the last words.
        memory_mb: the most that all its processes held at once, shared pages counted once.
        others_cores: processor cores that other programs used meanwhile, on average.
    """

    engine: str
    call: str
    model: str
    heard: tuple[Heard, ...]
    load_seconds: float
    cpu_seconds: float
    memory_mb: float
    others_cores: float


@dataclass(frozen=True, slots=True)
class Figures:
    """A row of the table. Waits in seconds; None where words come when the call is over."""

    engine: str
    word_error: float
    first_p50: float | None
    first_p95: float | None
    first_right: float | None
    shown_p50: float | None
    shown_p95: float | None
    final_p50: float | None
    final_p95: float | None
    lost_turns: int
    cpu_seconds_per_minute: float
    memory_mb: float
    load_seconds: float
    others_cores: float


def figures(run: Run, turns: Sequence[Turn], seconds: float, *, live: bool) -> Figures:
    """Measure a run of a call that lasts so many seconds."""
    finals = final_waits(turns, run.heard)
    waits = (first_waits(turns, run.heard), shown_waits(turns, run.heard), finals)
    first, shown, stood = ((_percentiles(wait) if live else (None, None)) for wait in waits)
    return Figures(
        engine=run.engine,
        word_error=round(word_error(turns, run.heard), 4),
        first_p50=first[0],
        first_p95=first[1],
        first_right=round(first_right(turns, run.heard), 3) if live else None,
        shown_p50=shown[0],
        shown_p95=shown[1],
        final_p50=stood[0],
        final_p95=stood[1],
        lost_turns=sum(wait is None for wait in finals),
        cpu_seconds_per_minute=round(60 * run.cpu_seconds / seconds, 2),
        memory_mb=round(run.memory_mb),
        load_seconds=round(run.load_seconds, 1),
        others_cores=round(run.others_cores, 2),
    )


def _percentiles(waits: Sequence[float | None]) -> tuple[float | None, float | None]:
    known = [wait for wait in waits if wait is not None]
    if not known:
        return None, None
    p50, p95 = np.percentile(known, [50, 95])
    return round(float(p50), 2), round(float(p95), 2)


_HEADER = (
    f"{'engine':<16}{'word error':>11}{'first words':>23}{'last word shown':>17}{'final words':>14}{'turns lost':>11}"
    f"{'CPU s/min':>11}{'memory':>9}{'others':>8}\n"
    f"{'':<27}{'p50':>9}{'p95':>7}{'right':>7}{'p50':>10}{'p95':>7}{'p50':>7}{'p95':>7}{'':>11}{'':>11}{'MB':>9}{'cores':>8}\n"
)


def table(rows: Sequence[Figures]) -> str:
    """The rows with a header. Engines that hear when the call is over have no waits."""
    return _HEADER + "".join(_row(row) for row in rows)


def _row(row: Figures) -> str:
    first = f"{_seconds(row.first_p50):>9}{_seconds(row.first_p95):>7}"
    right = "-" if row.first_right is None else f"{row.first_right:.0%}"
    shown = f"{_seconds(row.shown_p50):>10}{_seconds(row.shown_p95):>7}"
    stood = f"{_seconds(row.final_p50):>7}{_seconds(row.final_p95):>7}"
    return (
        f"{row.engine:<16}{row.word_error:>11.1%}{first}{right:>7}{shown}{stood}{row.lost_turns:>11}"
        f"{row.cpu_seconds_per_minute:>11.1f}{row.memory_mb:>9.0f}{row.others_cores:>8.2f}\n"
    )


def _seconds(wait: float | None) -> str:
    return "-" if wait is None else f"{wait:.2f}"
