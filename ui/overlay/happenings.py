"""What happens at the desk rather than in the call: facts, past tense, that change only what is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from assist.card_settings import Level
from ui.overlay.state import LinkState


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The connection to the engine changed."""

    link: LinkState


@dataclass(frozen=True, slots=True)
class SecondsPassed:
    """Time went by at the desk; keeps the call's clock moving while nobody speaks."""

    seconds: float


@dataclass(frozen=True, slots=True)
class PointerMoved:
    """The pointer came to rest on the card, or left it."""

    on_card: bool


@dataclass(frozen=True, slots=True)
class NextChosen:
    """The agent asked for the next phrase of the card."""


@dataclass(frozen=True, slots=True)
class PhraseCopied:
    """A phrase of the card was put on the clipboard."""

    suggestion_id: str
    phrase_id: str


@dataclass(frozen=True, slots=True)
class CardPutAway:
    """The agent dismissed the card or said "not this"."""

    suggestion_id: str


@dataclass(frozen=True, slots=True)
class CardPinned:
    """The agent pinned the card, so that it stays until it was said, or let it go again."""

    on: bool


@dataclass(frozen=True, slots=True)
class BoundaryRead:
    """The agent has read the notice about abuse."""


@dataclass(frozen=True, slots=True)
class NoticeRead:
    """The agent has read that their microphone seems to be muted."""


@dataclass(frozen=True, slots=True)
class HintRead:
    """The agent has read the hint about their desk."""


@dataclass(frozen=True, slots=True)
class NeedSnoozed:
    """The agent wants no card for this need for so many seconds (`commands.SnoozeNeed` was sent); zero wakes it."""

    need: str
    seconds: float


@dataclass(frozen=True, slots=True)
class QuietChosen:
    """The agent wants no cards and no nudges while this is on (`commands.KeepQuiet` was sent)."""

    on: bool


@dataclass(frozen=True, slots=True)
class HoldChosen:
    """The agent put the customer on hold, or took them back (`commands.HoldCall` was sent)."""

    on: bool


@dataclass(frozen=True, slots=True)
class LevelChosen:
    """The agent wants this much help (`commands.ChooseLevel` was sent)."""

    level: Level


@dataclass(frozen=True, slots=True)
class EngineGivenUp:
    """The engine died so often that nobody starts it any more; why, in a sentence with the mend."""

    sentence: str


OnCard = PointerMoved | NextChosen | PhraseCopied | CardPutAway | CardPinned | BoundaryRead | NoticeRead | HintRead

AtDesk = NeedSnoozed | QuietChosen | HoldChosen | LevelChosen

Happening = LinkChanged | EngineGivenUp | SecondsPassed | OnCard | AtDesk
