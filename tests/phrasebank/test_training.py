"""Training: encoder and heads learned together, on few rows and for one pass; the real model."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from phrasebank import training
from phrasebank.bank import Bank
from phrasebank.corpus import AgentRow, CustomerRow, spelling
from phrasebank.dialogues import Dialogue
from phrasebank.encoder import MODEL_SHA256, SentenceEncoder, installed_folder, open_encoder
from phrasebank.errors import EncoderError
from phrasebank.heads import load_heads
from phrasebank.pairs import answer_pairs
from phrasebank.posts import Post
from phrasebank.scores import tables
from phrasebank.sides import customer_side, post_side
from phrasebank.split import is_held_out
from phrasebank.training import Material, Plan, train
from tests.phrasebank.banks import phrase

pytestmark = pytest.mark.models

SAYINGS = {
    "anger": "this is an outrage i want to leave you for the {} time",
    "gratitude": "thank you so much that is wonderful news {}",
    "neutral": "my order number is {} {}",
}


def few_customers() -> list[CustomerRow]:
    """Rows that are easy to tell apart."""
    return [
        CustomerRow(
            said.format(number, number), emotion, ("respected",) if emotion == "anger" else (), real=number % 2 == 0
        )
        for number in range(30)
        for emotion, said in SAYINGS.items()
    ]


def few_agents() -> list[AgentRow]:
    """Half of them take care."""
    caring = [
        AgentRow(f"i will take care of number {number} myself", ("ownership",), ("ownership",), (1, 0, 0))
        for number in range(30)
    ]
    return caring + [AgentRow(f"the number is {number}", (), ()) for number in range(30)]


def few_dialogues() -> list[Dialogue]:
    """The same short answer after a promise and after an apology."""
    calm = (few_agents()[40], CustomerRow("again", "neutral", (), real=False))
    upset = (few_agents()[0], CustomerRow("again", "anger", ("respected",), real=False))
    return [Dialogue(f"call-{number}", calm if number % 2 else upset, ()) for number in range(40)]


@pytest.fixture(scope="module")
def material() -> Material:
    """A corpus of a hundred rows."""
    bank = Bank(
        (phrase(id="a", cues=("where is it", "is it on its way")), phrase(id="b", cues=("thank you", "cheers")))
    )
    posts = [Post("what a joy", ("joy",), "train"), Post("never shown", ("anger",), "test")]
    return Material(few_customers(), few_agents(), posts, few_dialogues(), answer_pairs(bank))


def test_one_pass_writes_an_encoder_and_heads_that_fit_together(material: Material, tmp_path: Path) -> None:
    """Two seeds are averaged; both files load as the product loads them, and similarity stays close to the original."""
    trained = train(material, tmp_path, [Plan(1, 1.0, 0), Plan(1, 1.0, 1)])
    assert "similarity_kept" in tables(trained.report)
    assert trained.report["similarity_kept"] > 0.8
    encoder = SentenceEncoder(tuning=tmp_path / "encoder.safetensors")
    heads = load_heads(tmp_path / "heads.safetensors", encoder.fingerprint)
    reading = heads.read(encoder.features(["thank you so much"]))
    assert abs(sum(reading.emotions.values()) - 1.0) < 1e-5
    assert set(reading.epitome) == {"emotional_reaction", "interpretation", "exploration"}
    assert encoder.fingerprint != MODEL_SHA256
    assert heads.context.any()


@pytest.fixture(scope="module")
def other_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers model of another shape: five layers of 32 numbers."""
    from sentence_transformers import SentenceTransformer, models
    from transformers import AutoTokenizer, BertConfig, BertModel

    bare, folder = tmp_path_factory.mktemp("bare"), tmp_path_factory.mktemp("model")
    shape = BertConfig(hidden_size=32, num_hidden_layers=5, num_attention_heads=2, intermediate_size=64)
    BertModel(shape).save_pretrained(bare)
    AutoTokenizer.from_pretrained(installed_folder()).save_pretrained(bare)
    modules = [models.Transformer(str(bare)), models.Pooling(32), models.Normalize()]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder))
    return folder


def test_another_encoder_can_be_tuned_and_named(
    material: Material, other_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its folder then holds all that the settings need to name it."""
    monkeypatch.setattr(training, "read_material", lambda _extra: material)
    assert training.main(["--seeds", "1", "--epochs", "1", "--base", str(other_model)]) == 0
    encoder = open_encoder(other_model)
    assert encoder.encode(["hello"]).shape == (1, 32)
    heads = load_heads(other_model / "heads.safetensors", encoder.fingerprint)
    assert heads.read(encoder.features(["hello"])).emotions


def test_the_command_prints_its_scores(
    material: Material, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One seed, one pass, exit 0."""
    monkeypatch.setattr(training, "read_material", lambda _extra: material)
    assert training.main(["--seeds", "1", "--epochs", "1", "--out", str(tmp_path)]) == 0
    assert "similarity_kept" in capsys.readouterr().out


def test_rows_like_held_out_ones_are_not_learned() -> None:
    """Nobody is tested on what was learned by heart."""
    side = customer_side(few_customers(), SentenceEncoder())
    alike = side.originals[side.learned] @ side.originals[side.held].T
    assert side.held.any()
    assert alike.size == 0 or alike.max() <= 0.95


def test_a_row_stays_on_its_side_of_the_split_as_the_corpus_grows() -> None:
    """Its own words decide, whatever the spelling; about the share that was asked for is held out."""
    row = few_customers()[0]
    assert row.held_out == CustomerRow(row.text.upper() + "!", "neutral", (), real=True).held_out
    assert spelling("Well, it's LATE!") == "well it's late"
    assert 0.15 < np.mean([is_held_out(f"row {number}", 0.2) for number in range(2000)]) < 0.25


def test_comments_teach_from_their_own_training_split_alone() -> None:
    """Test and dev comments stay unseen."""
    side = post_side([Post("a", ("joy",), "train"), Post("b", ("joy",), "dev"), Post("c", ("fear",), "test")])
    assert side.texts == ("a",)
    assert not side.tasks[0].shipped


@pytest.mark.parametrize("damage", ["missing", "damaged", "foreign"])
def test_a_tuning_that_cannot_be_used_is_told(tmp_path: Path, damage: str) -> None:
    """One sentence each, with the mend."""
    path = tmp_path / "encoder.safetensors"
    if damage == "damaged":
        path.write_bytes(b"nothing of the kind")
    elif damage == "foreign":
        save_file({"another.weight": np.zeros(3, dtype=np.float16)}, path)
    with pytest.raises(EncoderError, match=r"encoder\.safetensors: .*python -m phrasebank\.training"):
        SentenceEncoder(tuning=path)


def test_the_shipped_encoder_keeps_general_similarity() -> None:
    """Similarities of ordinary sentences correlate with the original model's at 0.9 or more."""
    topics = (
        "my refund is late",
        "the router blinks red",
        "thank you for your help",
        "where is my parcel",
        "i feel ill",
    )
    ends = ("today", "and i told you so", "please", "since monday morning", "what can be done about it")
    texts = [f"{topic} {end}" for topic in topics for end in ends]
    new, old = open_encoder().encode(texts), SentenceEncoder().encode(texts)
    pairs = np.triu_indices(len(texts), k=1)
    assert np.corrcoef((new @ new.T)[pairs], (old @ old.T)[pairs])[0, 1] >= 0.9
