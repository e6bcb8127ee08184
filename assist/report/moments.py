"""The agent's best moments: answers after which the customer was better off, each with the words that show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assist.affect.spans import Span
from assist.report.customer import Mood, feeling_at
from assist.report.exchanges import FALL, LIFT, Exchange, Signs
from assist.report.words import feeling_word, need_word, quoted

MOST = 4
"""More best moments are none."""
_WORTH = 0.3
"""What a moment must weigh: a need met, or a clear rise. Judgement."""
WELL = ("neutral", "gratitude")
"""Emotions that are no trouble to a customer."""
_AGAINST = ("annoyance", "anger", "disappointment", "abuse")
_STRONG = {
    "interpretation": "put their situation into words",
    "emotional_reaction": "showed warmth",
    "exploration": "asked about what lies behind it",
}
"""EPITOME's mechanisms (Sharma et al. 2020), as said of words that were graded 2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Words of the agent's (``quote``, at ``at``) that helped.

    Attributes:
        asked, reply: the customer's words before and after them.
        rise: of the tracked mood over the answer.
        before, after: the customer's emotion.
        reasons: what they did, in words that continue "You".
    """

    at: float
    quote: str
    asked: str = ""
    reply: str = ""
    rise: float = 0.0
    before: str = "neutral"
    after: str = "neutral"
    reasons: tuple[str, ...] = ()

    @property
    def turned(self) -> bool:
        """Whether the mood rose, and the customer's emotion became a better one."""
        return self.rise >= LIFT and self.before != self.after and self.after in WELL


def moments_of(exchanges: Sequence[Exchange], signs: Mapping[str, Signs], moods: Sequence[Mood]) -> tuple[Moment, ...]:
    """The best moments, by time."""
    weighed = [(_weight(exchange, signs, moods), exchange) for exchange in exchanges if not _soured(exchange, moods)]
    best = sorted((pair for pair in weighed if pair[0] >= _WORTH), key=lambda pair: -pair[0])[:MOST]
    return tuple(sorted((_moment(exchange, signs, moods) for _, exchange in best), key=lambda moment: moment.at))


def _soured(exchange: Exchange, moods: Sequence[Mood]) -> bool:
    """Whether the reply showed a new feeling against the agent or the firm."""
    if not exchange.reply:
        return False
    before, after = feeling_at(moods, exchange.reply[0].start), feeling_at(moods, exchange.until)
    return after in _AGAINST and before != after and exchange.change < LIFT


def _weight(exchange: Exchange, signs: Mapping[str, Signs], moods: Sequence[Mood]) -> float:
    """What an answer weighs: what the words did, and what the mood did after them; nothing where it fell."""
    if exchange.change <= -FALL or not exchange.asked:
        return 0.0
    done = sum(signs[name].weight for name in _names(exchange) if name in signs)
    lifted = exchange.change >= LIFT and feeling_at(moods, exchange.until) in WELL
    return done + (1.5 * exchange.change if lifted else 0.0)


def _moment(exchange: Exchange, signs: Mapping[str, Signs], moods: Sequence[Mood]) -> Moment:
    words = best_words(exchange.answer, signs)
    reply_at = exchange.reply[0].start if exchange.reply else float("inf")
    before, after = feeling_at(moods, reply_at), feeling_at(moods, exchange.until)
    moment = Moment(
        at=round(words.start, 3),
        quote=words.text,
        asked=_longest(exchange.asked),
        reply=_longest(exchange.reply),
        rise=round(exchange.change, 3),
        before=before,
        after=after if exchange.reply else before,
    )
    return replace(moment, reasons=_reasons(moment, [signs[name] for name in _names(exchange) if name in signs]))


def _reasons(moment: Moment, done: Sequence[Signs]) -> tuple[str, ...]:
    needs = dict.fromkeys(need for sign in done for need in sign.needs)
    strong = dict.fromkeys(name for sign in done for name, level in sign.levels.items() if level > 1)
    reasons = [f"met a need ({', '.join(need_word(need) for need in needs)})"] if needs else []
    reasons += [_STRONG[name] for name in _STRONG if name in strong]
    reasons += [f"used the card {quoted(sign.cue)}" for sign in done if sign.cue]
    if moment.turned:
        reasons.append(f"took them from {feeling_word(moment.before)} to {feeling_word(moment.after)}")
    elif moment.rise >= LIFT and moment.after in WELL:
        reasons.append("lifted their mood")
    return tuple(reasons)


def _names(exchange: Exchange) -> list[str]:
    return [span.utterance_id for span in exchange.answer]


def best_words(answer: Sequence[Span], signs: Mapping[str, Signs]) -> Span:
    """The utterance of an answer that did the most; of equals the longest."""

    def worth(span: Span) -> tuple[float, int]:
        known = signs.get(span.utterance_id)
        return (known.weight if known else 0.0, len(span.text))

    return max(answer, key=worth)


def _longest(turn: Sequence[Span]) -> str:
    return max((span.text for span in turn), key=len, default="")
