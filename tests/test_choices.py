"""The settings that people choose, in a file that they may have written in themselves."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from assist.choices import Choices, consent_file, load_choices, needs_setup, save_choices
from assist.consent import WORDING, Consent, read_consent, write_consent
from assist.errors import UsageError
from assist.settings import load_settings

OWN = """\
# our settings
[speech]
model = "small.en"  # the big one
threads = 3

[bank]
register = "warm"
"""
CHOSEN = Choices("Monitor of Jabra", 'Mic "left"', "faster-whisper", "tiny.en")


def test_what_was_chosen_is_what_calls_use(tmp_path: Path) -> None:
    """The file is read by the engine's own settings, and by the next set-up."""
    path = tmp_path / "new" / "attune.toml"
    save_choices(path, CHOSEN)
    settings = load_settings(path)
    assert (settings.audio.customer_device, settings.audio.agent_device) == ("Monitor of Jabra", 'Mic "left"')
    assert (settings.speech.recognizer, settings.speech.model) == ("faster-whisper", "tiny.en")
    assert load_choices(path) == CHOSEN


def test_comments_and_other_settings_stay(tmp_path: Path) -> None:
    """Only what was chosen changes; the rest of the file stays to the letter."""
    path = tmp_path / "attune.toml"
    path.write_text(OWN)
    save_choices(path, CHOSEN)
    written = path.read_text()
    assert written.startswith('# our settings\n[speech]\nmodel = "tiny.en"  # the big one\nthreads = 3\n')
    assert '[bank]\nregister = "warm"\n' in written
    assert tomllib.loads(written)["speech"]["threads"] == 3
    assert [file.name for file in tmp_path.iterdir()] == ["attune.toml"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [("[speech", "is not valid TOML"), ('speech = "loud"\n', "is not valid TOML")],
)
def test_a_broken_file_is_told_and_left_alone(tmp_path: Path, content: str, sentence: str) -> None:
    """Nothing that somebody wrote is lost, and the set-up begins with the defaults."""
    path = tmp_path / "attune.toml"
    path.write_text(content)
    assert load_choices(path) == Choices()
    with pytest.raises(UsageError, match=sentence):
        save_choices(path, CHOSEN)
    assert path.read_text() == content


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """Choices and consent alike, with the mend."""
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"settings cannot be written .* make it writable"):
        save_choices(tmp_path / "file" / "attune.toml", CHOSEN)
    with pytest.raises(UsageError, match="your answer cannot be kept"):
        write_consent(Consent(agreed=True, at="2026-11-22"), tmp_path / "file" / "consent.json")


def test_the_set_up_is_needed_until_it_was_finished_with_a_yes(tmp_path: Path) -> None:
    """Nobody asked, no, yes without an end, an older text: each needs it; only yes and an end do not."""
    config = tmp_path / "attune.toml"
    path = consent_file(config)
    assert needs_setup(config)
    save_choices(config, CHOSEN)
    assert needs_setup(config)
    write_consent(Consent(agreed=False, at="2026-11-22T10:00:00+01:00"), path)
    assert needs_setup(config)
    write_consent(Consent(agreed=True, at="2025-01-01", wording=WORDING - 1), path)
    assert needs_setup(config)
    write_consent(Consent(agreed=True, at="2026-11-22T10:00:00+01:00"), path)
    assert not needs_setup(config)
    config.unlink()
    assert needs_setup(config)


def test_a_damaged_answer_is_none(tmp_path: Path) -> None:
    """Then the agent is asked again."""
    path = tmp_path / "consent.json"
    path.write_text("{")
    assert read_consent(path) is None
