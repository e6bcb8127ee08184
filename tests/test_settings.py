"""Settings: defaults, a file, single values; a wrong one is told with its mend."""

import pytest

from assist.errors import UsageError
from assist.settings import Settings, as_dict, load_settings, settings_from


def test_values_come_from_the_file_and_then_from_the_command_line(tmp_path):
    """The command line wins; what neither names keeps its default."""
    path = tmp_path / "attune.toml"
    path.write_text("[speech]\nthreads = 2\nmodel = 'tiny.en'\n")
    settings = load_settings(path, ["speech.threads=3", "suggest.floor=0.6"])
    assert (settings.speech.threads, settings.speech.model, settings.suggest.floor) == (3, "tiny.en", 0.6)
    assert settings.affect == Settings().affect


@pytest.mark.parametrize(
    ("assignment", "sentence"),
    [
        ("speech.thread=2", "did you mean 'speech.threads'"),
        ("nothing.at_all=2", "sections are audio, speech"),
        ("speech.threads", "write section.key=value"),
        ("speech.threads=many", "wrong kind of value"),
    ],
)
def test_a_wrong_assignment_is_told(assignment, sentence):
    """With what to write instead."""
    with pytest.raises(UsageError, match="--set") as caught:
        load_settings(None, [assignment])
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[speech\n", "not valid TOML"),
        ("threads = 2\n", "outside a section"),
        ("[speech]\nthread = 2\n", "did you mean"),
        ("[speech]\nthreads = [2]\n", "wrong kind of value"),
    ],
)
def test_a_wrong_file_is_told(tmp_path, content, sentence):
    """With its path."""
    path = tmp_path / "attune.toml"
    path.write_text(content)
    with pytest.raises(UsageError, match=r"attune\.toml") as caught:
        load_settings(path)
    assert sentence in str(caught.value)


def test_a_missing_file_is_told(tmp_path):
    """Not silently replaced by defaults."""
    with pytest.raises(UsageError, match="cannot be read"):
        load_settings(tmp_path / "none.toml")


def test_settings_survive_a_journal():
    """What was written is what is read."""
    settings = load_settings(None, ["suggest.cap=9"])
    assert settings_from(as_dict(settings)) == settings


def test_sectors_are_a_list_or_names_with_commas(tmp_path):
    """A file lists them, the command line joins them; both mean the same, and a journal keeps them."""
    config = tmp_path / "attune.toml"
    config.write_text('[bank]\npacks = ["banking", "retail"]\nregister = "formal"\n', encoding="utf-8")
    listed, joined = load_settings(config), load_settings(None, ["bank.packs=banking, retail"])
    assert listed.bank.pack_names == joined.bank.pack_names == ("banking", "retail")
    assert Settings().bank.pack_names == ()
    assert settings_from(as_dict(listed)) == listed
