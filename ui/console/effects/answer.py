"""The worker's answer as tables: plain rows in, `Table` out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication

from phrasebank.effects.figures import Estimate
from phrasebank.effects.repetition import MOST_TIMES
from phrasebank.effects.tallies import DEEDS, Deed
from phrasebank.effects.wordings import UNKNOWN
from phrasebank.store.records import Snapshot
from ui.console.charts.table import Column, Table
from ui.console.coverage import words

translate = QCoreApplication.translate

Row = Mapping[str, Any]
Answer = Mapping[str, Any]
"""What the task ``effects`` returns."""
Group = str
"""``phrases``, ``cells`` or ``strategies``."""


def deed_words(deed: Deed) -> str:
    """What became of cards."""
    return {
        "spoken": translate("Effects", "Said"),
        "used": translate("Effects", "Used (said or taken)"),
        "accepted": translate("Effects", "Taken, not said"),
        "dismissed": translate("Effects", "Put away"),
        "rejected": translate("Effects", "“Not this”"),
        "expired": translate("Effects", "Left alone"),
    }[deed]


def group_table(answer: Answer, group: Group, snapshot: Snapshot) -> Table:
    """All figures of a group, a row for each phrase, cell or strategy."""
    name = _namer(group, snapshot)
    rows = answer[group]
    columns = (
        *_heads(group),
        Column(translate("Effects", "Seen"), "count", translate("Effects", "Cards that an agent had on the screen.")),
        *(Column(deed_words(deed), "share") for deed in DEEDS),
    )
    cells = tuple((*name(row), row["seen"], *(_estimate(row["shares"][deed]) for deed in DEEDS)) for row in rows)
    return Table(columns, cells, tuple(_key(row) for row in rows))


def chart_table(whole: Table, group: Group, deed: Deed) -> Table:
    """Of a group's table what its chart shows: names, number seen, one share."""
    names = len(_heads(group))
    return whole.picked([*range(names + 1), names + 1 + DEEDS.index(deed)])


def mood_table(answer: Answer, group: Group, snapshot: Snapshot) -> Table:
    """How the mood moved after cards that were used, and after those that were left."""
    name = _namer(group, snapshot)
    rows = [row for row in answer[group] if row["mood_used"] or row["mood_left"]]
    columns = (
        *_heads(group),
        Column(
            translate("Effects", "After a card that was used"), "change", translate("Effects", "Said or taken cards.")
        ),
        Column(
            translate("Effects", "After a card that was left"),
            "change",
            translate("Effects", "Cards that were seen, and put away or left alone: what comes without them, roughly."),
        ),
    )
    cells = tuple((*name(row), _estimate(row["mood_used"]), _estimate(row["mood_left"])) for row in rows)
    return Table(columns, cells, tuple(_key(row) for row in rows))


def showing_table(answer: Answer) -> Table:
    """The first, second ... time that an agent saw a phrase on a day, and whether they used it."""
    columns = (
        Column(translate("Effects", "Same words on one day")),
        Column(translate("Effects", "Seen"), "count"),
        Column(
            translate("Effects", "Came so often"),
            "count",
            translate("Effects", "On so many days of an agent a phrase came exactly so often."),
        ),
        Column(translate("Effects", "Used"), "share", translate("Effects", "Said or taken.")),
    )
    rows = answer["showings"]
    cells = tuple((_time(row["nth"]), row["seen"], row["ended"], _estimate(row["share"])) for row in rows)
    return Table(columns, cells)


def repeated_table(answer: Answer, snapshot: Snapshot) -> Table:
    """The phrases that came back most."""
    columns = (
        Column(translate("Effects", "Phrase")),
        Column(
            translate("Effects", "Days"),
            "count",
            translate("Effects", "Days of an agent on which it came three times or more."),
        ),
        Column(translate("Effects", "Most on one day"), "count"),
    )
    rows = answer["repeated"]
    cells = tuple((phrase_words(row["phrase_id"], snapshot), row["days"], row["most"]) for row in rows)
    return Table(columns, cells, tuple(row["phrase_id"] for row in rows))


def phrase_words(phrase_id: str, snapshot: Snapshot) -> str:
    """A phrase as agents read it; its id where the bank has it no more."""
    entry = snapshot.get(phrase_id)
    if entry is None:
        return phrase_id
    # Most have no slot; to fill thousands of them that have nothing to fill would be felt.
    return entry.phrase.plain if "{" in entry.phrase.text else entry.phrase.text


def _heads(group: Group) -> tuple[Column, ...]:
    match group:
        case "phrases":
            tip = translate("Effects", "A phrase whose words were changed is counted anew.")
            return (Column(translate("Effects", "Phrase")), Column(translate("Effects", "Wording"), "text", tip))
        case "cells":
            return (Column(translate("Effects", "Feeling and need")),)
        case _:
            return (Column(translate("Effects", "Strategy")),)


def _namer(group: Group, snapshot: Snapshot) -> Callable[[Row], tuple[str, ...]]:
    match group:
        case "phrases":
            return lambda row: (phrase_words(row["phrase"], snapshot), _wording(row, snapshot))
        case "cells":
            return lambda row: (words.cell(row["emotion"], row["need"]),)
        case _:
            return lambda row: (words.spaced(row["strategy"]),)


def _wording(row: Row, snapshot: Snapshot) -> str:
    entry = snapshot.get(row["phrase"])
    if row["wording"] == UNKNOWN:
        return translate("Effects", "not known")
    newest = max((one.version for one in (entry.phrase, entry.approved) if one), default=0) if entry else 0
    state = translate("Effects", "now") if row["wording"] >= newest else translate("Effects", "before")
    return f"{row['wording']} · {state}"


def _key(row: Row) -> tuple[str, str]:
    """What the bank page is opened with."""
    if "phrase" in row:
        return "id", row["phrase"]
    if "strategy" in row:
        return "filter", f"strategy:{row['strategy']}"
    need = f" need:{row['need']}" if row["need"] else ""
    return "filter", f"emotion:{row['emotion']}{need}"


def _time(nth: int) -> str:
    if nth >= MOST_TIMES:
        return translate("Effects", "{count} times and more").format(count=nth)
    return [
        translate("Effects", "First time"),
        translate("Effects", "Second time"),
        translate("Effects", "Third time"),
        translate("Effects", "Fourth time"),
    ][nth - 1]


def _estimate(values: Sequence[float] | None) -> Estimate | None:
    return None if values is None else Estimate(values[0], values[1], values[2], int(values[3]))
