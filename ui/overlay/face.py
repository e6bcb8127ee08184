"""What is written on the card, and how: cue, phrase, reason, marks. Drawing only; `ui.overlay.card` is the button."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from ui import wording
from ui.overlay.buttons import cap_width, draw_cap
from ui.overlay.icons import draw_icon
from ui.overlay.state import Card, OverlayState
from ui.overlay.textfit import FittedText, fit
from ui.theme import Theme, mixed

PAD = 14
FOOT = 40
"""The room for the buttons, from the card's lower edge, in design pixels."""
PHRASE_ROWS = 4
PHRASE_LINE = 21.5
BOUNDARY = "boundary"


@dataclass(frozen=True, slots=True)
class Content:
    """What is written on the card now. ``key`` names it: a new key fades in."""

    key: tuple[str, str]
    cue: str
    text: str
    quote: str
    why: str = ""
    mark: str = ""
    options: int = 1
    index: int = 0

    @property
    def is_boundary(self) -> bool:
        """Whether this is the notice about abuse, which offers no phrase."""
        return self.key[0] == BOUNDARY


def content_of(state: OverlayState) -> Content | None:
    """The notice about abuse, or the card, or nothing."""
    if state.abuse_quote is not None:
        return Content((BOUNDARY, ""), wording.BOUNDARY_CUE, wording.BOUNDARY_TEXT, state.abuse_quote)
    return _content_of_card(state.card) if state.card else None


def _content_of_card(card: Card) -> Content:
    option = card.option
    return Content(
        key=(card.suggestion_id, option.phrase_id),
        cue=option.cue,
        text=option.text,
        quote=card.quote,
        why=card.why if card.index == 0 else "",
        mark=wording.STAGES.get(card.stage, ""),
        options=len(card.options),
        index=card.index,
    )


def empty_ground(theme: Theme) -> QColor:
    """The ground of the card's place while it is empty: between plate and card."""
    return mixed(QColor(theme.palette.card), QColor(theme.palette.plate), 0.5)


class CardFace:
    """Draws on a card of this size (pixels).

    Args:
        theme: colours, fonts, lengths.
        accept_cap: the key cap that stands in the corner; empty for none.
        size: the card's box.
    """

    def __init__(self, theme: Theme, accept_cap: str, box: QRectF) -> None:
        self._theme = theme
        self._accept_cap = accept_cap
        self._box = box

    def paint_empty(self, painter: QPainter, hint: str) -> None:
        """A quiet place, so that a card that comes does not seem to come out of nowhere."""
        theme, palette = self._theme, self._theme.palette
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(empty_ground(theme))
        radius = theme.px(12)
        painter.drawRoundedRect(self._box, radius, radius)
        side, middle = theme.px(20), self._box.center()
        spot = QRectF(middle.x() - side / 2, middle.y() - theme.px(25), side, side)
        draw_icon(painter, "wave", spot, mixed(QColor(palette.muted), empty_ground(theme), 0.55))
        painter.setFont(theme.font(13))
        painter.setPen(QColor(palette.faint))
        below = self._box.adjusted(theme.px(PAD), theme.px(28), -theme.px(PAD), 0)
        centered = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(below, centered, hint)

    def paint_ground(self, painter: QPainter, *, lit: bool, pressed: bool) -> None:
        """Draw the plate of the card; ``lit`` while the pointer is on it."""
        palette = self._theme.palette
        painter.setPen(QPen(QColor(palette.accent if lit else palette.line), 1))
        painter.setBrush(mixed(QColor(palette.text), QColor(palette.card), 0.05 if pressed else 0.0))
        radius = self._theme.px(12)
        painter.drawRoundedRect(self._box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def paint_content(self, painter: QPainter, content: Content, dots_at: QPointF) -> None:
        """Draw the words; the dots of the alternates begin at ``dots_at``."""
        self._paint_cue(painter, content)
        self._paint_words(painter, content)
        self._paint_dots(painter, content, dots_at)

    def left_out(self, content: Content, height: float) -> str:
        """What the row at this height (pixels from the top) has no room for."""
        row = self._quote_row()
        if height > row.bottom():
            return ""
        if height >= row.top():
            quote = f"“{content.quote}”" if content.quote else ""
            return "\n".join(part for part in (content.why, quote) if part)
        return "" if self._fitted(content).whole else content.text

    def _paint_cue(self, painter: QPainter, content: Content) -> None:
        theme = self._theme
        pad = theme.px(PAD)
        row = QRectF(pad, theme.px(12), self._box.width() - 2 * pad, theme.px(24))
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
        if content.why and len(phrase.lines) < PHRASE_ROWS:
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
        return fit(content.text, fonts, self._box.width() - 2 * self._theme.px(PAD), PHRASE_ROWS)

    def _paint_dots(self, painter: QPainter, content: Content, first: QPointF) -> None:
        """One dot for each phrase of the card, filled for the one on view."""
        if content.options < 2:
            return
        theme = self._theme
        muted = QColor(theme.palette.muted)
        painter.setPen(QPen(muted, 1))
        for place in range(content.options):
            painter.setBrush(muted if place == content.index else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(first + QPointF(place * theme.px(9.5), 0), theme.px(2.6), theme.px(2.6))
