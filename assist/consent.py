"""Whether the agent agreed to be helped by Attune, when, and to which words."""

from __future__ import annotations

from pathlib import Path

import msgspec
import platformdirs

from assist.errors import UsageError

WORDING = 2
"""Number of the text that is agreed to. Raise it with the text: then everybody is asked again."""

CONSENT_FILE = platformdirs.user_config_path("attune", appauthor=False) / "consent.json"

TEXT: tuple[tuple[str, str], ...] = (
    ("What is heard", "During calls, Attune hears your microphone and what your softphone plays."),
    (
        "Where it stays",
        "On this machine. Sound is held in memory for a minute and never stored. What was said is kept as text, for 30 "
        "days unless your company set another time, with card and account numbers, addresses and e-mails taken out. "
        'The words of moments that you answered with "not this" stay until somebody has reviewed them. No word of a '
        "call leaves this machine.",
    ),
    (
        "What readings of feelings are",
        "Guesses from words and voice, and often wrong. They are there to help you help the customer, never to judge "
        "you or the customer. The report of a call stays on this machine, too.",
    ),
    (
        "What you should do",
        "Tell the customer that software listens with you, where the law or your company asks for it. You can stop at "
        "any time: a call without Attune is a call as before.",
    ),
)
"""Head and words of each paragraph."""


class Consent(msgspec.Struct, frozen=True):
    """The answer.

    Attributes:
        agreed: whether it was yes.
        at: when, ISO 8601 with the time zone.
        wording: which text was shown.
    """

    agreed: bool
    at: str
    wording: int = WORDING

    @property
    def holds(self) -> bool:
        """It was yes, and to the text as it is now."""
        return self.agreed and self.wording == WORDING


def read_consent(path: Path = CONSENT_FILE) -> Consent | None:
    """The answer that was given; None where nobody was asked, or the file cannot be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Consent)
    except (OSError, msgspec.DecodeError):
        return None


def write_consent(consent: Consent, path: Path = CONSENT_FILE) -> None:
    """Keep the answer.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        written = path.with_suffix(".new")
        written.write_bytes(msgspec.json.format(msgspec.json.encode(consent)))
        written.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: your answer cannot be kept ({error.strerror}); make the folder writable.") from error
