"""The coverage page: a heat map of feelings and needs, and a list of what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from phrasebank.coverage import NO_NEED, load_wanted
from phrasebank.packs import pack_ids
from phrasebank.taxonomy import load_taxonomy
from ui.console.charts.box import AskPath, ChartBox, ask_path
from ui.console.charts.fields import caption, choice
from ui.console.charts.grid import GridModel, Spot
from ui.console.charts.halves import Halves
from ui.console.charts.heatmap import HeatMap
from ui.console.charts.legend import Legend
from ui.console.charts.model import SortedTable, TableModel
from ui.console.charts.view import ChartView
from ui.console.coverage import words
from ui.console.coverage.counts import ALL, Counts
from ui.console.coverage.show import LAYERS, Key, grid_of, holes_of, moments, table_of
from ui.console.desk import Desk
from ui.console.page import Page
from ui.console.parts import JobBar, button, column, heading, hint, row
from ui.console.worker import Job
from ui.summary.style import text


class CoveragePage(Page):
    """For which moments there are words.

    Args:
        desk: shared by the pages.
        ask: asks where to save a picture or a table.
    """

    name = "coverage"

    def __init__(self, desk: Desk, ask: AskPath = ask_path) -> None:
        super().__init__(desk)
        theme = desk.theme
        self._fires: Iterable[Mapping[str, Any]] | None = None
        self._job: Job | None = None
        self.layer = choice(theme, self.tr("Show"), [(one, self._layer_words(one)) for one in LAYERS])
        self.sector = choice(
            theme, self.tr("Sector"), [(ALL, self.tr("All sectors")), *((one, words.pack(one)) for one in pack_ids())]
        )
        self.phase = choice(
            theme,
            self.tr("Phase"),
            [(ALL, self.tr("All phases")), *((one, words.phase(one)) for one in load_taxonomy().phase_ids)],
        )
        self.grid = GridModel(self)
        self.map = HeatMap(theme)
        self.map.setModel(self.grid)
        self.box = ChartBox(theme, self.map, "coverage", ask)
        self.legend = Legend(theme)
        self.missing = TableModel(self)
        self.holes = ChartView(theme)
        self.progress = JobBar(theme)
        self.write = button(theme, self.tr("&Write a phrase for it"), self._write, "chief")
        self._arrange()
        self._connect()

    def title(self) -> str:
        """Its name in the list."""
        return self.tr("Coverage")

    def enter(self, _payload: Mapping[str, Any]) -> None:
        """Count the bank, and ask how often its cells came up."""
        self._ask_fires()
        self._show()

    def _layer_words(self, layer: str) -> str:
        return {
            "approved": self.tr("Approved phrases"),
            "fired": self.tr("How often it came up"),
            "spoken": self.tr("How often the card was said"),
        }[layer]

    def _arrange(self) -> None:
        theme = self.desk.theme
        controls = row(
            *(
                part
                for box in (self.layer, self.sector, self.phase)
                for part in (caption(theme, box.accessibleName(), box), box)
            ),
            gap=theme.px(8),
        )
        self._sorted = SortedTable(self)
        self._sorted.setSourceModel(self.missing)
        self.holes.setModel(self._sorted)
        self.holes.setAccessibleName(self.tr("What is missing"))
        self.none = hint(theme, self.tr("Nothing is missing: every moment that is asked for has its phrases."))
        head = text(theme, self.tr("What is missing"), 14, bold=True)
        self.split = Halves(
            theme,
            column(self.box, self.legend, gap=theme.px(8)),
            column(head, self.none, self.holes, self.write, gap=theme.px(6)),
        )
        page = QVBoxLayout(self)
        page.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        page.setSpacing(theme.px(10))
        page.addWidget(heading(theme, self.title()))
        page.addWidget(controls)
        page.addWidget(self.progress)
        page.addWidget(self.split, 1)

    def _connect(self) -> None:
        for box in (self.layer, self.sector, self.phase):
            box.currentIndexChanged.connect(self._show)
        self.desk.changed.connect(self._changed)
        self.box.chosen.connect(self._open)
        self.box.told.connect(self.desk.tell)
        self.holes.chosen.connect(self._open)
        self.holes.selectionModel().currentChanged.connect(lambda *_: self._show_write())

    def _changed(self) -> None:
        """The bank is another; a page that nobody sees counts when it is opened."""
        if self.isVisible():
            self._show()

    def _ask_fires(self) -> None:
        if not self.desk.sources.outcomes or (self._job is not None and not self._job.over):
            return
        job = self.desk.worker.run("fires", {"outcomes": [str(path) for path in self.desk.sources.outcomes]})
        self._job = job
        self.progress.follow(job)
        job.finished.connect(self._take_fires)
        job.failed.connect(self.desk.tell)

    def _take_fires(self, result: Mapping[str, Any]) -> None:
        self._fires = result["cells"]
        for sentence in result["unread"]:
            self.desk.tell(sentence)
        self._show()

    def _show(self) -> None:
        layer, sector = self.layer.currentData(), self.sector.currentData()
        self.phase.setEnabled(layer == "approved")
        phase = self.phase.currentData() if layer == "approved" else ALL
        counts = Counts(self.desk.snapshot, load_wanted(), sector, phase, self._fires)
        rows = moments(counts)
        self.grid.show(grid_of(rows, layer))
        self.map.arrange()
        head = " · ".join(
            (self.layer.currentText(), self.sector.currentText(), *([self.phase.currentText()] if phase else []))
        )
        self.box.show_table(table_of(rows), head, self._note(layer))
        self._explain(layer)
        self.missing.show(holes_of(counts))
        any_holes = bool(self.missing.table.rows)
        self.holes.setVisible(any_holes)
        self.none.setVisible(not any_holes)
        self._show_write()

    def _note(self, layer: str) -> str:
        if layer == "approved":
            return ""
        if not self.desk.sources.outcomes or self._fires == []:
            return self.tr("Nothing is known yet: agents share what became of their cards in the settings of Attune.")
        if layer == "fired":
            return self.tr("Cards that were offered in this moment, of all agents who share theirs, in all phases.")
        return self.tr(
            "Of the cards that agents saw in this moment, those that they said. A dash: too few cards to tell."
        )

    def _explain(self, layer: str) -> None:
        wanted = load_wanted().variants
        few = {"approved": self.tr("few phrases"), "fired": self.tr("seldom"), "spoken": self.tr("seldom said")}
        many = {"approved": self.tr("many"), "fired": self.tr("often"), "spoken": self.tr("often said")}
        hole = self.tr("too few phrases: {found} of {wanted}").format(found=1, wanted=wanted)
        self.legend.explain((Spot(shade=0.0), few[layer]), (Spot(shade=1.0), many[layer]), (Spot(hole=True), hole))

    def _show_write(self) -> None:
        self.write.setEnabled(self.holes.isVisibleTo(self) and self.holes.current_key() is not None)

    def _write(self) -> None:
        key = self.holes.current_key()
        if isinstance(key, tuple):
            self._open(key)

    def _open(self, key: Key) -> None:
        """A hole opens a new phrase, a filled moment those that it has."""
        deed, pairs = key
        tags = dict(pairs)
        if deed == "look":
            self.desk.asked.emit("bank", {"filter": self._filter(tags)})
            return
        new: dict[str, Any] = {
            f"{kind}s": [] if tag == NO_NEED else [tag]
            for kind, tag in tags.items()
            if kind in ("emotion", "need", "phase")
        }
        new |= {kind: tag for kind, tag in tags.items() if kind in ("strategy", "act", "tone")}
        if self.phase.isEnabled() and self.phase.currentData():
            new["phases"] = [self.phase.currentData()]
        if self.sector.currentData():
            new["pack"] = self.sector.currentData()
        self.desk.asked.emit("bank", {"new": new})

    def _filter(self, tags: Mapping[str, str]) -> str:
        """What the bank page is to look for."""
        terms = {
            "status": "approved",
            "emotion": tags["emotion"],
            "need": tags["need"] if tags["need"] != NO_NEED else "",
            "phase": self.phase.currentData() if self.phase.isEnabled() else "",
            "pack": self.sector.currentData(),
        }
        return " ".join(f"{name}:{value}" for name, value in terms.items() if value)
