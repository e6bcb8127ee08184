"""What became of cards, by phrase, cell or strategy; and how the customer's mood moved afterwards."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from phrasebank.effects.figures import LEAST
from phrasebank.effects.tallies import DEEDS
from phrasebank.store.records import Snapshot
from ui.console.charts.box import AskPath
from ui.console.charts.table import Table
from ui.console.effects.answer import Answer, Group, chart_table, deed_words, group_table, mood_table
from ui.console.effects.tab import FigureTab
from ui.theme import Theme

translate = QCoreApplication.translate


class GroupTab(FigureTab):
    """What became of the cards of one group.

    Args:
        theme: how it looks.
        group: ``phrases``, ``cells`` or ``strategies``.
        name: of the group, translated.
        ask: asks where to save.
    """

    def __init__(self, theme: Theme, group: Group, name: str, ask: AskPath) -> None:
        self._group, self._name = group, name
        self._whole: tuple[Answer, Snapshot, Table] | None = None
        deeds = [(deed, deed_words(deed)) for deed in DEEDS]
        super().__init__(theme, f"effects-{group}", ask, translate("Effects", "Show"), deeds)

    def draw(self, answer: Answer, snapshot: Snapshot, chosen: str) -> tuple[Table, Table, tuple[str, str, str]]:
        """One share in the chart, all of them in the table."""
        deed = next(deed for deed in DEEDS if deed == chosen)
        title = translate("Effects", "{group}: {deed}").format(group=self._name, deed=deed_words(deed))
        note = translate(
            "Effects",
            "Share of the cards that agents saw. The line shows where the true share lies (95%); with fewer than "
            "{least} cards it is too early to say anything.",
        ).format(least=LEAST)
        words = title, note, translate("Effects", "No cards in these days.")
        if self._whole is None or self._whole[0] is not answer or self._whole[1] is not snapshot:
            self._whole = answer, snapshot, group_table(answer, self._group, snapshot)
        whole = self._whole[2]
        return chart_table(whole, self._group, deed), whole, words


class MoodTab(FigureTab):
    """How the customer's mood moved after cards.

    Args:
        theme: how it looks.
        names: the groups with their names, translated.
        ask: asks where to save.
    """

    def __init__(self, theme: Theme, names: Mapping[Group, str], ask: AskPath) -> None:
        super().__init__(theme, "effects-mood", ask, translate("Effects", "By"), names.items())

    def draw(self, answer: Answer, snapshot: Snapshot, chosen: str) -> tuple[Table, Table, tuple[str, str, str]]:
        """Chart and table are the same."""
        table = mood_table(answer, chosen, snapshot)
        note = translate(
            "Effects",
            "How far the mood moved within two of the customer's turns, on a scale from very upset (-1) to very "
            "pleased (+1): the mean of calls, and where the true one lies (95%). This is no proof of cause: agents "
            "choose their moment, and whoever is upset tends to calm down anyway. Compare with cards that were left.",
        )
        empty = translate("Effects", "Too few calls in these days: a mean takes {least}.").format(least=LEAST)
        return table, table, (translate("Effects", "The customer's mood afterwards"), note, empty)
