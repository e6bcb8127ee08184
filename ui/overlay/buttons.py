"""The overlay's own buttons: at least 24 x 24 pixels, never focused, with a key cap where a hot key does the same."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui import wording
from ui.overlay.icons import draw_icon
from ui.theme import Theme, mixed


class Button(QAbstractButton):
    """What the buttons share: no focus, a hand, a ground that answers the pointer."""

    def __init__(self, theme: Theme, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._theme = theme

    @property
    def light(self) -> float:
        """How much of the text's colour lies on the ground (0..1): some under the pointer, more while pressed."""
        return 0.16 if self.isDown() else 0.09 if self.underMouse() and self.isEnabled() else 0.0

    def _paint_ground(self, painter: QPainter, at_rest: QColor | None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self._theme.palette
        lit = self.light
        if at_rest is None and not lit:
            return
        painter.setPen(edge_of(self._theme) if at_rest else Qt.PenStyle.NoPen)
        painter.setBrush(mixed(QColor(palette.text), at_rest or QColor(palette.plate), lit))
        radius = self._theme.px(6)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def explain(self, words: str, key: str = "") -> None:
        """Say in the tool tip, and to readers, what the button does and which hot key does the same."""
        self.setToolTip(f"{words} ({key})" if key else words)
        self.setAccessibleDescription(self.toolTip())


class IconButton(Button):
    """A square button with an icon; its text is for readers and the tool tip."""

    def __init__(self, theme: Theme, icon: str, text: str, parent: QWidget) -> None:
        super().__init__(theme, text, parent)
        self._icon = icon
        self.setToolTip(text)
        self.setFixedSize(max(24, theme.px(26)), max(24, theme.px(26)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon in the middle."""
        painter = QPainter(self)
        self._paint_ground(painter, None)
        side = self._theme.px(16)
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        draw_icon(painter, self._icon, box, QColor(self._theme.palette.muted))
        painter.end()


class PinButton(Button):
    """Holds the card, or lets it go; says how many newer ones wait meanwhile."""

    def __init__(self, theme: Theme, key: str, parent: QWidget) -> None:
        super().__init__(theme, wording.PIN, parent)
        self._key = key
        self._behind = ""
        self.setCheckable(True)
        self.setFont(theme.font(12, "semibold"))
        self.show_state(pinned=False, waiting=0)

    def nextCheckState(self) -> None:  # noqa: N802 (Qt's name)
        """A click only asks: the button shows what the state says."""

    def show_state(self, *, pinned: bool, waiting: int) -> None:
        """Show whether the card is pinned, and how many wait behind it."""
        self.setChecked(pinned)
        self.setText(wording.UNPIN if pinned else wording.PIN)
        self._behind = str(waiting) if waiting else ""
        self.explain(wording.pin_hint(pinned=pinned, waiting=waiting), self._key)
        self.resize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        """Square; wider by the number."""
        side = max(24, self._theme.px(26))
        number = QFontMetricsF(self.font()).horizontalAdvance(self._behind) + self._theme.px(5) if self._behind else 0
        return QSize(side + round(number), side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw pin and number; on a ground and in full colour while the card is pinned."""
        painter = QPainter(self)
        palette, pinned = self._theme.palette, self.isChecked()
        self._paint_ground(painter, QColor(palette.raised) if pinned else None)
        color = QColor(palette.accent if pinned else palette.muted)
        side, pad = self._theme.px(16), (self.height() - self._theme.px(16)) / 2
        draw_icon(painter, "pinned" if pinned else "pin", QRectF(pad, pad, side, side), color)
        painter.setFont(self.font())
        painter.setPen(QColor(palette.text))
        number = QRectF(pad + side + self._theme.px(3), 0, self.width(), self.height())
        painter.drawText(number, Qt.AlignmentFlag.AlignVCenter, self._behind)
        painter.end()


class KeyButton(Button):
    """An icon, a word and, where there is one, the cap of the hot key that does the same.

    Signals are those of `QAbstractButton`; `text` is the word, also where there is no room to draw it.
    """

    def __init__(self, theme: Theme, icon: str, text: str, key: str, parent: QWidget) -> None:
        super().__init__(theme, text, parent)
        self._icon = icon
        self._key = key
        self._has_word = True
        self._has_cap = bool(key)
        self.setFont(theme.font(12.5))
        self.setFixedHeight(max(24, theme.px(28)))

    def show_parts(self, *, word: bool = True, cap: bool = True) -> None:
        """Draw word and cap, or leave them out where there is no room for them."""
        self._has_word = word
        self._has_cap = cap and bool(self._key)
        self.resize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for icon, word and cap."""
        theme = self._theme
        width = float(theme.px(9 + 14 + 9))
        if self._has_word:
            width += theme.px(6) + QFontMetricsF(self.font()).horizontalAdvance(self.text())
        if self._has_cap:
            width += theme.px(5) + cap_width(theme, self._key)
        return QSize(max(24, round(width)), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the button."""
        theme = self._theme
        painter = QPainter(self)
        self._paint_ground(painter, QColor(theme.palette.raised))
        side, left = theme.px(14), theme.px(9)
        draw_icon(
            painter, self._icon, QRectF(left, (self.height() - side) / 2, side, side), QColor(theme.palette.muted)
        )
        left += side + theme.px(6)
        if self._has_word:
            painter.setFont(self.font())
            painter.setPen(QColor(theme.palette.text))
            painter.drawText(QRectF(left, 0, self.width(), self.height()), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._has_cap:
            width = cap_width(theme, self._key)
            draw_cap(painter, theme, self._key, QRectF(self.width() - width - theme.px(6), 0, width, self.height()))
        painter.end()


def edge_of(theme: Theme) -> QPen:
    """The outline of buttons and chips in this theme, or none."""
    edge = theme.palette.edge
    return QPen(QColor(edge), 1) if edge else QPen(Qt.PenStyle.NoPen)


def cap_width(theme: Theme, key: str) -> float:
    """The width of a key cap in pixels."""
    return max(theme.px(17), QFontMetricsF(theme.font(11)).horizontalAdvance(key) + theme.px(10))


def draw_cap(painter: QPainter, theme: Theme, key: str, box: QRectF) -> None:
    """Draw a key cap, 17 design pixels high, in the middle of the box."""
    height = theme.px(17)
    cap = QRectF(box.x(), box.y() + (box.height() - height) / 2, box.width(), height)
    painter.setPen(QColor(theme.palette.line))
    painter.setBrush(QColor(theme.palette.plate))
    painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), theme.px(4), theme.px(4))
    painter.setFont(theme.font(11))
    painter.setPen(QColor(theme.palette.muted))
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
