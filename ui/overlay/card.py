"""The card: one phrase, why, and what the agent can do with it. Its height never changes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QToolTip, QWidget

from ui import wording
from ui.overlay.buttons import KeyButton
from ui.overlay.face import FOOT, PAD, CardFace, Content, content_of
from ui.overlay.state import OverlayState
from ui.theme import Theme

FADE_MS = 160
HEIGHT = 206


class CardButton(QAbstractButton):
    """The card as one large button: a click takes the phrase. Its text, for readers, is the phrase.

    Signals:
        painted(str, str): suggestion id and phrase id, once they are on the screen.
        pointed(bool): the pointer came to rest on the card, or left it.
    """

    painted = Signal(str, str)
    pointed = Signal(bool)

    def __init__(self, theme: Theme, caps: dict[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._accept_cap = caps.get("accept", "")
        self._face = CardFace(theme, self._accept_cap, QRectF())
        self._content: Content | None = None
        self._hint = ""
        self._ink = 1.0
        self._told: tuple[str, str] | None = None
        self.setFixedHeight(theme.px(HEIGHT))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.next_button = KeyButton(theme, "swap", "Next", caps.get("next", ""), self)
        self.reject_button = KeyButton(theme, "not_this", "Not this", caps.get("reject", ""), self)
        self.dismiss_button = KeyButton(theme, "close", "Dismiss", caps.get("dismiss", ""), self)
        self._fade = QVariantAnimation(self, duration=FADE_MS, startValue=0.0, endValue=1.0)
        self._fade.valueChanged.connect(self._set_ink)
        self._show_buttons()

    def sizeHint(self) -> QSize:
        """The height is fixed; the width is the plate's."""
        return QSize(self._theme.px(380), self._theme.px(HEIGHT))

    def draw(self, state: OverlayState) -> None:
        """Show what this state has on the card; a new phrase fades in and is announced to readers."""
        content, hint = content_of(state), wording.empty_card(state)
        if (content, hint) == (self._content, self._hint):
            return
        is_new = content is not None and (self._content is None or content.key != self._content.key)
        self._content, self._hint = content, hint
        self.setText(content.text.replace("&", "&&") if content else "")
        self.setAccessibleDescription(self._describe(content) if content else hint)
        self._show_buttons()
        if is_new and content:
            self._announce(content)
        self.update()

    @staticmethod
    def _describe(content: Content) -> str:
        why = f" {content.why}." if content.why else ""
        because = f" {wording.BECAUSE}: {content.quote}" if content.quote else ""
        return f"{content.cue}.{why}{because}"

    def _announce(self, content: Content) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{content.cue}. {content.text}"))
        if not self._theme.reduced_motion:
            self._set_ink(0.0)
            self._fade.start()

    def _set_ink(self, ink: float) -> None:
        self._ink = ink
        self.update()

    # --- buttons ---

    def _show_buttons(self) -> None:
        content = self._content
        is_boundary = content is not None and content.is_boundary
        self.next_button.setVisible(content is not None and content.options > 1)
        self.reject_button.setVisible(content is not None and not is_boundary)
        self.dismiss_button.setVisible(content is not None)
        self.setCursor(Qt.CursorShape.PointingHandCursor if content and not is_boundary else Qt.CursorShape.ArrowCursor)
        pad, gap = self._theme.px(PAD), self._theme.px(8)
        top = self.height() - self._theme.px(FOOT)
        for button in (self.next_button, self.reject_button, self.dismiss_button):
            button.resize(button.sizeHint())
        self.next_button.move(pad, top)
        self.dismiss_button.move(self.width() - pad - self.dismiss_button.width(), top)
        self.reject_button.move(self.dismiss_button.x() - gap - self.reject_button.width(), top)

    def resizeEvent(self, _event: QEvent) -> None:
        """Put the buttons along the foot."""
        self._face = CardFace(self._theme, self._accept_cap, QRectF(self.rect()))
        self._show_buttons()

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
            self._face.paint_empty(painter, self._hint)
        else:
            self._face.paint_ground(painter, lit=self.underMouse(), pressed=self.isDown())
            painter.setOpacity(self._ink)
            self._face.paint_content(painter, content, self._dots_at())
        painter.end()
        if content and content.key != self._told:
            self._told = content.key
            if not content.is_boundary:
                self.painted.emit(*content.key)

    def _dots_at(self) -> QPointF:
        beside = self.next_button.geometry()
        return QPointF(beside.right() + self._theme.px(11), beside.center().y() + 0.5)

    def event(self, event: QEvent) -> bool:
        """Explain, in a tool tip, only the row under the pointer: a tip over the whole card would hide its buttons."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self._face.left_out(self._content, event.pos().y()) if self._content else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)
