"""The task ``moments``: the best moments of calls that agents shared, for praise. Nobody is counted or ranked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from assist.console.office import Office
from assist.console.progress import Progress
from assist.console.recordings import Recording, Shelf, journals_under, shared_by
from assist.report.exchanges import LIFT
from assist.report.moments import Moment
from assist.report.scorecard import call_facts

MOST_A_CALL = 2
"""So many of a call are worth a word; its agent sees all of them in the report."""
_SERVICE = ("met a need", "used the card")
"""Reasons (`assist.report.moments`) that by themselves are good service rather than good empathy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Praised:
    """A moment of a shared call.

    Attributes:
        day: of the call, ISO 8601.
        call_id, at: where it is.
        asked, quote, reply: the customer's words, the agent's, the customer's after them.
        reasons: what the agent did, in words that continue "You".
        before, after: the customer's emotion.
        by: the name that the agent shares under; empty for none.
    """

    day: str
    call_id: str
    at: float
    asked: str
    quote: str
    reply: str
    reasons: tuple[str, ...]
    before: str
    after: str
    by: str


def run(values: Mapping[str, Any], office: Office, progress: Progress) -> dict[str, Any]:
    """Find the best moments in the newest shared calls under ``{"calls": [folders], "most": 500}``.

    Returns:
        ``{"moments": [...], "calls": n, "older": n, "private": n, "failed": [sentence]}``: the moments by day, the
        newest first; of the shared ``calls`` the ``older`` ones were not read, and the ``private`` ones, which nobody
        shared, were never opened.
    """
    paths = journals_under(values["calls"])
    found = [path for path in paths if shared_by(path) is not None]
    shared = found[: int(values.get("most", len(found)))]
    shelf = Shelf([])
    moments: dict[tuple[str, str], Praised] = {}
    for done, recording in enumerate(shelf.read(shared), start=1):
        progress(done, len(shared), "reading calls")
        if recording is not None:
            for moment in _moments(recording):
                moments.setdefault((moment.by, moment.quote), moment)
    newest = sorted(moments.values(), key=lambda moment: (moment.day, moment.call_id, -moment.at), reverse=True)
    return {
        "moments": [asdict(moment) for moment in newest],
        "calls": len(found),
        "older": len(found) - len(shared),
        "private": len(paths) - len(found),
        "failed": shelf.failed,
    }


def _moments(recording: Recording) -> Iterator[Praised]:
    call = call_facts(recording.events)
    best = sorted(filter(_is_empathy, call.moments), key=_worth, reverse=True)
    for moment in best[:MOST_A_CALL]:
        yield Praised(
            day=call.started_at[:10],
            call_id=call.call_id,
            at=moment.at,
            asked=moment.asked,
            quote=moment.quote,
            reply=moment.reply,
            reasons=moment.reasons,
            before=moment.before,
            after=moment.after,
            by=shared_by(recording.path) or "",
        )


def _is_empathy(moment: Moment) -> bool:
    """Whether the answer was more than a service: the mood rose, or it showed warmth, interest, understanding."""
    return moment.rise >= LIFT or any(not reason.startswith(_SERVICE) for reason in moment.reasons)


def _worth(moment: Moment) -> tuple[bool, float, int]:
    return (moment.turned, moment.rise, len(moment.reasons))
