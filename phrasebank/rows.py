"""YAML read with line numbers, so that a message about an entry can say where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from phrasebank.errors import BankError


class Row(dict[str, Any]):
    """A YAML mapping that knows its lines.

    Attributes:
        line: where it starts, counted from 1.
        lines: the line of each key.
    """

    line: int
    lines: dict[str, int]


_BASE: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser is ten times faster


class _RowLoader(_BASE):  # type: ignore[misc, valid-type]
    """Builds `Row` for mappings and refuses a key written twice."""


def _construct_row(loader: Any, node: yaml.MappingNode) -> Row:
    row = Row()
    row.line = node.start_mark.line + 1
    row.lines = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            raise yaml.constructor.ConstructorError(None, None, f"the key '{key}' is not a text", key_node.start_mark)
        if key in row:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key '{key}' is written twice", key_node.start_mark
            )
        row[key] = loader.construct_object(value_node, deep=True)
        row.lines[key] = key_node.start_mark.line + 1
    return row


_RowLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _construct_row)


def read_rows(path: Path) -> Row:
    """The mapping at the top of a YAML file, every mapping in it a `Row`.

    Raises:
        BankError: the file cannot be read, is not valid YAML, or does not hold a mapping.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BankError(f"{path}: the file cannot be read ({error.strerror}); check the path.") from error
    except UnicodeDecodeError as error:
        raise BankError(f"{path}: the file is not UTF-8 text (byte {error.start}); save it as UTF-8.") from error
    try:
        content = yaml.load(text, Loader=_RowLoader)
    except yaml.MarkedYAMLError as error:
        raise BankError(_syntax_message(path, error)) from error
    except yaml.YAMLError as error:
        raise BankError(f"{path}: this is not valid YAML ({' '.join(str(error).split())}).") from error
    if not isinstance(content, Row):
        raise BankError(
            f"{path}:1: the file holds no 'phrases:' list; start it with author, reviewed, status, phrases."
        )
    return content


def _syntax_message(path: Path, error: yaml.MarkedYAMLError) -> str:
    """An open quote is noticed lines later; so the message names the entry's start too."""
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    since = ""
    if error.context_mark and error.context_mark.line + 1 != line:
        since = f", in the part that starts on line {error.context_mark.line + 1}"
    return f"{path}:{line}: this is not valid YAML ({error.problem}{since}); check the quotes and indents."
