"""Fields of a YAML mapping, each read as what it should be; a wrong one is told in a sentence with file and line."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assist.errors import AttuneError
from phrasebank.rows import Row


class ScenarioError(AttuneError):
    """A scenario cannot be used. The message names file and line."""

    code = "bad_scenario"


class Fields:
    """The fields of one mapping, read as what they should be."""

    def __init__(self, path: Path, row: Any, where: str, line: int) -> None:
        if not isinstance(row, Row):
            raise ScenarioError(f"{path}:{line}: {where} is not a group of fields; write 'name: value' lines under it.")
        self._path = path
        self._where = where
        self._asked: list[str] = []
        self.row = row

    def fail(self, name: str, sentence: str) -> ScenarioError:
        """What is wrong with a field, where it stands."""
        line = self.row.lines.get(name, self.row.line)
        return ScenarioError(f"{self._path}:{line}: {self._where}: {sentence}")

    def _value(self, name: str, default: Any) -> Any:
        self._asked.append(name)
        if self.row.get(name) is not None:
            return self.row[name]
        if default is ...:
            raise self.fail(name, f"'{name}' is missing; add it.")
        return default

    def text(self, name: str, default: Any = ..., among: tuple[str, ...] = ()) -> str:
        """A text, one of ``among`` where that is given."""
        value = self._value(name, default)
        if value == "" and default == "":
            return ""
        if not isinstance(value, str | int | float) or isinstance(value, bool) or not str(value).strip():
            raise self.fail(name, f"'{name}' is not a text; put it in quotes.")
        if among:
            self._check(name, str(value), among)
        return " ".join(str(value).split())

    def texts(self, name: str, default: Any = ..., among: tuple[str, ...] = (), fewest: int = 1) -> tuple[str, ...]:
        """A list of texts; a single one may stand without a list."""
        value = self._value(name, default)
        if value == ():
            return ()
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(item, str) and item.strip() for item in values):
            raise self.fail(name, f"'{name}' is not a list of texts; write ['one', 'two'] or one '- text' a line.")
        if len(values) < fewest:
            raise self.fail(name, f"'{name}' has {len(values)} of at least {fewest} lines; add another.")
        for item in values:
            if among:
                self._check(name, item, among)
        return tuple(" ".join(item.split()) for item in values)

    def number(self, name: str, default: Any, lowest: float, highest: float) -> float:
        """A number in a range."""
        value = self._value(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not lowest <= value <= highest:
            raise self.fail(name, f"'{name}' is '{value}'; write a number from {lowest:g} to {highest:g}.")
        return float(value)

    def range(self, name: str, lowest: float, highest: float) -> tuple[float, float]:
        """Two numbers, ``[lowest, highest]``."""
        value = self._value(name, None)
        if value is None:
            return lowest, highest
        numbers = isinstance(value, list) and all(isinstance(item, int | float) for item in value)
        if not numbers or len(value) != 2 or not lowest <= value[0] <= value[1] <= highest:
            raise self.fail(name, f"'{name}' is '{value}'; write two numbers, such as [{lowest:g}, {highest:g}].")
        return float(value[0]), float(value[1])

    def flag(self, name: str, *, default: bool) -> bool:
        """True or false."""
        value = self._value(name, default)
        if not isinstance(value, bool):
            raise self.fail(name, f"'{name}' is '{value}'; write true or false.")
        return value

    def group(self, name: str) -> Fields | None:
        """A group of fields; None where there is none."""
        value = self._value(name, None)
        if value is None:
            return None
        return Fields(self._path, value, f"{self._where}, '{name}'", self.row.lines[name])

    def groups(self, name: str, fewest: int = 0) -> list[Fields]:
        """A list of groups of fields."""
        value = self._value(name, [])
        if not isinstance(value, list) or len(value) < fewest:
            raise self.fail(name, f"'{name}' needs a list with at least {fewest or 1} entries; write each as '- ...'.")
        line = self.row.lines.get(name, self.row.line)
        return [Fields(self._path, row, f"'{name}' {place}", line) for place, row in enumerate(value, start=1)]

    def done(self) -> None:
        """Refuse a field that nobody asked for."""
        for name in self.row:
            if name not in self._asked:
                raise self.fail(name, f"there is no field '{name}'; {mend(name, self._asked)}")

    def _check(self, name: str, value: str, among: tuple[str, ...]) -> None:
        if value not in among:
            raise self.fail(name, f"'{name}' has no '{value}' to choose; {mend(value, among)}")


def mend(value: str, among: Sequence[str]) -> str:
    """What to write instead: the nearest name, or all of them."""
    near = difflib.get_close_matches(value, among, n=1)
    return f"did you mean '{near[0]}'?" if near else f"choose from {', '.join(among)}."
