"""Fine-tuning: encoder and heads trained together, on few rows and for one pass; the real model."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from phrasebank import finetuning
from phrasebank.corpus import AgentRow, CustomerRow
from phrasebank.encoder import MODEL_SHA256, SentenceEncoder, open_encoder
from phrasebank.errors import EncoderError
from phrasebank.heads import load_heads

pytestmark = pytest.mark.models

SAYINGS = {
    "anger": "this is an outrage i want to leave you for the {} time",
    "gratitude": "thank you so much that is wonderful news {}",
    "neutral": "my order number is {} {}",
}


def few_rows(_folders: list[Path]) -> tuple[list[CustomerRow], list[AgentRow]]:
    """Rows that are easy to tell apart."""
    customers = [
        CustomerRow(
            said.format(number, number), emotion, ("respected",) if emotion == "anger" else (), real=number % 2 == 0
        )
        for number in range(30)
        for emotion, said in SAYINGS.items()
    ]
    agents = [
        AgentRow(f"i will take care of number {number} myself", ("ownership",), ("ownership",)) for number in range(30)
    ]
    return customers, agents + [AgentRow(f"the number is {number}", (), ()) for number in range(30)]


def test_one_pass_writes_an_encoder_and_heads_that_fit_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """They load as the product loads them, and the sentence embedding stays close to the original's."""
    monkeypatch.setattr(finetuning, "read_corpus", few_rows)
    assert finetuning.main(["--epochs", "1", "--out", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "epoch 1 of 1" in printed
    assert float(printed.rsplit("similarity kept:", 1)[1]) > 0.8
    encoder = SentenceEncoder(tuning=tmp_path / "encoder.safetensors")
    heads = load_heads(tmp_path / "heads.safetensors", encoder.fingerprint)
    reading = heads.read(encoder.features(["thank you so much"]))
    assert abs(sum(reading.emotions.values()) - 1.0) < 1e-5
    assert encoder.fingerprint != MODEL_SHA256


def test_a_side_keeps_twins_of_held_out_rows_from_training() -> None:
    """Nobody is tested on what they have learned by heart."""
    customers, agents = few_rows([])
    side, _ = finetuning.make_sides(customers, agents, SentenceEncoder(), 0)
    alike = side.originals[~side.held] @ side.originals[side.held].T
    assert alike.size == 0 or alike.max() <= 0.95


@pytest.mark.parametrize("damage", ["missing", "damaged", "foreign"])
def test_a_tuning_that_cannot_be_used_is_told(tmp_path: Path, damage: str) -> None:
    """One sentence each, with the mend."""
    path = tmp_path / "encoder.safetensors"
    if damage == "damaged":
        path.write_bytes(b"nothing of the kind")
    elif damage == "foreign":
        save_file({"another.weight": np.zeros(3, dtype=np.float16)}, path)
    with pytest.raises(EncoderError, match=r"encoder\.safetensors: .*python -m phrasebank\.finetuning"):
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
