"""Which editor suits which tags of a phrase."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication

from phrasebank.packs import pack_ids
from phrasebank.phrase import LOCALES, REGISTERS, SCOPES
from phrasebank.taxonomy import Tag, load_taxonomy
from ui.console.bank.chips import Chips
from ui.console.bank.editors import Choice, Editor, Pause
from ui.console.naming import tag_name
from ui.theme import Theme

Named = tuple[str, str, str]


def editors_of_tags(theme: Theme) -> dict[str, Editor]:
    """An editor for each field whose values are given."""
    taxonomy = load_taxonomy()
    return {
        "emotions": Chips(theme, _defined("emotions", taxonomy.emotions)),
        "needs": Chips(theme, _defined("needs", taxonomy.needs), ranked=True),
        "phases": Chips(theme, _defined("phases", taxonomy.phases)),
        "strategy": Choice(theme, _defined("strategy", taxonomy.strategies)),
        "act": Choice(theme, _defined("act", taxonomy.acts)),
        "tone": Choice(theme, _defined("tone", taxonomy.tones)),
        "scope": Choice(theme, named("scope", SCOPES)),
        "pack": Choice(theme, named("pack", pack_ids())),
        "register": Choice(theme, named("register", REGISTERS)),
        "locale": Choice(theme, named("locale", LOCALES)),
        "cooldown_seconds": Pause(theme),
        "once_per_call": OnceOrOften(theme),
    }


class OnceOrOften(Choice):
    """Whether it comes once a call or again."""

    def __init__(self, theme: Theme) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme, (("once", translate("Bank", "Once a call"), ""), ("often", translate("Bank", "Again in a call"), ""))
        )

    def value(self) -> bool:
        """Whether it is shown at most once."""
        return bool(self.part.currentData() == "once")

    def show_value(self, value: Any) -> None:
        """Show whether it is shown at most once."""
        super().show_value("once" if value else "often")


def named(field: str, tags: Iterable[str]) -> Sequence[Named]:
    """Tags without definitions, as editors take them."""
    return [(tag, tag_name(field, tag), "") for tag in tags]


def _defined(field: str, tags: Iterable[Tag]) -> Sequence[Named]:
    return [(tag.id, tag_name(field, tag.id), tag.definition) for tag in tags]
