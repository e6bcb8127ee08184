"""The table's model."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from tests.ui.console.bank.test_query import ENTRIES, rows
from ui.console.bank.model import CHANGED, COMMENTS, CUE, ID, STATUS, TEXT, PhraseTable
from ui.console.bank.query import parse
from ui.console.bank.rows import Rows
from ui.theme import DARK, Theme


@pytest.fixture
def table(qtmodeltester, qapp) -> PhraseTable:
    table = PhraseTable(Theme(DARK))
    qtmodeltester.check(table)
    table.feed(rows())
    return table


def keys(table: PhraseTable) -> list[str]:
    return [row.key for row in table.rows]


def shown(table: PhraseTable, column: int) -> list[str]:
    return [table.index(place, column).data() for place in range(table.rowCount())]


def test_the_model_keeps_qts_rules_whatever_is_done(table, qtmodeltester):
    """While it is fed, narrowed, sorted, renewed and emptied."""
    qtmodeltester.check(table)
    table.narrow(parse("status:review,draft"))
    table.sort(ID)
    qtmodeltester.check(table)
    table.renew(replace(table.rows[0], unsaved=True))
    table.feed([])
    qtmodeltester.check(table)


def test_columns_are_sorted_by_what_they_mean(table):
    """Statuses in the order of a phrase's life, comments by number; without an order as the bank has them."""
    table.sort(STATUS)
    assert shown(table, STATUS) == ["● Draft", "Draft", "In review", "Approved", "Retired"]
    table.sort(COMMENTS, Qt.SortOrder.DescendingOrder)
    assert shown(table, COMMENTS)[0] == "2"
    table.sort(CUE)
    assert shown(table, CUE) == sorted(shown(table, CUE), key=str.lower)
    table.sort(-1)
    assert keys(table) == ["+1", "refund-1", "parcel-1", "fair-1", "bank-1"]


def test_an_order_outlives_another_search(table):
    """Whoever sorts, then looks for something, reads it sorted."""
    table.sort(ID, Qt.SortOrder.DescendingOrder)
    table.narrow(parse("status:review,retired"))
    assert keys(table) == ["fair-1", "bank-1"]
    table.narrow(parse(""))
    assert keys(table)[0] == "refund-1"


def test_what_is_not_saved_is_marked_for_eyes_and_ears(table):
    """A dot before the status; readers hear it in words."""
    place = table.place_of("fair-1")
    table.renew(replace(table.rows[place], unsaved=True))
    index = table.index(place, STATUS)
    assert index.data() == "● In review"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "In review, not saved"
    assert table.index(table.place_of("refund-1"), STATUS).data() == "Approved"


def test_a_change_of_words_leaves_the_rows_where_they_are(table, qtbot):
    """The view keeps its place: no reset while the same phrases are shown."""
    again = Rows().of(
        [replace(ENTRIES[0], phrase=replace(ENTRIES[0].phrase, cue="Another cue here")), *ENTRIES[1:]], {}
    )
    table.feed(again)
    with qtbot.assertNotEmitted(table.modelReset), qtbot.waitSignal(table.dataChanged):
        table.feed(Rows().of(ENTRIES, {}))
    assert table.index(table.place_of("refund-1"), CUE).data() == "Trace the late refund"


def test_a_cell_says_all_of_it_on_demand(table):
    """Long words are cut in the cell; the tool tip has the whole text."""
    index = table.index(table.place_of("parcel-1"), TEXT)
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "I'll trace your parcel."
    assert "Ann" in table.index(table.place_of("parcel-1"), CHANGED).data()
