"""The gate before a release: does a bank do worse than the published one, on recorded calls and on cases? Pure.

What cannot be told from so few calls is said to be unsure; it does not pass in silence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from phrasebank.evaluation.past import (
    CARDS,
    PRECISION,
    WELCOME,
    differences,
    fate_then,
    figures_of,
    judged_cards,
)
from phrasebank.evaluation.report import Figure
from phrasebank.evaluation.sessions import Fire, PastCall
from phrasebank.evaluation.suggestions import Trial

Verdict = Literal["passed", "unsure", "blocked"]

_NAMED = 5
"""So many phrases are named in a sentence."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much worse a bank may do. Numbers are judgement."""

    precision_fall: float = 0.02
    """Of the share of cards that agents used, among those with a known fate; blocked if it is also surely a fall, that
    is if the interval of the difference over calls does not reach zero."""
    cards_change: float = 0.25
    """Of the number of cards a call, up or down; blocked if it is also surely a change. The caps hold, so that a change
    of a quarter means other moments, not a little more help."""
    used_lost: float = 0.1
    """The share of the cards that agents used which would not come any more, nor another one in their place."""
    silence_fall: float = 0.02
    """Of the share of the cases that ask for silence in which there is silence."""
    right_fall: float = 0.03
    """Of the share of cards shown in the cases that answer what the customer feels and needs."""
    least_calls: int = 10
    """Fewer calls tell nothing."""
    least_judged: int = 20
    """Fewer cards with a known fate tell nothing of precision, or of what agents would miss."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: ``precision``, ``cards``, ``used``, ``refused``, ``silence`` or ``right``.
        verdict: what follows from it.
        sentence: for people.
        one, other: the figure of the published bank and of the new one; None where there is none.
        limit: what was allowed.
        phrases: ids that it is about.
    """

    name: str
    verdict: Verdict
    sentence: str
    one: float | None = None
    other: float | None = None
    limit: float = 0.0
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """All findings. ``calls`` and ``judged``: what they rest on."""

    calls: int
    judged: int
    findings: tuple[Finding, ...] = field(default_factory=tuple)

    @property
    def verdict(self) -> Verdict:
        """The worst of the findings."""
        found = {finding.verdict for finding in self.findings}
        return "blocked" if "blocked" in found else "unsure" if "unsure" in found else "passed"

    def plain(self) -> dict[str, Any]:
        """The gate for a program, and for the record of a release."""
        return {
            "passed": self.verdict == "passed",
            "verdict": self.verdict,
            "findings": [finding.sentence for finding in self.findings],
            "looked_at": [{**asdict(finding), "phrases": list(finding.phrases)} for finding in self.findings],
            "calls": self.calls,
            "judged": self.judged,
        }


def judge(
    one: Sequence[PastCall], other: Sequence[PastCall], cases: tuple[Trial, Trial], limits: Limits | None = None
) -> Gate:
    """Compare a new bank with the published one.

    Args:
        one: the calls run again with the published bank.
        other: the same calls with the new one.
        cases: what both chose in the cases.
        limits: what is allowed.
    """
    limits = limits or Limits()
    judged = judged_cards(one)
    figures = figures_of(one), figures_of(other)
    apart = differences(one, other)
    findings = (
        _precision(figures, apart.get(PRECISION), len(one), judged, limits),
        _cards(figures, apart.get(CARDS), len(one), limits),
        _used(one, other, limits),
        _refused(one, other),
        _silence(*cases, limits),
        _right(*cases, limits),
    )
    return Gate(len(one), judged, findings)


Figures = tuple[Mapping[str, Figure], Mapping[str, Figure]]


def _precision(figures: Figures, apart: Figure | None, calls: int, judged: int, limits: Limits) -> Finding:
    values = _values(figures, PRECISION)
    if calls < limits.least_calls or judged < limits.least_judged or apart is None:
        return Finding("precision", "unsure", _too_few(calls, judged, limits), *values, limits.precision_fall)
    before, after = map(_percent, values)
    sentence = f"Of the cards that agents judged they used {before} with the published bank and {after} with this one."
    verdict: Verdict = "passed"
    if -apart.value > limits.precision_fall:
        sure = apart.high is not None and apart.high < 0.0
        verdict = "blocked" if sure else "unsure"
        sentence += " That is a fall." if sure else " That may be a fall, or chance: more calls would tell."
    return Finding("precision", verdict, sentence, *values, limits.precision_fall)


