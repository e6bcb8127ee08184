"""What is written on the card, and how: cue, phrase, reason, marks. Drawing only; `ui.overlay.card` is the button."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from ui import wording
from ui.overlay.buttons import cap_width, draw_cap, edge_of
from ui.overlay.icons import draw_icon
from ui.overlay.state import Card, OverlayState
from ui.overlay.textfit import FittedText, fit
from ui.theme import Theme, mixed

PAD = 14
FOOT = 40
"""The room for the buttons, from the card's lower edge, in design pixels."""
PHRASE_LINE = 21.5
BOUNDARY = "boundary"


@dataclass(frozen=True, slots=True)
class Shape:
    """How much room a card has.

    Attributes:
        height: in design pixels.
        rows: of the phrase.
        reason: whether there is a row for the words that caused it.
    """

    height: int
    rows: int
    reason: bool = True


FULL = Shape(height=206, rows=4)
BRIEF = Shape(height=158, rows=3, reason=False)


@dataclass(frozen=True, slots=True)
class Content:
    """What is written on the card now. ``key`` names it: a new key fades in."""

    key: tuple[str, str]
    cue: str
    text: str
    quote: str
    why: str = ""
    mark: str = ""
    cues: tuple[str, ...] = ()
    """Of all its phrases, where there are alternates."""
    index: int = 0
    pinned: bool = False
    waiting: int = 0

    @property
    def is_boundary(self) -> bool:
        """Whether this is the notice about abuse, which offers no phrase."""
        return self.key[0] == BOUNDARY

    @property
    def options(self) -> int:
        """How many phrases there are to choose from."""
        return max(1, len(self.cues))


def content_of(state: OverlayState) -> Content | None:
    """The notice about abuse, or the card, or nothing."""
    if state.abuse_quote is not None:
        return Content((BOUNDARY, ""), wording.BOUNDARY_CUE, wording.BOUNDARY_TEXT, state.abuse_quote)
    return _content_of_card(state.card, state) if state.card else None


def _content_of_card(card: Card, state: OverlayState) -> Content:
    option = card.option
    return Content(
        key=(card.suggestion_id, option.phrase_id),
        cue=option.cue,
        text=option.text,
        quote=card.quote,
        why=card.why if card.index == 0 else "",
        mark=wording.STAGES.get(card.stage, ""),
        cues=tuple(other.cue for other in card.options) if len(card.options) > 1 else (),
        index=card.index,
        pinned=state.pinned,
        waiting=len(state.waiting),
    )


def empty_ground(theme: Theme) -> QColor:
    """The ground of the card's place while it is empty: between plate and card."""
    return mixed(QColor(theme.palette.card), QColor(theme.palette.plate), 0.5)


