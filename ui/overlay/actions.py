"""What an action of the agent (a click, a hot key) means for what is on the screen. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from assist import commands
from ui.overlay.happenings import BoundaryRead, CardPinned, HintRead, NextChosen, NoticeRead
from ui.overlay.intents import Intent, LetClicksThrough, NextSize, ResetPlace, Show
from ui.overlay.state import Card, OverlayState

CardAction = Literal["accept", "accept_2", "accept_3", "next", "dismiss", "reject", "pin"]
DeskAction = Literal["show", "call", "hold", "quiet", "click_through", "size", "reset_place"]
Action = CardAction | DeskAction


def intent_of(action: str, state: OverlayState, *, in_sight: bool = True) -> Intent | None:
    """The intent, or nothing where the action has no object: no card, no such alternate, a name we do not know.

    Args:
        action: its name, as in the hot keys of the settings.
        state: what is on the screen.
        in_sight: the overlay is shown. Nobody takes a card that they do not see.
    """
    of_desk = _AT_THE_DESK.get(action)
    if of_desk is not None:
        return of_desk(state)
    return _on_screen(action, state) if in_sight else None


def _call(state: OverlayState) -> Intent:
    return commands.EndCall() if state.running else commands.StartCall()


def _hold(state: OverlayState) -> Intent | None:
    return commands.HoldCall(on=not state.held) if state.running else None


_AT_THE_DESK: Mapping[str, Callable[[OverlayState], Intent | None]] = {
    "show": lambda _state: Show(),
    "call": _call,
    "hold": _hold,
    "quiet": lambda state: commands.KeepQuiet(on=not state.quiet),
    "click_through": lambda _state: LetClicksThrough(),
    "size": lambda _state: NextSize(),
    "reset_place": lambda _state: ResetPlace(),
}


def _on_screen(action: str, state: OverlayState) -> Intent | None:
    """While the notice about abuse stands in the card's place, only putting it away means something."""
    if state.abuse_quote is not None:
        return BoundaryRead() if action == "dismiss" else None
    if state.card is None:
        return _beside_the_card(state) if action == "dismiss" else None
    return CardPinned(not state.pinned) if action == "pin" else _on_card(action, state.card)


def _beside_the_card(state: OverlayState) -> Intent | None:
    """Without a card, what stands in its place is put away, and then what stands under it."""
    if state.echo_hint_at is not None:
        return HintRead()
    return NoticeRead() if state.muted is not None else None


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
