"""Calls as text: a ``.jsonl`` file of turns, and rows to read one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from assist.commands import Said
from assist.errors import SourceError
from assist.events import Speaker
from assist.inputs import UtteranceHeard


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One utterance to be read on its own.

    Attributes:
        context: earlier turns, oldest first, with their speaker or as bare texts.
    """

    speaker: Speaker
    text: str
    context: tuple[Said | str, ...] = ()

    @property
    def turns_before(self) -> tuple[Said, ...]:
        """The context with speakers; bare texts took turns, the last one being the other speaker's."""
        other: Speaker = "agent" if self.speaker == "customer" else "customer"
        last = len(self.context) - 1
        return tuple(
            turn
            if isinstance(turn, Said)
            else Said(speaker=other if (last - place) % 2 == 0 else self.speaker, text=turn)
            for place, turn in enumerate(self.context)
        )


def read_turns(path: Path) -> list[UtteranceHeard]:
    """Read turns ``{"speaker", "start", "end", "text"}``, one a line, in time order.

    Raises:
        SourceError: the file cannot be read, or a line is not a turn; names the line.
    """
    turns = [_build(fields, UtteranceHeard, where) for fields, where in _lines(path)]
    if not turns:
        raise SourceError(f"{path}: there is no turn in the file; write one a line: speaker, start, end, text.")
    for number, turn in enumerate(turns, start=1):
        if turn.end < turn.start:
            raise SourceError(
                f"{path}, turn {number}: it ends ({turn.end}) before it starts ({turn.start}); swap them."
            )
    return [replace(turn, at=turn.end) for turn in sorted(turns, key=lambda turn: turn.start)]


def read_rows(path: Path) -> list[Row]:
    """Read rows ``{"speaker", "text"}`` (optional ``context``), one a line. Raises SourceError as `read_turns`."""
    return [_build(fields, Row, where) for fields, where in _lines(path)]


def _lines(path: Path) -> list[tuple[dict[str, Any], str]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise SourceError(f"{path}: the file cannot be read ({error.strerror}); check its name.") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: the file is not UTF-8 text; save it as UTF-8.") from error
    rows = []
    for number, line in enumerate(lines, start=1):
        where = f"{path}, line {number}"
        if not line.strip():
            continue
        try:
            fields = msgspec.json.decode(line)
        except msgspec.DecodeError as error:
            raise SourceError(f"{where}: this is not JSON ({error}); write one object a line.") from error
        rows.append((fields, where))
    return rows


def _build(fields: Any, kind: type[Any], where: str) -> Any:
    try:
        return msgspec.convert(fields, kind)
    except msgspec.ValidationError as error:
        raise SourceError(
            f"{where}: {error}; a line has speaker (customer or agent) and text, a turn start and end too."
        ) from error
