"""Words that a phrase did not fit, as agents said with "not this": do-not-trigger examples that wait for an editor."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import platformdirs

from phrasebank.errors import PhrasebankError


class ReviewError(PhrasebankError):
    """The file of objections cannot be read or written."""

    code = "bad_review"


@dataclass(frozen=True, slots=True)
class Objection:
    """A "not this": the phrase, and the customer's words (personal data left out) that it did not answer.

    Attributes:
        day: of the call, ISO 8601.
    """

    phrase_id: str
    quote: str
    call_id: str = ""
    day: str = ""

    @property
    def key(self) -> str:
        """Names it without a word of the customer's."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:24]


class ReviewFile:
    """A file with an objection a line. Lines are only ever added; an editor deletes it when all is settled.

    Engines may write at any time, so what an editor has settled is not taken out: its key stands in a file beside it
    (``<name>.settled``), to which lines are only ever added, too.

    Args:
        path: the file; made when the first objection comes.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._settled = path.with_name(f"{path.name}.settled")

    def append(self, objection: Objection) -> None:
        """Add an objection.

        Raises:
            ReviewError: the file cannot be written.
        """
        _add_line(self._path, json.dumps(asdict(objection), ensure_ascii=False))

    def settle(self, objection: Objection) -> None:
        """An editor has dealt with it: `unsettled` leaves it out from now on. Raises ReviewError as `append`."""
        _add_line(self._settled, objection.key)

    def unsettled(self) -> list[Objection]:
        """The objections that wait for an editor, oldest first, each once. Raises ReviewError as `objections`."""
        try:
            settled = self._settled.read_text(encoding="utf-8").split() if self._settled.exists() else []
        except (OSError, UnicodeDecodeError) as error:
            raise ReviewError(f"{self._settled}: what is settled cannot be read ({error}).") from error
        keys = set(settled)
        return [objection for objection in dict.fromkeys(self.objections()) if objection.key not in keys]

    def objections(self) -> list[Objection]:
        """All objections, oldest first; none where there is no file.

        Raises:
            ReviewError: the file cannot be read, or a line is not an objection; names the line.
        """
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines() if self._path.exists() else []
        except (OSError, UnicodeDecodeError) as error:
            raise ReviewError(f"{self._path}: the file of objections cannot be read ({error}).") from error
        return [self._read(number, line) for number, line in enumerate(lines, start=1) if line.strip()]

    def _read(self, number: int, line: str) -> Objection:
        try:
            fields = json.loads(line)
            return Objection(**{name: str(fields[name]) for name in Objection.__slots__ if name in fields})
        except (ValueError, TypeError) as error:
            raise ReviewError(
                f"{self._path}, line {number}: this is not an objection ({error}); delete the line."
            ) from error


def _add_line(path: Path, line: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
    except OSError as error:
        raise ReviewError(f"{path}: a 'not this' cannot be written ({error.strerror}).") from error


def by_phrase(objections: Sequence[Objection]) -> dict[str, list[Objection]]:
    """The objections of each phrase, the phrase with the most first."""
    grouped: dict[str, list[Objection]] = {}
    for objection in objections:
        grouped.setdefault(objection.phrase_id, []).append(objection)
    return dict(sorted(grouped.items(), key=lambda entry: (-len(entry[1]), entry[0])))


def user_review() -> Path:
    """Where the engine writes objections, if its settings name no other place."""
    return platformdirs.user_data_path("attune", appauthor=False) / "review.jsonl"
