"""Edits of the bank's YAML files that leave all else in them as it is: order, comments, quotes."""

from __future__ import annotations

import io
import os
import re
import shutil
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from phrasebank.bank import DEFAULTS, REQUIRED
from phrasebank.phrase import Phrase
from phrasebank.transfer.plan import Change

ADDED = "imported"
"""New phrases go to a file of this folder for each pack."""
_SENTENCES = ("text", "cue", "cues", "avoid")
_OPTIONAL = ("scope", "avoid", "cooldown_seconds", "once_per_call")
_DASH = re.compile(r"^( *)- ", re.MULTILINE)


def edit_files(folder: Path, changes: Iterable[Change], origin: Path) -> list[Path]:
    """Make changes in the files of a folder.

    Args:
        folder: a copy of the bank's folder.
        changes: what to write.
        origin: the folder that the phrases were read from.

    Returns:
        The files that were written.
    """
    by_file: dict[Path, list[Change]] = defaultdict(list)
    for change in changes:
        before = change.before
        file = Path(before.origin.file).relative_to(origin) if before else Path(ADDED, f"{change.after.pack}.yaml")
        by_file[folder / file].append(change)
    for path, edits in by_file.items():
        _edit(path, edits)
    return list(by_file)


def _edit(path: Path, changes: Sequence[Change]) -> None:
    """Writes another file in place of the old one, which other folders may share."""
    path.parent.mkdir(parents=True, exist_ok=True)
    exists = path.exists()
    old = path.read_bytes().decode() if exists else f"pack: {changes[0].after.pack}\nphrases: []\n"
    ends = "\r\n" if "\r\n" in old else "\n"
    new = _edited(old.replace("\r\n", "\n"), changes).replace("\n", ends)
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(new.encode())
        file.flush()
        os.fsync(file.fileno())
    if exists:
        shutil.copymode(path, beside)
    beside.replace(path)


def _edited(text: str, changes: Sequence[Change]) -> str:
    dash = _DASH.search(text)
    offset = len(dash[1]) if dash else 2
    files = YAML()
    files.preserve_quotes = True
    files.width = 2**20  # no line is folded
    files.indent(mapping=2, sequence=offset + 2, offset=offset)
    content = files.load(text)
    phrases = content["phrases"]
    places = {str(entry["id"]): entry for entry in phrases}
    for change in changes:
        if change.before is None:
            phrases.fa.set_block_style()
            phrases.append(_entry(change.after))
            continue
        entry = places[change.after.id]
        for name, _, value in change.fields():
            _set(entry, name, value)
    edited = io.StringIO()
    files.dump(content, edited)
    return edited.getvalue()


def _entry(phrase: Phrase) -> CommentedMap:
    """Every field that its file might say for all its phrases is written out."""
    entry = CommentedMap({name: _node(name, getattr(phrase, name)) for name in (*REQUIRED, *DEFAULTS)})
    unlike = {name for name in _OPTIONAL if getattr(phrase, name) != Phrase.__dataclass_fields__[name].default}
    entry.update({name: _node(name, getattr(phrase, name)) for name in _OPTIONAL if name in unlike})
    return entry


def _set(entry: CommentedMap, name: str, value: Any) -> None:
    """Change a field. A new one goes before the cues: what follows the last one may be a comment on the next phrase."""
    if value is None:
        entry.pop(name, None)
    elif name not in entry:
        entry.insert(list(entry).index("cues"), name, _node(name, value))
    else:
        old, new = entry[name], _node(name, value)
        if isinstance(old, CommentedSeq) and isinstance(new, CommentedSeq):
            new = _relisted(old, new)
        entry[name] = new


def _relisted(old: CommentedSeq, new: CommentedSeq) -> CommentedSeq:
    """The new list in the old one's style, with the comments on the items that stay and with what follows the list."""
    flow = old.fa.flow_style() or not new
    last = len(old) - 1
    comments = {str(old[place]): comment for place, comment in old.ca.items.items() if place < last}
    for place, item in enumerate(new):
        if item in old:
            new[place] = old[old.index(item)]
            if str(item) in comments:
                new.ca.items[place] = comments[str(item)]
    if last in old.ca.items and new:
        new.ca.items[len(new) - 1] = old.ca.items[last]
    (new.fa.set_flow_style if flow else new.fa.set_block_style)()
    return new


def _node(name: str, value: Any) -> Any:
    if isinstance(value, tuple):
        items = CommentedSeq(_scalar(name, item) for item in value)
        (items.fa.set_block_style if name in {"cues", "avoid"} and value else items.fa.set_flow_style)()
        return items
    return _scalar(name, value)


def _scalar(name: str, value: Any) -> Any:
    """As the bank's files write it: sentences in quotes, days and words bare where that reads back the same."""
    if not isinstance(value, str):
        return value
    if name == "reviewed" and value:
        try:
            return date.fromisoformat(value)
        except ValueError:
            return DoubleQuotedScalarString(value)
    plain = name not in _SENTENCES and yaml.safe_load(f"[{value}]") == [value] if value.isidentifier() else False
    return value if plain or re.fullmatch(r"[a-z][a-z0-9]*(-[A-Za-z0-9]+)+", value) else DoubleQuotedScalarString(value)
