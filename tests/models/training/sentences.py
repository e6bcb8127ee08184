"""Customer-service sentences to be spoken: read from corpora, spelled as one speaks, without those of the sample call.

Every word is written out (`forty nine dollars`), sentences begin with a capital and end with a full stop or a question
mark, and commas stand where the voice pauses, so that what is spoken and what is to be read are the same.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import yaml
from spellchecker import SpellChecker

from tests.models.training.made_up import made_up
from tests.models.training.numbers import listed, written_out

_REPOSITORY = Path(__file__).resolve().parents[3]
_OWN = _REPOSITORY / "phrasebank" / "data"
_SAMPLE_CALL = _REPOSITORY / "assist" / "demo" / "call.yaml"

_LEAST_WORDS, _MOST_WORDS = 1, 22
_CLAUSE_WORDS = 18
"""A longer sentence is cut at a comma: it must fit a window of 10 s in the slowest voice."""

_MADE_UP = 6_000
"""So many sentences are made up where all are wanted."""

_CAPITALS = listed(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december christmas easter english england london america american british paris"
)
_QUESTION = re.compile(
    r"^(and |so |but |okay |ok |hi |hello |yeah |well )*"
    r"(what|when|where|who|why|how|which|can|could|would|will|do|does|did|is|are|am|was|were|have|has|had|should|may|isn't|aren't|don't|doesn't|didn't|can't|couldn't|won't|wouldn't)\b"
    r"(?! i'm| i am| it's)"
)
_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*")


def own_texts() -> Iterator[str]:
    """The texts of this repository: the phrase bank and the rows that its readers learn from."""
    for path in sorted((_OWN / "training").rglob("*.jsonl")):
        if path.parent.name != "grades":
            yield from texts_of(path)
    for path in sorted((_OWN / "phrases").rglob("*.yaml")):
        for phrase in yaml.safe_load(path.read_text(encoding="utf-8")).get("phrases", ()):
            yield from (phrase.get("text", ""), *phrase.get("cues", ()), *phrase.get("avoid", ()))


def texts_of(path: Path) -> Iterator[str]:
    """The field `text` of every row, and of every turn of a row, of a `.jsonl` or `.jsonl.gz` file."""
    content = path.read_bytes()
    lines = (gzip.decompress(content) if path.suffix == ".gz" else content).decode().splitlines()
    for row in map(json.loads, lines):
        for part in (row, *row.get("turns", ())):
            if isinstance(part, dict) and isinstance(part.get("text"), str):
                yield part["text"]


def forbidden() -> set[str]:
    """The sentences of the sample call, as bare words: they are a test, and never spoken for training."""
    turns = yaml.safe_load(_SAMPLE_CALL.read_text(encoding="utf-8"))["turns"]
    found = set()
    for turn in turns:
        for sentence in re.split(r"[.?!,]", turn["text"]):
            if len(sentence.split()) > 2:
                found.add(bare(sentence))
    return found


def bare(text: str) -> str:
    """Lower case, words only."""
    return " ".join(_WORD.findall(text.lower()))


def sentences(extra: Sequence[Path], count: int | None = None, seed: int = 7) -> list[str]:
    """Distinct sentences in random order.

    Args:
        extra: further `.jsonl` or `.jsonl.gz` files with a field `text`.
        count: how many at most; without it, all.
        seed: of the order.

    Returns:
        The sentences; some thousands of them are made up of numbers, dates, amounts and names.
    """
    own = list(own_texts())
    texts = [*own, *(text for path in extra for text in texts_of(path))]
    proper = _proper_names(own)
    spelling = SpellChecker(distance=1)
    familiar = {word for word, seen in Counter(bare(" ".join(own)).split()).items() if seen > 1}
    test = forbidden()
    found: dict[str, str] = {}
    chance = random.Random(seed)
    for text in texts:
        for sentence in split(text):
            key = bare(sentence)
            if not key or key in found or any(part in key for part in test):
                continue
            words = key.split()
            if all(word in familiar or (len(word) > 1 and spelling.known([word])) for word in words):
                found[key] = _dressed(sentence, proper)
    for sentence in made_up(chance, count // 10 if count else _MADE_UP):
        if not any(part in bare(sentence) for part in test):
            found.setdefault(bare(sentence), sentence)
    chosen = sorted(found.values())
    chance.shuffle(chosen)
    return chosen[:count]


def split(text: str) -> Iterator[str]:
    """Sentences of 1 to 22 words with plain commas, the sign at their end kept where there is one."""
    text = text.replace("\u2019", "'").replace("\n", ". ")
    if any(sign in text for sign in "{}|@#<>[]*_/\\=~^"):
        return
    text = re.sub(r"[!;:]+", ". ", text)
    text = re.sub(r"\.{2,}|\u2026", ", ", text)
    text = re.sub(r"[\"\u201c\u201d()]|\s[-\u2013\u2014]+\s", ", ", text)
    spelled = written_out(text.replace("-", " "))
    if spelled is None:
        return
    for sentence in re.findall(r"[^.?]+[.?]*", spelled):
        yield from _pieces(sentence)


def _pieces(sentence: str) -> Iterator[str]:
    sign = "?" if "?" in sentence else "." if "." in sentence else ""
    clauses = [" ".join(clause.split()) for clause in sentence.strip(" .?").split(",")]
    clauses = [clause for clause in clauses if clause]
    while clauses:
        taken = [clauses.pop(0)]
        while clauses and len(" ".join([*taken, clauses[0]]).split()) <= _CLAUSE_WORDS:
            taken.append(clauses.pop(0))
        piece = ", ".join(taken)
        plain = re.fullmatch(r"[A-Za-z', ]+", piece)
        if plain and _LEAST_WORDS <= len(piece.split()) <= _MOST_WORDS and re.search("[A-Za-z]", piece):
            yield piece + (sign if not clauses else "")


def _proper_names(texts: Iterable[str]) -> set[str]:
    """Words that stand with a capital in the middle of sentences more often than without."""
    upper: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    for text in texts:
        for word in re.findall(r"(?<=[a-z,] )[A-Za-z]+", text):
            (lower if word.islower() else upper)[word.lower()] += 1
    return {word for word, seen in upper.items() if seen > 1 and seen > 2 * lower[word]} | set(_CAPITALS)


def _dressed(sentence: str, proper: set[str]) -> str:
    """A capital at the beginning, names with theirs, a sign at the end."""

    def case(match: re.Match[str]) -> str:
        word = match.group().lower()
        stem = word.split("'")[0]
        return word.capitalize() if stem == "i" or stem in proper else word

    text = _WORD.sub(case, sentence)
    if text[-1] not in ".?":
        text += "?" if _QUESTION.match(text.lower()) else "."
    return text[0].upper() + text[1:]
