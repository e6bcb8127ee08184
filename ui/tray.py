"""Attune's sign in the desktop's tray: how it is, in a shape and in words, and the menu for the keyboard."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from ui import wording
from ui.health import Surroundings, foremost
from ui.overlay.intents import Show
from ui.overlay.menu import Bill, MenuWriter
from ui.overlay.state import Need, OverlayState

Sign = Literal["calm", "live", "hold", "quiet", "problem"]

_COLORS: Mapping[Sign, str] = {
    "calm": "#5B6775",
    "live": "#0B7D6C",
    "hold": "#5B6775",
    "quiet": "#6540B8",
    "problem": "#B45309",
}
"""Grounds under the white shapes, each 4.5:1 to white; with their white rim they stand out on light and dark panels."""

LOOK_MS = 5000

SIDES = (16, 22, 24, 32, 48, 64)
"""Pixels: what trays ask for."""


def sign_of(state: OverlayState, around: Surroundings) -> Sign:
    """What the tray shows, the gravest first."""
    trouble = foremost(state, around)
    if trouble is not None and trouble.severity == "alert":
        return "problem"
    if state.quiet:
        return "quiet"
    if state.running and (state.held or state.phase == "hold"):
        return "hold"
    return "live" if state.running else "calm"


def words_of(state: OverlayState, around: Surroundings) -> str:
    """The same in words, with the mend of what is not well."""
    parts = ["Attune", wording.headline(state)]
    if state.running and (state.held or state.phase == "hold"):
        parts.append("on hold")
    if state.quiet:
        parts.append("do not disturb")
    trouble = foremost(state, around)
    said = " · ".join(parts)
    return f"{said}\n{trouble.whole}" if trouble else said


class Tray(QObject):
    """The icon with its menu. Where the desktop has no tray nothing is seen, and nothing breaks.

    Signals:
        intended(object): an `ui.overlay.intents.Intent`.
        appeared(): the desktop has a tray, now or at last, and the icon is in it.
    """

    intended = Signal(object)
    appeared = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drawn: tuple[Sign, str] | None = None
        self._bill: Bill | None = None
        self.menu = QMenu()
        self.icon = QSystemTrayIcon(self)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._clicked)
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_MS)
        self._looking.timeout.connect(self.show)

    @property
    def is_there(self) -> bool:
        """Whether this desktop has a tray."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show(self) -> None:
        """Appear, now or when the desktop gets a tray: panels often start after the programs."""
        if not self.is_there:
            self._looking.start()
            return
        self._looking.stop()
        self.icon.show()
        self.appeared.emit()

    def draw(self, bill: Bill, around: Surroundings) -> None:
        """Show this state; the menu is written anew only where an entry of it would change."""
        sign, words = sign_of(bill.state, around), words_of(bill.state, around)
        if (sign, words) != self._drawn:
            self._drawn = (sign, words)
            self.icon.setIcon(sign_icon(sign))
            self.icon.setToolTip(words)
        short = _what_the_menu_says(bill)
        if short != self._bill and not self.menu.isVisible():
            self._bill = short
            self._rewrite(short)

    def _rewrite(self, bill: Bill) -> None:
        self.menu.clear()
        for submenu in self.menu.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
            submenu.deleteLater()
        MenuWriter(bill, self.intended.emit).write(self.menu)

    def _clicked(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.intended.emit(Show())


def _what_the_menu_says(bill: Bill) -> Bill:
    """The bill without what changes all the time, and without keys: not every desktop's tray can show them."""
    state = bill.state
    needs = tuple(Need(need=need.need, quote="") for need in state.needs if need.met_at is None)
    shown = OverlayState(link=state.link, running=state.running, held=state.held, quiet=state.quiet, needs=needs)
    return replace(
        bill,
        state=replace(shown, level=state.level, asleep_until=dict.fromkeys(sorted(state.snoozed), math.inf)),
        settings=replace(bill.settings, places={}, homes={}),
        keys={},
    )


def sign_icon(sign: Sign) -> QIcon:
    """The sign, painted for every size that trays ask for."""
    icon = QIcon()
    for side in SIDES:
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(side / 24, side / 24)
        _paint_ground(painter, sign)
        _paint_shape(painter, sign)
        painter.end()
        icon.addPixmap(pixmap)
    return icon


def _paint_ground(painter: QPainter, sign: Sign) -> None:
    """A disc; where something is wrong, a triangle."""
    painter.setPen(QPen(QColor("white"), 1.6, j=Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(QColor(_COLORS[sign]))
    if sign != "problem":
        painter.drawEllipse(QRectF(1, 1, 22, 22))
        return
    triangle = QPainterPath(QPointF(12, 1.6))
    triangle.lineTo(23.2, 22.4)
    triangle.lineTo(0.8, 22.4)
    triangle.closeSubpath()
    painter.drawPath(triangle)


def _paint_shape(painter: QPainter, sign: Sign) -> None:
    white = QColor("white")
    painter.setPen(QPen(white, 2.4, c=Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    strokes: Mapping[Sign, tuple[tuple[float, float, float, float], ...]] = {
        "calm": ((7.5, 12, 16.5, 12),),
        "live": ((7, 10.5, 7, 13.5), (12, 6.5, 12, 17.5), (17, 9, 17, 15)),
        "hold": ((9.2, 7.5, 9.2, 16.5), (14.8, 7.5, 14.8, 16.5)),
        "quiet": (),
        "problem": ((12, 8.5, 12, 14.2), (12, 18.6, 12, 18.7)),
    }
    for x1, y1, x2, y2 in strokes[sign]:
        painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))
    if sign == "quiet":
        disc, bite = QPainterPath(), QPainterPath()
        disc.addEllipse(QPointF(11.5, 12), 6.8, 6.8)
        bite.addEllipse(QPointF(15, 9.6), 5.8, 5.8)
        painter.fillPath(disc.subtracted(bite), white)
