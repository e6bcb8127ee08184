"""With what a new phrase begins: what is asked for, and what the rest of the bank suggests. No Qt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from phrasebank.index import WARM_PHASES
from phrasebank.packs import CORE
from phrasebank.phrase import Phrase
from phrasebank.sketch import STAND_INS
from phrasebank.strategies import load_strategies
from phrasebank.taxonomy import load_taxonomy
from ui.console.bank.drafts import fields_of

_NUMBER = re.compile(r"-\d+$")


def new_values(
    wanted: Mapping[str, Any], phrases: Sequence[Phrase], taken: Collection[str], who: str
) -> dict[str, Any]:
    """A phrase without words, for the moments that are asked for.

    Args:
        wanted: ``emotions``, ``needs``, ``phases`` and ``pack``, as far as they are given.
        phrases: the bank, which shows how a strategy is mostly worded.
        taken: names that it must not have.
        who: writes it.
    """
    emotions, needs = tuple(wanted.get("emotions", ())), tuple(wanted.get("needs", ()))
    phases = tuple(wanted.get("phases", ())) or STAND_INS["phases"]
    strategy = _strategy(emotions[0] if emotions else "neutral", needs, phases[0])
    alike = [phrase for phrase in phrases if phrase.strategy == strategy]
    values = fields_of(Phrase(**STAND_INS)) | {
        "text": "",
        "cue": "",
        "emotions": emotions,
        "needs": needs,
        "phases": phases,
        "strategy": strategy,
        "act": _most(phrase.act for phrase in alike) or STAND_INS["act"],
        "tone": "warm" if set(phases) <= set(WARM_PHASES) else "competent",
        "pack": wanted.get("pack") or CORE,
        "author": who,
    }
    stem = "-".join(part.replace("_", "-") for part in (*needs[:1], *emotions[:1], strategy))
    return values | {"id": free_name(stem, taken)}


def copied_values(values: Mapping[str, Any], taken: Collection[str], who: str) -> dict[str, Any]:
    """The same phrase under another name, as a draft of its own."""
    stem = _NUMBER.sub("", str(values["id"])) or STAND_INS["id"]
    own = {"id": free_name(stem, taken), "status": "draft", "reviewed": "", "version": 1, "author": who}
    return {**values, **own}


def free_name(stem: str, taken: Collection[str]) -> str:
    """The first name ``stem-1``, ``stem-2`` ... that nothing has."""
    number = 1
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def _strategy(emotion: str, needs: Sequence[str], phase: str) -> str:
    """The one that helps most in such a moment."""
    fits = load_strategies()
    return max(load_taxonomy().strategy_ids, key=lambda strategy: fits.fit(strategy, emotion, needs, phase))


def _most(values: Iterable[str]) -> str:
    counted = Counter(values).most_common(1)
    return str(counted[0][0]) if counted else ""
