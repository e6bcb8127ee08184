"""The agent's menu, the same on the overlay and in the tray: call, calm, how much help, looks, the way out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from assist import commands
from assist.card_settings import Level
from ui import wording
from ui.overlay.intents import (
    Intent,
    LetClicksThrough,
    OpenShift,
    OpenSummary,
    OpenTranscript,
    Practise,
    Prefer,
    Quit,
    ResetPlace,
    SetUp,
    Show,
)
from ui.overlay.needs import SNOOZE_SECONDS
from ui.overlay.state import OverlayState
from ui.settings import OverlaySettings, Preference, Size, ThemeChoice
from ui.theme import Theme

SIZES: tuple[tuple[Size, str], ...] = (
    ("compact", "Compact: the card"),
    ("normal", "Normal"),
    ("expanded", "Expanded: with checklist"),
)
LEVELS: tuple[tuple[Level, str], ...] = (
    ("novice", "More cards"),
    ("standard", "Standard"),
    ("expert", "Near silence"),
)
THEMES: tuple[tuple[ThemeChoice, str], ...] = (
    ("system", "As the system"),
    ("dark", "Dark"),
    ("light", "Light"),
    ("contrast", "High contrast"),
)
SCALES = tuple((scale, f"{scale:.0%}") for scale in (1.0, 1.25, 1.5, 1.75, 2.0))
OPACITIES = tuple((opacity, f"{opacity:.0%}") for opacity in (1.0, 0.95, 0.9))


@dataclass(frozen=True, slots=True)
class Bill:
    """What the menu is made from.

    Attributes:
        state: what is on the screen.
        settings: those in force.
        is_shown: the overlay is in sight.
        clicks_through: clicks go to what lies under it.
        can_come_back: a hot key or the tray ends that; the overlay itself no longer hears a click.
        keys: the hot keys that work, by action; entries that do the same name them.
        can_bypass: the desktop knows windows that go round its window manager (X11).
        has_summary: there is a summary of a call.
    """

    state: OverlayState
    settings: OverlaySettings
    is_shown: bool = True
    clicks_through: bool = False
    can_come_back: bool = True
    can_bypass: bool = False
    has_summary: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)


class MenuWriter:
    """Writes the menu for one moment.

    Args:
        bill: what it is made from.
        intend: takes what is chosen.
        theme: how it looks; None leaves it to the desktop.
    """

    def __init__(self, bill: Bill, intend: Callable[[Intent], None], theme: Theme | None = None) -> None:
        self._bill = bill
        self._intend = intend
        self._theme = theme

    def write(self, menu: QMenu) -> None:
        """Fill an empty menu."""
        bill = self._bill
        self._dress(menu)
        self._add(menu, "Hide Attune" if bill.is_shown else "Show Attune", Show(not bill.is_shown), "show")
        self._write_call(menu)
        quiet = commands.KeepQuiet(on=not bill.state.quiet)
        self._switch(menu, "Do not disturb", quiet, "quiet", on=bill.state.quiet)
        through = LetClicksThrough(not bill.clicks_through)
        switch = self._switch(menu, "Let clicks through", through, "click_through", on=bill.clicks_through)
        switch.setEnabled(bill.clicks_through or bill.can_come_back)
        self._write_needs(menu)
        self._add(menu, "Whole conversation", OpenTranscript())
        self._write_afterwards(menu)
        menu.addSeparator()
        self._choose(menu, "Size", "size", SIZES)
        self._choose(menu, "Help level", "level", LEVELS)
        self._write_looks(menu)
        self._add(menu, "Reset position", ResetPlace(), "reset_place")
        menu.addSeparator()
        self._add(menu, "Practise …", Practise())
        self._add(menu, "Set-up …", SetUp())
        self._add(menu, "Quit Attune", Quit())

    def _write_call(self, menu: QMenu) -> None:
        state = self._bill.state
        call = self._submenu(menu, "Call")
        if state.running:
            self._add(call, "End call", commands.EndCall(), "call")
        else:
            self._add(call, "Start call", commands.StartCall(), "call").setEnabled(state.link == "open")
        words = "Take off hold" if state.held else "Put on hold"
        hold = self._add(call, words, commands.HoldCall(on=not state.held), "hold")
        hold.setEnabled(state.running)
        call.addSeparator()
        self._prefer(call, "Paste the phrase when taken", "paste", on=self._bill.settings.paste)

    def _write_afterwards(self, menu: QMenu) -> None:
        bill = self._bill
        after = self._submenu(menu, "After calls")
        self._add(after, "Last summary", OpenSummary()).setEnabled(bill.has_summary)
        self._add(after, "Today's calls", OpenShift())
        after.addSeparator()
        self._prefer(after, "Summary after calls", "summary", on=bill.settings.summary)

    def _write_needs(self, menu: QMenu) -> None:
        """The open needs, ticked while no card comes for them."""
        state = self._bill.state
        needs = self._submenu(menu, "Snooze a need")
        needs.setEnabled(any(need.met_at is None for need in state.needs))
        for need in (need.need for need in state.needs if need.met_at is None):
            asleep = need in state.snoozed
            command = commands.SnoozeNeed(need=need, seconds=0.0 if asleep else SNOOZE_SECONDS)
            self._switch(needs, wording.need_name(need), command, on=asleep)

    def _write_looks(self, menu: QMenu) -> None:
        settings = self._bill.settings
        looks = self._submenu(menu, "Look")
        self._choose(looks, "Theme", "theme", THEMES)
        self._choose(looks, "Text size", "text_scale", SCALES)
        self._choose(looks, "Opacity", "opacity", OPACITIES)
        looks.addSeparator()
        self._prefer(looks, "No motion", "reduced_motion", on=settings.reduced_motion)
        self._prefer(looks, "Announce cards to screen readers", "announce", on=settings.announce)
        if self._bill.can_bypass:
            self._prefer(looks, "Above full-screen windows", "above_full_screen", on=settings.above_full_screen)

    # --- entries ---

    def _add(self, menu: QMenu, words: str, intent: Intent, action: str = "") -> QAction:
        """An entry; ``action`` is the hot key's that does the same."""
        key = self._bill.keys.get(action, "")
        entry = menu.addAction(f"{words}\t{key}" if key else words)
        entry.triggered.connect(lambda _checked=False: self._intend(intent))
        return entry

    def _switch(self, menu: QMenu, words: str, intent: Intent, action: str = "", *, on: bool) -> QAction:
        entry = self._add(menu, words, intent, action)
        entry.setCheckable(True)
        entry.setChecked(on)
        return entry

    def _prefer(self, menu: QMenu, words: str, preference: Preference, *, on: bool) -> None:
        self._switch(menu, words, Prefer(preference, not on), on=on)

    def _choose(
        self, menu: QMenu, words: str, preference: Preference, choices: Sequence[tuple[str | float | None, str]]
    ) -> None:
        submenu = self._submenu(menu, words)
        now = getattr(self._bill.settings, preference)
        if preference == "level":
            now = self._bill.state.level or now
        for value, name in choices:
            self._switch(submenu, name, Prefer(preference, value), on=value == now)

    def _submenu(self, menu: QMenu, words: str) -> QMenu:
        submenu = menu.addMenu(words)
        self._dress(submenu)
        return submenu

    def _dress(self, menu: QMenu) -> None:
        theme = self._theme
        if theme is None:
            return
        palette = theme.palette
        menu.setFont(theme.font(13))
        menu.setStyleSheet(
            f"QMenu {{ background: {palette.card}; color: {palette.text}; border: 1px solid {palette.line};"
            f" padding: {theme.px(5)}px; }}"
            f"QMenu::item {{ padding: {theme.px(6)}px {theme.px(22)}px; border-radius: {theme.px(5)}px; }}"
            f"QMenu::item:selected {{ background: {palette.raised}; }}"
            f"QMenu::item:disabled {{ color: {palette.faint}; }}"
            f"QMenu::separator {{ height: 1px; background: {palette.line}; margin: {theme.px(5)}px; }}"
        )
