"""Fetching a speech model from a hub of the test's own, and a folder of one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assist.soundcheck.news import Fetching, ModelReady, ModelsSeen, News, Refused, decode
from tests.soundcheck.hub import Hub

MODEL = bytes(25_000_000)
FILES = {"config.json": b"{}", "model.bin": MODEL, "tokenizer.json": b"{}", "vocabulary.txt": b"a", "README.md": b"x"}
PATIENCE_SECONDS = 60.0


@pytest.fixture
def hub() -> Iterator[Hub]:
    """Holds the second half of the model back."""
    with Hub(FILES) as served:
        yield served


def check(home: Path, *arguments: str, hub: Hub | None = None) -> subprocess.Popen[bytes]:
    """The sound check, as the window starts it; without a hub it is offline."""
    online = {"HF_HUB_OFFLINE": "0", "HF_ENDPOINT": hub.address} if hub else {"HF_HUB_OFFLINE": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "assist.soundcheck", *arguments],
        env={**os.environ, "HF_HOME": str(home), **online},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def told(process: subprocess.Popen[bytes]) -> list[News]:
    """All that it tells until its end."""
    output, _ = process.communicate(timeout=PATIENCE_SECONDS)
    return [decode(line) for line in output.splitlines()]


def half_fetched(process: subprocess.Popen[bytes]) -> Fetching:
    """Wait until a part has come."""
    assert process.stdout is not None
    for line in process.stdout:
        news = decode(line)
        assert isinstance(news, Fetching), news
        if news.done_bytes > 1_000_000:
            return news
    raise AssertionError("the download told nothing")


def test_a_download_tells_how_far_it_is(hub: Hub, tmp_path: Path) -> None:
    """Half, then all; then the model is on this machine."""
    fetching = check(tmp_path, "fetch", "base.en", hub=hub)
    half = half_fetched(fetching)
    assert half.total_bytes == pytest.approx(len(MODEL), abs=100)
    assert half.done_bytes <= len(MODEL) / 2
    hub.gate.set()
    *_, last, ready = told(fetching)
    assert isinstance(last, Fetching)
    assert last.done_bytes == last.total_bytes
    assert isinstance(ready, ModelReady)
    assert (Path(ready.folder) / "model.bin").stat().st_size == len(MODEL)
    (seen,) = told(check(tmp_path, "models"))
    assert isinstance(seen, ModelsSeen)
    assert {model.name: bool(model.folder) for model in seen.models} == {
        "tiny.en": False, "base.en": True, "small.en": False,
    }  # fmt: skip


def test_a_cancelled_download_leaves_no_model(hub: Hub, tmp_path: Path) -> None:
    """Half a model is none; fetched again it is whole."""
    fetching = check(tmp_path, "fetch", "base.en", hub=hub)
    half_fetched(fetching)
    fetching.kill()
    fetching.communicate()
    (seen,) = told(check(tmp_path, "models"))
    assert isinstance(seen, ModelsSeen)
    assert not any(model.folder for model in seen.models)
    hub.gate.set()
    *_, ready = told(check(tmp_path, "fetch", "base.en", hub=hub))
    assert isinstance(ready, ModelReady)


def test_without_a_network_one_sentence(tmp_path: Path) -> None:
    """With the way out."""
    process = check(tmp_path, "fetch", "base.en")
    *_, refused = told(process)
    assert isinstance(refused, Refused)
    assert "cannot be fetched; connect once, or carry it here: 'assist models export'" in refused.sentence
    assert process.returncode == 2


@pytest.mark.parametrize(
    ("files", "sentence"),
    [(None, "there is no such folder"), ((), "model.bin is missing"), (("model.bin",), "config.json is missing")],
)
def test_a_folder_that_is_no_model_is_told(tmp_path: Path, files: tuple[str, ...] | None, sentence: str) -> None:
    """Missing, empty, half copied."""
    folder = tmp_path / "copied"
    if files is not None:
        folder.mkdir()
        for name in files:
            (folder / name).write_text("{}")
    (refused,) = told(check(tmp_path, "folder", str(folder)))
    assert isinstance(refused, Refused)
    assert sentence in refused.sentence


def test_a_folder_with_a_model_is_taken(tmp_path: Path) -> None:
    """By its whole path."""
    for name in ("model.bin", "config.json"):
        (tmp_path / name).write_text("{}")
    assert told(check(tmp_path, "folder", str(tmp_path))) == [ModelReady(str(tmp_path), str(tmp_path))]
