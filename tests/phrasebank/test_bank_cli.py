"""The ``phrasebank`` command: answers, exit codes, one sentence for each bad input."""

import json
from pathlib import Path

import pytest

from phrasebank.cli import main
from phrasebank.training import main as train
from tests.phrasebank.banks import YAML


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one sound phrase; the cache is kept apart from the user's."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "refunds.yaml").write_text(YAML, encoding="utf-8")
    return tmp_path / "bank"


def test_stats_count_the_bank(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Counts by status and tag, as JSON for a program."""
    assert main(["stats", str(folder), "--json"]) == 0
    counts = json.loads(capsys.readouterr().out)
    assert counts["phrases"] == 1
    assert counts["status"] == {"approved": 1}
    assert counts["need"]["speed"] == 1
    assert counts["emotion"]["anger"] == 0
    assert counts["strategy"]["validation"] == 1
    assert (counts["pack"], counts["register"], counts["locale"]) == ({"core": 1}, {"plain": 1}, {"any": 1})
    assert main(["stats"]) == 0
    assert "phrases, version" in capsys.readouterr().out


def test_coverage_names_the_holes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A table of feelings and needs, thin cells marked and named; JSON for a program."""
    assert main(["check", str(folder), "--coverage"]) == 0
    told = capsys.readouterr().out
    assert "few-variants: annoyance x speed has 1 of 3 phrases" in told
    assert "1*" in next(line for line in told.splitlines() if line.startswith("annoyance"))
    assert main(["check", str(folder), "--coverage", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert rows[1]["counts"]["speed"] == 1
    assert {"rule": "few-variants", "moment": "annoyance x speed", "found": 1, "wanted": 3} in rows


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["stats", "nowhere"], "nowhere: there is no such folder"),
        (["check", "nowhere"], "nowhere: there is no such folder"),
        (["search", "hello", "--emotion", "joy"], "--emotion joy: there is no such tag"),
        (["search", "hello", "--need", "money"], "--need money: there is no such tag"),
        (["search", "hello", "--phase", "lunch"], "--phase lunch: there is no such tag"),
        (["search", " "], "The text to search for is empty"),
        (["search", "hello", "--limit", "0"], "--limit 0"),
        (["search"], "phrasebank search: the following arguments are required: text"),
        (["evaluate"], "phrasebank evaluate: one of the arguments --affect --suggestions is required"),
        (["stat"], "invalid choice: 'stat'"),
        ([], "phrasebank: the following arguments are required"),
    ],
)
def test_bad_input_is_one_sentence(arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2, one line on standard error, nothing on standard output."""
    assert main(arguments) == 2
    output = capsys.readouterr()
    assert sentence in output.err
    assert output.err.count("\n") == 1
    assert output.out == ""


def test_a_missing_training_folder_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Training names the folder that is not there."""
    assert train(["--extra", str(tmp_path / "nowhere"), "--out", str(tmp_path / "heads")]) == 2
    assert "nowhere: there is no such folder" in capsys.readouterr().err


@pytest.mark.models
def test_check_passes_a_sound_bank_and_fails_a_broken_rule(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Notes alone give exit 0; an error gives exit 2 and its file and line."""
    assert main(["check", str(folder)]) == 0
    assert "1 phrases, 0 errors" in capsys.readouterr().out
    (folder / "refunds.yaml").write_text(YAML.replace("trace {amount|it} now.", "trace it now!"), encoding="utf-8")
    assert main(["check", str(folder), "--json"]) == 2
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert (first["rule"], first["line"], first["level"]) == ("exclamation-mark", 5, "error")


@pytest.mark.models
def test_search_finds_the_phrase(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The nearest phrase, with what was read or given."""
    words = ["search", "where is my refund", "--emotion", "annoyance", "--need", "speed", "--folder", str(folder)]
    assert main([*words, "--json"]) == 0
    hit = json.loads(capsys.readouterr().out)
    assert hit["phrase_id"] == "late-refund-1"
    assert hit["similarity"] > 0.99
    assert main(words) == 0
    assert "Trace the late refund" in capsys.readouterr().out
