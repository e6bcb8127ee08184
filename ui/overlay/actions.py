"""What an action of the agent (a click, a hot key) means for what is on the screen. Pure."""

from __future__ import annotations

from typing import Literal

from assist import commands
from ui.overlay.happenings import BoundaryRead, NextChosen
from ui.overlay.intents import Intent
from ui.overlay.state import Card, OverlayState

Action = Literal["accept", "accept_2", "accept_3", "next", "dismiss", "reject"]


def intent_of(action: str, state: OverlayState) -> Intent | None:
    """The intent, or nothing where the action has no object: no card, no such alternate, a name we do not know.

    While the notice about abuse stands in the card's place, only putting it away means something.
    """
    if state.abuse_quote is not None:
        return BoundaryRead() if action == "dismiss" else None
    return _on_card(action, state.card) if state.card else None


def _on_card(action: str, card: Card) -> Intent | None:
    shown = {"suggestion_id": card.suggestion_id, "phrase_id": card.option.phrase_id}
    accepted = {"accept": card.index, "accept_2": 1, "accept_3": 2}.get(action, len(card.options))
    if accepted < len(card.options):
        return commands.AcceptSuggestion(**{**shown, "phrase_id": card.options[accepted].phrase_id})
    if action == "next" and len(card.options) > 1:
        return NextChosen()
    if action == "dismiss":
        return commands.DismissSuggestion(**shown)
    return commands.RejectSuggestion(**shown) if action == "reject" else None
