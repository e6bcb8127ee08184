"""The personal data of a call: what one speaker asks for explains what the other answers, turns later."""

from __future__ import annotations

from typing import Final

from assist.events import Speaker
from assist.redaction.answers import bare_digits
from assist.redaction.cues import asked_for, cue_before
from assist.redaction.words import redact

_PATIENCE: Final = 6
"""A question explains this many utterances, counted anew with every group of digits: "go on", "and the next four"."""


class Redactor:
    """Redacts the utterances of one call, in the order they are heard.

    A card read out in four groups over four turns is hidden group by group, also where nobody asked for it in words
    that are understood: then from the moment on when seven digits have been read.
    """

    def __init__(self) -> None:
        self._asked = ""
        self._left = 0
        self._digits: dict[Speaker, str] = {"customer": "", "agent": ""}

    def redact(self, speaker: Speaker, text: str, *, final: bool = True) -> str:
        """The text with tokens instead of personal data.

        Args:
            speaker: who said it.
            text: what the recogniser made of it.
            final: False for a partial text, of which nothing but a question is remembered.
        """
        earlier = self._digits[speaker]
        redacted = redact(text, self._asked if self._left else "", earlier)
        digits = bare_digits(text)
        if final:
            self._digits[speaker] = "" if digits is None else earlier + digits
            self._left = _PATIENCE if digits and self._left else max(0, self._left - 1)
        # A customer names many things in passing; only what their words end on is still to come: "my card number is".
        if asked_for(text) if speaker == "agent" else cue_before(text):
            self._asked, self._left = text, _PATIENCE
        return redacted
