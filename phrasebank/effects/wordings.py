"""Which wording of a phrase a card had: figures of the old words are not those of the new ones."""

from __future__ import annotations

from collections.abc import Mapping

from phrasebank.bank import Bank
from phrasebank.outcomes import Outcome

UNKNOWN = 0
"""The version of a wording where the bank of a card is not known."""


class Wordings:
    """The versions of wordings by bank and phrase. Immutable.

    Args:
        banks: by the names under which outcomes know them: ``r3`` for the third release, or a bank's own version.
    """

    def __init__(self, banks: Mapping[str, Bank]) -> None:
        self._versions = {name: {phrase.id: phrase.version for phrase in bank.phrases} for name, bank in banks.items()}

    def of(self, outcome: Outcome) -> int:
        """The version of the words on a card, counted from 1; `UNKNOWN` where nobody knows."""
        return self._versions.get(outcome.bank, {}).get(outcome.phrase_id, UNKNOWN)
