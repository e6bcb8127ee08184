"""The table of messages as documentation, made from the dataclasses: `python -m assist.wire.description FILE`."""

from __future__ import annotations

import dataclasses
import inspect
import re
import sys
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from assist import events
from assist.wire.codec import AGENT_COMMANDS, EVENTS, tag_of_kind

MARKS = {name: (f"<!-- {name}: generated -->", f"<!-- end of {name} -->") for name in ("events", "commands", "parts")}
"""Between which lines of the document each table stands."""

_HEADER = {field.name for field in dataclasses.fields(events.Event)}
_NAMES = {str: "text", float: "number", int: "whole number", bool: "true or false", NoneType: "null"}


def described(document: str) -> str:
    """The document with its tables as they are now."""
    for name, table in tables().items():
        begin, end = MARKS[name]
        before, _, rest = document.partition(begin)
        _, _, after = rest.partition(end)
        document = f"{before}{begin}\n\n{table}\n{end}{after}"
    return document


def tables() -> dict[str, str]:
    """Each table in Markdown, by its name."""
    kinds = [*EVENTS.values(), *AGENT_COMMANDS.values()]
    return {
        "events": _table(EVENTS.values(), "event"),
        "commands": _table(AGENT_COMMANDS.values(), "command"),
        "parts": _table(_parts(kinds), "part"),
    }


def _table(kinds: Any, noun: str) -> str:
    rows = "".join(f"| `{tag_of_kind(kind)}` | {_summary(kind)} | {_fields(kind)} |\n" for kind in kinds)
    return f"| {noun} | means | fields |\n|---|---|---|\n{rows}"


def _summary(kind: type) -> str:
    """The first sentences of the docstring, without markup for Python's readers."""
    text = " ".join((inspect.getdoc(kind) or "").split("\n\nAttributes:")[0].split())
    return _plain(text)


def _plain(text: str) -> str:
    """Markdown of a docstring's text, fit for a cell."""
    marked = re.sub(r"``?([^`]+)``?", r"`\1`", text).replace("|", "\\|")
    tags = {kind.__name__: tag for tag, kind in EVENTS.items()}
    return re.sub(r"`(\w+)`", lambda found: f"`{tags.get(found[1], found[1])}`", marked)


def _fields(kind: type) -> str:
    hints = get_type_hints(kind)
    told = [
        f"`{field.name}` {_type(hints[field.name])}{_meaning(kind, field.name)}"
        for field in dataclasses.fields(kind)
        if field.name not in _HEADER
    ]
    return "; ".join(told)


def _meaning(kind: type, name: str) -> str:
    """What the docstring says about an attribute."""
    attributes = (inspect.getdoc(kind) or "").partition("Attributes:")[2]
    for line in re.split(r"\n {4}(?=\S)", attributes):
        names, _, meaning = " ".join(line.split()).partition(": ")
        if name in names.split(", "):
            return f" ({_plain(meaning).rstrip('.')})"
    return ""


def _type(hint: Any) -> str:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return "/".join(f"`{value}`" for value in arguments)
    if origin in (Union, UnionType):
        return " or ".join(_type(argument) for argument in arguments)
    if origin is tuple:
        return f"list of {_type(arguments[0])}"
    if origin is dict:
        return f"object of {_type(arguments[1])} by name"
    return _NAMES[hint] if hint in _NAMES else f"[{tag_of_kind(hint)}](#parts)"


def _parts(kinds: Any) -> list[type]:
    """The objects inside messages, in the order in which they come up."""
    found: dict[type, None] = {}
    for kind in kinds:
        for hint in get_type_hints(kind).values():
            inner = [hint, *get_args(hint)]
            found |= {part: None for part in inner if isinstance(part, type) and dataclasses.is_dataclass(part)}
    return list(found)


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(described(path.read_text(encoding="utf-8")), encoding="utf-8")
