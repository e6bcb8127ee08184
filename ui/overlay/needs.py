"""The customer's needs as chips: a ring while open, a tick for a moment when met."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui import wording
from ui.overlay.icons import draw_icon
from ui.overlay.labels import label
from ui.overlay.state import Need
from ui.theme import Theme


class NeedChip(QLabel):
    """One need; the icon says open or met, the tool tip quotes the words that show it."""

    def __init__(self, theme: Theme, need: Need, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._met = need.met_at is not None
        again = f" {need.times}\N{MULTIPLICATION SIGN}" if need.times > 1 and not self._met else ""
        self.setFont(theme.font(12.5))
        self.setText(wording.need_name(need.need) + again)
        self.setToolTip(f"“{need.quote}”" if need.quote else "")
        self.setAccessibleDescription("Need met" if self._met else "Open need")
        width = theme.px(8 + 13 + 6 + 10) + self.fontMetrics().horizontalAdvance(self.text())
        self.setFixedSize(width, theme.px(26))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chip."""
        theme, palette = self._theme, self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.raised))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        side, pad = theme.px(13), theme.px(8)
        color = QColor(palette.tones["glad"] if self._met else palette.accent)
        spot = QRectF(pad, (box.height() - side) / 2, side, side)
        draw_icon(painter, "tick" if self._met else "circle", spot, color)
        painter.setPen(QColor(palette.muted if self._met else palette.text))
        words = box.adjusted(pad + side + theme.px(6), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()


def _remove(chip: NeedChip) -> None:
    chip.hide()  # deleted only when the event loop comes round; until then it must not be seen
    chip.deleteLater()


class NeedsRow(QWidget):
    """As many chips as one row holds, newest first, and how many more there are."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._needs: tuple[Need, ...] = ()
        self.chips: list[NeedChip] = []
        self.setFixedHeight(theme.px(26))
        self._quiet = label(self, theme.font(12.5), theme.palette.faint)
        self._quiet.setFixedHeight(theme.px(26))

    def draw(self, needs: tuple[Need, ...]) -> None:
        """Show these needs."""
        if needs == self._needs:
            return
        self._needs = needs
        for chip in self.chips:
            _remove(chip)
        self.chips = []
        left = 0
        for place, need in enumerate(needs):
            chip = NeedChip(self._theme, need, self)
            rest = len(needs) - place - 1
            if left + chip.width() + (self._theme.px(40) if rest else 0) > self.width():
                _remove(chip)
                break
            chip.move(left, 0)
            chip.show()
            self.chips.append(chip)
            left += chip.width() + self._theme.px(6)
        self._say_rest(left)

    def _say_rest(self, left: int) -> None:
        hidden = self._needs[len(self.chips) :]
        self._quiet.setText(f"+{len(hidden)}" if hidden else "")
        self._quiet.setAccessibleDescription(", ".join(wording.need_name(need.need) for need in hidden))
        self._quiet.adjustSize()
        self._quiet.setFixedHeight(self.height())
        self._quiet.move(left + self._theme.px(2), 0)
