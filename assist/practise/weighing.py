"""What an agent's turn does to a customer: needs answered or missed, temper, trust. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assist.practise.lines import Stock
from assist.practise.missteps import says
from assist.practise.scenario import Scenario, Want
from assist.practise.state import AgentReading, State

_EMPATHIC = """
active_listening perspective_taking empathy_language validation genuine_concern apology staying_calm warm_tone
"""
_SOLVING = """
personalised_solution proactive_service commitment inform alternatives follow_up timely_response team_support positivity
"""
EMPATHIC = frozenset(_EMPATHIC.split())
"""Acts that show that somebody listens."""
ASKING = frozenset({"open_question", "genuine_concern"})
SOLVING = frozenset(_SOLVING.split())
_UPSET = -0.3
"""Below this temper a solution comes too early as long as nobody has listened."""

_COSTS = {
    "blame": (-0.25, -0.2),
    "dismissal": (-0.2, -0.15),
    "overpromise": (-0.05, -0.25),
    "jargon": (-0.1, -0.05),
    "script": (-0.1, -0.1),
    "brush_off": (-0.25, -0.2),
    "premature": (-0.12, -0.05),
    "interruption": (-0.2, -0.1),
    "repetition": (-0.15, -0.1),
    "silence": (-0.12, -0.05),
    "nonsense": (-0.1, -0.1),
}
"""What each misstep does to temper and trust. Judgement; the order is what counts: blame and brush-off hurt most."""
_DEAFENING = frozenset({"blame", "dismissal"})
"""Whatever else was said, this is what they hear."""
_TRUST_OF_AN_ANSWER = 0.15
_HEARD = 0.15
_MISSED = -0.1
_FOREBORNE = -0.03
"""A turn that only listens or asks costs next to nothing, yet it cannot go on for ever."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a turn came to: needs answered and missed, missteps (worst first), whether it listened and asked."""

    met: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    missteps: tuple[str, ...] = ()
    heard: bool = False
    asked: bool = False


def is_settled(scenario: Scenario, state: State) -> bool:
    """Whether every need, also the hidden ones, has been answered."""
    return all(want.need in state.met for want in scenario.wants)


def weigh(scenario: Scenario, stock: Stock, state: State, turn: AgentReading) -> Effect:
    """Judge a turn by what the engine read in it."""
    heard = turn.empathy or bool(turn.acts & EMPATHIC)
    missteps = set(turn.missteps)
    if turn.acts:
        missteps.discard("nonsense")
    if is_settled(scenario, state):
        missteps.discard("brush_off")
    met = tuple(want.need for want in scenario.wants if _is_met(want, stock, state, turn))
    early = scenario.listens_first and not (state.listened or heard) and state.temper < _UPSET
    asked = bool(turn.acts & ASKING) or turn.text.endswith("?")
    if early and not asked and turn.acts & SOLVING and not set(met) & set(state.open):
        missteps.add("premature")
        met = ()
    if missteps & _DEAFENING:
        met = ()
    missed = () if met or heard or asked else state.open[:1]
    ranked = tuple(sorted(missteps, key=lambda name: (sum(_COSTS[name]), name)))
    return Effect(met, missed, ranked, heard and "script" not in missteps, asked)


def _is_met(want: Want, stock: Stock, state: State, turn: AgentReading) -> bool:
    if want.need in state.met or (want.hidden and want.need not in state.voiced):
        return False
    if says(turn.text, want.by_words):
        return True
    if want.words and not says(turn.text, want.words):
        return False
    if want.need in turn.met:
        return True
    if want.need not in state.voiced:
        return False  # an act as such says nothing about a need that was never mentioned
    if turn.acts & set(want.met_by):
        return True
    return want.need not in turn.tracked and bool(turn.acts & set(stock.answers.get(want.need, ())))


def moved(scenario: Scenario, state: State, effect: Effect) -> State:
    """The customer after the turn, before they speak."""
    temper, trust = state.temper, state.trust
    for need in effect.met:
        temper += scenario.want(need).weight * (0.7 + 0.6 * trust)
        trust += _TRUST_OF_AN_ANSWER
    newly_heard = effect.heard and not state.listened and not effect.missteps
    if newly_heard:
        temper += _HEARD
        trust += 0.1
    if not effect.met and not newly_heard:
        temper += _MISSED if effect.missed and not effect.missteps else _FOREBORNE
    for name in effect.missteps:
        temper += _COSTS[name][0]
        trust += _COSTS[name][1]
    idle = 0.5 if effect.heard or effect.asked else 1.0
    return replace(
        eased(state, temper - state.temper, trust - state.trust, effect.met),
        turns=state.turns + 1,
        fruitless=0.0 if effect.met else state.fruitless + idle,
        listened=state.listened or newly_heard,
    )


def eased(state: State, temper: float, trust: float, met: tuple[str, ...]) -> State:
    """The state with temper and trust moved by so much, within their ranges, and these needs answered."""
    return replace(
        state,
        temper=round(min(max(state.temper + temper, -1.0), 1.0), 4),
        trust=round(min(max(state.trust + trust, 0.0), 1.0), 4),
        met=(*state.met, *met),
        voiced=(*state.voiced, *(need for need in met if need not in state.voiced)),
        fruitless=0.0 if met else state.fruitless,
    )
