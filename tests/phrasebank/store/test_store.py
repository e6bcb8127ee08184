"""The file: made, opened, refused, shared."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from phrasebank.bank import Bank
from phrasebank.errors import PhraseError
from phrasebank.store.file import address_of
from phrasebank.store.reading import published_bank
from phrasebank.store.records import Edit, StoreError
from phrasebank.store.store import Store
from tests.phrasebank.banks import bank, phrase
from tests.phrasebank.store.stores import DELAY, IDEA, REFUND, Clock, edit, entry, made, publish, step


def test_a_new_store_holds_the_bank_and_has_released_what_is_approved(tmp_path: Path) -> None:
    """Drafts are there to work on; agents have the approved phrases."""
    store = made(tmp_path)
    snapshot = store.snapshot()
    assert snapshot.bank.phrases == (REFUND, DELAY, IDEA)
    assert snapshot.published == 1
    assert store.release_bank(1).phrases == snapshot.candidate().phrases == (REFUND, DELAY)
    first = snapshot.entries[0]
    assert (first.revision, first.changed_by, first.wording_by, first.comments) == (1, "Ann", "Ann", 0)
    assert first.changed_at == "2026-03-01T09:01:00+00:00"
    assert [path.name for path in tmp_path.iterdir()] == ["bank.db"]


def test_a_bank_of_drafts_or_of_nothing_releases_nothing(tmp_path: Path) -> None:
    """There is nothing that an agent may see."""
    for name, phrases in (("drafts", [IDEA]), ("nothing", [])):
        store = Store.create(tmp_path / name, Bank(phrases), "Ann")
        assert (store.published(), store.releases(), store.snapshot().published) == (None, (), 0)
        assert store.verify_audit() == ""


def test_the_trial_takes_drafts_and_reviews_as_if_they_were_approved(tmp_path: Path) -> None:
    """So that they can be tried before anybody approves them; what is retired stays out."""
    store = made(tmp_path)
    step(store, "refund", "retired")
    edit(store, "delay", text="Other words. I'll look.")
    trial = store.snapshot().trial()
    assert [(p.id, p.status) for p in trial.phrases] == [("delay", "approved"), ("idea", "approved")]
    assert trial["delay"].text == "Other words. I'll look."
    assert store.snapshot().candidate()["delay"] == DELAY


def test_the_mark_tells_every_change_by_anybody(tmp_path: Path) -> None:
    """Also comments, profiles and roll-backs; reading does not change it."""
    store = made(tmp_path)
    marks = [store.mark()]
    other = Store(store.path)
    for change in (
        lambda: edit(other, "refund", text="New words. I'll look."),
        lambda: other.comment("refund", "why?", "Bea"),
        lambda: other.set_two_person(True, "Bea"),
        lambda: step(store, "refund", "review"),
        lambda: step(other, "refund", "approved", "Bea"),
        lambda: publish(store),
        lambda: other.roll_back(1, "Bea", "too bold"),
    ):
        change()
        assert store.mark() == store.snapshot().mark == other.snapshot().mark
        marks.append(store.mark())
    assert len(set(marks)) == len(marks)


def test_reading_again_gives_what_reading_anew_gives(tmp_path: Path) -> None:
    """What a console keeps between two snapshots is what the file says."""
    store = made(tmp_path)
    store.snapshot()
    other = Store(store.path, Clock())
    edit(other, "delay", "Bea", text="Other words. I'll look.")
    other.comment("idea", "nice", "Bea")
    step(other, "refund", "retired", "Bea")
    other.save([Edit(phrase(id="new"), 0)], "Bea")
    assert store.snapshot() == Store(store.path).snapshot()
    assert store.snapshot() is store.snapshot()
    assert entry(store, "idea").comments == 1


def test_another_file_in_its_place_is_read_anew(tmp_path: Path) -> None:
    """Such as yesterday's copy, put back while a console is open."""
    store = made(tmp_path)
    yesterday = store.path.read_bytes()
    edit(store, "refund", text="Today's words. I'll look.")
    step(store, "delay", "retired")
    store.path.write_bytes(yesterday)
    other = Store(store.path, Clock())
    other.comment("idea", "hm", "Bea")
    edit(other, "idea", cue="Write all that down")
    assert store.snapshot() == Store(store.path).snapshot()
    assert entry(store, "refund").phrase == REFUND


def test_a_store_is_never_made_over_another_file(tmp_path: Path) -> None:
    """Whatever it holds."""
    store = made(tmp_path)
    before = store.path.read_bytes()
    with pytest.raises(StoreError, match=r"there is a file already; open it"):
        made(tmp_path)
    assert store.path.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1


