"""The tour: a small panel in a corner of the window that walks through the pages."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QListWidget, QVBoxLayout, QWidget

from ui.console.parts import button, hint, row
from ui.console.tour.ring import Ring
from ui.console.tour.steps import steps
from ui.overlay.announcing import announce
from ui.summary.style import text
from ui.theme import Theme

_WIDTH, _EDGE, _BAR = 400, 20, 34


class Tour(QFrame):
    """Next, Back and Leave; Esc leaves too. Letter keys are left to the page behind it.

    It deletes itself, and takes the place of one that is open already.

    Args:
        theme: how it looks.
        parent: the window; the ring stands in its list of pages (object name ``pages``), where it has one.
    """

    stepped = Signal(str)
    """The name of the page that is spoken of: it should be open now."""
    left = Signal()
    """It is over, at its end or before."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        for other in parent.findChildren(Tour):
            other.end()
        super().__init__(parent)
        self._theme = theme
        self._steps = steps()
        self._place = 0
        self.setObjectName("tour")
        self.setAccessibleName(self.tr("Tour"))
        palette = theme.palette
        self.setStyleSheet(
            f"QFrame#tour {{ background: {palette.card}; border: 2px solid {palette.accent};"
            f" border-radius: {theme.px(8)}px; }}"
        )
        self.count = hint(theme, "")
        self.head = text(theme, "", 15, bold=True)
        self.words = text(theme, "", 13.5)
        self.back = button(theme, self.tr("Back"), lambda: self._go(-1))
        self.next = button(theme, self.tr("Next"), lambda: self._go(1), role="chief")
        self.leave = button(theme, self.tr("Leave the tour"), self.end)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(18), theme.px(14), theme.px(18), theme.px(14))
        column.setSpacing(theme.px(8))
        for part in (self.count, self.head, self.words, row(self.back, self.next, self.leave, gap=theme.px(8))):
            column.addWidget(part)
        pages = parent.findChild(QListWidget, "pages")
        self._ring = Ring(theme, pages) if isinstance(pages, QListWidget) else None
        parent.installEventFilter(self)

    def end(self) -> None:
        """Leave."""
        parent = self.parentWidget()
        if parent is not None:
            parent.removeEventFilter(self)
        if self._ring is not None:
            self._ring.hide()
            self._ring.deleteLater()
            self._ring = None
        self.hide()
        self.left.emit()
        self.deleteLater()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin."""
        super().showEvent(event)
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keep to the corner when the window changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._settle()
        return super().eventFilter(watched, event)

    def _go(self, by: int) -> None:
        self._place += by
        if self._place >= len(self._steps):
            self.end()
        else:
            self._show()

    def _show(self) -> None:
        step = self._steps[self._place]
        last = self._place == len(self._steps) - 1
        self.count.setText(self.tr("{number} of {count}").format(number=self._place + 1, count=len(self._steps)))
        self.head.setText(step.title)
        self.words.setText(step.words)
        self.back.setEnabled(self._place > 0)
        onward = self.tr("Done") if last else self.tr("Next")
        self.next.setText(onward)
        self.next.setAccessibleName(onward)
        self.stepped.emit(step.page)
        if self._ring is not None:
            self._ring.mark()
        self._settle()
        self.raise_()
        self.next.setFocus()
        announce(self, f"{step.title}. {step.words}")

    def _settle(self) -> None:
        """In the lower right corner, above the status bar, and never wider than the window."""
        parent, px = self.parentWidget(), self._theme.px
        if parent is None:
            return
        width = min(px(_WIDTH), parent.width() - 2 * px(_EDGE))
        self._column.activate()
        self.resize(width, self._column.totalHeightForWidth(width))
        self.move(
            parent.width() - self.width() - px(_EDGE), max(0, parent.height() - self.height() - px(_EDGE) - px(_BAR))
        )
