"""The customer of a role play: words read in, words back. A pure state machine over temper, trust and open needs."""

from __future__ import annotations

from dataclasses import replace

from assist.practise.lines import Stock, band_of
from assist.practise.missteps import alike, says
from assist.practise.scenario import Beat, Condition, Ending, Scenario, Want
from assist.practise.state import AgentReading, Reply, State
from assist.practise.weighing import ASKING, Effect, eased, is_settled, moved, weigh

_CONFIDING = 0.4
"""From this trust on a question brings out what they did not mean to tell."""
_NAME_ASKED = ("your name", "your full name", "your first name", "your surname", "who am i speaking")
_DETAILS_ASKED = (
    "account number",
    "order number",
    "customer number",
    "reference",
    "postcode",
    "zip code",
    "date of birth",
    "policy number",
    "your address",
    "phone number",
    "confirm your",
)
_PATIENT_TURNS = 3
"""Nobody gives up before the agent's third turn: one bad sentence can still be mended."""


class Customer:
    """One customer in one call. ``state`` is a value: a customer made with it goes on from there."""

    def __init__(self, scenario: Scenario, stock: Stock, state: State | None = None) -> None:
        self._scenario = scenario
        self._stock = stock
        self.state = state or State(
            temper=scenario.temper,
            trust=scenario.trust,
            voiced=(scenario.wants[0].need,),
            used=frozenset({scenario.opening}),
        )

    def hear(self, turn: AgentReading) -> Reply:
        """Take the agent's turn; after an ending there is nothing more to hear.

        Raises:
            ValueError: the call has ended.
        """
        if self.state.ending:
            raise ValueError("the call has ended; make a new customer")
        before = self.state
        effect = weigh(self._scenario, self._stock, before, turn)
        self.state = moved(self._scenario, before, effect)
        reply = self._reply(turn, effect)
        return replace(reply, moved=round(self.state.temper - before.temper, 3))

    def leave(self) -> Reply:
        """The agent ended the call."""
        ending = self._ending(AgentReading(text=""), Effect()) or self._scenario.endings[-1]
        return self._end(ending, "", Effect())

    # --- what they say ---

    def _reply(self, turn: AgentReading, effect: Effect) -> Reply:
        beat = self._beat(turn, effect)
        if beat is None:
            ending = self._ending(turn, effect)
            text = self._relief(effect) if ending else self._react(turn, effect)
            return self._said(text, effect) if text and not ending else self._end(ending or self._worst(), text, effect)
        effect = replace(effect, met=(*effect.met, *beat.meets))
        self.state = eased(self.state, beat.temper, beat.trust, beat.meets)
        text = self._say(self._unused(beat.say))
        ending = self._scenario.ending(beat.ends) if beat.ends else self._ending(turn, effect)
        if ending:
            return self._end(ending, text, effect)
        return self._said(_joined(text, self._press() if beat.goes_on else ""), effect)

    def _beat(self, turn: AgentReading, effect: Effect) -> Beat | None:
        """The first that holds and has a line left."""
        for beat in self._scenario.beats:
            if effect.met and not (beat.when.met or beat.meets):
                continue  # an answer is worth more than a remark
            if self._unused(beat.say) and self._holds(beat.when, turn, effect):
                return replace(beat, meets=tuple(need for need in beat.meets if need not in self.state.met))
        return None

    def _react(self, turn: AgentReading, effect: Effect) -> str:
        """A reaction to what was done, and then what they still need."""
        for name in effect.missteps:
            line = self._unused(self._scenario.reactions.get(name, ())) or self._stocked(name)
            if line:
                return self._say(line)
        if effect.met:
            return _joined(self._relief(effect), self._press())
        if effect.asked:
            name = self._scenario.customer.name
            if says(turn.text, _NAME_ASKED) and f"{name}." not in self.state.used:
                return self._say(f"{name}.")
            if says(turn.text, _DETAILS_ASKED):
                return self._say(self._stocked("details")) or self._press(stay=True)
            told = self._told(turn.text, idly=bool(turn.acts & ASKING))
            return self._say(told) or self._press(stay=True)
        if effect.heard:
            return _joined(self._say(self._stocked("listened")), self._press(stay=True))
        return self._press(stay=True)

    def _relief(self, effect: Effect) -> str:
        """What they say to an answer; empty where nothing was answered."""
        if not effect.met:
            return ""
        line = self._unused(self._scenario.want(effect.met[0]).met) or self._stocked("met")
        return self._say(line)

    def _press(self, *, stay: bool = False) -> str:
        """Bring up what is open: the same again where it was not answered (``stay``), else the next."""
        wants = [want for want in self._scenario.wants if want.need not in self.state.met]
        fresh = [want for want in wants if want.need not in self.state.voiced and not want.hidden]
        known = [self._scenario.want(need) for need in self.state.open]
        for want in [*known, *fresh] if stay or not fresh else [*fresh, *known]:
            line = self._unused(want.voiced)
            if line:
                self._voice(want)
                return self._say(line)
        hidden = next((want for want in wants if want.hidden and want.need not in self.state.voiced), None)
        if hidden and not known and not self.state.hinted:
            self.state = replace(self.state, hinted=True)
            return self._say(hidden.hint)
        reminders = tuple(line for want in known for line in self._stock.reminders.get(want.need, ()))
        return self._say(self._unused(reminders) or self._stocked("missed"))

    def _told(self, question: str, *, idly: bool) -> str:
        """What a question brings to light: a hidden need, once there is trust, else what comes closest to it.

        ``idly``: an open question may bring up anything; another one only what it asks for.
        """
        state = self.state
        unsaid = [want for want in self._scenario.wants if want.need not in state.voiced]
        hidden = [want for want in unsaid if want.hidden and (state.trust >= _CONFIDING or state.hinted)]
        asked_for = [want for want in unsaid if not want.hidden and alike(question, want.voiced[0])]
        lines = [line for line in self._scenario.facts if line not in state.used]
        close = max(lines, key=lambda line: alike(question, line), default="")
        for want in hidden[:1] or ([] if alike(question, close) else asked_for[:1]):
            self._voice(want)
            return self._unused(want.voiced)
        if idly:
            return close or self._stocked("told")
        return close if alike(question, close) else ""

    def _voice(self, want: Want) -> None:
        others = tuple(need for need in self.state.voiced if need != want.need)
        self.state = replace(self.state, voiced=(*others, want.need))

    # --- lines and conditions ---

    def _unused(self, lines: tuple[str, ...]) -> str:
        return next((line for line in lines if line not in self.state.used), "")

    def _stocked(self, kind: str) -> str:
        return self._unused(self._stock.lines(kind, band_of(self.state.temper)))

    def _say(self, line: str) -> str:
        if line:
            self.state = replace(self.state, used=self.state.used | {line})
        return line

    def _said(self, text: str, effect: Effect) -> Reply:
        return Reply(
            text=text,
            met=effect.met,
            missed=effect.missed,
            missteps=effect.missteps,
            temper=round(self.state.temper, 3),
            trust=round(self.state.trust, 3),
        )

    def _end(self, ending: Ending, before: str, effect: Effect) -> Reply:
        self.state = replace(self.state, ending=ending.name)
        return replace(self._said(_joined(before, ending.say), effect), ending=ending)

    def _worst(self) -> Ending:
        """Nothing is left to say: they give up."""
        return self._scenario.endings[-1]

    def _ending(self, turn: AgentReading, effect: Effect) -> Ending | None:
        state, scenario = self.state, self._scenario
        for ending in scenario.endings:
            early = not ending.good and state.turns < _PATIENT_TURNS
            if ending.when is not None and not early and self._holds(ending.when, turn, effect):
                return ending
        over = is_settled(scenario, state) or state.turns >= scenario.longest or state.fruitless > scenario.patience
        over = over or (state.hinted and not state.open and not effect.asked)
        return scenario.endings[-1] if over else None

    def _holds(self, when: Condition, turn: AgentReading, effect: Effect) -> bool:
        state = self.state
        did = turn.acts | set(effect.missteps)
        settled = {want.need for want in self._scenario.wants} if when.settled == ("all",) else set(when.settled)
        return (
            (not when.did or bool(did & set(when.did)))
            and not did & set(when.did_not)
            and (not when.met or bool(set(effect.met) & set(when.met)))
            and settled <= set(state.met)
            and set(when.open) <= set(state.open)
            and (not when.says or says(turn.text, when.says))
            and all(
                low <= value <= high
                for value, (low, high) in (
                    (state.temper, when.temper),
                    (state.trust, when.trust),
                    (state.turns, when.turns),
                    (state.fruitless, when.fruitless),
                )
            )
        )


def _joined(first: str, second: str) -> str:
    return f"{first} {second}".strip()
