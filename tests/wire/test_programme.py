"""Who is told what where several calls run. Real sockets on loopback."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from websockets import Subprotocol
from websockets.asyncio.client import connect

from assist.commands import AgentCommand, EndCall
from assist.events import CallAssigned, CallAwaited, CallEnded, CallStarted, Event, ReportReady
from assist.settings import WireSettings
from assist.wire.address import agent_in, with_agent
from assist.wire.codec import SUBPROTOCOL, decode_event, encode
from assist.wire.programme import Programme
from assist.wire.server import EventServer
from tests.wire.test_server import TOKEN, live, received, said


def started(call: str, agent: str = "") -> CallStarted:
    return CallStarted(call_id=call, seq=1, source="test", started_at="2026-01-01T00:00:00", agent=agent)


def ended(call: str, seq: int = 9) -> CallEnded:
    return CallEnded(call_id=call, seq=seq, at=4.0, duration_seconds=4.0, reason="audio ended")


def assigned(call: str, agent: str, seq: int = 5) -> CallAssigned:
    return CallAssigned(call_id=call, seq=seq, at=4.0, agent=agent)


FREE = CallAwaited(begins_on="speech")


def peer(engine: EventServer, agent: str) -> connect:
    """A program of an agent's."""
    return connect(
        with_agent(f"ws://127.0.0.1:{engine.port}", agent),
        additional_headers={"Authorization": f"Bearer {TOKEN}"},
        subprotocols=[Subprotocol(SUBPROTOCOL)],
        proxy=None,
    )


def engine(taken: list[Any] | None = None) -> EventServer:
    """One of many calls at once."""
    asked: list[Any] = [] if taken is None else taken

    def take(command: AgentCommand, call_id: str, agent: str) -> None:
        asked.append((command, call_id, agent))

    return EventServer(WireSettings(), TOKEN, lambda _: None, on_call_command=take)


def programme(*events: Event) -> Programme:
    made = Programme(several=True)
    for event in events:
        made.tell(event)
    return made


def so_far(made: Programme, agent: str) -> list[Event]:
    return [decode_event(message) for message in made.so_far(agent)]


@live
async def test_a_named_peer_hears_its_agents_calls_alone() -> None:
    """On arrival and live; a peer without a name hears all, in the order in which the calls began."""
    async with engine() as here, peer(here, "7") as seven, peer(here, "8") as eight, peer(here, "") as wall:
        first, second = [started("a", "7"), said(2, call="a")], [started("b", "8"), said(2, call="b")]
        for event in (*first, *second, said(3, call="a")):
            here.publish(event)
        assert await received(seven, 3) == [*first, said(3, call="a")]
        assert await received(eight, 2) == second
        assert await received(wall, 5) == [*first, *second, said(3, call="a")]
        async with peer(here, "7") as late, peer(here, "") as late_wall:
            assert await received(late, 3) == [*first, said(3, call="a")]
            assert await received(late_wall, 5) == [*first, said(3, call="a"), *second]


@live
async def test_two_calls_of_one_agent_are_both_told() -> None:
    """A consultation beside the call that it is about."""
    async with engine() as here, peer(here, "7") as seven:
        for event in (started("a", "7"), started("b", "7"), said(2, call="a"), ended("b")):
            here.publish(event)
        assert [event.call_id for event in await received(seven, 4)] == ["a", "b", "a", "b"]


@live
async def test_who_sends_a_command_is_told_along() -> None:
    """The name comes from the address and not from the message."""
    taken: list[Any] = []
    async with engine(taken) as here, peer(here, "ann b/7") as seven, peer(here, "") as wall:
        await seven.send('{"type": "end_call", "agent": "8", "ref": 1}')
        await seven.recv()
        await wall.send('{"type": "end_call", "call_id": "b", "ref": 1}')
        await wall.recv()
    assert taken == [(EndCall(), "", "ann b/7"), (EndCall(), "b", "")]


