"""Values of a phrase's fields as supervisors read them, and what is new in them."""

from __future__ import annotations

import difflib
import html
from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication

from ui.console.naming import tag_name

_TAGS = frozenset(
    {"emotions", "needs", "phases", "strategy", "act", "tone", "scope", "status", "pack", "register", "locale"}
)


def value_text(field: str, value: Any) -> str:
    """A value in words; the items of a list of sentences stand on lines of their own."""
    translate = QCoreApplication.translate
    if value is None or value in ("", ()):
        return translate("Values", "(nothing)")
    if field == "once_per_call":
        return translate("Values", "once a call") if value else translate("Values", "again in a call")
    if field == "cooldown_seconds":
        return translate("Values", "{seconds} seconds").format(seconds=f"{value:g}")
    if isinstance(value, tuple):
        if field in _TAGS:
            return ", ".join(tag_name(field, item) for item in value)
        return "\n".join(f"· {item}" for item in value)
    return tag_name(field, value) if field in _TAGS else str(value)


def when_name(moment: str) -> str:
    """A moment (ISO 8601) in local time, so that it can be sorted by."""
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")


def with_news(old: str, new: str) -> str:
    """The new text as HTML, what the old one has not in bold and underlined: words of a sentence, items of a list."""
    lines = new.split("\n")
    if len(lines) > 1 or "\n" in old:
        known = old.split("\n")
        return "<br>".join(html.escape(line) if line in known else _news(line) for line in lines)
    before, after = old.split(" "), new.split(" ")
    parts = []
    for kind, _, _, start, end in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        words = " ".join(after[start:end])
        if words:
            parts.append(html.escape(words) if kind == "equal" else _news(words))
    return " ".join(parts)


def _news(words: str) -> str:
    return f"<b><u>{html.escape(words)}</u></b>"
