"""What good openings and endings of calls have, ticked as the agent does it. It asks for nothing: no act is overdue."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from assist.events import Phase
from ui import wording
from ui.overlay.icons import draw_icon
from ui.overlay.state import OverlayState
from ui.theme import Theme

_BEGIN = ("warm_greeting", "open_question", "active_listening")
_END = ("commitment", "follow_up", "gratitude", "feedback_request")

ACTS_OF: Mapping[Phase, tuple[str, ...]] = {
    "opening": _BEGIN,
    "discovery": _BEGIN,
    "resolution": _END,
    "closing": _END,
}
"""Acts of the taxonomy. An opening is over as soon as the matter is on the table, so its list stays for the discovery;
and what an ending needs is best seen while the matter is being solved."""

SIGN, BESIDE, LEAST_GAP = 13, 5, 8
"""The tick or ring, the room between it and its word, and between two acts, in design pixels."""


class Checklist(QLabel):
    """One row of acts with a tick or a ring each; empty on hold and outside calls. Its text, for readers, says both.

    Args:
        theme: how it looks.
        parent: the widget that it is part of.
        centered: the acts stand in the middle of the row rather than at its left.
    """

    def __init__(self, theme: Theme, parent: QWidget, *, centered: bool = False) -> None:
        super().__init__(parent)
        self._theme = theme
        self._centered = centered
        self._items: tuple[tuple[str, bool], ...] = ()
        self.setFont(theme.font(12.5))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedHeight(theme.px(22))
        self.setMinimumWidth(1)

    def draw(self, state: OverlayState) -> None:
        """Show the acts that belong to this phase of the call."""
        acts = ACTS_OF.get(state.phase, ()) if state.phase and state.running else ()
        items = tuple((wording.ACTS[act], act in state.acts) for act in acts)
        if items != self._items:
            self._items = items
            self.setText(", ".join(f"{word}: {'done' if done else 'open'}" for word, done in items))
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as the acts are with the least room between them."""
        widths = self._widths()
        return QSize(sum(widths) + self._theme.px(LEAST_GAP) * (len(widths) - 1), self.height())

    def _widths(self) -> list[int]:
        room = self._theme.px(SIGN) + self._theme.px(BESIDE)
        return [room + self.fontMetrics().horizontalAdvance(word) for word, _ in self._items]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the acts side by side, closer together where there is less room."""
        theme, palette = self._theme, self._theme.palette
        side, beside = theme.px(SIGN), theme.px(BESIDE)
        widths = self._widths()
        free = self.width() - sum(widths)
        gap = max(theme.px(LEAST_GAP), min(theme.px(14), free / max(1, len(widths) - 1)))
        left = (free - gap * (len(widths) - 1)) / 2 if self._centered else 0.0
        painter = QPainter(self)
        painter.setFont(self.font())
        for (word, done), width in zip(self._items, widths, strict=True):
            spot = QRectF(left, (self.height() - side) / 2, side, side)
            color = QColor(palette.accent if done else palette.muted)
            draw_icon(painter, "tick" if done else "circle", spot, color)
            painter.setPen(QColor(palette.text if done else palette.muted))
            row = QRectF(left + side + beside, 0, width, self.height())
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, word)
            left += width + gap
        painter.end()
