"""The report of a call as files: JSON for programs, one self-contained HTML page for people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from assist.errors import UsageError
from assist.events import Event
from assist.journal import JOURNAL_NAME, read_journal
from assist.report.chart import chart, moment_name
from assist.report.checklist import as_text
from assist.report.empathy import MECHANISMS
from assist.report.facts import STAGES
from assist.report.page import page
from assist.report.scorecard import Scorecard, scorecard

JSON_NAME = "report.json"
HTML_NAME = "report.html"


def to_json(card: Any) -> str:
    """A scorecard (or a shift) as a JSON object, indented, its fields as in its class."""
    return msgspec.json.format(msgspec.json.encode(card), indent=2).decode() + "\n"


def to_html(card: Scorecard) -> str:
    """The scorecard as one HTML page that fetches nothing and runs nothing."""
    return page(
        HTML_NAME,
        card=card,
        chart=chart(card),
        stages=STAGES,
        mechanisms=MECHANISMS,
        copy_text=as_text(card.follow_up_head, [one.text for one in card.follow_ups]),
        moment_name=moment_name,
    )


def write_report(events: Sequence[Event], folder: Path) -> Path:
    """Write ``report.json`` and ``report.html`` of a call into a folder; return the page's path.

    Raises:
        UsageError: the folder cannot be written.
    """
    card = scorecard(events)
    return write_pair(folder, JSON_NAME, to_json(card), to_html(card))


def write_pair(folder: Path, json_name: str, json: str, html: str) -> Path:
    """Write a report's JSON, and its page beside it under the same name; return the page's path.

    Raises:
        UsageError: the folder cannot be written.
    """
    path = folder / json_name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(json, encoding="utf-8")
        path.with_suffix(".html").write_text(html, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{folder}: the report cannot be written there ({error.strerror}); give another folder with --out."
        ) from error
    return path.with_suffix(".html")


def report_journal(path: Path, out: Path | None = None) -> Path:
    """Write the report of a recorded call, beside its journal unless ``out`` is given; return the page's path.

    Args:
        path: the journal, or the folder of the call that it lies in.
        out: the folder to write into.

    Raises:
        JournalError: the journal is missing or damaged.
        UsageError: the folder cannot be written.
    """
    journal = call_journal(path)
    return write_report(read_journal(journal).events, out or journal.parent)


def call_journal(path: Path) -> Path:
    """The journal of a call: the path itself, or the file in the folder of the call."""
    return path / JOURNAL_NAME if path.is_dir() else path
