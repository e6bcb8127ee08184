"""The moments at which two banks differ: a table to walk through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from PySide6.QtCore import QCoreApplication

from ui.console.charts.table import Column, Table
from ui.console.charts.view import ChartView
from ui.console.replay.tables import NONE
from ui.wording import clock

translate = QCoreApplication.translate

Kind = Literal["gained", "lost", "swapped"]
KINDS: tuple[Kind, ...] = ("gained", "lost", "swapped")
SIGNS: Mapping[Kind, str] = {"gained": "+", "lost": "\N{MINUS SIGN}", "swapped": "⇄"}
QUOTE = 3
"""From this column on there are sentences."""


def kind_of(moment: Mapping[str, Any]) -> Kind:
    """What the next bank does to a moment."""
    if moment["one"] is None:
        return "gained"
    return "lost" if moment["other"] is None else "swapped"


def kind_words(kind: Kind) -> str:
    """Its name, translated."""
    return {
        "gained": translate("Replay", "gained"),
        "lost": translate("Replay", "lost"),
        "swapped": translate("Replay", "swapped"),
    }[kind]


def fate_words(fate: str) -> str:
    """What became of a card, translated; empty where nobody knows."""
    return {
        "accepted": translate("Replay", "the agent took it"),
        "spoken": translate("Replay", "the agent said it"),
        "dismissed": translate("Replay", "the agent put it away"),
        "rejected": translate("Replay", "the agent said “not this”"),
        "expired": translate("Replay", "nobody touched it"),
    }.get(fate, "")


def moments_table(moments: Sequence[Mapping[str, Any]], kinds: frozenset[Kind]) -> Table:
    """The moments of some kinds; what a row stands for is the moment's place among all."""
    columns = (
        Column(translate("Replay", "Change")),
        Column(translate("Replay", "Call")),
        Column(translate("Replay", "At")),
        Column(translate("Replay", "The customer said")),
        Column(translate("Replay", "Published bank")),
        Column(translate("Replay", "Next bank")),
        Column(translate("Replay", "In the call"), tip=translate("Replay", "What became of the card of that time")),
    )
    places = tuple(place for place, moment in enumerate(moments) if kind_of(moment) in kinds)
    return Table(columns, tuple(_row(moments[place]) for place in places), places)


def _row(moment: Mapping[str, Any]) -> tuple[str, ...]:
    kind = kind_of(moment)
    then = moment["then"]
    return (
        f"{SIGNS[kind]} {kind_words(kind)}",
        moment["call_id"],
        clock(moment["at"]),
        moment["quote"],
        _card(moment["one"]),
        _card(moment["other"]),
        fate_words(then["fate"]) if then else NONE,
    )


def _card(fire: Mapping[str, Any] | None) -> str:
    return fire["text"] if fire else NONE


class MomentsView(ChartView):
    """The table; words take the room that is left."""

    def least(self, column: int) -> int | None:
        """Quote, cards and fate share the room."""
        return self.theme.px(96) if column >= QUOTE else None
