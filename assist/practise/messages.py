"""What the practice window and its engine tell each other: JSON, one message a line, over the engine's pipes."""

from __future__ import annotations

import msgspec

from assist.errors import WireError
from assist.practise.outcome import Debrief


class Ask(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """What the window asks of the engine."""


class Begin(Ask, frozen=True, kw_only=True, tag="begin"):
    """Play this scenario from its beginning."""

    scenario: str


class Say(Ask, frozen=True, kw_only=True, tag="say"):
    """The agent says this; empty for saying nothing."""

    text: str


class Again(Ask, frozen=True, kw_only=True, tag="again"):
    """Go back to the customer's line of this number, counted from 0."""

    number: int


class Leave(Ask, frozen=True, kw_only=True, tag="leave"):
    """The agent ends the call."""


class Speak(Ask, frozen=True, kw_only=True, tag="speak"):
    """Whether the customer is to be heard as well as read."""

    on: bool


class Listen(Ask, frozen=True, kw_only=True, tag="listen"):
    """Whether the agent's microphone is to be heard."""

    on: bool


class News(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """What the engine tells the window."""


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """A scenario, as one chooses it."""

    name: str
    title: str
    sector: str
    emotion: str
    difficulty: int
    culture: str
    customer: str
    situation: str
    goals: tuple[str, ...]


class Ready(News, frozen=True, kw_only=True, tag="ready"):
    """The engine is there: where overlays connect, what can be played, and whether the machine can speak and hear."""

    url: str
    roles: tuple[Role, ...]
    voice: str
    """The name of the voice; empty where there is none, and then ``mute`` says why."""
    mute: str = ""


class CustomerSaid(News, frozen=True, kw_only=True, tag="customer_said"):
    """The customer's line of this number, and where they stand: temper -1..1, and by how much it moved."""

    number: int
    text: str
    temper: float
    moved: float = 0.0
    met: tuple[str, ...] = ()
    missteps: tuple[str, ...] = ()


class AgentSaid(News, frozen=True, kw_only=True, tag="agent_said"):
    """The agent's words, as they were understood."""

    text: str


class Ended(News, frozen=True, kw_only=True, tag="ended"):
    """The role play is over. ``report`` is the path of the page about the call."""

    text: str
    debrief: Debrief
    report: str


class Notice(News, frozen=True, kw_only=True, tag="notice"):
    """One sentence for people: something is not as it was asked for."""

    sentence: str


AnyAsk = Begin | Say | Again | Leave | Speak | Listen
AnyNews = Ready | CustomerSaid | AgentSaid | Ended | Notice

_ASKS = msgspec.json.Decoder(AnyAsk)
_NEWS = msgspec.json.Decoder(AnyNews)
_ENCODER = msgspec.json.Encoder()


def line_of(message: AnyAsk | AnyNews) -> bytes:
    """A message as a line."""
    return _ENCODER.encode(message) + b"\n"


def read_ask(line: bytes | str) -> AnyAsk:
    """A line of the window's.

    Raises:
        WireError: it is none.
    """
    try:
        ask: AnyAsk = _ASKS.decode(line)
    except msgspec.MsgspecError as error:
        raise WireError(f"This is no line of a practice window ({error}).") from error
    return ask


def read_news(line: bytes | str) -> AnyNews:
    """A line of the engine's.

    Raises:
        WireError: it is none.
    """
    try:
        news: AnyNews = _NEWS.decode(line)
    except msgspec.MsgspecError as error:
        raise WireError(f"This is no line of a practice engine ({error}).") from error
    return news
