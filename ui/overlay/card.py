"""The card: one phrase, why, and what the agent can do with it. Its height never changes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QEnterEvent, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QToolTip, QWidget

from ui import wording
from ui.overlay.announcing import announce
from ui.overlay.buttons import KeyButton, PinButton
from ui.overlay.checklist import Checklist
from ui.overlay.face import BRIEF, FOOT, FULL, PAD, CardFace, Content, content_of
from ui.overlay.state import OverlayState
from ui.theme import Theme

FADE_MS = 160


class CardButton(QAbstractButton):
    """The card as one large button: a click takes the phrase. Readers hear cue and phrase, then why.

    While it is empty the checklist of the call's phase stands in its place.

    Signals:
        painted(str, str): suggestion id and phrase id, once they are on the screen.
        pointed(bool): the pointer came to rest on the card, or left it.

    Args:
        theme: how it looks.
        caps: key caps by action (`ui.wording.key_caps`).
        parent: the widget that it is part of.
        brief: no row for the reason, and less room for the phrase.
        announce: screen readers say a new card.
        checklist: an empty card shows the checklist; for overlays that have no row for it.
    """

    painted = Signal(str, str)
    pointed = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        caps: dict[str, str],
        parent: QWidget,
        *,
        brief: bool = False,
        announce: bool = True,
        checklist: bool = True,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._caps = caps
        self._shape = BRIEF if brief else FULL
        self._announces = announce
        self._face = CardFace(theme, self._shape, caps, QRectF())
        self._content: Content | None = None
        self._leaving: Content | None = None
        self._hint, self._icon = "", "wave"
        self._is_advice = False
        self._ink = 1.0
        self._told: tuple[str, str] | None = None
        self.setFixedHeight(theme.px(self._shape.height))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.pin_button = PinButton(theme, wording.whole_key(caps, "pin"), self)
        self.next_button = KeyButton(theme, "swap", "Next", caps.get("next", ""), self)
        self.reject_button = KeyButton(theme, "not_this", "Not this", caps.get("reject", ""), self)
        self.dismiss_button = KeyButton(theme, "close", "Dismiss", caps.get("dismiss", ""), self)
        self.checklist = Checklist(theme, self, centered=True)
        self._lists = checklist and not brief
        self._fade = QVariantAnimation(self, duration=FADE_MS, startValue=0.0, endValue=1.0)
        self._fade.valueChanged.connect(self._set_ink)
        self._explain_buttons()
        self._show_buttons()

    def sizeHint(self) -> QSize:
        """The height is fixed; the width is the plate's."""
        return QSize(self._theme.px(380), self._theme.px(self._shape.height))

    def draw(self, state: OverlayState, *, anew: bool = True) -> None:
        """Show what this state has on the card; a new phrase fades in and is announced to readers.

        Args:
            state: of the overlay.
            anew: False where the agent has seen this state before, in another dress.
        """
        self.checklist.draw(state)
        self._advise(state, anew=anew)
        content, hint, icon = content_of(state), wording.empty_card(state), wording.empty_icon(state)
        if (content, hint, icon) == (self._content, self._hint, self._icon):
            return
        before, self._content = self._content, content
        self._hint, self._icon = hint, icon
        self.setText(content.text.replace("&", "&&") if content else "")
        self.setAccessibleName(f"{content.cue}. {content.text}" if content else hint)
        self.setAccessibleDescription(self._describe(content) if content else "")
        self._show_buttons()
        is_new = anew and content is not None and (before is None or content.key != before.key)
        if content and is_new and self._announces:
            announce(self, f"{content.cue}. {content.text}")
        if is_new or (anew and content is None):
            self._begin_fade(leaving=before if content is None else None)
        self.update()

    def _advise(self, state: OverlayState, *, anew: bool) -> None:
        """The empty place holds a hint that can be put away, or no longer does."""
        is_advice = state.echo_hint_at is not None
        if is_advice and not self._is_advice and anew and self._announces:
            announce(self, wording.ECHO_HINT)
        self._is_advice = is_advice

    def _describe(self, content: Content) -> str:
        why = f"{content.why}." if content.why else ""
        because = f"{wording.BECAUSE}: {content.quote}." if content.quote else ""
        mark = f"{content.mark}." if content.mark else ""
        key = wording.whole_key(self._caps, "accept")
        take = "" if content.is_boundary else f"{wording.ACCEPT_HINT}{f' ({key})' if key else ''}."
        return " ".join(part for part in (mark, why, because, take) if part)

    def _begin_fade(self, leaving: Content | None) -> None:
        self._leaving = None if self._theme.reduced_motion else leaving
        if self._theme.reduced_motion or (self._content is None and leaving is None):
            self._set_ink(1.0)
            return
        self._set_ink(0.0)
        self._fade.start()

    def _set_ink(self, ink: float) -> None:
        self._ink = ink
        if ink == 1.0:
            self._leaving = None
        self.update()

    # --- buttons ---

    def _explain_buttons(self) -> None:
        for button, hint, action in (
            (self.next_button, wording.NEXT_HINT, "next"),
            (self.reject_button, wording.REJECT_HINT, "reject"),
        ):
            button.explain(hint, wording.whole_key(self._caps, action))

    def _show_buttons(self) -> None:
        content = self._content
        is_boundary = content is not None and content.is_boundary
        self.pin_button.setVisible(content is not None and not is_boundary)
        self.next_button.setVisible(content is not None and content.options > 1)
        self.reject_button.setVisible(content is not None and not is_boundary)
        self.dismiss_button.setVisible(content is not None or self._is_advice)
        put_away = wording.DISMISS_HINT if content else wording.ECHO_HINT_READ
        self.dismiss_button.explain(put_away, wording.whole_key(self._caps, "dismiss"))
        self.checklist.setVisible(self._lists and content is None and not self._is_advice)
        if content:
            self.pin_button.show_state(pinned=content.pinned, waiting=content.waiting)
        self.setCursor(Qt.CursorShape.PointingHandCursor if content and not is_boundary else Qt.CursorShape.ArrowCursor)
        self._lay_out()

    def _lay_out(self) -> None:
        px = self._theme.px
        pad, top = px(PAD), self.height() - px(FOOT)
        self._fit_buttons(self.width() - 2 * pad)
        self.next_button.move(pad, top)
        self.dismiss_button.move(self.width() - pad - self.dismiss_button.width(), top)
        self.reject_button.move(self.dismiss_button.x() - px(8) - self.reject_button.width(), top)
        self.pin_button.move(self.width() - px(9) - self.pin_button.width(), px(11))
        self.checklist.setGeometry(pad, self.height() - px(40), max(1, self.width() - 2 * pad), self.checklist.height())

    def _fit_buttons(self, room: int) -> None:
        """Give the buttons as many of their parts as the foot has room for; their names and tool tips stay."""
        marks = self._face.marks_width(self._content) + self._theme.px(11 + 8 + 8)
        buttons = (self.next_button, self.reject_button, self.dismiss_button)
        for word, cap in ((True, True), (False, True), (False, False)):
            self.next_button.show_parts(word=word, cap=cap)
            self.reject_button.show_parts(cap=cap)
            self.dismiss_button.show_parts(cap=cap)
            if sum(button.width() for button in buttons if not button.isHidden()) + marks <= room:
                return

    def resizeEvent(self, _event: QEvent) -> None:
        """Put the buttons along the foot."""
        self._face = CardFace(self._theme, self._shape, self._caps, QRectF(self.rect()))
        self._lay_out()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Say that the pointer rests here."""
        super().enterEvent(event)
        self.pointed.emit(True)

    def leaveEvent(self, event: QEvent) -> None:
        """Say that the pointer left."""
        super().leaveEvent(event)
        self.pointed.emit(False)

    # --- painting ---

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card; the first time that a phrase is drawn, say so."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        content = self._content
        if content is None:
            raised = self._is_advice or (self._lists and bool(self.checklist.text()))
            self._face.paint_empty(painter, self._icon, self._hint, raised=raised)
            if self._leaving:
                painter.setOpacity(1.0 - self._ink)
                self._face.paint_ground(painter, lit=False, pressed=False)
                self._face.paint_content(painter, self._leaving, None)
        else:
            self._face.paint_ground(painter, lit=self.underMouse() or content.pinned, pressed=self.isDown())
            painter.setOpacity(self._ink)
            self._face.paint_content(painter, content, self._marks_at())
        painter.end()
        if content and content.key != self._told:
            self._told = content.key
            if not content.is_boundary:
                self.painted.emit(*content.key)

    def _marks_at(self) -> QPointF:
        beside = self.next_button.geometry()
        return QPointF(beside.right() + self._theme.px(8), beside.center().y() + 0.5)

    def event(self, event: QEvent) -> bool:
        """Explain, in a tool tip, only the row under the pointer: a tip over the whole card would hide its buttons."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self._face.left_out(self._content, event.pos().y()) if self._content else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)
