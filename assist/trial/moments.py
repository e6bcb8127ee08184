"""The moment at the end of a case, also where the session kept silent: what it would have looked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assist.affect.fusion import NEUTRAL, UNSURE
from assist.commands import SearchBank
from assist.events import Event, NeedMet, NeedRaised, NeedReraised, Phase, PhaseChanged, UtteranceFinished
from assist.inputs import AffectRead
from assist.settings import Settings
from assist.suggest.ranking import ABUSE, Opportunity
from phrasebank.evaluation.cases import ANSWERED_NEEDS, Case
from phrasebank.taxonomy import load_taxonomy

SURE = 0.9
"""The confidence of a feeling and of needs that a case tells."""


def last_moment(events: Sequence[Event], reading: AffectRead, settings: Settings) -> Opportunity:
    """What the session made of the customer's last words.

    Args:
        events: of the whole call.
        reading: of those words.
        settings: the session's.
    """
    said = next(event for event in reversed(events) if isinstance(event, UtteranceFinished))
    doubtful = reading.emotion == ABUSE and reading.confidence < settings.affect.abuse_floor
    return Opportunity(
        utterance_id=said.utterance_id,
        quote=said.text,
        emotion=NEUTRAL if doubtful or reading.emotion == UNSURE else reading.emotion,
        confidence=reading.confidence,
        valence=reading.valence,
        shown=reading.needs,
        still_open=_open_needs(events),
        phase=_phase(events),
        at=said.end,
    )


def told_moment(case: Case, read: Opportunity) -> Opportunity:
    """The same moment with feeling and needs as the case tells them; of the call nothing else is open."""
    emotion = case.emotions[0] if case.emotions else NEUTRAL
    needs = dict.fromkeys(case.needs[:ANSWERED_NEEDS], SURE)
    valence = load_taxonomy().emotion(emotion).valence
    return replace(read, emotion=emotion, confidence=SURE, valence=valence, shown=needs, still_open=())


def search_for(opportunity: Opportunity) -> SearchBank:
    """The search that such a moment asks for."""
    return SearchBank(
        request_id=opportunity.utterance_id,
        query=opportunity.quote,
        emotion=opportunity.emotion,
        needs=opportunity.needs,
        phase=opportunity.phase,
    )


def _open_needs(events: Sequence[Event]) -> tuple[str, ...]:
    """Latest first, of equally late ones the surer."""
    still: dict[str, tuple[float, float]] = {}
    for event in events:
        match event:
            case NeedRaised() | NeedReraised():
                surest = max(event.confidence, still.get(event.need, (0.0, 0.0))[1])
                still[event.need] = (event.at, surest)
            case NeedMet():
                still.pop(event.need, None)
            case _:
                pass
    return tuple(sorted(still, key=still.__getitem__, reverse=True))


def _phase(events: Sequence[Event]) -> Phase:
    return next((event.phase for event in reversed(events) if isinstance(event, PhaseChanged)), "opening")
