"""A layout that puts widgets into lines, as words are put, and begins a new line where one is full."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Lines of widgets from the left; its height follows from its width.

    Args:
        parent: the widget that it lays out.
        gap: between widgets and between lines, in pixels.
        fill: widen the widgets of a line so that they take all of it, each alike.
    """

    def __init__(self, parent: QWidget, gap: int, *, fill: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._fill = fill
        self.setContentsMargins(QMargins())

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's own name
        """Put an item last."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, place: int) -> QLayoutItem | None:  # noqa: N802 - Qt's own name
        """The item at this place, if there is one."""
        return self._items[place] if 0 <= place < len(self._items) else None

    def takeAt(self, place: int) -> QLayoutItem | None:  # noqa: N802 - Qt's own name
        """Take the item at this place out."""
        return self._items.pop(place) if 0 <= place < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's own name
        """It takes no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's own name
        """The narrower, the more lines."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's own name
        """How high its lines are at this width."""
        return self._lay_out(QRect(0, 0, width, 0), really=False)

    def sizeHint(self) -> QSize:
        """As small as can be; the width is whatever it is given."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's own name
        """The widest item must fit."""
        size = QSize()
        for item in self._seen():
            size = size.expandedTo(item.minimumSize())
        return size

    def setGeometry(self, box: QRect) -> None:  # noqa: N802 - Qt's own name
        """Put the items into this box."""
        super().setGeometry(box)
        self._lay_out(box, really=True)

    def _seen(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lay_out(self, box: QRect, *, really: bool) -> int:
        top = box.y()
        for line in self._lines(box.width()):
            height = max(_height(item, width) for item, width in line)
            left = box.x()
            for item, width in line:
                if really:
                    item.setGeometry(
                        QRect(QPoint(left, top), QSize(width, height if self._fill else _height(item, width)))
                    )
                left += width + self._gap
            top += height + self._gap
        return max(0, top - self._gap - box.y())

    def _lines(self, room: int) -> list[list[tuple[QLayoutItem, int]]]:
        lines: list[list[tuple[QLayoutItem, int]]] = []
        used = room
        for item in self._seen():
            width = min(item.sizeHint().width(), room)
            if not lines or used + self._gap + width > room:
                lines.append([])
                used = -self._gap
            lines[-1].append((item, width))
            used += self._gap + width
        return [self._widened(line, room) for line in lines] if self._fill else lines

    def _widened(self, line: list[tuple[QLayoutItem, int]], room: int) -> list[tuple[QLayoutItem, int]]:
        width = (room - self._gap * (len(line) - 1)) // len(line)
        fits = all(width >= item.minimumSize().width() for item, _ in line)
        return [(item, width) for item, _ in line] if fits else line


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
