"""The overlay's window: draws a state, emits intents. It decides nothing, opens nothing, waits for nothing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist import commands
from ui.health import Surroundings, notice
from ui.overlay.actions import Action, intent_of
from ui.overlay.card import CardButton
from ui.overlay.checklist import Checklist
from ui.overlay.ground import Ground, Stand
from ui.overlay.happenings import NoticeRead, PointerMoved
from ui.overlay.header import Header
from ui.overlay.intents import Intent
from ui.overlay.mood import MoodRow
from ui.overlay.needs import NeedsRow
from ui.overlay.nudge import NudgeRow
from ui.overlay.sizes import NORMAL, Layout, Row
from ui.overlay.state import OverlayState
from ui.overlay.status import StatusRow
from ui.overlay.transcript import Transcript
from ui.theme import Theme
from ui.wording import key_caps

WIDTH = 416
"""The plate's width in design pixels."""
PAD = 16


class OverlayWindow(Ground):
    """The rows of the overlay on their plate; never changing its size.

    Signals:
        intended(object): an `Intent` of the agent, or the report that a card was painted.
        menu_wanted(QPoint): the menu is to open, its corner here on the desktop.

    Args:
        theme: how it looks.
        keys: the global hot keys that work here, by action.
        stand: how it stands on this desktop; floating and translucent by default.
        layout: which rows are there.
        announce: screen readers say a new card.
    """

    menu_wanted = Signal(QPoint)

    def __init__(
        self,
        theme: Theme,
        keys: Mapping[str, str],
        stand: Stand | None = None,
        layout: Layout = NORMAL,
        *,
        announce: bool = True,
    ) -> None:
        super().__init__(theme, stand or Stand())
        self._layout = layout
        self._around = Surroundings()
        self._state = OverlayState()
        self.setWindowTitle("Attune")
        self.setAccessibleName("Attune overlay")
        self.header = Header(theme, self, brief=layout.brief)
        self.mood = MoodRow(theme, self)
        self.needs = NeedsRow(theme, self)
        self.checklist = Checklist(theme, self)
        self.card = CardButton(
            theme,
            key_caps(keys),
            self,
            brief=layout.brief,
            announce=announce,
            checklist=not layout.has("checklist"),
        )
        self.nudge = NudgeRow(theme, self, announce=announce)
        self.transcript = Transcript(theme, self, rows=layout.transcript_rows)
        self.status = StatusRow(theme, self)
        self._lay_out(theme)
        self._connect()
        self.draw(self._state)

    def _lay_out(self, theme: Theme) -> None:
        px, margin = theme.px, self.plate.margin
        column = QVBoxLayout(self)
        column.setSpacing(0)
        column.setContentsMargins(margin + px(PAD), margin + px(11), margin + px(PAD), margin + px(11))
        rows: dict[Row, QWidget] = {
            "header": self.header,
            "mood": self.mood,
            "needs": self.needs,
            "checklist": self.checklist,
            "card": self.card,
            "nudge": self.nudge,
            "transcript": self.transcript,
            "status": self.status,
        }
        for name, gap in self._layout.rows:
            column.addWidget(rows.pop(name))
            column.addSpacing(px(gap))
        for absent in rows.values():
            absent.hide()
        self.setFixedSize(px(WIDTH) + 2 * margin, column.sizeHint().height())
        column.activate()

    def _connect(self) -> None:
        # Queued: a card that reports itself from within its paint must not be redrawn there.
        self.card.painted.connect(self._report_painted, Qt.ConnectionType.QueuedConnection)
        self.card.pointed.connect(lambda on_card: self._intend(PointerMoved(on_card)))
        self.card.clicked.connect(lambda: self._act("accept"))
        self.card.next_button.clicked.connect(lambda: self._act("next"))
        self.card.reject_button.clicked.connect(lambda: self._act("reject"))
        self.card.dismiss_button.clicked.connect(lambda: self._act("dismiss"))
        self.card.pin_button.clicked.connect(lambda: self._act("pin"))
        self.nudge.notice.close_button.clicked.connect(lambda: self._intend(NoticeRead()))
        self.needs.snooze_wanted.connect(
            lambda need, seconds: self._intend(commands.SnoozeNeed(need=need, seconds=seconds))
        )
        self.header.menu_wanted.connect(self._want_menu)

    def draw(self, state: OverlayState, *, anew: bool = True) -> None:
        """Show this state; ``anew`` is false where the agent has seen it before, in another dress."""
        self._state = state
        self.header.draw(state, self._around)
        self.mood.draw(state)
        self.needs.draw(state)
        self.checklist.draw(state)
        self.card.draw(state, anew=anew)
        self.nudge.draw(state.nudge, notice(state), anew=anew)
        self.transcript.draw(state.lines)
        self.status.draw(state, self._around)

    def note(self, around: Surroundings) -> None:
        """Show what was found on this desktop."""
        self._around = around
        self.header.draw(self._state, around)
        self.status.draw(self._state, around)

    def let_clicks_through(self, on: bool) -> None:
        """Say it in the header, too."""
        super().let_clicks_through(on)
        self.header.show_click_through(on)

    @property
    def state(self) -> OverlayState:
        """What is on the screen: what the agent means when they click or press a key."""
        return self._state

    # --- intents ---

    def _intend(self, intent: Intent) -> None:
        self.intended.emit(intent)

    def _report_painted(self, suggestion_id: str, phrase_id: str) -> None:
        self._intend(commands.ShowSuggestion(suggestion_id=suggestion_id, phrase_id=phrase_id))

    def _act(self, action: Action) -> None:
        intent = intent_of(action, self._state)
        if intent is not None:
            self._intend(intent)

    def _want_menu(self) -> None:
        button = self.header.menu_button
        self.menu_wanted.emit(button.mapToGlobal(button.rect().bottomLeft()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu anywhere on the overlay."""
        self.menu_wanted.emit(event.globalPos())
