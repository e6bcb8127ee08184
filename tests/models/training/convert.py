"""Bring a checkpoint into the form that faster-whisper loads: transformers' first, then CTranslate2's in int8."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from shutil import copyfile

import torch
from ctranslate2.converters import TransformersConverter
from transformers import GenerationConfig, PreTrainedTokenizerFast, WhisperConfig, WhisperForConditionalGeneration

from tests.models.training.model import MELS, Shape
from tests.models.training.tokens import END, WINDOW_SECONDS, Tokens

_PREPROCESSOR = {
    "chunk_length": WINDOW_SECONDS,
    "feature_size": MELS,
    "hop_length": 160,
    "n_fft": 400,
    "sampling_rate": 16_000,
}


def config_of(shape: Shape, tokens: Tokens) -> WhisperConfig:
    """The same network in the words of transformers."""
    return WhisperConfig(
        vocab_size=shape.tokens,
        num_mel_bins=MELS,
        d_model=shape.width,
        encoder_layers=shape.encoder_layers,
        encoder_attention_heads=shape.heads,
        encoder_ffn_dim=4 * shape.width,
        decoder_layers=shape.decoder_layers,
        decoder_attention_heads=shape.heads,
        decoder_ffn_dim=4 * shape.width,
        max_source_positions=shape.encoder_positions,
        max_target_positions=shape.decoder_positions,
        bos_token_id=tokens.end,
        eos_token_id=tokens.end,
        pad_token_id=tokens.end,
        decoder_start_token_id=tokens.start,
        suppress_tokens=[],
        begin_suppress_tokens=[tokens.space, tokens.end],
    )


def convert(checkpoint: Path, vocabulary: Path, folder: Path) -> None:
    """Write `model.bin`, `config.json`, `vocabulary.json`, `tokenizer.json` and `preprocessor_config.json`.

    Args:
        checkpoint: what training saved.
        vocabulary: the `tokenizer.json` that it used.
        folder: where they go.
    """
    kept = torch.load(checkpoint, weights_only=True)
    shape, tokens = Shape(**kept["shape"]), Tokens(vocabulary)
    model = WhisperForConditionalGeneration(config_of(shape, tokens))
    weights = {f"model.{name}": value for name, value in kept["weights"].items() if not name.startswith("spelling")}
    weights["proj_out.weight"] = weights["model.decoder.embed_tokens.weight"]
    model.load_state_dict(weights)
    last = shape.decoder_layers - 1
    model.generation_config = GenerationConfig(  # type: ignore[no-untyped-call]
        suppress_tokens=[],
        begin_suppress_tokens=[tokens.space, tokens.end],
        alignment_heads=[[last, head] for head in range(shape.heads)],
        lang_to_id={"<|en|>": tokens.tokenizer.token_to_id("<|en|>")},
    )
    with tempfile.TemporaryDirectory() as plain:
        model.save_pretrained(plain)
        tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
            tokenizer_file=str(vocabulary), eos_token=END, unk_token=END
        )
        tokenizer.save_pretrained(plain)
        small = Path(plain) / "small"
        TransformersConverter(plain).convert(str(small), quantization="int8")
        folder.mkdir(parents=True, exist_ok=True)
        for path in small.iterdir():
            copyfile(path, folder / path.name)
    copyfile(vocabulary, folder / "tokenizer.json")
    (folder / "preprocessor_config.json").write_text(json.dumps(_PREPROCESSOR, indent=2) + "\n", encoding="utf-8")


def main(arguments: Sequence[str]) -> None:
    """Convert a checkpoint."""
    parser = argparse.ArgumentParser(prog="python -m tests.models.training convert", description=__doc__)
    parser.add_argument("run", type=Path, help="folder with checkpoint.pt and tokenizer.json")
    parser.add_argument("folder", type=Path, help="where the model goes")
    given = parser.parse_args(arguments)
    convert(given.run / "checkpoint.pt", given.run / "tokenizer.json", given.folder)
