"""The overlay program: its one wiring place, from the link and the hot keys to the clipboard."""

from __future__ import annotations

import contextlib
import linecache
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ui.app import Desk, Overlay, prefer_x11
from ui.health import Surroundings
from ui.hotkeys.backend import BindingError, HotkeyBackend, parse_bindings
from ui.hotkeys.choose import choose_backend
from ui.hotkeys.chosen import ChosenKeys
from ui.leaving import quitting_on_signals
from ui.link import EventLink
from ui.overlay.compositor import Compositor
from ui.overlay.ground import Stand
from ui.overlay.happenings import EngineGivenUp
from ui.paste import ClipboardPaste, choose_paster
from ui.programs import Programs
from ui.settings import SETTINGS_FILE, load_settings


@dataclass(frozen=True, slots=True)
class Start:
    """What the overlay is started with.

    Attributes:
        url: of the engine.
        token: the engine's.
        corner: where the plate is to stand, in pixels; None for where it was.
        notice: why there is no engine to connect to, in a sentence with the mend; empty where there is one.
        programs: what else can be started from the menu.
        settings_file: the overlay's own settings.
    """

    url: str
    token: str
    corner: tuple[int, int] | None = None
    notice: str = ""
    programs: Programs = field(default_factory=Programs)
    settings_file: Path = SETTINGS_FILE


def run(start: Start) -> int:
    """Show the overlay until the agent or the launcher closes it; returns the exit status."""
    prefer_x11(os.environ)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("Attune")
    application.setQuitOnLastWindowClosed(False)
    complaints: list[str] = []
    no_keys: list[str] = []
    settings = load_settings(start.settings_file, complaints.append)
    link = EventLink(start.url, start.token)
    hotkeys = choose_backend(settings.hotkeys, application, no_keys.append)
    compositor = Compositor(application.platformName(), application)
    pasting = ClipboardPaste(choose_paster(application.platformName()), application)
    desk = Desk(
        link=link,
        settings=settings,
        settings_file=start.settings_file,
        keys=settings.hotkeys if hotkeys else {},
        stand=Stand(translucent=compositor.is_there, floating=not application.platformName().startswith("wayland")),
        corner=QPoint(*start.corner) if start.corner else None,
        around=Surroundings(keys_said=" ".join(no_keys), settings_said=" ".join(complaints)),
        paste=pasting.paste,
        programs=start.programs,
    )
    overlay = Overlay(desk)
    compositor.changed.connect(overlay.presence.composited)
    QGuiApplication.styleHints().colorSchemeChanged.connect(overlay.redress)
    _hear(overlay, link, pasting)
    chosen = ChosenKeys(start.settings_file, settings.hotkeys, overlay)
    with _listening(hotkeys, overlay, chosen), quitting_on_signals():
        overlay.show()
        if start.notice:
            overlay.happened(EngineGivenUp(start.notice))
        else:
            link.start()
        linecache.clearcache()  # PySide6 has read the source of everything imported since, and would keep it
        status = application.exec()
        link.stop()
        overlay.after_call.close()
        pasting.close()
    return status


def _hear(overlay: Overlay, link: EventLink, pasting: ClipboardPaste) -> None:
    link.received.connect(overlay.happened)
    link.state_changed.connect(overlay.link_changed)
    link.refused.connect(overlay.engine_refused)
    pasting.failed.connect(overlay.paste_failed)
    pasting.pasted.connect(lambda: overlay.paste_failed(""))


@contextlib.contextmanager
def _listening(hotkeys: HotkeyBackend | None, overlay: Overlay, chosen: ChosenKeys) -> Iterator[None]:
    if hotkeys is None:
        yield
        return
    hotkeys.pressed.connect(overlay.key_pressed)
    hotkeys.refused.connect(overlay.key_refused)
    hotkeys.bound.connect(overlay.keys_bound)
    chosen.changed.connect(lambda keys: rebind(hotkeys, overlay, keys))
    hotkeys.start()
    try:
        yield
    finally:
        hotkeys.stop()


def rebind(hotkeys: HotkeyBackend, overlay: Overlay, keys: Mapping[str, str]) -> None:
    """Have other hot keys from now on; keys that cannot be understood change nothing and are told."""
    try:
        parsed = parse_bindings(keys)
    except BindingError as error:
        overlay.key_refused("", str(error))
        return
    overlay.keys_chosen()
    hotkeys.rebind(parsed)
