"""What a comparison found, as tables: figures side by side, and call by call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from ui.console.charts.table import Column, Table
from ui.wording import clock

translate = QCoreApplication.translate

NONE = "\N{EN DASH}"
"""Stands where there is nothing."""


def figure_names() -> dict[str, str]:
    """What is measured, translated, in the order in which it is read."""
    return {
        "cards a call": translate("Replay", "Cards a call"),
        "cards per 10 minutes": translate("Replay", "Cards per 10 minutes"),
        "share of calls without a card": translate("Replay", "Calls without a card"),
        "first card after, seconds (median)": translate("Replay", "First card after (median)"),
        "precision": translate("Replay", "Used, of the cards that agents judged"),
        "shown again after 'not this', a call": translate("Replay", "Shown where agents said “not this”, a call"),
    }


_SHARES = frozenset({"share of calls without a card", "precision"})
_SECONDS = frozenset({"first card after, seconds (median)"})


def figures_table(result: Mapping[str, Any]) -> Table:
    """The figures of both banks, each with its interval."""
    columns = (
        Column(translate("Replay", "Figure")),
        Column(translate("Replay", "Published")),
        Column(translate("Replay", "Next")),
    )
    published, draft = result["figures"]["published"], result["figures"]["draft"]
    rows = tuple(
        (words, figure_words(name, published.get(name)), figure_words(name, draft.get(name)))
        for name, words in figure_names().items()
    )
    return Table(columns, rows)


def figure_words(name: str, figure: Mapping[str, float | None] | None) -> str:
    """A figure with its interval; a dash where the calls do not tell."""
    if figure is None or figure["value"] is None:
        return NONE
    value = _number(name, figure["value"])
    if figure["low"] is None or figure["high"] is None:
        return value
    return translate("Replay", "{value}  ({low} to {high})").format(
        value=value, low=_number(name, figure["low"]), high=_number(name, figure["high"])
    )


def calls_table(result: Mapping[str, Any]) -> Table:
    """Each call: how long it was, what each bank shows in it, and how many moments differ."""
    columns = (
        Column(translate("Replay", "Call")),
        Column(translate("Replay", "Length")),
        Column(translate("Replay", "Changed"), "count"),
        Column(translate("Replay", "Cards, published"), "count"),
        Column(translate("Replay", "Cards, next"), "count"),
        Column(translate("Replay", "First, published")),
        Column(translate("Replay", "First, next")),
    )
    rows = tuple(
        (
            call["call_id"],
            clock(60 * call["minutes"]),
            call["changed"],
            call["one"]["cards"],
            call["other"]["cards"],
            _at(call["one"]["first_at"]),
            _at(call["other"]["first_at"]),
        )
        for call in result["by_call"]
    )
    return Table(columns, rows, tuple(call["call_id"] for call in result["by_call"]))


def _at(seconds: float | None) -> str:
    return NONE if seconds is None else clock(seconds)


def _number(name: str, value: float) -> str:
    if name in _SHARES:
        return f"{100 * value:.0f} %"
    if name in _SECONDS:
        return clock(value)
    return f"{value:.2f}"
