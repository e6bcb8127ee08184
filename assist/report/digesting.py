"""The digest of a call, drawn from its events. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assist import events as facts
from assist.affect.spans import Span
from assist.events import Event
from assist.report.digest import Did, Digest, Felt, Line, Needed, NeedState
from assist.report.doings import doings_of
from assist.report.facts import CallFacts
from assist.report.scorecard import call_facts
from assist.report.words import sentences

LEAST_WORDS = 5
"""Shorter sentences ("Yes, please.") say nothing by themselves."""
MOST_LINES = 60
"""Of one call: what it is about is said by then, and an hour of talk does not outweigh the other calls."""


def digest_of(events: Sequence[Event], path: str = "", packs: tuple[str, ...] = ()) -> Digest:
    """Draw the digest of a call.

    Args:
        events: of the call, in order.
        path: of its record.
        packs: sectors of the bank in use.
    """
    call = call_facts(events)
    spans = _spans(events)
    return Digest(
        call_id=call.call_id,
        path=path,
        started_at=call.started_at,
        seconds=round(call.duration_seconds, 1),
        packs=packs,
        said=_lines(spans),
        felt=_felt(events),
        needed=_needed(call),
        did=tuple(Did(act=done.act, at=round(done.at, 1), quote=done.quote) for done in doings_of(spans, call.insults)),
        before=call.valence_start,
        after=call.valence_end,
    )


def _spans(events: Iterable[Event]) -> list[Span]:
    """What was said, by start."""
    finals = [event for event in events if isinstance(event, facts.UtteranceFinished) and event.text]
    spans = [Span(said.utterance_id, said.speaker, said.start, said.end, said.text) for said in finals]
    return sorted(spans, key=lambda span: span.start)


def _lines(spans: Iterable[Span]) -> tuple[Line, ...]:
    return tuple(
        Line(at=round(span.start, 1), quote=sentence)
        for span in spans
        if span.speaker == "customer"
        for sentence in sentences(span.text)
        if len(sentence.split()) >= LEAST_WORDS
    )[:MOST_LINES]


def _felt(events: Iterable[Event]) -> tuple[Felt, ...]:
    """The changes of emotion, neutral ones left out: a map is of what was felt."""
    return tuple(
        Felt(
            emotion=event.emotion,
            at=round(event.at, 1),
            quote=event.evidence.quote,
            strength=round(event.confidence, 3),
        )
        for event in events
        if isinstance(event, facts.EmotionChanged) and event.emotion != "neutral"
    )


def _needed(call: CallFacts) -> tuple[Needed, ...]:
    found = []
    for need in call.needs:
        state: NeedState = "open" if call.is_open(need) else "passed"
        if not need.excused and (need.met or need.eased is not None):
            state = "met"
        found.append(
            Needed(
                need=need.need,
                at=round(need.at, 1),
                quote=need.quote,
                state=state,
                answer=need.answer or "",
                met_at=round(need.met_at or 0.0, 1),
            )
        )
    return tuple(found)
