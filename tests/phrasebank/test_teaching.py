"""Teaching: corrected labels change what is read, the rest stays, and a fall is said."""

import json
from pathlib import Path

import pytest

from phrasebank import teaching
from phrasebank.cli import main
from phrasebank.corpus import AgentRow, CustomerRow
from phrasebank.encoder import SentenceEncoder, open_encoder
from phrasebank.heads import Heads, load_heads
from phrasebank.lessons import LessonBook
from phrasebank.teaching import latest, teach

pytestmark = pytest.mark.models

WORDS = "we are short a pallet again on the tuesday drop"
LESSON = {"text": WORDS, "emotion": "annoyance", "needs": ["competence"], "source": "supervisor"}


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    """The shipped one."""
    return open_encoder(threads=2)


@pytest.fixture(scope="module")
def heads(encoder: SentenceEncoder) -> Heads:
    """The shipped ones."""
    return load_heads(encoder=encoder.fingerprint)


@pytest.fixture(autouse=True)
def small_corpus(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every tenth row is rehearsed and judged: the mechanism is the same, the test is quicker."""
    whole = teaching.read_corpus
    monkeypatch.setattr(teaching, "read_corpus", lambda folders: tuple(rows[::10] for rows in whole(folders)))


def labels_file(folder: Path, *rows: dict[str, object]) -> Path:
    """Labels as a supervisor writes them."""
    path = folder / "labels.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_what_is_taught_is_read_so_from_then_on(heads: Heads, encoder: SentenceEncoder) -> None:
    """A customer's and an agent's row; what nobody taught reads nearly as before."""
    rows = [
        CustomerRow(WORDS, "annoyance", ("competence",), real=True),
        AgentRow("i'll walk it down to dispatch myself", ("ownership",), ("ownership",)),
    ]
    lesson = teach(rows, heads, encoder)
    assert lesson.learned == 2
    assert lesson.changes[0].before != lesson.changes[0].after == "annoyance competence"
    assert lesson.after.emotions > lesson.before.emotions - 0.03
    assert lesson.after.needs > lesson.before.needs - 0.03


def test_the_later_label_of_a_text_counts() -> None:
    """Whatever its spelling."""
    first = CustomerRow("Again!", "anger", (), real=True)
    second = CustomerRow("again", "neutral", (), real=True)
    assert latest([first, second]) == [second]


def test_the_command_keeps_lessons_until_they_are_forgotten(
    tmp_path: Path, heads: Heads, encoder: SentenceEncoder, capsys: pytest.CaptureFixture[str]
) -> None:
    """The book adds up over commands, and the engine's heads come from it."""
    book = tmp_path / "book"
    command = ["teach", str(labels_file(tmp_path, LESSON)), "--book", str(book), "--allow-fall"]
    assert main(command) == 0
    said = capsys.readouterr().out
    assert "1 of 1 rows read as taught." in said
    assert "development score, emotions:" in said
    taught = LessonBook(book).current(encoder.fingerprint)
    words = encoder.features([WORDS])
    assert taught.emotion(taught.read(words)) == "annoyance"
    assert [row.text for row in LessonBook(book).rows()] == [WORDS]
    assert main(["teach", "--forget", "--book", str(book)]) == 0
    assert LessonBook(book).current(encoder.fingerprint).read(words) == heads.read(words)


def test_a_lesson_that_makes_other_readings_worse_is_not_kept_unasked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says what fell, keeps nothing and exits with 2."""
    monkeypatch.setattr(teaching, "KEPT_WEIGHT", 0.0)
    monkeypatch.setattr(teaching, "RATE", 0.1)
    book = tmp_path / "book"
    nonsense = [{"text": f"thank you {word}", "emotion": "anger", "needs": []} for word in ("so much", "kindly", "all")]
    assert main(["teach", str(labels_file(tmp_path, *nonsense)), "--book", str(book)]) == 2
    said = capsys.readouterr().out
    assert "Worse than before: emotions" in said
    assert "Nothing is kept" in said
    assert not book.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "there is no label in the file"),
        ('{"text": "a", "emotion": "joy"}', "labels.jsonl:1: 'emotion' names 'joy'"),
        (None, "the file cannot be read"),
    ],
)
def test_bad_labels_are_one_sentence(
    tmp_path: Path, content: str | None, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2, the book stays as it is."""
    path = tmp_path / "labels.jsonl"
    if content is not None:
        path.write_text(content)
    assert main(["teach", str(path), "--book", str(tmp_path / "book")]) == 2
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "book").exists()
