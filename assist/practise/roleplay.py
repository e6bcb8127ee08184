"""A role play from the customer's first words to an ending: call, customer and what passed between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from assist.events import Event
from assist.inputs import BankLoaded, CallOpened, Input
from assist.practise.customer import Customer
from assist.practise.lines import Stock
from assist.practise.reader import TurnReader
from assist.practise.scenario import Scenario
from assist.practise.stage import Stage
from assist.practise.state import Reply, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Theatre:
    """A call that has been opened: its stage and the list in which its events gather."""

    stage: Stage
    told: list[Event]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The customer's words, the agent's, and what these did.

    Attributes:
        customer: what the customer said.
        state: where they stood after it.
        mark: how far the call's log went.
        events: what the engine told about the customer's words.
        agent: the answer; empty as long as there is none.
        reply: what it did; None as long as there is none.
    """

    customer: str
    state: State
    mark: int
    events: tuple[Event, ...]
    reader: TurnReader
    agent: str = ""
    reply: Reply | None = None


class RolePlay:
    """One scenario being played. `again` goes back to a line; all after it is forgotten.

    Args:
        scenario: what is played.
        stock: lines that fit any customer.
        new_call: opens a call and brings it to where these inputs led; called at the beginning and each time a line is
            tried again.
    """

    def __init__(self, scenario: Scenario, stock: Stock, new_call: Callable[[Iterable[Input]], Theatre]) -> None:
        self.scenario = scenario
        self._stock = stock
        self._new_call = new_call
        self._theatre = new_call(())
        self._customer = Customer(scenario, stock)
        self._reader = TurnReader(scenario.jargon)
        self.exchanges: list[Exchange] = []
        self._hear_customer(scenario.opening)

    @property
    def events(self) -> list[Event]:
        """What the engine told about the call so far."""
        return self._theatre.told

    @property
    def stage(self) -> Stage:
        """The call that is being played."""
        return self._theatre.stage

    @property
    def state(self) -> State:
        """Where the customer stands."""
        return self._customer.state

    @property
    def over(self) -> bool:
        """Whether an ending has been reached."""
        return bool(self._customer.state.ending)

    def answer(self, text: str, *, interrupted: bool = False) -> Reply:
        """The agent says something (nothing, where it is empty); returns the customer's reply.

        Raises:
            ValueError: the call has ended.
        """
        words = text.strip()
        events = self.stage.say("agent", words) if words else []
        if not words:
            self.stage.wait(_SILENCE_SECONDS)
        reading = self._reader.agent(words, events, interrupted=interrupted)
        reply = self._customer.hear(reading)
        self._note(words, reply)
        return reply

    def leave(self) -> Reply:
        """The agent ends the call."""
        reply = self._customer.leave()
        self._note("", reply)
        return reply

    def again(self, number: int) -> str:
        """Go back to before the answer of this exchange (counted from 0); returns the customer's words there.

        Raises:
            IndexError: there is no such exchange.
        """
        exchange = self.exchanges[number]
        log = [item for item in self.stage.log[: exchange.mark] if not isinstance(item, CallOpened | BankLoaded)]
        if not self.over:
            self.stage.close("tried again")
        self._theatre = self._new_call(log)
        self._customer = Customer(self.scenario, self._stock, exchange.state)
        self._reader = exchange.reader.copy()
        self.exchanges[number:] = [replace(exchange, agent="", reply=None)]
        return exchange.customer

    def _note(self, words: str, reply: Reply) -> None:
        self.exchanges[-1] = replace(self.exchanges[-1], agent=words, reply=reply)
        if reply.ending is None:
            self._hear_customer(reply.text)
        else:
            self.stage.say("customer", reply.text)
            self.stage.close("role play ended")

    def _hear_customer(self, text: str) -> None:
        events = self.stage.say("customer", text)
        self._reader.customer(events)
        self.exchanges.append(
            Exchange(
                customer=text,
                state=self._customer.state,
                mark=len(self.stage.log),
                events=tuple(events),
                reader=self._reader.copy(),
            )
        )


_SILENCE_SECONDS = 8.0
"""What an empty answer stands for."""
