"""The empathy map of a call or of a group of calls: what customers said, felt, needed and did. Pure.

The four fields are those of workshops on service design (Gray, Brown & Macanufo 2010, "Gamestorming"); "thinks" is left
out and "needs" stands in its place, since nobody hears thoughts. Whatever is on the map bears a quote and its call.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from assist.report.digest import Digest, Line
from assist.report.doings import DOINGS
from assist.report.words import sentences

MOST_SAID, MOST_QUOTES, MOST_ROWS = 8, 2, 6
LEAST_WORDS, MOST_WORDS = 4, 24
"""A longer quote is cut, so that a map stays one page."""
CLEAR = 0.2
"""A change of mood worth naming, on the scale of -1..1: as in the report of a call."""


class Words(Protocol):
    """Words that were said at a time."""

    @property
    def at(self) -> float:
        """Seconds since the call began."""
        ...

    @property
    def quote(self) -> str:
        """The words."""
        ...

    @property
    def strength(self) -> float:
        """How plainly they show what they stand for, 0..1."""
        ...


Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words of the agent's."""

    at: float
    quote: str
    strength: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words that were said ``at`` seconds of a call (`Digest.key`); ``calls``: how many have the like."""

    words: str
    call: str
    at: float
    calls: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeling:
    """A feeling: in how many calls it came up, how often, and at which words."""

    emotion: str
    calls: int
    times: int
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A need: in how many calls it was raised, met and left open; the words, and answers that met it."""

    need: str
    calls: int
    met: int
    open: int
    quotes: tuple[Quote, ...]
    answers: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """Something customers did: in how many calls, and the words that show it."""

    act: str
    calls: int
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """The mood at the beginning and at the end, the mean of the calls, and in how many it rose, fell, stayed."""

    before: float
    after: float
    rose: int
    fell: int
    stayed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EmpathyMap:
    """The whole page.

    Attributes:
        calls: how many it is of; ``minutes`` all together.
        first, last: days, ISO 8601; empty where they are not known.
        arc: None where no customer was heard.
        pains: needs left open, with the words, the most frequent first.
        gains: needs that were met, with the agents' words that met them.
    """

    calls: int
    minutes: float
    first: str = ""
    last: str = ""
    said: tuple[Quote, ...] = ()
    felt: tuple[Feeling, ...] = ()
    needed: tuple[Need, ...] = ()
    did: tuple[Doing, ...] = ()
    arc: Arc | None = None
    pains: tuple[Need, ...] = ()
    gains: tuple[Need, ...] = ()


def empathy_map(calls: Sequence[Digest]) -> EmpathyMap:
    """Fold digests into a map."""
    days = sorted(call.day for call in calls if call.day)
    needed = _needed(calls)
    pains = sorted((need for need in needed if need.open), key=lambda need: -need.open)
    gains = sorted((need for need in needed if need.met), key=lambda need: -need.met)
    return EmpathyMap(
        calls=len(calls),
        minutes=round(sum(call.seconds for call in calls) / 60, 1),
        first=days[0] if days else "",
        last=days[-1] if days else "",
        said=_said(calls),
        felt=_felt(calls),
        needed=needed[:MOST_ROWS],
        did=_did(calls),
        arc=_arc(calls),
        pains=tuple(pains[:MOST_ROWS]),
        gains=tuple(gains[:MOST_ROWS]),
    )


def _said(calls: Sequence[Digest]) -> tuple[Quote, ...]:
    """One line of each theme: what many calls share and what tells much first; no call twice while others wait."""
    themes = _grouped(
        (call, line, line.theme if line.theme >= 0 else line.quote) for call in calls for line in call.said
    )
    order = sorted(themes.values(), key=lambda theme: -_spread(theme) * _telling(theme))
    first: list[Quote] = []
    later: list[Quote] = []
    for theme in order:
        call, line = max(theme, key=lambda pair: (_handy(pair[1].quote), pair[1].fit, pair[1].weight))
        quote = Quote(words=trimmed(line.quote), call=call.key, at=line.at, calls=_spread(theme))
        (later if call.key in {one.call for one in first} else first).append(quote)
        if len(first) == MOST_SAID:
            break
    return tuple([*first, *later][:MOST_SAID])


def _telling(theme: Sequence[tuple[Digest, Line]]) -> float:
    return sum(line.weight for _, line in theme) / len(theme)


