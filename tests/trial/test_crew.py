"""The crew: pieces of work in processes of their own."""

from __future__ import annotations

import os
from functools import partial

import pytest

from assist.errors import AttuneError
from assist.settings import BankSettings
from assist.trial.banks import Banks
from assist.trial.crew import Crew
from phrasebank.bank import Bank, load_bank

pytestmark = pytest.mark.models


def phrases(name: str, banks: Banks) -> tuple[int, int]:
    """How many phrases a bank has, and who says so."""
    return banks.library(name, BankSettings()).phrases, os.getpid()


def refused(banks: Banks) -> None:
    """A piece that cannot be done."""
    raise AttuneError("The journal is gone.")


def dead(banks: Banks) -> None:
    """A piece upon which its process dies."""
    os._exit(9)


def test_pieces_are_shared_out_and_failures_told() -> None:
    """Each is done once, by another process; what cannot be done is told in its sentence, and so is a death."""
    whole = load_bank().approved
    banks = {"one": Bank(whole[:6]), "other": Bank(whole[:9])}
    with Crew(banks, BankSettings(), size=1) as crew:
        found = dict(crew.done([partial(phrases, name) for name in ("one", "other", "one")]))
        assert [found[place][0] for place in range(3)] == [6, 9, 6]
        assert os.getpid() not in {pid for _, pid in found.values()}
        with pytest.raises(AttuneError, match="The journal is gone"):
            list(crew.done([refused]))
        with pytest.raises(AttuneError, match="has died"):
            list(crew.done([dead]))
