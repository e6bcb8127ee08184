"""The card: it comes or waits, is seen, taken, said, put away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from assist import events
from ui.overlay import happenings as local
from ui.overlay.folds.fold import Fold
from ui.overlay.state import Card, Option, OverlayState, Stage

WAITING_SECONDS = 30.0
"""A card that waits longer than this belongs to another moment: it is not shown any more."""


def _suggestion_offered(state: OverlayState, event: events.SuggestionOffered) -> OverlayState:
    if state.quiet:
        return state
    card = _card(event)
    untouched = state.card is not None and state.card.stage in {"offered", "shown"}
    if state.pinned or (untouched and state.hovered_at is not None):
        return replace(state, waiting=(*state.waiting, card), abuse_quote=None)
    if card.suggestion_id == state.pinned_before:
        return replace(state, card=card, waiting=(), abuse_quote=None, pinned=True, pinned_before="")
    return replace(state, card=card, waiting=(), abuse_quote=None)


def _card(event: events.SuggestionOffered) -> Card:
    own = Option(phrase_id=event.phrase_id, text=event.text, cue=event.cue)
    others = (Option(phrase_id=a.phrase_id, text=a.text, cue=a.cue or event.cue) for a in event.alternates[:2])
    return Card(
        suggestion_id=event.suggestion_id,
        options=(own, *others),
        quote=event.because.quote,
        why=event.because.why,
        emotion=event.emotion,
        need=event.need,
        strategy=event.strategy,
        offered_at=event.at,
    )


def _on_card(state: OverlayState, suggestion_id: str, change: Callable[[Card], Card | None]) -> OverlayState:
    """Change the card, or the one that waits, with this id; None takes it away."""
    if state.card and state.card.suggestion_id == suggestion_id:
        return replace(state, card=change(state.card))
    waiting = (change(card) if card.suggestion_id == suggestion_id else card for card in state.waiting)
    return replace(state, waiting=tuple(card for card in waiting if card))


def _suggestion_shown(state: OverlayState, event: events.SuggestionShown) -> OverlayState:
    def change(card: Card) -> Card:
        stage: Stage = "shown" if card.stage == "offered" else card.stage
        return replace(card, stage=stage, seen=card.seen | {event.phrase_id})

    return _on_card(state, event.suggestion_id, change)


def _suggestion_accepted(state: OverlayState, event: events.SuggestionAccepted) -> OverlayState:
    return _on_card(state, event.suggestion_id, lambda card: _marked(card, event.phrase_id, "accepted", state.seconds))


def _suggestion_spoken(state: OverlayState, event: events.SuggestionSpoken) -> OverlayState:
    """What was said has done its work: a pin lets go of it."""
    if state.card and state.card.suggestion_id == event.suggestion_id:
        state = replace(state, pinned=False)
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
    """The card on view leaves as soon as nothing keeps it; one that waits has its time once it is seen."""
    if state.card and state.card.suggestion_id == event.suggestion_id:
        leaves_at = state.seconds if state.card.leaves_at is None else state.card.leaves_at
        return replace(state, card=replace(state.card, leaves_at=leaves_at))
    return state


# --- at the desk ---


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


def _card_pinned(state: OverlayState, happening: local.CardPinned) -> OverlayState:
    return replace(state, pinned=happening.on and state.card is not None)


def _boundary_read(state: OverlayState, _happening: local.BoundaryRead) -> OverlayState:
    return replace(state, abuse_quote=None)


FOLDS: Mapping[type, Fold[Any]] = {
    events.SuggestionOffered: _suggestion_offered,
    events.SuggestionShown: _suggestion_shown,
    events.SuggestionAccepted: _suggestion_accepted,
    events.SuggestionSpoken: _suggestion_spoken,
    events.SuggestionDismissed: _suggestion_left,
    events.SuggestionRejected: _suggestion_left,
    events.SuggestionExpired: _suggestion_expired,
    local.PointerMoved: _pointer_moved,
    local.NextChosen: _next_chosen,
    local.PhraseCopied: _phrase_copied,
    local.CardPutAway: _card_put_away,
    local.CardPinned: _card_pinned,
    local.BoundaryRead: _boundary_read,
}
