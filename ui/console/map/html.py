"""An empathy map as HTML: its items for painting them, and the whole as a page of its own that fetches nothing."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication

from ui.console.map.sections import Entry, Section, Sheet
from ui.theme import LIGHT

TONES = {
    "said": LIGHT.tones["puzzled"],
    "felt": LIGHT.tones["uneasy"],
    "needed": LIGHT.tones["warm"],
    "did": LIGHT.tones["calm"],
    "pains": LIGHT.tones["hot"],
    "gains": LIGHT.tones["glad"],
    "notes": LIGHT.muted,
}
"""The ink of each field on white paper; its title says the same."""

_STYLE = f"""
@page {{ size: A4 landscape; margin: 10mm; }}
body {{ font: 14px/1.35 Inter, "Segoe UI", sans-serif; color: {LIGHT.text}; margin: 24px; }}
h1 {{ font-size: 24px; margin: 0; }} p {{ margin: 4px 0; color: {LIGHT.muted}; }}
.fields {{ display: grid; grid-template-columns: 1fr 1fr; gap: 12px; margin-top: 14px; }}
.results {{ display: grid; grid-template-columns: 1fr 1fr 1fr; gap: 12px; margin-top: 12px; }}
section {{ border: 1px solid {LIGHT.line}; border-left-width: 4px; border-radius: 6px; padding: 8px 12px; }}
h2 {{ font-size: 16px; margin: 0 0 6px; }} ul {{ margin: 0; padding: 0; list-style: none; }} li {{ margin: 0 0 6px; }}
.note {{ color: {LIGHT.muted}; font-size: 12px; }} .empty {{ color: {LIGHT.muted}; }}
"""


def entry_html(entry: Entry, muted: str = LIGHT.muted) -> str:
    """An item: what it is, in how many calls, the words and where they were said."""
    note = f'<span class="note" style="color:{muted}">{{}}</span>'
    where = " · ".join(filter(None, (entry.where, "" if entry.head else entry.note)))
    head = [strong(entry.head), note.format(escape(entry.note))] if entry.head else []
    said = [escape(entry.words), note.format(escape(where))] if entry.words else []
    return "<br>".join(filter(None, (" ".join(head), " ".join(said))))


def strong(words: str, style: str = "") -> str:
    """Words in the weight that the bundled font has beside the plain one."""
    return f'<span style="font-weight:600; {style}">{escape(words)}</span>'


def page_html(sheet: Sheet) -> str:
    """The whole map as a page."""
    notes = QCoreApplication.translate("EmpathyMap", "Notes: what do we change?")
    fields = "".join(_section(section) for section in sheet.fields)
    results = "".join(_section(section) for section in sheet.results)
    results += f'<section style="border-left-color:{TONES["notes"]}"><h2>{escape(notes)}</h2></section>'
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{escape(sheet.title)}</title><style>{_STYLE}</style></head>
<body><h1>{escape(sheet.title)}</h1><p>{escape(sheet.scope)} {escape(sheet.mood)}</p>
<div class="fields">{fields}</div><div class="results">{results}</div>
<p class="note">{escape(sheet.foot)}</p></body></html>
"""


def _section(section: Section) -> str:
    items = "".join(f"<li>{entry_html(entry)}</li>" for entry in section.entries)
    body = f"<ul>{items}</ul>" if items else f'<p class="empty">{escape(section.empty)}</p>'
    tone = TONES[section.name]
    head = f'<h2 style="color:{tone}">{escape(section.title)}</h2>'
    return f'<section style="border-left-color:{tone}">{head}{body}</section>'
