"""Selection: the part of a bank that one team works with."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from phrasebank.bank import Bank
from phrasebank.errors import UsageError
from phrasebank.packs import CORE, Pack, load_packs, pack_ids
from phrasebank.phrase import LOCALES, REGISTERS, Phrase

_DISTANCE = {"formal": -1, "plain": 0, "warm": 1}


def selected(bank: Bank, packs: Iterable[str] = (), register: str = "plain", locale: str = "any") -> Bank:
    """The phrases for a team, those in its register first.

    Args:
        bank: all phrases.
        packs: the sectors beside the core, which always belongs.
        register: a preference: it orders the phrases and leaves none out.
        locale: a filter: phrases for ``any`` place and for this one.

    Returns:
        A bank without what a do-not of the chosen sectors forbids, be it in another sector's or in a core phrase.

    Raises:
        UsageError: there is no such pack, register or locale.
    """
    names = dict.fromkeys((CORE, *packs))
    for name in names:
        _check("pack", name, pack_ids())
    _check("register", register, REGISTERS)
    _check("locale", locale, LOCALES)
    sectors = [load_packs()[name] for name in names if name != CORE]
    kept = (
        phrase
        for phrase in bank.phrases
        if phrase.pack in names and phrase.locale in ("any", locale) and not _forbidden(phrase, sectors)
    )
    return Bank(sorted(kept, key=lambda phrase: -register_fit(phrase.register, register)))


def register_fit(register: str, wanted: str) -> float:
    """How well a phrase's register fits the one that a team wants: 1 the same, 0.5 next to it, 0 the opposite."""
    return 1.0 - abs(_DISTANCE[register] - _DISTANCE[wanted]) / 2


def _forbidden(phrase: Phrase, sectors: Sequence[Pack]) -> bool:
    forms = (*phrase.forms, phrase.cue) if sectors else ()
    return any(sector.breaches(forms) for sector in sectors)


def _check(what: str, name: str, known: tuple[str, ...]) -> None:
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        mend = f"did you mean '{near[0]}'?" if near else f"choose from {', '.join(known)}."
        raise UsageError(f"There is no {what} '{name}'; {mend}")