def _cards(figures: Figures, apart: Figure | None, calls: int, limits: Limits) -> Finding:
    values = before, after = _values(figures, CARDS)
    if calls < limits.least_calls or apart is None or before is None or after is None:
        return Finding("cards", "unsure", _too_few(calls, None, limits), *values, limits.cards_change)
    sentence = f"{after:.2f} cards a call; with the published bank {before:.2f}."
    verdict: Verdict = "passed"
    if abs(after - before) > limits.cards_change * before:
        sure = apart.low is not None and apart.high is not None and not apart.low <= 0.0 <= apart.high
        verdict = "blocked" if sure else "unsure"
        sentence += f" That is {'more' if after > before else 'less'} by over {limits.cards_change:.0%}."
    return Finding("cards", verdict, sentence, *values, limits.cards_change)


def _used(one: Sequence[PastCall], other: Sequence[PastCall], limits: Limits) -> Finding:
    """Cards that agents used, and in whose place nothing comes."""
    used, lost = 0, []
    for first, second in zip(one, other, strict=True):
        now = {fire.moment for fire in second.now}
        welcome = [fire for fire in first.now if fate_then(first, fire) in WELCOME]
        used += len(welcome)
        lost += [fire for fire in welcome if fire.moment not in now]
    numbers = float(used), float(used - len(lost))
    phrases = _ids(lost)
    if used < limits.least_judged:
        sentence = f"Only {used} cards are known to have been used: too few to tell what would be missed."
        return Finding("used", "unsure", sentence, *numbers, limits.used_lost, phrases)
    sentence = f"Of {used} cards that agents used, {len(lost)} would not come any more, nor another one."
    verdict: Verdict = "blocked" if len(lost) > limits.used_lost * used else "passed"
    return Finding("used", verdict, sentence, *numbers, limits.used_lost, phrases)


def _refused(one: Sequence[PastCall], other: Sequence[PastCall]) -> Finding:
    """Cards to which agents said "not this" upon the same words."""
    before, after = _refusals(one), _refusals(other)
    known = {(call_id, fire.moment, fire.phrase_id) for call_id, fire in before}
    new = [fire for call_id, fire in after if (call_id, fire.moment, fire.phrase_id) not in known]
    numbers = float(len(before)), float(len(after))
    if new:
        named = ", ".join(_ids(new)[:_NAMED])
        sentence = f"{len(new)} cards would come again where agents said 'not this': {named}."
        return Finding("refused", "blocked", sentence, *numbers, phrases=_ids(new))
    sentence = "No other card comes where agents said 'not this' to it."
    if after:
        sentence = f"{len(after)} cards still come where agents said 'not this', as they do with the published bank."
    return Finding("refused", "passed", sentence, *numbers, phrases=_ids([fire for _, fire in after]))


def _refusals(calls: Sequence[PastCall]) -> list[tuple[str, Fire]]:
    return [(call.call_id, fire) for call in calls for fire in call.now if fate_then(call, fire) == "rejected"]


def _silence(one: Trial, other: Trial, limits: Limits) -> Finding:
    places = [place for place, case in enumerate(one.cases) if case.silence]
    kept = [sum(not trial.choices[place].phrase_id for place in places) for trial in (one, other)]
    before, after = (count / len(places) if places else 1.0 for count in kept)
    sentence = (
        f"Of {len(places)} moments that ask for silence, {kept[1]} stay silent; with the published bank {kept[0]}."
    )
    verdict: Verdict = "blocked" if before - after > limits.silence_fall else "passed"
    spoken = [other.choices[place].phrase_id for place in places if not one.choices[place].phrase_id]
    return Finding("silence", verdict, sentence, before, after, limits.silence_fall, tuple(filter(None, spoken)))


def _right(one: Trial, other: Trial, limits: Limits) -> Finding:
    counts = []
    for trial in (one, other):
        shown = [gain for place in range(len(trial.cases)) if (gain := trial.relevance(place)) is not None]
        counts.append((sum(gain > 0 for gain in shown), len(shown)))
    before, after = (right / shown if shown else 1.0 for right, shown in counts)
    sentence = (
        f"Of {counts[1][1]} cards shown in the cases, {_percent(after)} answer feeling and need; with the "
        f"published bank {_percent(before)} of {counts[0][1]}."
    )
    verdict: Verdict = "blocked" if before - after > limits.right_fall else "passed"
    return Finding("right", verdict, sentence, before, after, limits.right_fall)


def _too_few(calls: int, judged: int | None, limits: Limits) -> str:
    if calls < limits.least_calls:
        return f"{calls} recorded calls are too few to tell; choose at least {limits.least_calls}."
    return f"Only {judged or 0} cards have a known fate: too few to tell; choose more calls."


def _values(figures: Figures, name: str) -> tuple[float | None, float | None]:
    one, other = (found[name].value if name in found else None for found in figures)
    return one, other


def _ids(fires: Sequence[Fire]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fire.phrase_id for fire in fires))


def _percent(share: float | None) -> str:
    return "none" if share is None else f"{100 * share:.0f} %"
