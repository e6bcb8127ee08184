"""The task ``effects``: what cards did, by phrase, cell and strategy, with repetition and experiments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from assist.console.office import Office
from assist.console.progress import Progress
from phrasebank.effects.figures import Estimate
from phrasebank.effects.pool import Pool, read_pool
from phrasebank.effects.repetition import repetition
from phrasebank.effects.tallies import DEEDS, Tally, seen, tallies
from phrasebank.effects.wordings import Wordings
from phrasebank.errors import ExperimentError
from phrasebank.experiments import Experiment, ExperimentFolder, told
from phrasebank.outcomes import Outcome
from phrasebank.store.store import Store

Row = dict[str, Any]


def run(values: Mapping[str, Any], office: Office, progress: Progress) -> dict[str, Any]:
    """Count what became of cards.

    Args:
        values: ``outcomes`` (paths, one an agent), ``from`` and ``to`` (days; empty for all), ``experiments`` (folder;
            empty for none).
        office: its store tells which wording a card had.
        progress: told file by file.

    Returns:
        ``agents``, ``seen``, ``first`` and ``last`` day, ``span`` of days, ``unread`` sentences; rows
        ``phrases``, ``cells``,
        ``strategies``; ``showings`` and ``repeated``; ``experiments``. An estimate is ``[value, low, high, number]``,
        or null where there were too few.
    """
    pool = read_pool(
        [Path(path) for path in values["outcomes"]], lambda done, total: progress(done, total, "reading outcomes")
    )
    chosen = pool.between(values.get("from", ""), values.get("to", ""))
    progress(0, 0, "counting")
    experiments, complaints = _experiments(values.get("experiments", ""), pool)
    return {
        **_counts(chosen),
        **_found(chosen, office.store),
        **_repetition(chosen),
        "experiments": experiments,
        "unread": [*pool.unread, *complaints],
    }


def _counts(pool: Pool) -> Row:
    days = {outcome.day for outcomes in pool.agents for outcome in outcomes}
    first, last = min(days, default=""), max(days, default="")
    return {
        "agents": len(pool.agents),
        "seen": sum(seen(outcome) for outcomes in pool.agents for outcome in outcomes),
        "first": first,
        "last": last,
        "span": (date.fromisoformat(last) - date.fromisoformat(first)).days + 1 if days else 0,
    }


def _found(pool: Pool, store: Store) -> Row:
    outcomes = [outcome for agent in pool.agents for outcome in agent]
    wordings = _wordings(store, {outcome.bank for outcome in outcomes})
    phrases = tallies(outcomes, lambda outcome: (outcome.phrase_id, wordings.of(outcome)))
    cells = tallies(outcomes, lambda outcome: (outcome.emotion, outcome.need))
    strategies = tallies(outcomes, lambda outcome: outcome.strategy)
    return {
        "phrases": [{"phrase": name, "wording": wording, **_row(t)} for (name, wording), t in phrases.items()],
        "cells": [{"emotion": emotion, "need": need, **_row(tally)} for (emotion, need), tally in cells.items()],
        "strategies": [{"strategy": strategy, **_row(tally)} for strategy, tally in strategies.items()],
    }


def _wordings(store: Store, named: set[str]) -> Wordings:
    """The banks that outcomes name: by the number of a release, or by its version."""
    banks = {}
    for release in store.releases():
        names = {f"r{release.number}", release.version} & named
        if names:
            bank = store.release_bank(release.number)
            banks.update(dict.fromkeys(names, bank))
    return Wordings(banks)


def _row(tally: Tally) -> Row:
    return {
        "offered": tally.offered,
        "seen": tally.seen,
        "calls": tally.calls,
        **{deed: getattr(tally, deed) for deed in DEEDS},
        "shares": {deed: _plain(tally.share(deed)) for deed in DEEDS},
        "mood_used": _plain(tally.mood_used),
        "mood_left": _plain(tally.mood_left),
    }


def _repetition(pool: Pool) -> Row:
    found = repetition(pool.agents)
    return {
        "showings": [{**asdict(showing), "share": _plain(showing.share)} for showing in found.showings],
        "repeated": [asdict(one) for one in found.repeated],
    }


def _experiments(folder: str, pool: Pool) -> tuple[list[Row], list[str]]:
    """Each counts the days that it ran, whatever days are looked at otherwise; and why they cannot be read."""
    try:
        experiments = ExperimentFolder(Path(folder)).all() if folder else []
    except ExperimentError as error:
        return [], [str(error)]
    outcomes = pool.outcomes if experiments else []
    return [_experiment(experiment, outcomes) for experiment in experiments], []


def _experiment(experiment: Experiment, outcomes: Iterable[Outcome]) -> Row:
    verdict = experiment.verdict(outcomes)
    head, standing = told(experiment, verdict).strip().split("\n", 1)
    return {
        "name": experiment.name,
        "a": asdict(experiment.a),
        "b": asdict(experiment.b),
        "emotion": experiment.emotion,
        "need": experiment.need,
        "started": experiment.started,
        "stopped": experiment.stopped,
        "planned": experiment.plan.calls,
        "calls": list(verdict.calls),
        "spoken": list(verdict.spoken),
        "winner": verdict.winner,
        "over": verdict.over,
        "harmful": verdict.harmful,
        "counts": head,
        "verdict": standing.strip(),
    }


def _plain(estimate: Estimate | None) -> list[float] | None:
    """Four digits are more than any interval is sure of, and keep the answer small."""
    if estimate is None:
        return None
    return [*(round(value, 4) for value in (estimate.value, estimate.low, estimate.high)), estimate.count]
