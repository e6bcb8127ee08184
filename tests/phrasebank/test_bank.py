"""The bank reads YAML and says exactly where an entry is broken."""

from pathlib import Path

import pytest

from phrasebank.bank import load_bank
from phrasebank.errors import BankError
from phrasebank.taxonomy import load_taxonomy
from tests.phrasebank.banks import YAML, bank, phrase


def broken(folder: Path, text: str) -> str:
    """The message for a file with this text, its folder left out."""
    (folder / "broken.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BankError) as caught:
        load_bank(folder)
    message = str(caught.value)
    assert "\n" not in message
    assert message[-1] in ".?"
    return message.replace(f"{folder}/", "")


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    """The top of the file names its pack and what its phrases have in common; subfolders are read too."""
    (tmp_path / "packs").mkdir()
    header = "pack: banking\nregister: formal\nlocale: en-GB\nversion: 2\n"
    (tmp_path / "packs" / "refunds.yaml").write_text(header + YAML, encoding="utf-8")
    read = load_bank(tmp_path)
    assert read["late-refund-1"] == phrase(pack="banking", register="formal", locale="en-GB", version=2)
    assert read["late-refund-1"].origin.line == 9
    assert read.approved == read.phrases


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'cue: "Trace the late refund"',
            'cue: "Trace the',
            "this is not valid YAML (did not find expected key, in the part that starts on line 5)",
        ),
        (
            "    tone:",
            "    tome:",
            "broken.yaml:12: phrase 'late-refund-1' has an unknown field 'tome'; did you mean 'tone'?",
        ),
        ("[annoyance]", "[anoyance]", "broken.yaml:8: phrase 'late-refund-1': 'emotions' names 'anoyance'"),
        ("[annoyance]", "annoyance", "broken.yaml:8: 'emotions' is not a list"),
        ("    tone: competent\n", "", "broken.yaml:5: phrase 'late-refund-1' lacks 'tone'"),
        ("{amount|it}", "{amount}", "broken.yaml:6: phrase 'late-refund-1': in 'text', {amount} needs a fallback"),
        ("phrases:\n", "phrase:\n", "broken.yaml:4: the top of the file has an unknown field 'phrase'; did you mean"),
        ("    tone: competent\n", "    tone: warm\n    tone: warm\n", "broken.yaml:13: this is not valid YAML"),
        ("text:", "once_per_call: maybe\n    text:", "broken.yaml:6: 'once_per_call' is 'maybe'"),
        ("author:", "pack: bankng\nauthor:", "broken.yaml:1: there is no pack 'bankng'; did you mean 'banking'?"),
        ("text:", "register: posh\n    text:", "broken.yaml:6: phrase 'late-refund-1': 'register' names 'posh'"),
        ("text:", "locale: en-AU\n    text:", "'locale' names 'en-AU', which is unknown; did you mean 'en-US'?"),
        ("text:", "version: 1.5\n    text:", "broken.yaml:6: 'version' is '1.5'; write a whole number"),
        ("text:", "version: 0\n    text:", "broken.yaml:6: phrase 'late-refund-1': 'version' is below 1"),
        ("text:", "cooldown_seconds: soon\n    text:", "broken.yaml:6: 'cooldown_seconds' is 'soon'"),
    ],
)
def test_a_broken_entry_is_named_by_file_and_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    """Each mistake gives one sentence with the file, the line and the mend."""
    assert message in broken(tmp_path, YAML.replace(old, new, 1))


@pytest.mark.parametrize("text", ["", "- one\n- two\n", "phrases: none\n", "phrases: [one]\n", "a: &x [*x"])
def test_a_file_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    """A file without a list of phrases is named."""
    assert broken(tmp_path, text).startswith("broken.yaml:")


def test_text_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """A file that is not UTF-8 is named."""
    (tmp_path / "latin.yaml").write_bytes("author: Ren\xe9\n".encode("latin-1"))
    with pytest.raises(BankError, match=r"latin\.yaml: the file is not UTF-8"):
        load_bank(tmp_path)


def test_an_id_belongs_to_one_phrase(tmp_path: Path) -> None:
    """A second phrase with the same id is refused, both places named."""
    (tmp_path / "a.yaml").write_text(YAML, encoding="utf-8")
    assert "broken.yaml:5: the id 'late-refund-1' is taken at a.yaml:5" in broken(tmp_path, YAML)


def test_a_missing_or_empty_folder_is_refused(tmp_path: Path) -> None:
    """No folder, or one without phrase files, is said in one sentence."""
    with pytest.raises(BankError, match="there is no such folder"):
        load_bank(tmp_path / "nowhere")
    with pytest.raises(BankError, match="holds no phrase files"):
        load_bank(tmp_path)


def test_the_version_follows_the_content() -> None:
    """Order and place do not change the version; a word does."""
    one, two = phrase(), phrase(id="late-refund-2", cue="Ask for the reference")
    assert bank(one, two).version == bank(two, one).version
    assert bank(one).version != bank(phrase(cue="Trace it at once")).version


def test_the_taxonomy_is_whole() -> None:
    """Ten emotions, fourteen needs and twenty-three strategies, each with its meaning."""
    taxonomy = load_taxonomy()
    assert (len(taxonomy.emotions), len(taxonomy.needs), len(taxonomy.strategies)) == (10, 14, 23)
    assert taxonomy.emotion("anger").valence < 0 < taxonomy.emotion("gratitude").valence
    assert all(need.answered_by for need in taxonomy.needs)
