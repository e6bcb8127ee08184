"""The overlay's own buttons: at least 24 x 24 pixels, never focused, with a key cap where a hot key does the same."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui.overlay.icons import draw_icon
from ui.theme import Theme, mixed


class _Button(QAbstractButton):
    """What the buttons share: no focus, a hand, a ground that answers the pointer."""

    def __init__(self, theme: Theme, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._theme = theme

    def _paint_ground(self, painter: QPainter, at_rest: QColor | None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self._theme.palette
        lit = 0.16 if self.isDown() else 0.09 if self.underMouse() and self.isEnabled() else 0.0
        if at_rest is None and not lit:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(QColor(palette.text), at_rest or QColor(palette.plate), lit))
        radius = self._theme.px(6)
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)


class IconButton(_Button):
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


class KeyButton(_Button):
    """An icon, a word and, where there is one, the cap of the hot key that does the same."""

    def __init__(self, theme: Theme, icon: str, text: str, key: str, parent: QWidget) -> None:
        super().__init__(theme, text, parent)
        self._icon = icon
        self._key = key
        self.setFont(theme.font(12.5))
        self.setFixedHeight(max(24, theme.px(28)))

    def sizeHint(self) -> QSize:
        """Wide enough for icon, word and cap."""
        theme = self._theme
        width = theme.px(9 + 14 + 6 + 10) + QFontMetricsF(self.font()).horizontalAdvance(self.text())
        if self._key:
            width += theme.px(5) + cap_width(theme, self._key)
        return QSize(round(width), self.height())

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
        painter.setFont(self.font())
        painter.setPen(QColor(theme.palette.text))
        painter.drawText(QRectF(left, 0, self.width(), self.height()), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._key:
            width = cap_width(theme, self._key)
            draw_cap(painter, theme, self._key, QRectF(self.width() - width - theme.px(6), 0, width, self.height()))
        painter.end()


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
