"""The vocabulary: byte-level pieces of about a thousand, Whisper's special tokens, time stamps to 10 s.

faster-whisper never lets a model write the first piece of what its tokenizer makes of a space with a hyphen, an
apostrophe or a note. So the space alone must never be that piece: it is joined with every letter and with those signs
before anything else is joined.
"""

from __future__ import annotations

import json
import string
from collections.abc import Iterable
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers

PIECES = 1024
WINDOW_SECONDS = 10
TICK_SECONDS = 0.02

END = "<|endoftext|>"
START = "<|startoftranscript|>"
PREVIOUS = "<|startofprev|>"
NO_SPEECH = "<|nospeech|>"
NO_TIMES = "<|notimestamps|>"
_SPECIAL = (END, START, "<|en|>", "<|translate|>", "<|transcribe|>", "<|startoflm|>", PREVIOUS, NO_SPEECH, NO_TIMES)
_TIMES = tuple(f"<|{tick * TICK_SECONDS:.2f}|>" for tick in range(round(WINDOW_SECONDS / TICK_SECONDS) + 1))

_SPACE = "\u0120"
_AFTER_SPACE = string.ascii_letters + "-'\u00e2"
_PRIVATE = 0xE000


def train_tokenizer(texts: Iterable[str]) -> Tokenizer:
    """Learn the pieces from sentences."""
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False)
    joined = {_SPACE + sign: chr(_PRIVATE + number) for number, sign in enumerate(_AFTER_SPACE)}
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())

    def words() -> Iterable[str]:
        for text in texts:
            for word, _ in byte_level.pre_tokenize_str(" " + text):
                yield joined.get(word[:2], word[:2]) + word[2:]

    learner = Tokenizer(models.BPE())
    learner.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    learner.train_from_iterator(
        words(),
        trainers.BpeTrainer(
            vocab_size=PIECES, initial_alphabet=[*alphabet, *joined.values()], show_progress=False, special_tokens=[]
        ),
    )
    model = json.loads(learner.to_str())["model"]
    back = str.maketrans({private: pair for pair, private in joined.items()})
    plain = [piece for piece, _ in sorted(model["vocab"].items(), key=lambda item: item[1])]
    merges = [(_SPACE, sign) for sign in _AFTER_SPACE]
    merges += [tuple(part.translate(back) for part in merge) for merge in model["merges"]]
    vocabulary = {piece.translate(back): number for number, piece in enumerate(plain)}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges))
    tokenizer.pre_tokenizer = byte_level
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in (*_SPECIAL, *_TIMES)])
    return tokenizer


class Tokens:
    """Numbers of tokens, by what they are for."""

    def __init__(self, path: Path) -> None:
        self.tokenizer = Tokenizer.from_file(str(path))
        self.count = self.tokenizer.get_vocab_size()
        self.end, self.start, self.previous, self.no_speech, self.no_times, self.space = (
            self._number(token) for token in (END, START, PREVIOUS, NO_SPEECH, NO_TIMES, _SPACE)
        )

    def _number(self, token: str) -> int:
        number: int | None = self.tokenizer.token_to_id(token)
        if number is None:
            raise ValueError(f"The vocabulary has no {token}; make it with train_tokenizer.")
        return number

    def text(self, text: str) -> list[int]:
        """The pieces of a text that follows a space."""
        return list(self.tokenizer.encode(" " + text, add_special_tokens=False).ids)

    def length(self, token: int) -> int:
        """The letters of a piece."""
        return sum(letter.isalpha() and letter != _SPACE for letter in self.tokenizer.id_to_token(token) or "")

    def time(self, seconds: float) -> int:
        """The stamp nearest to a time in the window."""
        return self.no_times + 1 + min(len(_TIMES) - 1, max(0, round(seconds / TICK_SECONDS)))
