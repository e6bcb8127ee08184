"""The book of lessons: labels that people taught, and the heads they made, kept beside the program."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from pathlib import Path

import platformdirs

from phrasebank.corpus import MECHANISMS, AgentRow, CustomerRow, read_file
from phrasebank.errors import HeadsError
from phrasebank.heads import Heads, load_heads, save_heads

Row = CustomerRow | AgentRow


class LessonBook:
    """A folder with ``labels.jsonl`` and ``heads.safetensors``.

    Args:
        folder: where both lie; the user's data folder by default.
    """

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or platformdirs.user_data_path("attune", appauthor=False) / "taught"
        self.labels = folder / "labels.jsonl"
        self.heads = folder / "heads.safetensors"

    def rows(self) -> list[Row]:
        """All labels taught so far, oldest first.

        Raises:
            TrainingError: the file is broken; the message names file and line.
        """
        return read_file(self.labels) if self.labels.exists() else []

    def keep(self, rows: Sequence[Row], heads: Heads) -> None:
        """Replace what the book holds, heads first: labels without their heads are taught again the next time."""
        self.labels.parent.mkdir(parents=True, exist_ok=True)
        part = self.heads.with_suffix(".part")
        save_heads(heads, part)
        part.replace(self.heads)
        part = self.labels.with_suffix(".part")
        part.write_text("".join(f"{json.dumps(_row(row), ensure_ascii=False)}\n" for row in rows), encoding="utf-8")
        part.replace(self.labels)

    def forget(self) -> None:
        """Back to the heads that came with the package."""
        for path in (self.heads, self.labels):
            path.unlink(missing_ok=True)

    def current(self, encoder: str, delivered: Path | None = None) -> Heads:
        """The heads in use: the taught ones where they fit this encoder, else those that came with the package.

        A newer release brings another encoder; its lessons wait until they are taught again.

        Args:
            encoder: its fingerprint.
            delivered: a file of heads instead of the package's.

        Raises:
            HeadsError: those of the package are missing or damaged.
        """
        if self.heads.exists():
            with contextlib.suppress(HeadsError):
                return load_heads(self.heads, encoder)
        return load_heads(delivered, encoder)


def _row(row: Row) -> dict[str, object]:
    if isinstance(row, CustomerRow):
        return {"text": row.text, "emotion": row.emotion, "needs": list(row.needs), "source": "taught"}
    graded = {} if row.epitome is None else {"epitome": dict(zip(MECHANISMS, row.epitome, strict=True))}
    return {"text": row.text, "acts": list(row.acts), "answers": list(row.answers), "source": "taught", **graded}
