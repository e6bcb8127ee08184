"""The task ``fires``: how often each cell brought up a card, and how often it was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assist.console.office import Office
from assist.console.progress import Progress
from phrasebank.effects.pool import read_pool
from phrasebank.effects.tallies import seen

ELSEWHERE = ""
"""The sector of a phrase that the bank does not have any more."""


def run(values: Mapping[str, Any], office: Office, progress: Progress) -> dict[str, Any]:
    """Count cards by cell and by the sector of their phrase.

    Args:
        values: ``outcomes`` (paths, one an agent), ``from`` and ``to`` (days; empty for all).
        office: its store tells which sector a phrase is of.
        progress: told file by file.

    Returns:
        ``agents``, ``unread`` sentences and ``cells``: rows of ``emotion``, ``need`` (empty for none), ``pack``
        (`ELSEWHERE` where it is not known), ``fired``, ``seen``, ``spoken``.
    """
    pool = read_pool(
        [Path(path) for path in values["outcomes"]], lambda done, total: progress(done, total, "reading outcomes")
    ).between(values.get("from", ""), values.get("to", ""))
    packs = {phrase.id: phrase.pack for phrase in office.snapshot.bank.phrases}
    fired: Counter[tuple[str, str, str]] = Counter()
    shown: Counter[tuple[str, str, str]] = Counter()
    spoken: Counter[tuple[str, str, str]] = Counter()
    for outcomes in pool.agents:
        for outcome in outcomes:
            cell = outcome.emotion, outcome.need, packs.get(outcome.phrase_id, ELSEWHERE)
            fired[cell] += 1
            shown[cell] += seen(outcome)
            spoken[cell] += outcome.result == "spoken"
    cells = [
        {"emotion": cell[0], "need": cell[1], "pack": cell[2], "fired": fired[cell], "seen": shown[cell]}
        | {"spoken": spoken[cell]}
        for cell in sorted(fired)
    ]
    return {"agents": len(pool.agents), "unread": list(pool.unread), "cells": cells}
