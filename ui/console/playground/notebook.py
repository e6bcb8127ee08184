"""What supervisors correct: files beside the bank, a JSON object a line, to which lines are only ever added.

``<store>.corrections.jsonl`` holds readings as they should have been, ``<store>.lessons.jsonl`` what became of teaching
them, ``<store>.cases.jsonl`` moments with what would have been right (for ``phrasebank evaluate --cases``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from phrasebank.corpus import parse_row, spelling
from phrasebank.errors import PhrasebankError
from phrasebank.evaluation.cases import Case, CaseTurn, read_cases
from phrasebank.packs import CORE
from phrasebank.phrase import Phrase

CASE_TURNS = 4
"""A case holds so many turns: what stands before them is told by its phase."""


class NotebookError(PhrasebankError):
    """A file of corrections or cases cannot be read or written."""

    code = "bad_notebook"


@dataclass(frozen=True, slots=True)
class Correction:
    """A reading as it should have been.

    Attributes:
        text: the customer's words, personal data left out.
        emotion, needs: what they show.
        was: what had been read, for people.
        who, at: whose correction, and when (ISO 8601).
    """

    text: str
    emotion: str
    needs: tuple[str, ...]
    was: str = ""
    who: str = ""
    at: str = ""

    def row(self) -> dict[str, Any]:
        """As a row that can be taught."""
        return {"text": self.text, "emotion": self.emotion, "needs": list(self.needs), "source": "supervisor"}


def _now() -> datetime:
    return datetime.now(UTC)


class Notebook:
    """The three files of one bank.

    Args:
        store: the bank's file.
        who: signs what is added.
        clock: the time.
    """

    def __init__(self, store: Path, who: str, clock: Callable[[], datetime] = _now) -> None:
        self.corrections = store.with_name(f"{store.name}.corrections.jsonl")
        self.lessons = store.with_name(f"{store.name}.lessons.jsonl")
        self.cases = store.with_name(f"{store.name}.cases.jsonl")
        self._who = who
        self._clock = clock

    def correct(self, text: str, emotion: str, needs: Sequence[str], was: str = "") -> None:
        """Note how a reading should have been; a later correction of the same words takes the place of this one.

        Raises:
            PhrasebankError: a label is unknown, or the file cannot be written.
        """
        correction = Correction(text, emotion, tuple(needs), was)
        parse_row(correction.row(), "the correction")
        row = asdict(correction) | {"who": self._who, "at": self._at(), "source": "supervisor"}
        self._append(self.corrections, row)

    def withdraw(self, text: str) -> None:
        """What was corrected had been right. Raises NotebookError as `pending`."""
        self._append(self.corrections, {"text": text, "withdrawn": True, "who": self._who, "at": self._at()})

    def pending(self) -> list[Correction]:
        """The corrections that no kept lesson has taught, oldest first, each text once.

        Raises:
            NotebookError: a file cannot be read.
        """
        taught = max((int(lesson["lines"]) for lesson in self._rows(self.lessons) if lesson["kept"]), default=0)
        found: dict[str, Correction] = {}
        for row in self._rows(self.corrections)[taught:]:
            known = spelling(str(row["text"]))
            found.pop(known, None)
            if not row.get("withdrawn"):
                values = {name: str(row.get(name, "")) for name in ("text", "emotion", "was", "who", "at")}
                found[known] = Correction(needs=tuple(row["needs"]), **values)
        return list(found.values())

    def lines(self) -> int:
        """How many lines of corrections there are: a lesson about to begin teaches them up to here."""
        return len(self._rows(self.corrections))

    def taught(self, lines: int, result: Mapping[str, Any], reason: str = "") -> None:
        """Note what became of a lesson.

        Args:
            lines: as `lines` told when it began.
            result: of the task ``teach``.
            reason: why it is kept although other readings became worse.
        """
        scores = {name: result[name] for name in ("kept", "fell", "before", "after")}
        self._append(self.lessons, {"at": self._at(), "who": self._who, "lines": lines, **scores, "reason": reason})

    def add_case(self, case: Case) -> None:
        """Keep a moment with what would have been right; its name is made unlike all others.

        Raises:
            PhrasebankError: the file is broken or cannot be written.
        """
        known = read_cases(self.cases) if self.cases.exists() else []
        row = {**asdict(case), "id": f"{case.id}-{len(known) + 1}"}
        self._append(self.cases, row)

    def _at(self) -> str:
        return self._clock().isoformat(timespec="seconds")

    def _rows(self, path: Path) -> list[dict[str, Any]]:
        try:
            lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
            return [json.loads(line) for line in lines if line.strip()]
        except (OSError, ValueError) as error:
            raise NotebookError(f"{path}: the file cannot be read ({error}); mend or move it.") from error

    def _append(self, path: Path, row: Mapping[str, Any]) -> None:
        try:
            with path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        except OSError as error:
            raise NotebookError(f"{path}: this cannot be written ({error.strerror}); check the folder.") from error


def case_of(turns: Sequence[Mapping[str, Any]], moment: Mapping[str, Any], right: Phrase | None) -> Case:
    """A case from a moment that was played.

    Args:
        turns: of the call, each with speaker and text; the moment's ``turn`` is the last that counts.
        moment: what the task ``play`` told.
        right: the phrase that would have been right; None for silence.

    Raises:
        CaseError: the moment makes no case.
    """
    last = [*turns[: int(moment["turn"])], {"speaker": "customer", "text": moment["quote"]}]
    feeling = moment["emotion"] if moment["emotion"] != "unsure" else _likeliest(moment)
    shown = [entry["need"] for entry in moment["needs"] if entry["shown"]]
    wanted = right.needs if right else ()
    return Case(
        id="playground",
        pack=right.pack if right else CORE,
        phase=moment["phase"] if moment["phase"] != "hold" else "discovery",
        turns=tuple(CaseTurn(turn["speaker"], turn["text"]) for turn in last[-CASE_TURNS:]),
        silence=right is None,
        emotions=(feeling,) if right else (),
        needs=tuple(need for need in wanted if need in shown) or wanted,
        strategies=(right.strategy,) if right else (),
        why=f"'{right.id}' would have been right." if right else "Silence would have been right.",
    )


def _likeliest(moment: Mapping[str, Any]) -> str:
    shares: Mapping[str, float] = moment["probabilities"]
    return max(shares, key=lambda name: shares[name])
