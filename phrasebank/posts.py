"""GoEmotions (Demszky et al. 2020, Apache-2.0): comments with feelings, which teach the encoder.

Its 27 labels are read as Ekman's six and neutral, the grouping that its authors publish.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path

from phrasebank.errors import TrainingError

EKMAN = {
    "anger": ("anger", "annoyance", "disapproval"),
    "disgust": ("disgust",),
    "fear": ("fear", "nervousness"),
    "joy": (
        *("joy", "amusement", "approval", "excitement", "gratitude", "love", "optimism", "relief"),
        *("pride", "admiration", "desire", "caring"),
    ),
    "sadness": ("sadness", "disappointment", "embarrassment", "grief", "remorse"),
    "surprise": ("surprise", "realization", "confusion", "curiosity"),
    "neutral": ("neutral",),
}
"""Each group with its labels."""

POSTS_FILE = "goemotions.jsonl.gz"


@dataclass(frozen=True, slots=True)
class Post:
    """A comment with its Ekman groups; ``split`` is train, dev or test, as published."""

    text: str
    groups: tuple[str, ...]
    split: str


def read_posts(path: Path) -> list[Post]:
    """Read the file: rows ``{"text", "label": [...], "split"}``, gzipped.

    Raises:
        TrainingError: it cannot be read.
    """
    group_of = {label: group for group, labels in EKMAN.items() for label in labels}
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        return [
            Post(row["text"], tuple(sorted({group_of[label] for label in row["label"]})), row["split"]) for row in rows
        ]
    except (OSError, EOFError, KeyError, TypeError, json.JSONDecodeError) as error:
        raise TrainingError(f"{path}: the comments cannot be read ({error}); fetch the file again.") from error
