"""The customer's needs as chips: a ring while open, a tick for a moment when met, a moon while snoozed."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui import wording
from ui.overlay.buttons import Button, edge_of
from ui.overlay.icons import draw_icon
from ui.overlay.labels import label
from ui.overlay.state import Need, OverlayState
from ui.theme import Theme, mixed

SNOOZE_SECONDS = 600.0

NeedState = Literal["open", "met", "snoozed"]
_ICONS: dict[NeedState, str] = {"open": "circle", "met": "tick", "snoozed": "moon"}


class NeedChip(Button):
    """One need; the icon says how it stands, the tool tip quotes the words behind it. A click snoozes or wakes it."""

    def __init__(self, theme: Theme, need: Need, state: NeedState, parent: QWidget) -> None:
        name = wording.need_name(need.need)
        again = f" {need.times}\N{MULTIPLICATION SIGN}" if need.times > 1 and state != "met" else ""
        super().__init__(theme, name + again, parent)
        self.need = need.need
        self.state = state
        self.setFont(theme.font(12.5))
        self.setAccessibleName(f"{wording.NEED_STATES[state]}: {name}{again}")
        quote = f"“{need.quote}” " if need.quote else ""
        self.explain(quote + wording.NEED_HINTS[state])
        self.setEnabled(state != "met")
        self.resize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Icon and word; never smaller than a finger of the mouse needs."""
        width = self._theme.px(8 + 13 + 6 + 10) + self.fontMetrics().horizontalAdvance(self.text())
        return QSize(width, max(24, self._theme.px(26)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chip."""
        theme, palette = self._theme, self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(edge_of(theme))
        painter.setBrush(mixed(QColor(palette.text), QColor(palette.raised), self.light))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        side, pad = theme.px(13), theme.px(8)
        signs = {"open": palette.accent, "met": palette.tones["glad"], "snoozed": palette.muted}
        spot = QRectF(pad, (box.height() - side) / 2, side, side)
        draw_icon(painter, _ICONS[self.state], spot, QColor(signs[self.state]))
        painter.setFont(self.font())
        painter.setPen(QColor(palette.text if self.state == "open" else palette.muted))
        words = box.adjusted(pad + side + theme.px(6), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()


def _remove(chip: NeedChip) -> None:
    chip.hide()  # deleted only when the event loop comes round; until then it must not be seen
    chip.deleteLater()


class NeedsRow(QWidget):
    """As many chips as one row holds, newest first, and how many more there are.

    Signals:
        snooze_wanted(str, float): no card for this need for so many seconds; 0 wakes it (`commands.SnoozeNeed`).
    """

    snooze_wanted = Signal(str, float)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._drawn: tuple[tuple[Need, ...], frozenset[str]] = ((), frozenset())
        self.chips: list[NeedChip] = []
        self.setFixedHeight(max(24, theme.px(26)))
        self._rest = label(self, theme.font(12.5), theme.palette.faint)
        self._rest.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)  # for its tool tip

    def draw(self, state: OverlayState) -> None:
        """Show the needs of this state; those that are snoozed stand behind the others."""
        needs, snoozed = state.needs, state.snoozed
        if (needs, snoozed) == self._drawn:
            return
        self._drawn = (needs, snoozed)
        for chip in self.chips:
            _remove(chip)
        self.chips = []
        in_order = sorted(needs, key=lambda need: need.need in snoozed)
        left = 0
        for place, need in enumerate(in_order):
            chip = NeedChip(self._theme, need, _state_of(need, snoozed), self)
            rest = len(needs) - place - 1
            if left + chip.width() + (self._theme.px(40) if rest else 0) > self.width():
                _remove(chip)
                break
            chip.clicked.connect(lambda _checked=False, chip=chip: self._toggle(chip))
            chip.move(left, 0)
            chip.show()
            self.chips.append(chip)
            left += chip.width() + self._theme.px(6)
        self._say_rest(in_order[len(self.chips) :], left)

    def _toggle(self, chip: NeedChip) -> None:
        self.snooze_wanted.emit(chip.need, 0.0 if chip.state == "snoozed" else SNOOZE_SECONDS)

    def _say_rest(self, hidden: list[Need], left: int) -> None:
        self._rest.setText(f"+{len(hidden)}" if hidden else "")
        names = ", ".join(wording.need_name(need.need) for need in hidden)
        self._rest.setToolTip(names)
        self._rest.setAccessibleDescription(names)
        self._rest.adjustSize()
        self._rest.setFixedHeight(self.height())
        self._rest.move(left + self._theme.px(2), 0)


def _state_of(need: Need, snoozed: frozenset[str]) -> NeedState:
    if need.met_at is not None:
        return "met"
    return "snoozed" if need.need in snoozed else "open"
