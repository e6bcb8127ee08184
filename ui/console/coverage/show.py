"""The counts as a heat map and as tables."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QCoreApplication

from phrasebank.coverage import NO_NEED, Hole
from phrasebank.taxonomy import load_taxonomy
from ui.console.charts.grid import Grid, Spot
from ui.console.charts.table import Column, Table, words_of
from ui.console.coverage import words
from ui.console.coverage.counts import Counts, Moment

translate = QCoreApplication.translate

Layer = Literal["approved", "fired", "spoken"]
LAYERS: tuple[Layer, ...] = ("approved", "fired", "spoken")

Key = tuple[str, tuple[tuple[str, str], ...]]
"""``write`` or ``look``, and the tags of the moment."""


def moments(counts: Counts) -> list[list[Moment]]:
    """Emotions down, needs across, the feeling alone last."""
    taxonomy = load_taxonomy()
    return [[counts.moment(emotion, need) for need in _needs()] for emotion in taxonomy.emotion_ids]


def grid_of(rows: Sequence[Sequence[Moment]], layer: Layer) -> Grid:
    """The heat map of a layer."""
    most = max((_amount(moment, layer) or 0.0 for row in rows for moment in row), default=0.0)
    return Grid(
        rows=tuple(words.feeling(row[0].emotion) for row in rows),
        columns=tuple(words.need(need) for need in _needs()),
        spots={
            (place, across): _spot(moment, layer, most)
            for place, row in enumerate(rows)
            for across, moment in enumerate(row)
        },
    )


def table_of(rows: Sequence[Sequence[Moment]]) -> Table:
    """All that is known, a row for each moment that is asked for or has anything."""
    known = [m for row in rows for m in row if m.wanted or m.found or m.fired]
    columns = (
        Column(translate("Coverage", "Feeling")),
        Column(translate("Coverage", "Need")),
        Column(translate("Coverage", "Approved"), "count"),
        Column(translate("Coverage", "Wanted"), "count"),
        Column(
            translate("Coverage", "Missing"),
            "count",
            translate("Coverage", "Phrases that a team of this sector lacks, the core's counted."),
        ),
        Column(translate("Coverage", "Drafts"), "count", translate("Coverage", "Drafts and phrases in review.")),
        Column(translate("Coverage", "Came up"), "count", translate("Coverage", "Cards offered for this moment.")),
        Column(
            translate("Coverage", "Said"),
            "share",
            translate("Coverage", "Of the cards that agents saw, those that they said."),
        ),
    )
    cells = tuple(
        (
            words.feeling(m.emotion),
            words.need(m.need),
            m.found,
            m.wanted,
            max(0, m.wanted - m.held),
            m.waiting,
            m.fired,
            m.said,
        )
        for m in known
    )
    return Table(columns, cells, tuple(_key(m) for m in known))


def holes_of(counts: Counts) -> Table:
    """What is missing."""
    holes = counts.holes()
    columns = (
        Column(translate("Coverage", "Moment")),
        Column(translate("Coverage", "Phrases")),
        Column(translate("Coverage", "Came up"), "count", translate("Coverage", "How often a card was offered there.")),
    )
    cells = tuple((name_of(hole), _of(hole.found, hole.wanted), counts.fired(hole)) for hole in holes)
    return Table(columns, cells, tuple(("write", tuple(hole.tags.items())) for hole in holes))


def name_of(hole: Hole) -> str:
    """A hole's moment for people."""
    names = {"emotion": words.feeling, "need": words.need, "phase": words.phase}
    if hole.rule == "rare-tag":
        kinds = {
            "emotion": translate("Coverage", "Feeling"),
            "need": translate("Coverage", "Need"),
            "phase": translate("Coverage", "Phase"),
            "strategy": translate("Coverage", "Strategy"),
            "act": translate("Coverage", "Act"),
            "tone": translate("Coverage", "Tone"),
        }
        return ", ".join(f"{kinds[kind]}: {names.get(kind, words.spaced)(tag)}" for kind, tag in hole.tags.items())
    return " · ".join(names[kind](tag) for kind, tag in hole.tags.items())


def _spot(moment: Moment, layer: Layer, most: float) -> Spot:
    amount = _amount(moment, layer)
    shade = amount / most if amount and most else None
    if shade is not None and layer != "spoken":
        shade = math.sqrt(shade)  # a few moments have most of everything; so the others can be told apart
    return Spot(_words(moment, layer), shade, moment.hole, _sentence(moment), _key(moment))


def _words(moment: Moment, layer: Layer) -> str:
    if layer == "approved":
        if moment.hole:
            return _of(moment.held, moment.wanted)
        return str(moment.found) if moment.found or moment.wanted else ""
    if layer == "fired":
        return str(moment.fired) if moment.fired or moment.wanted else ""
    said = moment.said
    if said is None:
        return "–" if moment.seen else ""  # noqa: RUF001 - a dash for what is not known
    return f"{said.value:.0%}"


def _amount(moment: Moment, layer: Layer) -> float | None:
    if layer == "approved":
        return float(moment.found)
    if layer == "fired":
        return None if moment.fired is None else float(moment.fired)
    return None if moment.said is None else moment.said.value


def _sentence(moment: Moment) -> str:
    """All that is known of a moment."""
    if not (moment.found or moment.wanted or moment.fired or moment.waiting):
        return translate("Coverage", "{cell}: no phrase, and none is asked for.").format(
            cell=words.cell(moment.emotion, moment.need)
        )
    parts = [translate("Coverage", "{count} approved").format(count=moment.found)]
    if moment.hole:
        parts.append(translate("Coverage", "{missing} more wanted").format(missing=moment.wanted - moment.held))
    if moment.waiting:
        parts.append(translate("Coverage", "{count} in draft or review").format(count=moment.waiting))
    if moment.fired:
        parts.append(translate("Coverage", "came up {count} times").format(count=moment.fired))
    if moment.seen:
        parts.append(translate("Coverage", "said: {share}").format(share=words_of(moment.said, "share")))
    return f"{words.cell(moment.emotion, moment.need)}: {', '.join(parts)}."


def _key(moment: Moment) -> Key:
    deed = "look" if moment.found and not moment.hole else "write"
    return deed, (("emotion", moment.emotion), ("need", moment.need))


def _needs() -> tuple[str, ...]:
    return (*load_taxonomy().need_ids, NO_NEED)


def _of(found: int, wanted: int) -> str:
    return f"{found}/{wanted}"
