"""Folds what happened into the overlay's state. Pure: no Qt, no clock, no I/O."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from assist import events
from ui.overlay import happenings as local
from ui.overlay.state import Card, Line, Mood, Need, Nudge, Option, OverlayState, Recognizer, Stage

MET_SECONDS = 5.0
"""A met need shows its tick for this long, then leaves."""
HOLD_SECONDS = 20.0
"""A pointer that rests on the card keeps it for at most this long: a parked mouse must not hide later cards."""
COPIED_SECONDS = 25.0
"""A phrase that was copied stays for as long as it takes to say or send it."""
SAID_SECONDS = 4.0
"""A phrase that was said has done its work; its mark is seen, then it leaves."""
NUDGE_SECONDS = 12.0
"""A nudge stands this long: time for two glances."""
LINES_KEPT = 200
"""Utterances kept of the transcript; the window draws the last few of them."""
TRAIL_KEPT = 240
"""Readings of valence kept for the trend line."""


def reduce(state: OverlayState, happening: events.Event | local.Happening) -> OverlayState:
    """The state after an event of the call or something that happened at the desk. Unknown events change nothing."""
    if isinstance(happening, events.Event) and not isinstance(happening, events.CallStarted):
        state = replace(state, seconds=max(state.seconds, happening.at))
    fold = _FOLDS.get(type(happening))
    return _settle(fold(state, happening) if fold else state)


def _settle(state: OverlayState) -> OverlayState:
    """Let go of what has had its time: needs ticked off, a card that the pointer holds for too long."""
    now = state.seconds
    needs = tuple(need for need in state.needs if need.met_at is None or now < need.met_at + MET_SECONDS)
    if needs != state.needs:
        state = replace(state, needs=needs)
    if state.nudge and now >= state.nudge.at + NUDGE_SECONDS:
        state = replace(state, nudge=None)
    if state.card and _has_served(state.card, now):
        state = replace(state, card=None)
    held = state.hovered_at is not None and now < state.hovered_at + HOLD_SECONDS
    if not held and state.waiting:
        return replace(state, card=state.waiting, waiting=None)
    if not held and state.card and state.card.expired:
        return replace(state, card=None)
    return state


def _has_served(card: Card, now: float) -> bool:
    if card.marked_at is None:
        return False
    return now >= card.marked_at + (SAID_SECONDS if card.stage == "spoken" else COPIED_SECONDS)


# --- the call ---


def _call_started(state: OverlayState, event: events.CallStarted) -> OverlayState:
    return OverlayState(
        link=state.link,
        recognizer=state.recognizer,
        running=True,
        seconds=event.at,
        hovered_at=None if state.hovered_at is None else event.at,
    )


def _call_ended(state: OverlayState, event: events.CallEnded) -> OverlayState:
    return replace(
        state,
        running=False,
        ended=True,
        seconds=event.duration_seconds,
        card=None,
        waiting=None,
        nudge=None,
        behind_seconds=0.0,
        lost_sources=(),
        abuse_quote=None,
    )


def _phase_changed(state: OverlayState, event: events.PhaseChanged) -> OverlayState:
    return replace(state, phase=event.phase)


def _recognizer_changed(state: OverlayState, event: events.RecognizerChanged) -> OverlayState:
    recognizer = Recognizer(
        name=event.recognizer, model=event.model, reduced_accuracy=event.reduced_accuracy, reason=event.reason
    )
    return replace(state, recognizer=recognizer)


def _lag_measured(state: OverlayState, event: events.LagMeasured) -> OverlayState:
    return replace(state, behind_seconds=event.behind_seconds)


def _source_lost(state: OverlayState, event: events.SourceLost) -> OverlayState:
    others = tuple(speaker for speaker in state.lost_sources if speaker != event.speaker)
    return replace(state, lost_sources=(*others, event.speaker))


def _source_restored(state: OverlayState, event: events.SourceRestored) -> OverlayState:
    return replace(state, lost_sources=tuple(speaker for speaker in state.lost_sources if speaker != event.speaker))


# --- the transcript ---


def _utterance_updated(state: OverlayState, event: events.UtteranceUpdated) -> OverlayState:
    line = Line(
        utterance_id=event.utterance_id, speaker=event.speaker, text=event.text, stable=event.stable, finished=False
    )
    return _with_line(state, line)


def _utterance_finished(state: OverlayState, event: events.UtteranceFinished) -> OverlayState:
    line = Line(
        utterance_id=event.utterance_id, speaker=event.speaker, text=event.text, stable=event.text, finished=True
    )
    return _with_line(state, line)


def _with_line(state: OverlayState, line: Line) -> OverlayState:
    """Put the line in the place of its earlier version, or at the end; an utterance without words leaves."""
    lines = list(state.lines)
    for place in range(len(lines) - 1, -1, -1):
        if lines[place].utterance_id == line.utterance_id:
            lines[place] = line
            break
    else:
        lines.append(line)
    return replace(state, lines=tuple(kept for kept in lines if kept.text.strip())[-LINES_KEPT:])


# --- feelings and needs ---


def _emotion_changed(state: OverlayState, event: events.EmotionChanged) -> OverlayState:
    mood = Mood(
        emotion=event.emotion,
        confidence=event.confidence,
        valence=event.valence,
        arousal=event.arousal,
        quote=event.evidence.quote,
    )
    abuse_quote = state.abuse_quote if event.emotion == "abuse" else None
    return replace(state, mood=mood, abuse_quote=abuse_quote)


def _mood_tracked(state: OverlayState, event: events.MoodTracked) -> OverlayState:
    trail = (*state.trail, (event.at, event.valence))[-TRAIL_KEPT:]
    return replace(state, trail=trail, trend=event.trend)


def _need_raised(state: OverlayState, event: events.NeedEvent) -> OverlayState:
    before = next((need for need in state.needs if need.need == event.need), None)
    need = Need(need=event.need, quote=event.evidence.quote, times=before.times + 1 if before else 1)
    others = tuple(other for other in state.needs if other.need != event.need)
    return replace(state, needs=(need, *others))


def _need_met(state: OverlayState, event: events.NeedMet) -> OverlayState:
    needs = tuple(replace(need, met_at=event.at) if need.need == event.need else need for need in state.needs)
    return replace(state, needs=needs)


def _abuse_flagged(state: OverlayState, event: events.AbuseFlagged) -> OverlayState:
    return replace(state, abuse_quote=event.evidence.quote, card=None, waiting=None, nudge=None)


def _nudge_given(state: OverlayState, event: events.NudgeGiven) -> OverlayState:
    return replace(state, nudge=Nudge(text=event.text, quote=event.evidence.quote, at=event.at))


# --- the card ---


def _suggestion_offered(state: OverlayState, event: events.SuggestionOffered) -> OverlayState:
    own = Option(phrase_id=event.phrase_id, text=event.text, cue=event.cue)
    others = (Option(phrase_id=a.phrase_id, text=a.text, cue=a.cue or event.cue) for a in event.alternates[:2])
    card = Card(
        suggestion_id=event.suggestion_id,
        options=(own, *others),
        quote=event.because.quote,
        why=event.because.why,
        emotion=event.emotion,
        need=event.need,
        strategy=event.strategy,
        offered_at=event.at,
    )
    untouched = state.card is not None and state.card.stage in {"offered", "shown"}
    if untouched and state.hovered_at is not None:
        return replace(state, waiting=card, abuse_quote=None)
    return replace(state, card=card, waiting=None, abuse_quote=None)


def _on_card(state: OverlayState, suggestion_id: str, change: Callable[[Card], Card | None]) -> OverlayState:
    """Change the card (or the one that waits) with this id; None takes it away."""
    if state.card and state.card.suggestion_id == suggestion_id:
        return replace(state, card=change(state.card))
    if state.waiting and state.waiting.suggestion_id == suggestion_id:
        return replace(state, waiting=change(state.waiting))
    return state


def _suggestion_shown(state: OverlayState, event: events.SuggestionShown) -> OverlayState:
    def change(card: Card) -> Card:
        stage: Stage = "shown" if card.stage == "offered" else card.stage
        return replace(card, stage=stage, seen=card.seen | {event.phrase_id})

    return _on_card(state, event.suggestion_id, change)


def _suggestion_accepted(state: OverlayState, event: events.SuggestionAccepted) -> OverlayState:
    return _on_card(state, event.suggestion_id, lambda card: _marked(card, event.phrase_id, "accepted", state.seconds))


def _suggestion_spoken(state: OverlayState, event: events.SuggestionSpoken) -> OverlayState:
    return _on_card(state, event.suggestion_id, lambda card: _marked(card, event.phrase_id, "spoken", state.seconds))


def _marked(card: Card, phrase_id: str, stage: Stage, now: float) -> Card:
    """The card with this phrase on view and this mark; copied once is copied, whoever reports it again."""
    again = card.stage == stage and card.option.phrase_id == phrase_id
    return card if again else replace(_facing(card, phrase_id), stage=stage, marked_at=now)


def _facing(card: Card, phrase_id: str) -> Card:
    """The card with this phrase on view."""
    place = next((place for place, option in enumerate(card.options) if option.phrase_id == phrase_id), card.index)
    return replace(card, index=place)


def _suggestion_left(state: OverlayState, event: events.SuggestionEvent) -> OverlayState:
    return _on_card(state, event.suggestion_id, lambda _card: None)


def _suggestion_expired(state: OverlayState, event: events.SuggestionExpired) -> OverlayState:
    return _on_card(state, event.suggestion_id, lambda card: replace(card, expired=True))


# --- at the desk ---


def _link_changed(state: OverlayState, happening: local.LinkChanged) -> OverlayState:
    return replace(state, link=happening.link)


def _second_passed(state: OverlayState, happening: local.SecondsPassed) -> OverlayState:
    runs = state.running and state.link == "open"
    return replace(state, seconds=state.seconds + happening.seconds) if runs else state


def _pointer_moved(state: OverlayState, happening: local.PointerMoved) -> OverlayState:
    return replace(state, hovered_at=state.seconds if happening.on_card else None)


def _next_chosen(state: OverlayState, _happening: local.NextChosen) -> OverlayState:
    card = state.card
    return replace(state, card=replace(card, index=(card.index + 1) % len(card.options))) if card else state


def _phrase_copied(state: OverlayState, happening: local.PhraseCopied) -> OverlayState:
    return _on_card(
        state, happening.suggestion_id, lambda card: _marked(card, happening.phrase_id, "accepted", state.seconds)
    )


def _card_put_away(state: OverlayState, happening: local.CardPutAway) -> OverlayState:
    return _on_card(state, happening.suggestion_id, lambda _card: None)


def _boundary_read(state: OverlayState, _happening: local.BoundaryRead) -> OverlayState:
    return replace(state, abuse_quote=None)


_FOLDS: Mapping[type, Callable[[OverlayState, Any], OverlayState]] = {
    events.CallStarted: _call_started,
    events.CallEnded: _call_ended,
    events.PhaseChanged: _phase_changed,
    events.RecognizerChanged: _recognizer_changed,
    events.LagMeasured: _lag_measured,
    events.SourceLost: _source_lost,
    events.SourceRestored: _source_restored,
    events.UtteranceUpdated: _utterance_updated,
    events.UtteranceFinished: _utterance_finished,
    events.EmotionChanged: _emotion_changed,
    events.MoodTracked: _mood_tracked,
    events.NeedRaised: _need_raised,
    events.NeedReraised: _need_raised,
    events.NeedMet: _need_met,
    events.AbuseFlagged: _abuse_flagged,
    events.NudgeGiven: _nudge_given,
    events.SuggestionOffered: _suggestion_offered,
    events.SuggestionShown: _suggestion_shown,
    events.SuggestionAccepted: _suggestion_accepted,
    events.SuggestionSpoken: _suggestion_spoken,
    events.SuggestionDismissed: _suggestion_left,
    events.SuggestionRejected: _suggestion_left,
    events.SuggestionExpired: _suggestion_expired,
    local.LinkChanged: _link_changed,
    local.SecondsPassed: _second_passed,
    local.PointerMoved: _pointer_moved,
    local.NextChosen: _next_chosen,
    local.PhraseCopied: _phrase_copied,
    local.CardPutAway: _card_put_away,
    local.BoundaryRead: _boundary_read,
}
