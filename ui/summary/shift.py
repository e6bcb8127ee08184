"""The shift: what the day's calls came to, with a private word to the agent."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from assist.errors import UsageError
from assist.report.checklist import as_text, read_done, write_done
from assist.report.words import clock, counted, lasting
from ui import wording
from ui.summary.parts import AfterWindow, Box, CheckList, button, figures, section, table
from ui.summary.report import read_json
from ui.summary.style import text
from ui.theme import Theme


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A call of the day."""

    folder: str
    began: str
    duration_seconds: float
    needs: int = 0
    needs_met: int = 0
    heavy: tuple[str, ...] = ()
    went_well: str | None = None


class BestMoment(msgspec.Struct, frozen=True, kw_only=True):
    """A best moment of the day."""

    began: str
    at: float
    quote: str
    reply: str = ""
    reasons: tuple[str, ...] = ()


class OpenPromise(msgspec.Struct, frozen=True, kw_only=True):
    """A promise that is not ticked off."""

    folder: str
    began: str
    text: str


class HeavyLoad(msgspec.Struct, frozen=True, kw_only=True):
    """A heavy feeling that was met."""

    emotion: str
    seconds: float
    moments: int


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """The part of ``shift-YYYY-MM-DD.json`` that the window shows; ``path`` is that file and no part of it."""

    day: str = ""
    calls: tuple[Call, ...] = ()
    talk_seconds: float = 0.0
    load: tuple[HeavyLoad, ...] = ()
    needs: int = 0
    needs_met: int = 0
    moments: tuple[BestMoment, ...] = ()
    promises: tuple[OpenPromise, ...] = ()
    wellbeing: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    path: Path = Path()


def load_shift(path: Path) -> Shift:
    """Read a shift: ``path`` names its JSON or its page.

    Raises:
        UsageError: it is missing or damaged.
    """
    return msgspec.structs.replace(read_json(path, Shift), path=path.with_suffix(".json"))


class ShiftWindow(AfterWindow):
    """One day. What is ticked off is kept beside the report of its call.

    Args:
        theme: how it looks.
        shift: what it shows (`load_shift`).
        parent: its owner, if any.
    """

    def __init__(self, theme: Theme, shift: Shift, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Your shift", parent)
        self._shift = shift
        self.list = CheckList(theme, [_line(one) for one in shift.promises], ())
        self.list.changed.connect(self._keep)
        rows = [(one.began, clock(one.duration_seconds), _needs(one), ", ".join(one.heavy)) for one in shift.calls]
        self.table = table(theme, "The calls", ("Began", "Length", "Needs met", "Weighed on you"), rows)
        self.copy = button(theme, "&Copy promises", self._copy)
        self.copy.setEnabled(bool(shift.promises))
        self.open = button(theme, "&Open page", self._open)
        self.leave = button(theme, "C&lose", self.close)
        self._fill()
        QShortcut(QKeySequence("Escape"), self).activated.connect(self.close)

    def _fill(self) -> None:
        theme, shift = self.theme, self._shift
        head = f"{shift.day} · {counted(len(shift.calls), 'call')} · {lasting(shift.talk_seconds)} on the phone"
        private = f"For you alone: it stays in {shift.path.parent} on this computer and is sent to nobody."
        self.add(text(theme, head, 12.5, "muted"), text(theme, private, 12.5, "muted"))
        self.add(*(text(theme, sentence, 12.5, "open") for sentence in shift.skipped))
        if shift.wellbeing:
            self.add(Box(theme, "kind", "A word to you", "\n".join(shift.wellbeing)))
        if shift.promises:
            self.add(section(theme, "Promises to keep", self.list))
        if shift.moments:
            best = [text(theme, _moment(one), 13) for one in shift.moments]
            self.add(section(theme, "Your best moments", *best))
        if shift.calls:
            self.add(section(theme, "The day in numbers", figures(theme, _numbers(shift))))
            self.table.setMinimumHeight(theme.px(min(260, 44 + 30 * len(shift.calls))))
            self.add(section(theme, "The calls", self.table))
        else:
            self.add(text(theme, f"No call of {shift.day} was found.", 13))
        self.add_buttons(self.copy, self.open, self.leave)

    def _copy(self) -> None:
        items = [_line(one) for one in self._shift.promises]
        QGuiApplication.clipboard().setText(as_text(f"Promises of {self._shift.day}", items, self.list.done()))
        self.tell("Copied")

    def _open(self) -> None:
        page = self._shift.path.with_suffix(".html")
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(page))):
            self.tell(f"Nothing opens pages here; it is {page}")

    def _keep(self, ticked: frozenset[str]) -> None:
        """Keep what is ticked in each call's folder, beside what was ticked there before."""
        try:
            for folder in {one.folder for one in self._shift.promises}:
                mine = [one for one in self._shift.promises if one.folder == folder]
                before = read_done(self._shift.path.parent / folder) - {one.text for one in mine}
                write_done(
                    self._shift.path.parent / folder, before | {one.text for one in mine if _line(one) in ticked}
                )
        except UsageError as error:
            self.tell(str(error))


def _line(promise: OpenPromise) -> str:
    return f"{promise.text}, call of {promise.began}"


def _moment(moment: BestMoment) -> str:
    reply = f" They said: “{moment.reply}”" if moment.reply else ""
    return f"“{moment.quote}” ({moment.began}) You {'; '.join(moment.reasons)}.{reply}"


def _needs(call: Call) -> str:
    return f"{call.needs_met} of {call.needs}" if call.needs else "none raised"


def _numbers(shift: Shift) -> list[tuple[str, str]]:
    met = f"{shift.needs_met} of {shift.needs}" if shift.needs else "none raised"
    pairs = [("Calls", str(len(shift.calls))), ("Needs met", met)]
    for load in shift.load:
        minutes = f"{lasting(load.seconds)}, " if load.seconds else ""
        pairs.append((f"{wording.feeling(load.emotion).word} callers", f"{minutes}{counted(load.moments, 'moment')}"))
    return pairs
