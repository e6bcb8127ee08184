from __future__ import annotations

import itertools
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from assist.errors import JournalError, UsageError
from assist.inputs import CallOpened
from assist.journal import JOURNAL_NAME, JournalWriter
from assist.report.chart import chart
from assist.report.render import report_journal, to_html, to_json, write_report
from assist.report.scorecard import Scorecard, scorecard
from assist.report.words import clock
from assist.settings import Settings
from tests.report.calls import act, call, evidence, felt, offered, raised, refund_call, said, tracked

HOSTILE = """<script>alert(1)</script><img src=x onerror="alert(2)"> ' & {{ 7 * 7 }}"""
_VOID = {"meta", "input", "br"}


class Page(HTMLParser):
    """What stands in a page: its tags, its text, and whether every tag is closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes itself."""
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost tag."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data


def test_json_gives_the_scorecard_back() -> None:
    """A program that reads the report has the whole card."""
    card = scorecard(refund_call())
    assert msgspec.json.decode(to_json(card), type=Scorecard) == card


def test_html_is_well_formed_and_fetches_nothing() -> None:
    """The page is closed tag by tag and names no address, script or style sheet."""
    page = Page(to_html(scorecard(refund_call())))
    assert page.open == []
    assert {"script", "link", "img", "iframe"}.isdisjoint(page.tags)
    assert {"src", "href", "xlink:href"}.isdisjoint(name for name, _ in page.attributes)
    assert "http" not in page.text


def test_html_names_what_happened() -> None:
    """Both lessons, the emotions, the needs, the promise and the card stand on the page."""
    text = Page(to_html(scorecard(refund_call()))).text
    for words in (
        "and they went from angry to grateful: “Thank you so much”.",
        "say in half a sentence what it has cost them, then go on",
        "Annoyed",
        "Being heard",
        "2 of 2",
        "I will send the refund today.",
        "Take it on yourself",
    ):
        assert words in text


def test_hostile_words_stay_words() -> None:
    """Whatever the recogniser, a file name or a phrase bank says is text on the page, never markup or template."""
    words = evidence("customer-1", HOSTILE)
    events = call(
        said("customer-1", "customer", 0.0, 2.0, HOSTILE),
        felt(2.0, HOSTILE, -0.5, words),
        raised(2.0, HOSTILE, words),
        offered(2.0, HOSTILE, HOSTILE),
        said("agent-1", "agent", 3.0, 4.0, HOSTILE),
        ended_at=5.0,
    )
    html = to_html(scorecard(events))
    page = Page(html)
    assert page.open == []
    assert {"script", "img"}.isdisjoint(page.tags)
    assert HOSTILE in page.text
    assert "49" not in html.split("</style>")[1]


def test_an_empty_call_has_a_page() -> None:
    """Nothing happened, and the page says so."""
    text = Page(to_html(scorecard([]))).text
    assert "breaks off before its end" in text
    assert "No word of the customer was heard." in text
    assert "Went well" not in text


def test_many_changes_of_emotion_in_a_moment_are_all_drawn() -> None:
    """Where a word has no room its number stays, and the table has it."""
    quote = evidence("customer-1", "No!")
    changes = [felt(1.0 + n / 100, "anger" if n % 2 else "gratitude", 0.9 if n % 2 else -0.9, quote) for n in range(40)]
    page = Page(to_html(scorecard(call(said("customer-1", "customer", 0.0, 1.0, "No!"), changes, ended_at=2.0))))
    assert page.tags.count("circle") == 40


def test_marks_on_the_chart_do_not_cover_each_other() -> None:
    """Where two changes of emotion would stand on one spot, the weaker one is a dot."""
    quote = evidence("customer-1", "No!")
    readings = [(felt(n, "anger", -0.8, quote), tracked(n, f"customer-{n}", -0.1 * (n % 9))) for n in range(1, 60)]
    events = call(said("customer-1", "customer", 0.0, 1.0, "No!"), *readings, ended_at=600.0)
    marks = chart(scorecard(events)).moods
    full = [mark for mark in marks if not mark.small]
    assert 0 < len(full) < len(marks) == 59
    for one, other in itertools.combinations(full, 2):
        assert abs(one.x - other.x) >= 17 or abs(one.y - other.y) >= 17


def test_the_report_lies_in_the_folder(tmp_path: Path) -> None:
    """Both files are written, the folder is made, and the page's path is returned."""
    page = write_report(refund_call(), tmp_path / "calls" / "one")
    assert page == tmp_path / "calls" / "one" / "report.html"
    assert sorted(path.name for path in page.parent.iterdir()) == ["report.html", "report.json"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """The error says where and how to mend it."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UsageError, match=r"file: the report cannot be written there .* --out\."):
        write_report([], tmp_path / "file")


@pytest.mark.parametrize("given", [JOURNAL_NAME, ""])
def test_a_recorded_call_is_reported_beside_its_journal(tmp_path: Path, given: str) -> None:
    """The journal, or the folder that it lies in, is enough."""
    events = tuple(refund_call())
    writer = JournalWriter(tmp_path / JOURNAL_NAME, "call-1", Settings())
    writer.append(CallOpened(source="calls/one.wav", started_at=""), events)
    writer.close()
    page = report_journal(tmp_path / given, None)
    assert page == tmp_path / "report.html"
    assert msgspec.json.decode((tmp_path / "report.json").read_bytes(), type=Scorecard) == scorecard(events)
    assert report_journal(tmp_path / given, tmp_path / "out") == tmp_path / "out" / "report.html"


def test_a_missing_journal_is_named(tmp_path: Path) -> None:
    """No call, no report."""
    with pytest.raises(JournalError):
        report_journal(tmp_path / "none.journal")


@pytest.mark.parametrize(("seconds", "told"), [(0.0, "0:00"), (59.6, "1:00"), (3725.0, "1:02:05")])
def test_clock(seconds: float, told: str) -> None:
    """Times read as on a watch."""
    assert clock(seconds) == told


def test_html_tells_of_holds_and_open_promises() -> None:
    """A hold with its length and whether it was explained; a promise with what it left open."""
    text = Page(
        to_html(
            scorecard(
                call(
                    said("customer-1", "customer", 0.0, 2.0, "Where is my refund?"),
                    said("agent-1", "agent", 3.0, 5.0, "I put you on hold."),
                    said("agent-2", "agent", 65.0, 67.0, "I will look into it."),
                    act(67.2, "commitment", evidence("agent-2", "I will look into it.")),
                    ended_at=70.0,
                )
            )
        )
    ).text
    assert "Hold, 60" in text
    assert "neither why nor how long was said" in text
    assert "settle who and by when" in text
