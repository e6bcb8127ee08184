"""Paste a phrase where the agent types, if they want that: by the clipboard, which is put back afterwards.

The phrase goes on the clipboard, one Ctrl+V goes to the window that has the keyboard, and once that window has fetched
the phrase, what was on the clipboard before comes back. Whenever something is amiss the phrase simply stays on the
clipboard: the old contents, a card number perhaps, never go to the customer in its stead.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QMetaType, QMimeData, QObject, QStringListModel, QTimer, Signal
from PySide6.QtGui import QClipboard, QGuiApplication

from ui.pasters.paster import PasteError, Paster

log = logging.getLogger(__name__)

TICK_MS = 15
SETTLE_MS = 60
"""Clipboard managers and remote desktops fetch a new text at once; after this it is the target that does."""
PATIENCE_MS = 3000
"""How long to wait for the agent's fingers to leave the hot key that took the phrase."""
FETCH_MS = 3000
"""How long a target may take to fetch the phrase: remote desktops are slow."""
GRACE_MS = 300
"""Some targets ask more than once."""

NO_PASTE = "This desktop lets no program paste for you: the phrase is on the clipboard, press Ctrl+V."
STILL_HELD = "Not pasted, because a key such as Ctrl or Alt was held: the phrase is on the clipboard, press Ctrl+V."
WINDOW_CHANGED = "Not pasted, because another window came in front: the phrase is on the clipboard, press Ctrl+V."
NOT_FETCHED = "Nothing took the phrase: it is on the clipboard, click where it belongs and press Ctrl+V."


class ClipboardPaste(QObject):
    """Pastes one phrase at a time; a second one before the first is in takes its place.

    Args:
        paster: the keyboard; None, where there is none, only copies and says so.
        parent: the owner.

    Signals:
        pasted: the phrase was fetched, and the clipboard is as it was before.
        failed: one sentence for people; the phrase is on the clipboard.
    """

    pasted = Signal()
    failed = Signal(str)

    def __init__(self, paster: Paster | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paster = paster
        self._clipboard = QGuiApplication.clipboard()
        self._job: _Job | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        application = QGuiApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.close)

    def paste(self, text: str) -> None:
        """Paste a text, exactly, where the agent types now."""
        kept = self._job.kept if self._job else copied(self._clipboard.mimeData(QClipboard.Mode.Clipboard))
        if self._paster is None:
            self._clipboard.setText(text)
            self.failed.emit(NO_PASTE)
            return
        self._job = job = _Job(text, kept, self._paster.keyboard_owner())
        self._clipboard.setMimeData(Offer(text, job.count_fetch))
        self._timer.start()

    def close(self) -> None:
        """Stop where we are, as at the program's end; the phrase stays on the clipboard if it is not in yet."""
        self._put_down()
        if self._paster is not None:
            self._paster.close()
            self._paster = None

    def _tick(self) -> None:
        if self._job is None or self._paster is None:
            return
        self._job.waited_ms += TICK_MS
        if self._job.is_pressed:
            self._wait_for_target(self._job)
        else:
            self._wait_for_fingers(self._job, self._paster)

    def _wait_for_fingers(self, job: _Job, paster: Paster) -> None:
        if paster.keyboard_owner() != job.target:
            self._fail(WINDOW_CHANGED)
        elif job.waited_ms >= SETTLE_MS and paster.keys_are_up():
            job.press()
            try:
                paster.press_paste()
            except PasteError as error:
                self._fail(f"{error} The phrase is on the clipboard.")
        elif job.waited_ms >= PATIENCE_MS:
            self._fail(STILL_HELD)

    def _wait_for_target(self, job: _Job) -> None:
        if job.fetches and job.waited_ms >= GRACE_MS:
            self._end()
            if self._has(job):
                self._restore(job.kept)
            self.pasted.emit()
        elif not job.fetches and job.waited_ms >= FETCH_MS:
            self._fail(NOT_FETCHED)

    def _has(self, job: _Job) -> bool:
        """The phrase is still on the clipboard; the agent may have copied something newer."""
        return self._clipboard.text() == job.text

    def _restore(self, kept: QMimeData) -> None:
        if kept.formats():
            self._clipboard.setMimeData(kept)
        else:
            self._clipboard.clear()

    def _fail(self, sentence: str) -> None:
        self._put_down()
        self.failed.emit(sentence)

    def _put_down(self) -> None:
        """End, and leave the phrase as a plain text: an `Offer` must not outlive Python."""
        job = self._job
        self._end()
        if job is not None and self._has(job):
            self._clipboard.setText(job.text)

    def _end(self) -> None:
        self._timer.stop()
        self._job = None


@dataclass(slots=True)
class _Job:
    """One paste under way."""

    text: str
    kept: QMimeData
    """What was on the clipboard before."""
    target: int
    """The window that had the keyboard when the agent took the phrase."""
    is_pressed: bool = False
    waited_ms: int = 0
    """Since the last step."""
    fetches: int = 0

    def press(self) -> None:
        """From now on it is the target that fetches."""
        self.is_pressed, self.waited_ms, self.fetches = True, 0, 0

    def count_fetch(self) -> None:
        """Somebody has fetched the text."""
        self.fetches += 1
        if self.is_pressed:
            self.waited_ms = 0


class Offer(QMimeData):
    """A text on the clipboard that tells when it is fetched.

    Args:
        text: what is offered.
        fetched: called at each time.
    """

    def __init__(self, text: str, fetched: Callable[[], None]) -> None:
        super().__init__()
        self.setText(text)
        self._fetched = fetched

    def retrieveData(self, mimetype: str, preferred: QMetaType | QMetaType.Type) -> object:  # noqa: N802 -- Qt
        """Called by Qt whenever some program, or this one, reads the clipboard."""
        self._fetched()
        return super().retrieveData(mimetype, preferred)


def copied(source: QMimeData | None) -> QMimeData:
    """The same contents in every format, ours to keep: the source belongs to another program."""
    copy = _blank()
    if source is None:  # a clipboard with nothing on it
        return copy
    if source.hasImage():
        copy.setImageData(source.imageData())
    for name in source.formats():
        contents = source.data(name)
        if not contents.isEmpty():
            copy.setData(name, contents)
    return copy


def _blank() -> QMimeData:
    """An empty one that Qt has made: one made here is freed by Qt after the end of Python, which crashes (6.11)."""
    model = QStringListModel([""])
    blank = model.mimeData([model.index(0)])
    blank.clear()
    return blank


def choose_paster(platform: str, environment: Mapping[str, str] = os.environ) -> Paster | None:
    """The keyboard of this desktop; None where a program may not press keys, as on Wayland.

    Args:
        platform: Qt's, as `QGuiApplication.platformName` gives it.
        environment: of the process.
    """
    # Each imports what only its own system has.
    if platform == "windows":
        from ui.pasters.windows import WindowsPaster  # noqa: PLC0415

        return WindowsPaster()
    if platform == "cocoa":
        from ui.pasters.macos import MacosPaster  # noqa: PLC0415

        return MacosPaster()
    if platform == "xcb" and environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY"):
        from ui.pasters.x11 import X11Paster  # noqa: PLC0415

        return X11Paster()
    return None
