"""What the summary window reads of ``report.json``: the part that it shows. Fields it does not know are left alone."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

from assist.errors import UsageError
from assist.report.words import when

T = TypeVar("T")


class Mood(msgspec.Struct, frozen=True, kw_only=True):
    """A change of emotion."""

    at: float
    emotion: str
    valence: float
    quote: str


class MoodPoint(msgspec.Struct, frozen=True, kw_only=True):
    """The tracked mood (-1..1) after an utterance of the customer's."""

    at: float
    valence: float


class Insult(msgspec.Struct, frozen=True, kw_only=True):
    """Abusive words."""

    at: float
    quote: str


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """A best moment: the agent's words, what they did ("You ..."), the customer's words after them."""

    at: float
    quote: str
    reply: str = ""
    reasons: tuple[str, ...] = ()


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """A need and what became of it."""

    need: str
    at: float
    quote: str
    times: int = 1
    met: bool = False
    answer: str | None = None
    seconds_until_met: float | None = None
    excused: bool = False
    eased: str | None = None
    offered: str | None = None


class Empathy(msgspec.Struct, frozen=True, kw_only=True):
    """A mechanism of EPITOME with its best words."""

    mechanism: str
    level: int
    times: int
    at: float
    quote: str


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the call."""

    at: float
    seconds: float
    quote: str


class Interruption(msgspec.Struct, frozen=True, kw_only=True):
    """The agent's words over the customer's."""

    at: float
    quote: str
    words: str


class Talk(msgspec.Struct, frozen=True, kw_only=True):
    """Who spoke how long."""

    customer_seconds: float = 0.0
    agent_seconds: float = 0.0
    talk_listen_ratio: float | None = None
    interruptions: tuple[Interruption, ...] = ()
    longest_monologue: Stretch | None = None
    dead_air: tuple[Stretch, ...] = ()
    holds: tuple[Stretch, ...] = ()


class FollowUp(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be done after the call."""

    text: str


class Invite(msgspec.Struct, frozen=True, kw_only=True):
    """Something worth doing that the call has not seen."""

    kind: str
    text: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The report of a call. Times are seconds since the call began.

    Attributes:
        folder: where it lies, with its page and the list of what is done; not part of the file.
    """

    call_id: str = ""
    started_at: str = ""
    duration_seconds: float = 0.0
    complete: bool = False
    reduced_accuracy: bool = False
    talk: Talk = Talk()
    moods: tuple[Mood, ...] = ()
    mood: tuple[MoodPoint, ...] = ()
    valence_start: float | None = None
    needs: tuple[Need, ...] = ()
    empathy: tuple[Empathy, ...] = ()
    moments: tuple[Moment, ...] = ()
    insults: tuple[Insult, ...] = ()
    went_well: str | None = None
    to_try: str | None = None
    balance: str = ""
    invites: tuple[Invite, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    follow_up_head: str = ""
    folder: Path = Path()

    @property
    def feelings(self) -> tuple[Mood, ...]:
        """The changes of emotion, and the insults that changed no label."""
        known = {mood.quote for mood in self.moods if mood.emotion == "abuse"}
        insults = [one for one in self.insults if one.quote not in known]
        more = [Mood(at=one.at, emotion="abuse", valence=-1.0, quote=one.quote) for one in insults]
        return tuple(sorted((*self.moods, *more), key=lambda mood: mood.at))

    @property
    def shift_file(self) -> Path:
        """The shift of the call's day, in the time of this machine; it may not be there."""
        return self.folder.parent / f"shift-{when(self.started_at)[:10]}.json"

    @property
    def page(self) -> Path:
        """Its HTML page."""
        return self.folder / "report.html"


def load_report(path: Path) -> Report:
    """Read a report: ``path`` names its JSON, or its page, which lies beside it.

    Raises:
        UsageError: it is missing or damaged.
    """
    return msgspec.structs.replace(read_json(path, Report), folder=path.parent)


def read_json(path: Path, kind: type[T]) -> T:
    """Read the JSON beside (or at) a path.

    Raises:
        UsageError: it is missing or damaged.
    """
    source = path.with_suffix(".json")
    try:
        return msgspec.json.decode(source.read_bytes(), type=kind)
    except OSError as error:
        raise UsageError(
            f"{source}: the report cannot be read ({error.strerror}); “assist report” writes it again."
        ) from error
    except msgspec.DecodeError as error:
        raise UsageError(f"{source}: the report is damaged ({error}); “assist report” writes it again.") from error
