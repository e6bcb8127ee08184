"""What a call came to, computed from its events alone. Pure; a call that breaks off or is empty has a scorecard too."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assist import events as facts
from assist.affect.conversation import conversation_of
from assist.affect.spans import Span
from assist.events import Event
from assist.report.agent import acts_of, cards_of, promises_of
from assist.report.customer import eased_needs, load_of, mood_line, moods_of, needs_of, valence_at_start
from assist.report.empathy import empathy_of
from assist.report.exchanges import exchanges_of, signs_of
from assist.report.facts import STAGES, VERSION, CallFacts, GivenNudge
from assist.report.insults import insults_of
from assist.report.invites import FollowUp, Invite, follow_up_head, follow_ups_of, invites_of
from assist.report.lessons import balance, to_try, went_well
from assist.report.misses import misses_of
from assist.report.moments import moments_of
from assist.report.slips import slips_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard(CallFacts):
    """The facts of a call and what to take from them.

    Attributes:
        went_well: one thing done well, in words of this call; None where nothing shows it.
        to_try: one thing to try next time, likewise.
        balance: needs, interruptions and silences in one sentence, for where a lesson has nothing to say.
        invites: what is still worth doing, and was not done.
        follow_ups: the promises that outlast the call, and what stayed open.
        follow_up_head: the line above them in a CRM.
    """

    went_well: str | None = None
    to_try: str | None = None
    balance: str = ""
    invites: tuple[Invite, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    follow_up_head: str = ""


def scorecard(events: Sequence[Event]) -> Scorecard:
    """Judge a call by its events, in order."""
    call = call_facts(events)
    return Scorecard(
        **{part.name: getattr(call, part.name) for part in dataclasses.fields(call)},
        went_well=went_well(call),
        to_try=to_try(call),
        balance=balance(call),
        invites=invites_of(call),
        follow_ups=follow_ups_of(call),
        follow_up_head=follow_up_head(call),
    )


def call_facts(events: Sequence[Event]) -> CallFacts:
    """Gather the facts of a call from its events, in order."""
    conversation = conversation_of(events)
    spans, talk = conversation.spans, conversation.talk()
    opening, moods = _opening(events, spans), moods_of(events)
    exchanges, signs = exchanges_of(spans, events), signs_of(events)
    insults = insults_of(events, spans, signs)
    cards = cards_of(events)
    reached = Counter(stage for card in cards for stage in card.stages)
    return replace(
        _felt(opening, events, spans),
        talk=talk,
        moods=moods,
        needs=eased_needs(needs_of(events, insults), events, exchanges),
        acts=acts_of(events),
        empathy=empathy_of(events, exchanges, signs),
        moments=moments_of(exchanges, signs, moods),
        slips=slips_of(exchanges),
        misses=misses_of(exchanges, signs, moods),
        insults=insults,
        load=load_of(moods, insults, opening.duration_seconds),
        nudges=_nudges(events),
        cards=cards,
        stages={stage: reached[stage] for stage in STAGES},
        promises=promises_of(events),
        last_chance=max((span.start for span in spans if span.speaker == "agent"), default=0.0),
    )


def _opening(events: Sequence[Event], spans: Sequence[Span]) -> CallFacts:
    started = next((event for event in events if isinstance(event, facts.CallStarted)), None)
    ended = next((event for event in events if isinstance(event, facts.CallEnded)), None)
    last = max((0.0, *(event.at for event in events), *(span.end for span in spans)))
    return CallFacts(
        version=VERSION,
        call_id=events[0].call_id if events else "",
        source=started.source if started else "",
        started_at=started.started_at if started else "",
        duration_seconds=ended.duration_seconds if ended else round(last, 3),
        complete=ended is not None,
        reduced_accuracy=any(isinstance(event, facts.RecognizerChanged) and event.reduced_accuracy for event in events),
    )


def _felt(call: CallFacts, events: Sequence[Event], spans: Sequence[Span]) -> CallFacts:
    """Add the tracked mood, and where it began and ended."""
    line = mood_line(events)
    tracked = any(isinstance(event, facts.MoodTracked) for event in events)
    start = line[0].valence if tracked else valence_at_start(events, spans)
    heard = any(span.speaker == "customer" for span in spans)
    end = (line[-1].valence if line else 0.0) if heard else None
    return replace(call, mood=line, valence_start=start if heard else None, valence_end=end)


def _nudges(events: Sequence[Event]) -> tuple[GivenNudge, ...]:
    return tuple(
        GivenNudge(at=event.at, kind=event.kind, text=event.text, quote=event.evidence.quote)
        for event in events
        if isinstance(event, facts.NudgeGiven)
    )
