"""The releases so far: who, when, why; what differs between two; and the way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from phrasebank.bank import Bank
from phrasebank.errors import PhrasebankError
from phrasebank.store.records import Release
from ui.console.charts.table import Column, Table
from ui.console.desk import Desk
from ui.console.parts import button, row
from ui.console.releases.changes import ChangesView, changes_between, counted
from ui.console.releases.rows import RowsView
from ui.console.releases.values import when_name
from ui.setup.device import DropDown
from ui.summary.style import text
from ui.theme import Theme


class PastReleases(QWidget):
    """All releases, the latest first.

    Args:
        desk: shared by the pages.
        bank_of: the phrases of a release.
    """

    def __init__(self, desk: Desk, bank_of: Callable[[int], Bank]) -> None:
        super().__init__()
        self._desk = desk
        self._bank_of = bank_of
        self._releases: dict[int, Release] = {}
        theme = desk.theme
        self.list = RowsView(theme, self.tr("Releases"))
        self.older, self.newer = (_choice(theme, name) for name in (self.tr("From release"), self.tr("To release")))
        self.difference = text(theme, "", 13)
        self.view = ChangesView(theme, self.tr("What differs between the two"))
        self.reason = QLineEdit()
        self.reason.setFont(theme.font(13))
        self.reason.setPlaceholderText(self.tr("Why go back? This is recorded."))
        self.reason.setAccessibleName(self.tr("Reason to go back"))
        self.back = button(theme, "", self._roll_back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(10), 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.list, 2)
        column.addWidget(row(self.reason, self.back, gap=theme.px(8), stretch=0))
        words = [text(theme, words, 13, "muted") for words in (self.tr("What differs from"), self.tr("to"))]
        for label in words:
            label.setWordWrap(False)
        column.addWidget(row(words[0], self.older, words[1], self.newer, self.difference, gap=theme.px(8), stretch=4))
        column.addWidget(self.view, 3)
        self.list.walked.connect(self._chosen)
        self.reason.textChanged.connect(self._show_button)
        self.reason.returnPressed.connect(self._roll_back)
        for choice in (self.older, self.newer):
            choice.currentIndexChanged.connect(self._compare)

    @property
    def chosen(self) -> Release | None:
        """The release that is the current one in the list."""
        key = self.list.current_key()
        return self._releases.get(key) if isinstance(key, int) else None

    def refresh(self) -> None:
        """Read the list again."""
        releases = self._desk.store.releases()
        self._releases = {release.number: release for release in releases}
        heads = (
            self.tr("Release"),
            self.tr("When"),
            self.tr("Who"),
            self.tr("Phrases"),
            self.tr("Past calls"),
            self.tr("What is new"),
        )
        kinds = ("text", "text", "text", "count", "text", "text")
        columns = tuple(Column(head, kind) for head, kind in zip(heads, kinds, strict=True))  # type: ignore[arg-type]
        self.list.show_table(Table(columns, tuple(map(self._row, releases)), tuple(self._releases)))
        for choice in (self.older, self.newer):
            choice.blockSignals(True)
            choice.clear()
            for release in releases:
                choice.addItem(self._name(release), release.number)
            choice.blockSignals(False)
        self._chosen()

    def _name(self, release: Release) -> str:
        if release.number == self._desk.snapshot.published:
            return self.tr("● {number} (with agents)").format(number=release.number)
        return str(release.number)

    def _row(self, release: Release) -> tuple[str | int, ...]:
        return (
            self._name(release),
            when_name(release.at),
            release.who,
            release.phrases,
            self._judged(release),
            " ".join(release.notes.split()),
        )

    def _judged(self, release: Release) -> str:
        """What the comparison gave then."""
        if release.override:
            return self.tr("published all the same: {why}").format(why=release.override)
        if not release.gate:
            return self.tr("not compared")
        return self.tr("passed") if release.gate.get("passed") else self.tr("could not tell")

    def _chosen(self) -> None:
        """Compare the release of the current row with the one before it."""
        release = self.chosen
        if release is not None:
            _choose(self.newer, release.number)
            _choose(self.older, max(release.number - 1, 1))
        self._compare()
        self._show_button()

    def _compare(self) -> None:
        older, newer = self.older.currentData(), self.newer.currentData()
        if older is None or newer is None:
            return
        try:
            changes = changes_between(self._bank_of(older), self._bank_of(newer))
        except PhrasebankError as error:
            self._desk.tell(str(error))
            return
        self.view.show_changes(changes)
        self.difference.setText(counted(changes) if changes else self.tr("the same phrases"))

    def _show_button(self) -> None:
        release = self.chosen
        published = release is None or release.number == self._desk.snapshot.published
        number = release.number if release else 0
        words = self.tr("With agents already") if published else self.tr("&Go back to release {number}")
        if not published and number > self._desk.snapshot.published:
            words = self.tr("&Go on to release {number}")
        self.back.setText(words.format(number=number))
        self.back.setAccessibleName(self.back.text().replace("&", ""))
        self.reason.setEnabled(not published)
        self.back.setEnabled(not published and bool(self.reason.text().strip()))

    def _roll_back(self) -> None:
        release = self.chosen
        if release is None or not self.back.isEnabled():
            return
        desk, why = self._desk, self.reason.text()
        if desk.attempt(lambda: desk.store.roll_back(release.number, desk.who, why)):
            self.reason.clear()
            words = self.tr("Release {number} is with agents again, from their next call on.")
            desk.tell(words.format(number=release.number))


def _choice(theme: Theme, name: str) -> DropDown:
    choice = DropDown(theme)
    choice.setAccessibleName(name)
    choice.setSizeAdjustPolicy(DropDown.SizeAdjustPolicy.AdjustToContents)
    choice.setMinimumContentsLength(16)
    return choice


def _choose(choice: DropDown, number: int) -> None:
    choice.blockSignals(True)
    choice.setCurrentIndex(choice.findData(number))
    choice.blockSignals(False)