def _felt(calls: Sequence[Digest]) -> tuple[Feeling, ...]:
    groups = _grouped((call, felt, felt.emotion) for call in calls for felt in call.felt)
    feelings = [
        Feeling(emotion=emotion, calls=_spread(members), times=len(members), quotes=_quotes(members))
        for emotion, members in groups.items()
    ]
    return tuple(sorted(feelings, key=lambda feeling: (-feeling.calls, -feeling.times))[:MOST_ROWS])


def _needed(calls: Sequence[Digest]) -> tuple[Need, ...]:
    """The needs; those left open are quoted where there are any, since they are what a workshop is about."""
    groups = _grouped((call, needed, needed.need) for call in calls for needed in call.needed)
    needs = []
    for name, members in groups.items():
        unanswered = [pair for pair in members if pair[1].state == "open"]
        answers = [(call, Said(at=need.met_at, quote=need.answer)) for call, need in members if need.answer]
        needs.append(
            Need(
                need=name,
                calls=_spread(members),
                met=sum(need.state == "met" for _, need in members),
                open=len(unanswered),
                quotes=_quotes(unanswered or members),
                answers=_quotes(answers),
            )
        )
    return tuple(sorted(needs, key=lambda need: -need.calls))


def _did(calls: Sequence[Digest]) -> tuple[Doing, ...]:
    groups = _grouped((call, did, did.act) for call in calls for did in call.did)
    doings = [
        Doing(act=act, calls=_spread(members), quotes=_quotes(members))
        for act, members in groups.items()
        if act in DOINGS
    ]
    return tuple(sorted(doings, key=lambda doing: (-doing.calls, DOINGS.index(doing.act)))[:MOST_ROWS])


def _arc(calls: Sequence[Digest]) -> Arc | None:
    heard = [(call.before, call.after) for call in calls if call.before is not None and call.after is not None]
    if not heard:
        return None
    moved = [after - before for before, after in heard]
    return Arc(
        before=round(sum(before for before, _ in heard) / len(heard), 3),
        after=round(sum(after for _, after in heard) / len(heard), 3),
        rose=sum(change >= CLEAR for change in moved),
        fell=sum(change <= -CLEAR for change in moved),
        stayed=sum(abs(change) < CLEAR for change in moved),
    )


def _grouped(items: Iterable[tuple[Digest, Item, Key]]) -> dict[Key, list[tuple[Digest, Item]]]:
    groups: dict[Key, list[tuple[Digest, Item]]] = defaultdict(list)
    for call, item, key in items:
        groups[key].append((call, item))
    return groups


def _spread(members: Sequence[tuple[Digest, Item]]) -> int:
    """In how many calls."""
    return len({call.key for call, _ in members})


def _quotes(members: Sequence[tuple[Digest, Words]]) -> tuple[Quote, ...]:
    """Words that many calls share, that show it plainly and read well; one a call where there are several."""
    alone = _spread(members) == 1
    same = _grouped((call, item, item.quote.casefold()) for call, item in members)
    order = sorted(same.values(), key=_worth, reverse=True)
    found: dict[str, Quote] = {}
    for group in order:
        call, item = group[0]
        quote = Quote(words=trimmed(item.quote), call=call.key, at=item.at, calls=_spread(group))
        found.setdefault(quote.words if alone else call.key, quote)
    return tuple(found.values())[:MOST_QUOTES]


def _worth(group: Sequence[tuple[Digest, Words]]) -> float:
    """What a quote is worth that was said in these calls."""
    _, item = group[0]
    return _spread(group) * item.strength * (1 + _handy(item.quote))


def _handy(words: str) -> int:
    """Whether a quote has the length of a sentence that can be read at a glance."""
    return int(LEAST_WORDS <= len(words.split()) <= MOST_WORDS)


def trimmed(words: str) -> str:
    """The words without the short sentences that they begin with ("Okay. Good."), cut where they are long."""
    parts = sentences(words)
    while len(parts) > 1 and len(parts[0].split()) < LEAST_WORDS:
        parts.pop(0)
    return cut(" ".join(parts), MOST_WORDS)


def cut(words: str, most: int) -> str:
    """The words, no more than so many."""
    kept = words.split()
    return " ".join(kept) if len(kept) <= most else " ".join(kept[:most]).rstrip(".,;:!?") + " …"
