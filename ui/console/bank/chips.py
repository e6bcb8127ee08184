"""Tags to choose any number of: one stop for the Tab key, arrows go from chip to chip."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from ui.console.bank.editors import Editor
from ui.console.bank.flow import FlowLayout
from ui.summary.style import with_role
from ui.theme import Theme

_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class Chip(QPushButton):
    """One tag; pressed while it is chosen, with a tick or its rank before its name.

    Signals:
        stepped(int): an arrow key asks for the chip so many places on.
    """

    stepped = Signal(int)

    def __init__(self, theme: Theme, tag: str, name: str, definition: str) -> None:
        super().__init__(name)
        self.tag = tag
        self._name = name
        self._rank = 0
        with_role(self, "chip")
        self.setFont(theme.font(12.5))
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setToolTip(definition)
        self.setAccessibleDescription(definition)
        self.setStyleSheet(_style(theme))

    def mark(self, rank: int) -> None:
        """Show it as the ``rank``-th chosen one, counted from 1; -1 for one of many alike, 0 for not chosen."""
        self._rank = rank
        self.setChecked(rank != 0)
        sign = "" if rank == 0 else "✓ " if rank < 0 else f"{rank} "
        self.setText(f"{sign}{self._name}")
        self.setAccessibleName(
            self.tr("{name}, number {rank}").format(name=self._name, rank=rank) if rank > 0 else self._name
        )

    def rename(self, name: str) -> None:
        """Another name for the same tag."""
        self._name = name
        self.mark(self._rank)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the chips beside; all else as a button."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)


class Chips(Editor):
    """Chooses tags.

    Args:
        theme: how it looks.
        tags: ``(id, name, definition)`` of each.
        ranked: the order in which they are chosen counts, and is shown.
    """

    def __init__(self, theme: Theme, tags: Sequence[tuple[str, str, str]], *, ranked: bool = False) -> None:
        super().__init__()
        self._ranked = ranked
        self._chosen: list[str] = []
        line = FlowLayout(self, theme.px(6))
        self.chips = {tag: Chip(theme, tag, name, definition) for tag, name, definition in tags}
        for chip in self.chips.values():
            line.addWidget(chip)
            chip.clicked.connect(lambda _on, chip=chip: self._press(chip))
            chip.stepped.connect(lambda step, chip=chip: self._go(chip, step))
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._rest_at(next(iter(self.chips.values())))

    def value(self) -> tuple[str, ...]:
        """The chosen tags: in the order of choice where that counts, else in that of the taxonomy."""
        return tuple(self._chosen) if self._ranked else tuple(tag for tag in self.chips if tag in self._chosen)

    def show_value(self, value: Sequence[str]) -> None:
        """Show these as chosen."""
        self._chosen = list(value)
        for tag, chip in self.chips.items():
            rank = self._chosen.index(tag) + 1 if tag in self._chosen else 0
            chip.mark(rank if self._ranked or not rank else -1)

    def name_parts(self, name: str) -> None:
        """Readers hear the group's name."""
        self.setAccessibleName(name)

    def describe(self, words: str) -> None:
        """Readers hear this about the group."""
        self.setAccessibleDescription(words)

    def _go(self, chip: Chip, step: int) -> None:
        chips = list(self.chips.values())
        other = chips[(chips.index(chip) + step) % len(chips)]
        self._rest_at(other)
        other.setFocus(Qt.FocusReason.TabFocusReason)

    def _press(self, chip: Chip) -> None:
        self._rest_at(chip)
        chosen = [tag for tag in self._chosen if tag != chip.tag]
        self.show_value(chosen if len(chosen) < len(self._chosen) else [*chosen, chip.tag])
        self.changed.emit()

    def _rest_at(self, chip: Chip) -> None:
        """The Tab key comes to this chip and leaves the whole group from it."""
        for other in self.chips.values():
            other.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other is chip else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(chip)


def _style(theme: Theme) -> str:
    palette, px = theme.palette, theme.px
    edge = palette.edge or palette.muted
    height = max(24, px(26))
    return f"""
QPushButton {{ background: transparent; color: {palette.text}; border: 1px solid {edge}; border-radius: {height // 2}px;
  padding: 0 {px(10)}px; min-height: {height}px; }}
QPushButton:checked {{ background: {palette.accent}; color: {palette.plate}; border-color: {palette.accent}; }}
QPushButton:hover {{ border-color: {palette.accent}; }}
QPushButton:focus {{ border: 2px solid {palette.text}; }}
QPushButton:disabled {{ color: {palette.muted}; }}
"""
