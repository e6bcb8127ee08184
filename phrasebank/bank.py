"""The bank: all phrases, read from a folder of YAML files, immutable and with a version."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

from phrasebank.errors import BankError, PhraseError
from phrasebank.packs import CORE, pack_ids
from phrasebank.phrase import Origin, Phrase
from phrasebank.rows import Row, read_rows

DEFAULTS = ("author", "reviewed", "status", "register", "locale", "version")
_HEADER = (*DEFAULTS, "pack", "phrases")
REQUIRED = ("id", "text", "cue", "emotions", "needs", "strategy", "act", "tone", "phases", "cues")
OPTIONAL = (*DEFAULTS, "avoid", "scope", "cooldown_seconds", "once_per_call")
_CONTENT = tuple(field.name for field in fields(Phrase) if field.name != "origin")
LISTS = ("emotions", "needs", "phases", "cues", "avoid")


class Bank:
    """Phrases in the order of their files. Immutable.

    Attributes:
        phrases: all of them, whatever their status.

    Raises:
        BankError: two phrases share an id.
    """

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self.phrases = tuple(phrases)
        self._by_id: dict[str, Phrase] = {}
        for phrase in self.phrases:
            first = self._by_id.setdefault(phrase.id, phrase)
            if first is not phrase:
                raise BankError(f"{phrase.origin}: the id '{phrase.id}' is taken at {first.origin}; choose another id.")

    def __len__(self) -> int:
        return len(self.phrases)

    def __contains__(self, phrase_id: object) -> bool:
        return phrase_id in self._by_id

    def __getitem__(self, phrase_id: str) -> Phrase:
        return self._by_id[phrase_id]

    def get(self, phrase_id: str) -> Phrase | None:
        """The phrase with this id, if there is one."""
        return self._by_id.get(phrase_id)

    @cached_property
    def approved(self) -> tuple[Phrase, ...]:
        """The phrases that may be shown."""
        return tuple(phrase for phrase in self.phrases if phrase.status == "approved")

    @cached_property
    def version(self) -> str:
        """A short hash of the content: the same phrases have the same version wherever they are stored."""
        digest = hashlib.sha256()
        for phrase in sorted(self.phrases, key=lambda phrase: phrase.id):
            values = {name: getattr(phrase, name) for name in _CONTENT}
            digest.update(json.dumps(values, sort_keys=True, ensure_ascii=False).encode())
        return digest.hexdigest()[:12]


def bundled_folder() -> Path:
    """The folder of the phrases that come with the package."""
    return Path(str(resources.files("phrasebank"))) / "data" / "phrases"


def load_bank(folder: Path | None = None) -> Bank:
    """Read every ``*.yaml`` file under a folder and its subfolders, but for hidden ones.

    Args:
        folder: where to read; the bundled bank by default.

    Raises:
        BankError: the folder or a file cannot be read, or an entry is broken; the message names file and line.
    """
    folder = folder or bundled_folder()
    if not folder.is_dir():
        raise BankError(f"{folder}: there is no such folder; name one that holds phrase files (*.yaml).")
    paths = sorted(path for path in folder.rglob("*.y*ml") if path.suffix in {".yaml", ".yml"} and path.is_file())
    paths = [path for path in paths if not any(part.startswith(".") for part in path.relative_to(folder).parts)]
    if not paths:
        raise BankError(f"{folder}: the folder holds no phrase files (*.yaml).")
    return Bank(phrase for path in paths for phrase in read_phrases(path))


def read_phrases(path: Path) -> list[Phrase]:
    """The phrases of one file. Its top names their pack (``core`` where it names none) and what they have in common.

    Raises:
        BankError: the file cannot be read or an entry is broken; the message names file and line.
    """
    content = read_rows(path)
    check_names(path, content, _HEADER, "the top of the file")
    rows = content.get("phrases")
    if not isinstance(rows, list):
        line = content.lines.get("phrases", 1)
        raise BankError(f"{path}:{line}: 'phrases' is not a list; write each phrase as '- id: ...' under it.")
    defaults = {name: content[name] for name in DEFAULTS if content.get(name) is not None}
    pack = _pack(path, content)
    return [_phrase(path, row, defaults, pack, content.lines["phrases"]) for row in rows]


def _pack(path: Path, content: Row) -> str:
    pack = content.get("pack", CORE)
    if pack not in pack_ids():
        near = difflib.get_close_matches(str(pack), pack_ids(), n=1)
        mend = f"did you mean '{near[0]}'?" if near else f"choose from {', '.join(pack_ids())}."
        raise BankError(f"{path}:{content.lines['pack']}: there is no pack '{pack}'; {mend}")
    return str(pack)


def _phrase(path: Path, row: Any, defaults: Mapping[str, Any], pack: str, list_line: int) -> Phrase:
    if not isinstance(row, Row):
        raise BankError(
            f"{path}:{list_line}: an entry of the list is '{row}', not a phrase; give it id, text, cue, ..."
        )
    check_names(path, row, (*REQUIRED, *OPTIONAL), f"phrase '{row.get('id', '?')}'")
    for name in REQUIRED:
        if name not in row:
            raise BankError(f"{path}:{row.line}: phrase '{row.get('id', '?')}' lacks '{name}'; add it.")
    values = {**defaults, **row}
    for name, value in values.items():
        values[name] = typed(f"{path}:{row.lines.get(name, row.line)}", name, value)
    try:
        return Phrase(**values, pack=pack, origin=Origin(str(path), row.line))
    except PhraseError as error:
        line = next((row.lines[name] for name in row.lines if f"'{name}'" in str(error)), row.line)
        raise BankError(f"{path}:{line}: phrase '{row['id']}': {error}.".replace("?.", "?")) from error


def typed(where: str, name: str, value: Any) -> Any:
    """The value of a field as `Phrase` takes it; YAML gives dates, numbers and lists of mixed things.

    Raises:
        BankError: it is of another kind; the message starts with ``where``.
    """
    where = f"{where}: '{name}'"
    if name in LISTS:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise BankError(f"{where} is not a list of texts; write [one, two], or [] for none.")
        return tuple(value)
    if name == "once_per_call":
        if not isinstance(value, bool):
            raise BankError(f"{where} is '{value}'; write true or false.")
        return value
    if name == "cooldown_seconds":
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BankError(f"{where} is '{value}'; write a number of seconds.")
        return float(value)
    if name == "version":
        if isinstance(value, bool) or not isinstance(value, int):
            raise BankError(f"{where} is '{value}'; write a whole number, counted from 1.")
        return value
    if isinstance(value, list | dict) or value is None:
        raise BankError(f"{where} is not a text; put it in quotes.")
    return str(value)


def check_names(path: Path, row: Row, known: tuple[str, ...], where: str) -> None:
    """Raise `BankError` for a field that is none of the known ones."""
    for name in row:
        if name not in known:
            near = difflib.get_close_matches(str(name), known, n=1)
            mend = f"did you mean '{near[0]}'?" if near else f"the fields are {', '.join(known)}."
            raise BankError(f"{path}:{row.lines[str(name)]}: {where} has an unknown field '{name}'; {mend}")
