"""Speech models carried to machines that reach no hub: `assist models`."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from assist.cli import main
from assist.errors import RecognizerError
from assist.models import carrying
from assist.models.carrying import export_model, import_model
from assist.models.checksums import NAME, broken
from assist.speech import weights


def quiet(_done: int, _total: int) -> None:
    """Nobody watches."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where imported models lie."""
    folder = tmp_path / "home"
    monkeypatch.setattr(weights, "MODELS_FOLDER", folder)
    monkeypatch.setattr("assist.models.command.MODELS_FOLDER", folder)
    return folder


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A folder that looks like a converted model; the weights are three megabytes of noise."""
    folder = tmp_path / "small-one"
    folder.mkdir()
    (folder / "model.bin").write_bytes(os.urandom(3 << 20))
    for name in ("config.json", "preprocessor_config.json", "tokenizer.json", "vocabulary.json"):
        (folder / name).write_text(f'{{"file": "{name}"}}')
    (folder / "notes.txt").write_text("not a part of it")
    return folder


def test_a_model_is_carried_from_one_machine_to_another(home, model, tmp_path):
    """What one exports, another imports and finds by its name; files that do not belong to it stay behind."""
    stick = export_model(str(model), tmp_path / "stick", quiet)
    found = import_model(stick, "", home, quiet)
    assert found == home / "small-one"
    assert weights.local_weights("small-one") == found
    assert (found / "model.bin").read_bytes() == (model / "model.bin").read_bytes()
    assert not (found / "notes.txt").exists()
    assert broken(found) == []


def test_a_damaged_file_is_refused_and_the_old_model_stays(home, model, tmp_path):
    """The checksum of the export is held to; the sentence names the file."""
    stick = export_model(str(model), tmp_path / "stick", quiet)
    import_model(stick, "", home, quiet)
    kept = (home / "small-one" / "model.bin").read_bytes()
    with (stick / "model.bin").open("r+b") as file:
        file.write(b"another beginning")
    with pytest.raises(RecognizerError, match=r"model\.bin: the file is damaged .* export the model again"):
        import_model(stick, "", home, quiet)
    assert (home / "small-one" / "model.bin").read_bytes() == kept


def test_a_copy_that_was_cut_off_goes_on(home, model, tmp_path, monkeypatch):
    """A full disk is told; what was copied before is not copied again."""
    stick = export_model(str(model), tmp_path / "stick", quiet)
    real, copied = carrying.continued, []

    def full(source: Path, target: Path) -> str:
        if source.name == "model.bin":
            target.write_bytes(source.read_bytes()[: 1 << 20])
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(source, target)

    monkeypatch.setattr(carrying, "continued", full)
    with pytest.raises(RecognizerError, match="make room and try again; it goes on where it stopped"):
        import_model(stick, "", home, quiet)
    assert weights.local_weights("base.en") is None or not (home / "small-one").exists()

    def watched(source: Path, target: Path) -> str:
        copied.append((source.name, target.stat().st_size if target.exists() else 0))
        return real(source, target)

    monkeypatch.setattr(carrying, "continued", watched)
    found = import_model(stick, "", home, quiet)
    assert dict(copied)["model.bin"] == 1 << 20
    assert broken(found) == []


def test_what_is_left_of_another_model_of_this_name_is_not_gone_on_with(home, model, tmp_path):
    """Somebody gave up importing an older one: the new one's files are sound all the same."""
    stick = export_model(str(model), tmp_path / "stick", quiet)
    left = home / "small-one.part"
    left.mkdir(parents=True)
    (left / "model.bin").write_bytes(b"the beginning of an older one")
    assert broken(import_model(stick, "", home, quiet)) == []


def test_a_folder_with_other_things_in_it_is_not_replaced(model, tmp_path):
    """Nobody's notes are deleted because they lie in a folder of the model's name; a model is replaced."""
    target = tmp_path / "stick" / "small-one"
    assert export_model(str(model), tmp_path / "stick", quiet) == target
    export_model(str(model), tmp_path / "stick", quiet)
    (target / "thesis.txt").write_text("years of work")
    with pytest.raises(RecognizerError, match=r"small-one: the folder holds other things \(thesis\.txt\)"):
        export_model(str(model), tmp_path / "stick", quiet)
    assert (target / "thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda stick: (stick / "tokenizer.json").unlink(), "tokenizer.json is missing, which its checksums name"),
        (lambda stick: (stick / NAME).write_text("rubbish"), f"{NAME}, line 1: this is no checksum"),
        (lambda stick: (stick / "model.bin").unlink(), "model.bin is missing"),
    ],
)
def test_a_folder_that_is_no_sound_model_is_refused(home, model, tmp_path, spoil, sentence):
    """One sentence; nothing is imported."""
    stick = export_model(str(model), tmp_path / "stick", quiet)
    spoil(stick)
    with pytest.raises(RecognizerError, match=sentence):
        import_model(stick, "", home, quiet)
    assert not (home / "small-one").exists()


def test_the_list_tells_what_is_here_and_what_is_damaged(home, model, capsys):
    """Each model with its size and state; a damaged one ends the command with 2."""
    assert main(["models", "import", str(model), "--name", "mine"]) == 0
    assert "--set speech.model=mine" in capsys.readouterr().out
    assert main(["models", "list", "--json", "--check"]) == 0
    rows = {row["name"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert (rows["mine"]["checked"], rows["mine"]["megabytes"]) == ("sound", 3)
    (home / "mine" / "config.json").write_text("{}")
    assert main(["models", "list", "--check"]) == 2
    assert "damaged: config.json; import or fetch it again" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["fetch", "base.en"], "cannot be fetched; connect once"),
        (["fetch", "bass.en"], "did you mean 'base.en'?"),
        (["export", "base.en", "out"], "fetch it first"),
        (["import", "nowhere"], "there is no such folder"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(home, capsys, monkeypatch, tmp_path, arguments, sentence):
    """Offline, misspelt, not here: exit 2 and the mend."""
    monkeypatch.chdir(tmp_path)
    assert main(["models", *arguments]) == 2
    told = capsys.readouterr().err
    assert sentence in told
    assert told.count("\n") == 1
