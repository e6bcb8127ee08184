"""A smaller model in reserve: it reads while the machine cannot keep up with the one that was chosen."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from assist.errors import RecognizerError
from assist.line_events import Effort
from assist.speech.transcriber import Hypothesis, Samples, Transcriber

logger = logging.getLogger(__name__)

_STEPPED_DOWN: tuple[Effort, ...] = ("smaller_model", "finals_only")

_KEPT_SECONDS = 300.0
"""Longer than the ladder waits before it tries the larger one again: it is not loaded at every attempt."""


class SpareTranscriber:
    """The chosen recogniser, and a smaller one that is loaded when it is first needed and forgotten when it is not.

    Loading takes seconds and is done beside the readings; until it is there the chosen one goes on.

    Attributes:
        name, model, reduced_accuracy: the chosen one's.
    """

    def __init__(
        self, chosen: Transcriber, open_smaller: Callable[[], Transcriber], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Have a model in reserve.

        Args:
            chosen: reads as long as it can keep up.
            open_smaller: loads the other one; called on a thread of its own.
            clock: monotonic seconds.
        """
        self.name, self.model, self.reduced_accuracy = chosen.name, chosen.model, chosen.reduced_accuracy
        self._chosen = chosen
        self._open_smaller = open_smaller
        self._clock = clock
        self._smaller: Transcriber | None = None
        self._loading: threading.Thread | None = None
        self._needed_at = 0.0

    def transcribe(
        self, utterance_id: str, samples: Samples, *, final: bool, prompt: str = "", effort: Effort = "full"
    ) -> Hypothesis:
        """Read the utterance so far; see `assist.speech.transcriber.Transcriber.transcribe`."""
        smaller = self._smaller_for(effort)
        if smaller is None:
            return self._chosen.transcribe(utterance_id, samples, final=final, prompt=prompt, effort=effort)
        hypothesis = smaller.transcribe(utterance_id, samples, final=final, prompt=prompt, effort=effort)
        return replace(hypothesis, model=smaller.model)

    def close(self) -> None:
        """Give the memory of both back."""
        self._forget()
        self._chosen.close()

    def _smaller_for(self, effort: Effort) -> Transcriber | None:
        now = self._clock()
        if effort in _STEPPED_DOWN:
            self._needed_at = now
            if self._loading is None:
                self._loading = threading.Thread(target=self._load, name="smaller model", daemon=True)
                self._loading.start()
            return self._smaller
        if self._smaller is not None and now - self._needed_at > _KEPT_SECONDS:
            self._forget()
        return None

    def _load(self) -> None:
        try:
            self._smaller = self._open_smaller()
        except RecognizerError as error:
            logger.warning("The smaller model cannot step in: %s", error)

    def _forget(self) -> None:
        if self._loading is not None:
            self._loading.join()
        if self._smaller is not None:
            self._smaller.close()
        self._smaller = self._loading = None
