"""The page of the hot keys: what each does, rebinding by pressing, conflicts and cautions beside the key."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QGridLayout, QWidget

from ui.hotkeys.backend import DEFAULT_BINDINGS, BindingError, HotkeyBackend, parse_binding, rebound
from ui.hotkeys.cautions import caution
from ui.hotkeys.choose import choose_backend
from ui.hotkeys.defaults import ACTIONS
from ui.setup import wording
from ui.setup.page import Draft, Page, Verdict, push
from ui.setup.presses import KeyCap
from ui.summary.style import text
from ui.theme import Theme

Complain = Callable[[str], None]
OpenKeys = Callable[[Mapping[str, str], Complain], HotkeyBackend | None]


def open_keys(bindings: Mapping[str, str], complain: Complain) -> HotkeyBackend | None:
    """The back end of this desktop."""
    return choose_backend(bindings, None, complain)


def taken_keys(bindings: Mapping[str, str], open_backend: OpenKeys = open_keys) -> tuple[Mapping[str, str], str]:
    """Which keys other programs have: a sentence by action, and one about the desktop, or empty.

    The keys are held for a moment. Where the desktop asks the user for them, nothing is tried.
    """
    said: list[str] = []
    backend = open_backend(bindings, said.append)
    if backend is None:
        return {}, " ".join(said)
    if backend.desktop_decides:
        return {}, wording.KEYS_OF_DESKTOP
    refused: dict[str, str] = {}
    backend.refused.connect(refused.__setitem__)
    backend.start()
    backend.stop()
    backend.deleteLater()
    return refused, ""


class KeysPage(Page):
    """A table of actions and keys.

    Args:
        theme: how it looks.
        draft: has the keys.
        open_backend: finds out which keys other programs have; None where Attune itself runs and holds them.
    """

    def __init__(self, theme: Theme, draft: Draft, open_backend: OpenKeys | None = open_keys) -> None:
        super().__init__(theme, "Hot keys", wording.KEYS_INTRO)
        self._draft = draft
        self._open = open_backend
        self.verdict = Verdict(theme, "Hot keys")
        self.add(self.verdict)
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(theme.px(5))
        grid.setHorizontalSpacing(theme.px(12))
        grid.setColumnStretch(0, 1)
        self.caps: dict[str, KeyCap] = {}
        self.notes: dict[str, Verdict] = {}
        for row, (action, words) in enumerate(ACTIONS.items()):
            cap = self.caps[action] = KeyCap(theme, action, words)
            cap.chosen.connect(lambda key, action=action: self._rebind(action, key))
            note = self.notes[action] = Verdict(theme, words)
            grid.addWidget(text(theme, words, 13.5), 2 * row, 0)
            grid.addWidget(cap, 2 * row, 1)
            grid.addWidget(note, 2 * row + 1, 0, 1, 2)
        self.add(table)
        self.reset = push(theme, "&Usual keys", self._reset)
        self.add_row(self.reset)
        self.fill_up()

    def enter(self) -> None:
        """Show the keys, and which of them are taken."""
        self._show()

    def _rebind(self, action: str, key: str) -> None:
        refusal = ""
        try:
            self._draft.hotkeys = rebound(self._draft.hotkeys, action, key)
        except BindingError as error:
            owner = self._owner(key)
            refusal = f"{key} is the key of “{ACTIONS[owner]}”; choose another." if owner else str(error)
        self._show()
        if refusal:
            self.notes[action].say(refusal, well=False)

    def _owner(self, key: str) -> str:
        """The action that has this key already; empty where none has."""
        return next((action for action, other in self._draft.hotkeys.items() if other == key), "")

    def _reset(self) -> None:
        self._draft.hotkeys = dict(DEFAULT_BINDINGS)
        self._show()

    def _show(self) -> None:
        taken, about = taken_keys(self._draft.hotkeys, self._open) if self._open else ({}, "")
        for action, cap in self.caps.items():
            key = self._draft.hotkeys.get(action, "")
            cap.show_key(key)
            self.notes[action].say(taken.get(action) or _caution(key), well=False)
        if about:
            self.verdict.say(about, well=None)
        elif taken:
            self.verdict.say(f"{len(taken)} keys belong to other programs: choose others for them.", well=False)
        else:
            self.verdict.say("")


def _caution(key: str) -> str:
    return caution(parse_binding(key), sys.platform) if key else ""
