"""What a speaker said last, as far as it may help the recogniser with what they say next. Pure."""

from __future__ import annotations

import re
from collections import deque

from assist.events import UtteranceFinished

KEPT_SECONDS = 30.0
"""Older words are of another topic."""

KEPT_CHARACTERS = 200
"""About 45 tokens of the 224 that Whisper takes; more costs time with every reading and adds nothing."""

TRUSTED_CONFIDENCE = 0.6
"""Words that were misheard would be misheard again."""

_REDACTED = re.compile(r"[\[<{]")
"""Personal data that was left out: nobody says the mark that stands for it."""


class PreviousText:
    """One speaker's last finals."""

    def __init__(self) -> None:
        self._said: deque[UtteranceFinished] = deque()

    def hear(self, finished: UtteranceFinished) -> None:
        """Take a final; one that was taken back or is not trusted ends what came before it."""
        if not finished.text or finished.confidence < TRUSTED_CONFIDENCE or _REDACTED.search(finished.text):
            self._said.clear()
            return
        self._said.append(finished)

    def before(self, seconds: float) -> str:
        """The words said in the time before ``seconds``, whole utterances, the newest always."""
        while self._said and self._said[0].end < seconds - KEPT_SECONDS:
            self._said.popleft()
        while len(self._said) > 1 and sum(len(said.text) + 1 for said in self._said) > KEPT_CHARACTERS:
            self._said.popleft()
        text = " ".join(said.text for said in self._said)
        return text if len(text) <= KEPT_CHARACTERS else text[-KEPT_CHARACTERS:].partition(" ")[2]