@live
async def test_where_one_call_runs_at_a_time_a_name_changes_nothing() -> None:
    """The engine on an agent's own desktop tells all its programs everything."""
    async with EventServer(WireSettings(), TOKEN, lambda _: None) as here, peer(here, "7") as seven:
        here.publish(started("a"))
        assert await received(seven, 1) == [started("a")]


@live
async def test_a_call_that_is_passed_on_is_told_from_its_beginning() -> None:
    """To who has it now; for who had it, it is over. Both find it so when they come again."""
    async with engine() as here, peer(here, "7") as seven, peer(here, "8") as eight, peer(here, "") as wall:
        for event in (started("a", "7"), said(2, call="a"), assigned("a", "8"), said(6, call="a")):
            here.publish(event)
        told = await received(seven, 3)
        assert told[:2] == [started("a", "7"), said(2, call="a")]
        over = told[2]
        assert isinstance(over, CallEnded)
        assert (over.call_id, over.seq, over.reason) == ("a", 5, "another agent has the call")
        whole = [started("a", "7"), said(2, call="a"), assigned("a", "8"), said(6, call="a")]
        assert await received(eight, 4) == whole
        assert await received(wall, 4) == whole
        here.publish(started("b", "7"))
        assert await received(seven, 1) == [started("b", "7")]
        async with peer(here, "8") as again:
            assert await received(again, 4) == whole


def test_an_agent_without_a_call_knows_that_the_engine_waits() -> None:
    """Also where others are on the phone; an agent with a call does not."""
    made = programme(FREE, started("a", "7"))
    assert so_far(made, "8") == [FREE]
    assert so_far(made, "7") == [started("a", "7")]
    assert so_far(made, "") == [started("a", "7")]
    assert made.tell(CallAwaited(begins_on="speech", agent="7")).told_to("8") == ()
    made.tell(ended("a"))
    assert so_far(made, "7") == [started("a", "7"), ended("a"), FREE]
    assert so_far(Programme(several=True), "8") == []


def test_an_agents_last_call_is_kept_until_their_next() -> None:
    """Whatever the others do meanwhile; for who hears everything, until the next one of anybody."""
    made = programme(started("a", "7"), ended("a"), started("b", "8"))
    assert so_far(made, "7") == [started("a", "7"), ended("a")]
    assert so_far(made, "") == [started("b", "8")]
    report = ReportReady(call_id="a", seq=10, path="a/report.html")
    assert made.tell(report).told_to("7") == (encode(report),)
    made.tell(started("c", "7"))
    assert so_far(made, "7") == [started("c", "7")]


def test_a_report_of_a_call_reaches_nobody_elses_desk() -> None:
    """Even if it comes after everything else of it was forgotten; nor does what is kept grow with names that vary."""
    made = programme(
        *(event for number in range(60) for event in (started(f"c{number}", f"n{number}"), ended(f"c{number}")))
    )
    report = ReportReady(call_id="c1", seq=10, path="c1/report.html")
    assert made.tell(report).told_to("8") == ()
    assert made.tell(report).told_to("") == (encode(report),)
    assert report not in so_far(made, "8")
    assert sum(bool(so_far(made, f"n{number}")) for number in range(60)) <= 21


@pytest.mark.parametrize("name", ["7", "ann b/7", "Zoë&co?", "100%"])
def test_a_name_comes_through_the_address(name: str) -> None:
    """Whatever it is made of; without one the address is as it was."""
    url = with_agent("ws://127.0.0.1:1", name)
    assert agent_in(url.removeprefix("ws://127.0.0.1:1")) == name
    assert agent_in(f"/?agent={quote(name)}&x=1") == name
    assert with_agent("ws://127.0.0.1:1", " ") == "ws://127.0.0.1:1"
    assert agent_in("/") == agent_in("/?agent=") == agent_in("/?agent=%20") == ""
