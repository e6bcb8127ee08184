"""What is still worth doing after the call: ask for feedback, keep promises, see to what stayed open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assist.report.agent import Promise
from assist.report.customer import NeedOutcome
from assist.report.facts import CallFacts
from assist.report.lessons import content_words
from assist.report.words import clock, need_word, quoted, when

_MOST = 3
"""More follow-ups on what stayed open are none."""
_OF_THE_CALL = frozenset({"heard", "validated", "respected", "continuity"})
"""Needs that are met in the call or not at all: a lesson, but nothing to follow up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """Something worth doing that the call has not seen; ``text`` names the words (``quote``, at ``at``) it is for."""

    kind: Literal["feedback", "follow_up"]
    text: str
    at: float
    quote: str


def invites_of(call: CallFacts) -> tuple[Invite, ...]:
    """Feedback from a content customer who was not asked; a follow-up on what stayed open. None after an insult."""
    if call.insults:
        return ()
    found = [
        Invite(
            kind="follow_up",
            text=f"Follow up on {quoted(quote)}, left open at {clock(needs[0].at)} ({_words(needs)}).",
            at=needs[0].at,
            quote=quote,
        )
        for quote, needs in _left_open(call)
    ]
    last = content_words(call)
    if last and not found:
        text = f"They ended content ({quoted(last.quote)}): ask them for feedback, by survey or on the next call."
        found.append(Invite(kind="feedback", text=text, at=last.at, quote=last.quote))
    return tuple(found)


def _left_open(call: CallFacts) -> list[tuple[str, list[NeedOutcome]]]:
    """The needs to follow up by the words that showed them, the most often shown first."""
    by_quote: dict[str, list[NeedOutcome]] = {}
    for need in call.open_needs:
        if need.need not in _OF_THE_CALL:
            by_quote.setdefault(need.quote, []).append(need)
    most = sorted(by_quote.items(), key=lambda pair: -max(need.times for need in pair[1]))[:_MOST]
    return sorted(most, key=lambda pair: pair[1][0].at)


def _words(needs: Sequence[NeedOutcome]) -> str:
    return ", ".join(need_word(need.need) for need in needs)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """Something to be done after the call: a promise, or words that stayed open; ``text`` stands for itself."""

    kind: Literal["promise", "open"]
    text: str
    at: float


def follow_ups_of(call: CallFacts) -> tuple[FollowUp, ...]:
    """The promises that outlast the call, the same words once; then what stayed open, but not after an insult."""
    promised = {promise.quote.casefold(): promise for promise in reversed(call.promises) if not promise.at_once}
    found = [FollowUp(kind="promise", text=_line(one), at=one.at) for one in reversed(promised.values())]
    if not call.insults:
        found += [
            FollowUp(
                kind="open",
                text=f"Still open ({_words(needs)}): {quoted(quote, 40)} ({clock(needs[0].at)})",
                at=needs[0].at,
            )
            for quote, needs in _left_open(call)
        ]
    return tuple(found)


def follow_up_head(call: CallFacts) -> str:
    """The head of the list: the call that it is about."""
    return ", ".join(part for part in ("Follow-ups", when(call.started_at), call.call_id) if part)


def _line(promise: Promise) -> str:
    still = "; settle who and by when" if promise.vague else ""
    return f"{promise.quote} (promised at {clock(promise.at)}{still})"
