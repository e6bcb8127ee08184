"""The agent of a sample call: answers as the scenario's writer gave them, or clumsy ones, and what becomes of cards."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from assist.commands import AcceptSuggestion, DismissSuggestion, RejectSuggestion, ShowSuggestion
from assist.console.samples.cast import Handling, Manner
from assist.events import Event, SuggestionOffered
from assist.practise.roleplay import RolePlay

_CLUMSY = (
    "Okay. Can you confirm the reference number for me first?",
    "I can see that on my screen, and that is how it was booked.",
    "You should have had an e-mail about that.",
    "One moment, I need to look that up.",
    "I can only tell you what it says here.",
    "Right, I have put a note on the file for the other department.",
    "I am afraid our policy is quite clear on that.",
)
_ASKING = (
    "What else would help you now?",
    "How has this been for you in the meantime?",
    "Is there anything about it that I have not understood yet?",
)
_GLANCE_SECONDS = 1.2
"""Between a card and what is done with it."""


class SampleAgent:
    """Answers one customer; what is left to chance is drawn from ``chance``."""

    def __init__(self, manner: Manner, chance: Random) -> None:
        self._manner = manner
        self._chance = chance
        self._said: set[str] = set()

    def answer(self, play: RolePlay) -> None:
        """Hear the customer's last words and say something."""
        card = newest_card(play.exchanges[-1].events)
        words = self._words(play)
        if card is not None:
            words = self._use(card, play, words)
        self._said.add(words)
        play.answer(words)

    def _words(self, play: RolePlay) -> str:
        """What the scenario's writer would say to the need that is open, or something that passes it by."""
        if self._chance.random() < self._manner.clumsy:
            clumsy = [line for line in _CLUMSY if line not in self._said]
            if clumsy:
                return self._chance.choice(clumsy)
        answers = (play.scenario.want(need).answer for need in play.state.open)
        return next((line for line in (*answers, *_ASKING) if line not in self._said), _ASKING[-1])

    def _use(self, card: SuggestionOffered, play: RolePlay, words: str) -> str:
        """Do something with a card; returns what is said then."""
        stage, names = play.stage, {"suggestion_id": card.suggestion_id, "phrase_id": card.phrase_id}
        stage.wait(_GLANCE_SECONDS)
        stage.gesture(ShowSuggestion(**names))
        match self._handling():
            case "say":
                return f"{card.text} {words}"
            case "take":
                stage.gesture(AcceptSuggestion(**names))
            case "put away":
                stage.gesture(DismissSuggestion(**names))
            case "not this":
                stage.gesture(RejectSuggestion(**names))
            case "leave":
                pass
        return words

    def _handling(self) -> Handling:
        ways = self._manner.cards
        return self._chance.choices(list(ways), weights=list(ways.values()))[0]


def newest_card(events: Iterable[Event]) -> SuggestionOffered | None:
    """The last card that the customer's words brought, if they brought one."""
    cards = [event for event in events if isinstance(event, SuggestionOffered)]
    return cards[-1] if cards else None
