"""Tables: for people, for sorting, for a file."""

import csv
import io

import pytest

from phrasebank.effects.figures import Estimate
from ui.console.charts.scale import scale_for
from ui.console.charts.table import Column, Table, words_of

SOME = Table(
    (Column("Phrase"), Column("Seen", "count"), Column("Said", "share"), Column("Mood", "change")),
    (
        ("I see, it's late.", 1234, Estimate(0.5, 0.41, 0.592, 120), Estimate(-0.1, -0.2, 0.05, 40)),
        ("=1+1", 3, None, None),
    ),
    ("a", "b"),
)


def test_estimates_are_told_with_their_interval():
    """Too few are said to be so; numbers are grouped."""
    assert [SOME.words(0, column) for column in range(4)] == [
        "I see, it's late.",
        "1,234",
        "50% (41–59%)",  # noqa: RUF001
        "-0.10 (-0.20 … +0.05)",
    ]
    assert [SOME.words(1, column) for column in (2, 3)] == ["too few to tell"] * 2
    assert words_of(None, "count") == ""


def test_a_file_holds_plain_numbers():
    """Excel knows its encoding and finds no formula in the words (OWASP, CSV injection)."""
    content = SOME.csv()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0][:6] == ["Phrase", "Seen", "Said", "Said: from", "Said: to", "Said: number"]
    assert rows[1] == ["I see, it's late.", "1234", "0.5", "0.41", "0.592", "120", "-0.1", "-0.2", "0.05", "40"]
    assert rows[2] == ["'=1+1", "3", *[""] * 8]


def test_a_table_is_even():
    """A row with a cell too few is a mistake of ours."""
    with pytest.raises(ValueError, match="cells"):
        Table((Column("A"),), (("x", "y"),))
    with pytest.raises(ValueError, match="key"):
        Table((Column("A"),), (("x",),), ("a", "b"))


@pytest.mark.parametrize(
    ("high", "top", "ticks"),
    [
        (0.592, 0.6, (0.0, 0.2, 0.4, 0.6)),
        (0.03, 0.03, (0.0, 0.01, 0.02, 0.03)),
        (1.0, 1.0, (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)),
    ],
)
def test_an_axis_of_shares_begins_at_nothing(high, top, ticks):
    """And ends at the first round value that holds all; so lengths can be compared."""
    scale = scale_for("share", [Estimate(high / 2, high / 3, high, 50), None])
    assert (scale.low, scale.high, scale.ticks) == (0.0, pytest.approx(top), pytest.approx(ticks))
    assert [scale.at(value) for value in (0.0, top, 2.0)] == pytest.approx([0.0, 1.0, 1.0])


def test_an_axis_of_changes_has_nothing_in_the_middle():
    """Better and worse have the same length."""
    scale = scale_for("change", [Estimate(0.1, -0.05, 0.35, 50)])
    assert scale.low == -scale.high
    assert scale.at(0.0) == 0.5
    assert scale.words(0.0) == "0"
    assert scale_for("change", []).high == 1.0
