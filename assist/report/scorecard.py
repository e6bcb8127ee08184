"""What a call came to, computed from its events alone. Pure; a call that breaks off or is empty has a scorecard too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assist import events as facts
from assist.affect.conversation import conversation_of
from assist.affect.spans import Span
from assist.affect.turntaking import Talk
from assist.events import Event
from assist.report.agent import ActOutcome, CardOutcome, Promise, acts_of, cards_of, promises_of
from assist.report.customer import Mood, NeedOutcome, moods_of, needs_of, valence_at_start
from assist.report.lessons import to_try, went_well

STAGES = ("offered", "shown", "accepted", "spoken", "dismissed", "rejected", "expired")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """A call in numbers and quotes. Times are seconds since the call began.

    Attributes:
        complete: False where the record breaks off before the call ended.
        reduced_accuracy: whether a recogniser that hears less well was in use.
        valence_start: of the customer's first words; None without a customer's word.
        valence_end: of the last emotion that was noticed.
        stages: how many suggestions reached each stage; one that expired may still have been spoken.
        went_well: one thing done well, in words of this call; None where nothing shows it.
        to_try: one thing to try next time, likewise.
    """

    call_id: str = ""
    source: str = ""
    started_at: str = ""
    duration_seconds: float = 0.0
    complete: bool = False
    reduced_accuracy: bool = False
    talk: Talk = field(default_factory=Talk)
    moods: tuple[Mood, ...] = ()
    valence_start: float | None = None
    valence_end: float | None = None
    needs: tuple[NeedOutcome, ...] = ()
    acts: tuple[ActOutcome, ...] = ()
    cards: tuple[CardOutcome, ...] = ()
    stages: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STAGES, 0))
    promises: tuple[Promise, ...] = ()
    went_well: str | None = None
    to_try: str | None = None


def scorecard(events: Sequence[Event]) -> Scorecard:
    """Judge a call by its events, in order."""
    conversation, moods, needs = conversation_of(events), moods_of(events), needs_of(events)
    spans, talk = conversation.spans, conversation.talk()
    acts, cards = acts_of(events), cards_of(events)
    reached = Counter(stage for card in cards for stage in card.stages)
    last_chance = max((span.start for span in spans if span.speaker == "agent"), default=0.0)
    return replace(
        _opening(events, spans),
        talk=talk,
        moods=moods,
        valence_start=valence_at_start(events, spans),
        valence_end=(moods[-1].valence if moods else 0.0) if talk.customer_seconds else None,
        needs=needs,
        acts=acts,
        cards=cards,
        stages={stage: reached[stage] for stage in STAGES},
        promises=promises_of(events),
        went_well=went_well(moods, needs, cards, acts),
        to_try=to_try(moods, needs, talk, last_chance),
    )


def _opening(events: Sequence[Event], spans: Sequence[Span]) -> Scorecard:
    started = next((event for event in events if isinstance(event, facts.CallStarted)), None)
    ended = next((event for event in events if isinstance(event, facts.CallEnded)), None)
    last = max((0.0, *(event.at for event in events), *(span.end for span in spans)))
    return Scorecard(
        call_id=events[0].call_id if events else "",
        source=started.source if started else "",
        started_at=started.started_at if started else "",
        duration_seconds=ended.duration_seconds if ended else round(last, 3),
        complete=ended is not None,
        reduced_accuracy=any(isinstance(event, facts.RecognizerChanged) and event.reduced_accuracy for event in events),
    )
