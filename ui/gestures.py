"""Carries out what the agent does with card and call: tells the engine, copies the phrase, has it drawn at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from assist import commands
from assist.card_settings import Level
from ui.overlay import happenings as local
from ui.overlay.state import OverlayState


class Link(Protocol):
    """What the overlay needs of its connection to the engine."""

    def send(self, command: commands.AgentCommand) -> bool:
        """Send a command; False where there is no connection."""
        ...


class Gestures:
    """Carries out commands of the agent.

    Args:
        link: the way to the engine.
        happened: has something folded into the state.
        hand_over: takes a phrase that was accepted, to the clipboard or further.
    """

    def __init__(
        self, link: Link, happened: Callable[[local.Happening], None], hand_over: Callable[[str], None]
    ) -> None:
        self._link = link
        self._happened = happened
        self._hand_over = hand_over

    def carry_out(self, command: commands.AgentCommand, seen: OverlayState, now: OverlayState) -> None:
        """Do it.

        Args:
            command: what the agent asks for.
            seen: what is on the screen; the agent means that.
            now: what is known; it may be on its way to the screen.
        """
        match command:
            case commands.AcceptSuggestion():
                self._take(command, seen)
            case commands.DismissSuggestion() | commands.RejectSuggestion():
                self._link.send(command)
                self._happened(local.CardPutAway(command.suggestion_id))
            case commands.ShowSuggestion():
                self._report_shown(command, now)
            case commands.SnoozeNeed() | commands.KeepQuiet() | commands.HoldCall():
                self._link.send(command)
                self._happened(_as_happening(command))
            case commands.StartCall() | commands.EndCall() | commands.ChooseLevel():
                self._link.send(command)

    def greet(self, state: OverlayState, level: Level | None) -> None:
        """Tell an engine that has just been connected what the agent chose before."""
        if level is not None:
            self._link.send(commands.ChooseLevel(level=level))
            self._happened(local.LevelChosen(level))
        if state.quiet:
            self._link.send(commands.KeepQuiet(on=True))
        for need in state.snoozed:
            self._link.send(commands.SnoozeNeed(need=need, seconds=state.asleep_until[need] - state.seconds))

    def _take(self, command: commands.AcceptSuggestion, seen: OverlayState) -> None:
        card = seen.card
        if card is None or card.suggestion_id != command.suggestion_id:
            return
        text = next((option.text for option in card.options if option.phrase_id == command.phrase_id), None)
        if text is not None:
            self._hand_over(text)
            self._link.send(command)
            self._happened(local.PhraseCopied(command.suggestion_id, command.phrase_id))

    def _report_shown(self, command: commands.ShowSuggestion, now: OverlayState) -> None:
        card = now.card
        if card and card.suggestion_id == command.suggestion_id and command.phrase_id not in card.seen:
            self._link.send(command)


def _as_happening(command: commands.SnoozeNeed | commands.KeepQuiet | commands.HoldCall) -> local.Happening:
    match command:
        case commands.SnoozeNeed():
            return local.NeedSnoozed(command.need, command.seconds)
        case commands.KeepQuiet():
            return local.QuietChosen(command.on)
        case commands.HoldCall():
            return local.HoldChosen(command.on)
