"""Parts that the playground is built of: bars for scores and readings, lines that flow, lists that wrap."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QListWidget, QProgressBar, QSizePolicy, QWidget

from ui.console.bank.flow import FlowLayout
from ui.theme import Theme

_WHOLE = 100


class ScoreBar(QProgressBar):
    """A name, a bar and a number. Readers hear the name and a value of 0 to 100, less than 0 for what is taken away.

    Args:
        theme: how it looks.
        wide: its width in design pixels.
    """

    def __init__(self, theme: Theme, wide: int = 156) -> None:
        super().__init__()
        self._theme = theme
        self._share = 0.0
        self._name = ""
        self._floor: float | None = None
        self._strong = False
        self.setRange(-_WHOLE, _WHOLE)
        self.setTextVisible(False)
        self.setFont(theme.font(12))
        self._wide = wide
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def draw(
        self, name: str, share: float, *, meaning: str = "", floor: float | None = None, strong: bool = False
    ) -> None:
        """Show a part.

        Args:
            name: what it is called.
            share: -1..1.
            meaning: a sentence about it.
            floor: a mark that the share should reach, 0..1.
            strong: whether it stands out among the bars beside it.
        """
        self._name, self._share, self._floor, self._strong = name, share, floor, strong
        self.setValue(round(share * _WHOLE))
        self.setAccessibleName(self.tr("{name}: {value}").format(name=name, value=self.words))
        self.setAccessibleDescription(meaning)
        self.setToolTip(meaning)
        self.setFont(self._theme.font(12, "semibold" if strong else "regular"))
        self.update()

    @property
    def words(self) -> str:
        """The number as it is written."""
        return f"{self._share:.2f}".replace("-", "\N{MINUS SIGN}")

    def text(self) -> str:
        """What readers that ask for it are told."""
        return f"{self._name} {self.words}"

    def sizeHint(self) -> QSize:
        """Room for name and number, and a bar under them."""
        return QSize(self._theme.px(self._wide), self._theme.px(30))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Name and number above, the bar below."""
        theme, palette = self._theme, self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        high = theme.px(7)
        words = QRectF(0, 0, self.width(), self.height() - high - theme.px(2))
        painter.setPen(QColor(palette.text if self._strong else palette.muted))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._name)
        painter.setPen(QColor(palette.text))
        painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.words)
        track = QRectF(0.5, self.height() - high - 0.5, self.width() - 1, high)
        painter.setPen(QColor(palette.edge or palette.line))
        painter.setBrush(QColor(palette.raised))
        painter.drawRoundedRect(track, high / 2, high / 2)
        self._fill(painter, track)
        painter.end()

    def _fill(self, painter: QPainter, track: QRectF) -> None:
        """The part that is full; what is taken away is drawn from the right, in the colour of a warning."""
        palette = self._theme.palette
        wide = track.width() * min(abs(self._share), 1.0)
        full = QRectF(track)
        full.setWidth(max(wide, track.height()) if wide > 0.5 else 0.0)
        if self._share < 0:
            full.moveRight(track.right())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(
            QColor(palette.alert if self._share < 0 else palette.accent if self._strong else palette.muted)
        )
        painter.drawRoundedRect(full, track.height() / 2, track.height() / 2)
        if self._floor is not None:
            painter.setBrush(QColor(palette.text))
            painter.drawRect(
                QRectF(track.left() + track.width() * self._floor - 1, track.top() - 2, 2, track.height() + 4)
            )


def wrapping_list(theme: Theme, name: str) -> QListWidget:
    """A list whose words wrap; ``name`` is what readers say."""
    part = QListWidget()
    part.setAccessibleName(name)
    part.setFont(theme.font(13))
    part.setWordWrap(True)
    part.setSpacing(theme.px(2))
    part.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    part.setResizeMode(QListWidget.ResizeMode.Adjust)
    return part


class Bars(QWidget):
    """Bars side by side, as many as are needed; the next line begins where one is full.

    Args:
        theme: how it looks.
        wide: the width of each in design pixels.
    """

    def __init__(self, theme: Theme, wide: int = 156) -> None:
        super().__init__()
        self._theme = theme
        self._wide = wide
        self.bars: list[ScoreBar] = []
        self._line = FlowLayout(self, theme.px(12))

    def need(self, count: int) -> list[ScoreBar]:
        """So many bars; the others are hidden."""
        while len(self.bars) < count:
            bar = ScoreBar(self._theme, self._wide)
            self._line.addWidget(bar)
            self.bars.append(bar)
        for place, bar in enumerate(self.bars):
            bar.setVisible(place < count)
        return self.bars[:count]


def flowing(theme: Theme, *widgets: QWidget) -> QWidget:
    """Widgets in lines, as words are put."""
    part = QWidget()
    line = FlowLayout(part, theme.px(8))
    for widget in widgets:
        line.addWidget(widget)
    return part