class CardFace:
    """Draws on a card of this size (pixels).

    Args:
        theme: colours, fonts, lengths.
        shape: how much room there is.
        caps: key caps by action; the one for ``accept`` stands in the corner.
        box: the card's place.
    """

    def __init__(self, theme: Theme, shape: Shape, caps: Mapping[str, str], box: QRectF) -> None:
        self._theme = theme
        self._shape = shape
        self._caps = caps
        self._accept_cap = caps.get("accept", "")
        self._box = box

    def paint_empty(self, painter: QPainter, icon: str, hint: str, *, raised: bool) -> None:
        """A quiet place, so that a card that comes does not seem to come out of nowhere.

        ``raised`` leaves room for a row at the foot.
        """
        theme, palette = self._theme, self._theme.palette
        painter.setPen(edge_of(theme))
        painter.setBrush(empty_ground(theme))
        radius = theme.px(12)
        painter.drawRoundedRect(self._box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        box = self._box.adjusted(0, 0, 0, -theme.px(FOOT) if raised else 0)
        side, middle = theme.px(20), box.center()
        spot = QRectF(middle.x() - side / 2, middle.y() - theme.px(25), side, side)
        draw_icon(painter, icon, spot, QColor(palette.faint))
        painter.setFont(theme.font(13))
        painter.setPen(QColor(palette.faint))
        below = box.adjusted(theme.px(PAD), theme.px(28), -theme.px(PAD), 0)
        centered = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(below, centered, hint)

    def paint_ground(self, painter: QPainter, *, lit: bool, pressed: bool) -> None:
        """Draw the plate of the card; ``lit`` while the pointer is on it."""
        palette = self._theme.palette
        painter.setPen(QPen(QColor(palette.accent if lit else palette.line), 1))
        painter.setBrush(mixed(QColor(palette.text), QColor(palette.card), 0.05 if pressed else 0.0))
        radius = self._theme.px(12)
        painter.drawRoundedRect(self._box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def paint_content(self, painter: QPainter, content: Content, marks_at: QPointF | None) -> None:
        """Draw the words; the numbers of the phrases begin at the middle left point ``marks_at``, if they are drawn."""
        self._paint_cue(painter, content)
        self._paint_words(painter, content)
        if marks_at is not None:
            self._paint_marks(painter, content, marks_at)

    def left_out(self, content: Content, height: float) -> str:
        """What the row at this height (pixels from the top) has no room for."""
        row = self._quote_row()
        if height > self._box.height() - self._theme.px(FOOT):
            return self._alternates(content)
        if height >= row.top() and self._shape.reason:
            quote = f"“{content.quote}”" if content.quote else ""
            return "\n".join(part for part in (content.why, quote) if part)
        return "" if self._fitted(content).whole else content.text

    def _alternates(self, content: Content) -> str:
        """The other phrases behind the card, and how to take them."""
        keys = ("accept", "accept_2", "accept_3")
        others = [
            (place, cue, wording.whole_key(self._caps, key) if place else "")
            for place, (cue, key) in enumerate(zip(content.cues, keys, strict=False))
            if place != content.index
        ]
        return "\n".join(f"{place + 1}: {cue}{f' ({key})' if key else ''}" for place, cue, key in others)

    def _paint_cue(self, painter: QPainter, content: Content) -> None:
        theme = self._theme
        pad = theme.px(PAD)
        row = QRectF(pad, theme.px(12), self._box.width() - 2 * pad, theme.px(24))
        if not content.is_boundary:
            row.adjust(0, 0, -self._pin_room(content), 0)
        taken = self._paint_mark(painter, content, row) if not content.is_boundary else 0.0
        left = row.left()
        if content.is_boundary:
            side = theme.px(18)
            icon = QRectF(left, row.center().y() - side / 2, side, side)
            draw_icon(painter, "shield", icon, QColor(theme.palette.alert))
            left += side + theme.px(8)
        fonts = [theme.font(size, "semibold") for size in (17, 16, 15)]
        cue = fit(content.cue, fonts, row.right() - left - taken, rows=1)
        cue.draw(painter, QPointF(left, row.top()), row.height(), QColor(theme.palette.text))

    def _pin_room(self, content: Content) -> float:
        number = (
            QFontMetricsF(self._theme.font(12, "semibold")).horizontalAdvance(str(content.waiting))
            if content.waiting
            else 0.0
        )
        return max(24, self._theme.px(26)) + (number + self._theme.px(5) if content.waiting else 0.0)

    def _paint_mark(self, painter: QPainter, content: Content, row: QRectF) -> float:
        """Draw the tick, or the hot key, at the right of the row; returns the room it takes in pixels."""
        theme = self._theme
        if content.mark:
            font, side = theme.font(12.5, "semibold"), theme.px(15)
            width = QFontMetricsF(font).horizontalAdvance(content.mark)
            color = QColor(theme.palette.accent)
            painter.setFont(font)
            painter.setPen(color)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(row, right, content.mark)
            icon = QRectF(row.right() - width - side - theme.px(5), row.center().y() - side / 2, side, side)
            draw_icon(painter, "tick", icon, color)
            return width + side + theme.px(15)
        if not self._accept_cap:
            return 0.0
        width = cap_width(theme, self._accept_cap)
        draw_cap(painter, theme, self._accept_cap, QRectF(row.right() - width, row.top(), width, row.height()))
        return width + theme.px(10)

    def _paint_words(self, painter: QPainter, content: Content) -> None:
        theme, pad = self._theme, self._theme.px(PAD)
        width = self._box.width() - 2 * pad
        phrase = self._fitted(content)
        phrase.draw(painter, QPointF(pad, theme.px(42)), theme.px(PHRASE_LINE), QColor(theme.palette.text))
        if not self._shape.reason:
            return
        if content.why and len(phrase.lines) < self._shape.rows:
            self._paint_why(painter, content.why)
        if not content.quote:
            return
        font = theme.font(12.5)
        metrics = QFontMetricsF(font)
        room = width - metrics.horizontalAdvance(f"{wording.BECAUSE}: “”")
        quote = metrics.elidedText(" ".join(content.quote.split()), Qt.TextElideMode.ElideRight, room)
        row = self._quote_row()
        painter.setFont(font)
        painter.setPen(QColor(theme.palette.muted))
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, f"{wording.BECAUSE}: “{quote}”")

    def _paint_why(self, painter: QPainter, why: str) -> None:
        """Above the quote, in the row that a shorter phrase leaves free."""
        font = self._theme.font(12.5)
        row = self._quote_row()
        row.translate(0.0, -self._theme.px(19))
        painter.setFont(font)
        painter.setPen(QColor(self._theme.palette.muted))
        words = QFontMetricsF(font).elidedText(why, Qt.TextElideMode.ElideRight, row.width())
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, words)

    def _quote_row(self) -> QRectF:
        px = self._theme.px
        return QRectF(px(PAD), self._box.height() - px(FOOT) - px(27), self._box.width() - 2 * px(PAD), px(18))

    def _fitted(self, content: Content) -> FittedText:
        fonts = [self._theme.font(size) for size in (15, 14, 13)]
        return fit(content.text, fonts, self._box.width() - 2 * self._theme.px(PAD), self._shape.rows)

    def marks_width(self, content: Content | None) -> float:
        """The room that the numbers of the phrases take, in pixels."""
        return content.options * self._theme.px(20) if content and content.options > 1 else 0.0

    def _paint_marks(self, painter: QPainter, content: Content, left: QPointF) -> None:
        """A number for each phrase of the card, as on its key, on a disc for the one on view."""
        if content.options < 2:
            return
        theme, palette = self._theme, self._theme.palette
        side = theme.px(17)
        painter.setFont(theme.font(11, "semibold"))
        for place in range(content.options):
            on_view = place == content.index
            disc = QRectF(left.x() + place * theme.px(20), left.y() - side / 2, side, side)
            painter.setPen(QPen(QColor(palette.muted), 1))
            painter.setBrush(QColor(palette.muted) if on_view else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(disc.adjusted(0.5, 0.5, -0.5, -0.5))
            painter.setPen(QColor(palette.card if on_view else palette.muted))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(place + 1))
