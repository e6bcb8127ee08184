"""The top row: is a call running, for how long, in which phase, what was switched on; and the menu."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui import wording
from ui.health import Surroundings, foremost
from ui.overlay.buttons import IconButton
from ui.overlay.icons import draw_icon
from ui.overlay.labels import ElidedLabel, label
from ui.overlay.state import OverlayState
from ui.theme import Theme, faded

QUIET = "Quiet"
CLICK_THROUGH = "Click-through"


class LiveDot(QWidget):
    """A dot: filled while a call is heard, hollow otherwise. The words beside it say the same."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._live = False
        self.setFixedSize(theme.px(12), theme.px(12))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_live(self, live: bool) -> None:
        """Fill the dot, or not."""
        if live != self._live:
            self._live = live
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the dot with a soft ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        palette = self._theme.palette
        if self._live:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(faded(palette.accent, 0.25))
            painter.drawEllipse(box)
            painter.setBrush(QColor(palette.accent))
            painter.drawEllipse(box.adjusted(3, 3, -3, -3))
        else:
            painter.setPen(QColor(palette.muted))
            painter.drawEllipse(box.adjusted(2.5, 2.5, -2.5, -2.5))
        painter.end()


class Mark(QLabel):
    """An icon and a word, such as "Quiet", in a colour; gone while it has no word. Readers get the word."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = ""
        self._color = QColor(theme.palette.text)
        self.setFont(theme.font(12.5, "semibold"))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def say(self, icon: str, word: str, color: QColor) -> None:
        """Show this, or nothing where the word is empty."""
        if (icon, word, color) == (self._icon, self.text(), self._color):
            return
        self._icon, self._color = icon, color
        self.setText(word)
        self.setVisible(bool(word))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Icon, gap and word, whose width is a fraction of a pixel more or less."""
        px = self._theme.px
        return QSize(px(15 + 4) + self.fontMetrics().horizontalAdvance(self.text()) + 2, px(20))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """The icon alone; the word is shortened where the row is full."""
        side = self._theme.px(15)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw icon and word."""
        painter = QPainter(self)
        side = self._theme.px(15)
        draw_icon(painter, self._icon, QRectF(0, (self.height() - side) / 2, side, side), self._color)
        painter.setPen(self._color)
        box = QRectF(self.rect()).adjusted(side + self._theme.px(4), 0, 0, 0)
        word = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, round(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, word)
        painter.end()


class Header(QWidget):
    """Draws the call's clock and phase, and what was switched on: quiet, clicks going through.

    Signals:
        menu_wanted(): the menu button was pressed.

    Args:
        theme: how it looks.
        parent: the window.
        brief: there are no rows for the customer's feeling and for what is not well, so say here the graver of them.
    """

    menu_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget, *, brief: bool = False) -> None:
        super().__init__(parent)
        self.setFixedHeight(max(theme.px(26), 24))
        self._theme = theme
        self._brief = brief
        self._through = False
        self._state, self._around = OverlayState(), Surroundings()
        palette = theme.palette
        self._dot = LiveDot(theme, self)
        self._title = label(self, theme.font(13.5, "semibold"), palette.text)
        self._clock = label(self, theme.font(13.5), palette.text)
        self.foremost = Mark(theme, self)
        self.reference = ElidedLabel(self, theme.font(12), palette.muted)
        self.through = Mark(theme, self)
        self.quiet = Mark(theme, self)
        self._phase = label(self, theme.font(12.5), palette.muted)
        self.menu_button = IconButton(theme, "menu", "Menu", self)
        self.menu_button.clicked.connect(self.menu_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        at_left: tuple[QWidget, ...] = (self._dot, self._title, self._clock, self.foremost)
        at_right: tuple[QWidget, ...] = (self.through, self.quiet, self._phase, self.menu_button)
        for widget in at_left:
            row.addWidget(widget)
        row.addWidget(self.reference, 1)
        for widget in at_right:
            row.addWidget(widget)

    def draw(self, state: OverlayState, around: Surroundings) -> None:
        """Show this state of call and desktop."""
        self._state, self._around = state, around
        on = state.running or state.ended
        heard = state.link == "open" and not state.held and "customer" not in state.lost_sources
        self._dot.show_live(state.running and heard)
        said = self._draw_foremost(state, around)
        is_held = state.running and state.held
        _say(self._title, _title(state) if not said or is_held or state.ended else "")
        _say(self._clock, wording.clock(state.seconds) if on else "")
        self.reference.say(state.reference if on else "", self._theme.palette.muted)
        self.reference.setAccessibleName(f"Call {state.reference}" if on and state.reference else "")
        color = QColor(self._theme.palette.accent)
        self.quiet.say("quiet", QUIET if state.quiet else "", color)
        self.through.say("click_through", CLICK_THROUGH if self._through else "", color)
        crowded = self._through and state.quiet
        _say(self._phase, "" if crowded or said or is_held else _phase(state))

    def show_click_through(self, on: bool) -> None:
        """Say that clicks go to what lies under the overlay, or no longer."""
        self._through = on
        self.draw(self._state, self._around)

    def _draw_foremost(self, state: OverlayState, around: Surroundings) -> bool:
        """In a brief header what is not well, or the feeling, or nothing; whether there is something."""
        trouble = foremost(state, around) if self._brief else None
        if trouble and trouble.severity == "alert":
            self.foremost.say(trouble.icon, trouble.matter, QColor(self._theme.palette.alert))
            return True
        if self._brief and state.mood and (state.running or state.ended):
            feeling = wording.feeling(state.mood.emotion)
            self.foremost.say(feeling.icon, feeling.word, self._theme.tone(feeling.tone))
            return True
        self.foremost.say("", "", QColor(self._theme.palette.text))
        return False


def _title(state: OverlayState) -> str:
    return wording.PHASES["hold"] if state.running and state.held else wording.headline(state)


def _phase(state: OverlayState) -> str:
    return wording.PHASES.get(state.phase, "") if state.running and state.phase else ""


def _say(spot: QLabel, text: str) -> None:
    spot.setVisible(bool(text))
    if spot.text() != text:
        spot.setText(text)