def test_files_that_are_no_store_are_refused_in_one_sentence(tmp_path: Path) -> None:
    """Missing, a folder, empty, text, another program's database, cut off, or of tomorrow."""
    store = made(tmp_path)
    whole = store.path.read_bytes()
    missing, text, empty, other, cut, newer = (tmp_path / name for name in ("none", "text", "empty", "o", "cut", "new"))
    text.write_text("phrases: []\n" * 500, encoding="utf-8")
    empty.touch()
    with closing(sqlite3.connect(other)) as database:
        database.execute("CREATE TABLE audit (x)")
    cut.write_bytes(whole[: len(whole) // 2])
    newer.write_bytes(whole)
    with closing(sqlite3.connect(newer)) as database:
        database.execute("PRAGMA user_version=99")
    for path, words in (
        (missing, "there is no store"),
        (tmp_path, "there is no store"),
        (empty, "not a store"),
        (text, "damaged"),
        (other, "not a store"),
        (newer, "newer version"),
    ):
        with pytest.raises(StoreError, match=words) as refused:
            Store(path)
        assert str(refused.value).startswith(f"{path}: ")
        assert str(refused.value).count("\n") == 0
    assert not missing.exists()
    with pytest.raises(StoreError, match="damaged"):
        Store(cut).snapshot()


@pytest.mark.parametrize(
    ("sound", "bad"), [(b"CREATE TABLE audit", b"CR\xc0ATE TABLE audit"), (b'{"content":', b'{"content"!')]
)
def test_bytes_that_went_bad_are_told_in_one_sentence(tmp_path: Path, sound: bytes, bad: bytes) -> None:
    """In the tables' own words, of which SQLite complains in bytes that are no text, and in a row's."""
    store = made(tmp_path)
    store.path.write_bytes(store.path.read_bytes().replace(sound, bad))
    with pytest.raises(StoreError, match=r"bank\.db: the store is damaged, or the file is none"):
        Store(store.path).audit()


def test_an_engine_takes_a_row_of_nonsense_for_damage(tmp_path: Path) -> None:
    """It must not end with it."""
    store = made(tmp_path)
    with closing(sqlite3.connect(store.path)) as database:
        database.executescript(
            "PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql = replace(sql, 'release INTEGER NOT NULL', "
            "'release') WHERE name = 'publication'; PRAGMA writable_schema=RESET;"
            "INSERT INTO publication VALUES (99, NULL);"
        )
    with pytest.raises(StoreError, match=r"bank\.db: the store is damaged"):
        published_bank(store.path)


def test_a_phrase_that_no_longer_holds_is_named(tmp_path: Path) -> None:
    """A store that somebody wrote to by other means is not trusted."""
    store = made(tmp_path)
    with closing(sqlite3.connect(store.path)) as database, database:
        database.execute("DROP TRIGGER history_kept")
        database.execute("UPDATE history SET body = replace(body, 'annoyance', 'annoyed') WHERE phrase_id = 'delay'")
    with pytest.raises(StoreError, match=r"phrase 'delay' cannot be read \(.*'annoyed'"):
        Store(store.path).snapshot()


def test_a_locked_store_is_told_in_one_sentence(tmp_path: Path) -> None:
    """Another program writes and does not end; nothing is lost."""
    store = Store(made(tmp_path).path, Clock(), patience_seconds=0.05)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        assert entry(store, "refund").phrase == REFUND  # reading goes on
        with pytest.raises(StoreError, match="another program is writing"):
            edit(store, "refund", text="New words. I'll look.")
    assert edit(store, "refund", text="New words. I'll look.").revision == 2


def test_a_store_that_may_not_be_written_can_be_read(tmp_path: Path) -> None:
    """A change says which right is missing."""
    store = made(tmp_path)
    store.path.chmod(0o444)
    try:
        with store.path.open("r+b"):
            pytest.skip("whoever runs this may write everything")
    except PermissionError:
        pass
    assert len(Store(store.path).snapshot().entries) == 3
    with pytest.raises(StoreError, match="check the disk and your rights"):
        edit(store, "refund", cue="Three other words")


def test_what_cannot_be_stored_is_refused(tmp_path: Path) -> None:
    """Nobody's name, half a character, an endless time."""
    store = made(tmp_path)
    mark = store.mark()
    with pytest.raises(StoreError, match="say who you are"):
        edit(store, "refund", who="  ", cue="Three other words")
    with pytest.raises(PhraseError, match="'refund' holds half a character"):
        edit(store, "refund", author="\ud83d")
    with pytest.raises(PhraseError, match="'cooldown_seconds' is inf"):
        edit(store, "refund", cooldown_seconds=float("inf"))
    assert store.mark() == mark


def test_a_store_may_have_any_name(tmp_path: Path) -> None:
    """Signs that mean something in an address are letters here; folders are made."""
    path = tmp_path / "a b" / "100%?#&ü.db"
    store = Store.create(path, bank(REFUND), "Ann")
    assert store.snapshot().bank.phrases == (REFUND,)
    assert published_bank(path)[0] == 1
    assert [found.name for found in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (PurePosixPath("/home/bank.db"), "file:///home/bank.db?mode=ro"),
        (PureWindowsPath(r"C:\bank\a b.db"), "file:///C:/bank/a%20b.db?mode=ro"),
        (PureWindowsPath(r"\\server\share\bank.db"), "file:////server/share/bank.db?mode=ro"),
    ],
)
def test_files_on_a_share_have_an_address_too(path: PurePath, address: str) -> None:
    """Windows names them by their server."""
    assert address_of(path, "ro") == address


def test_the_store_needs_no_model() -> None:
    """Reading a bank loads neither torch nor the encoder."""
    script = "import sys, phrasebank.store.store; print({'torch', 'phrasebank.encoder', 'numpy'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout.strip() == b"set()"
