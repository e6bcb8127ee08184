"""What peers of the engine get, and what they may do. Real sockets on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from websockets import ConnectionClosed, Headers, InvalidStatus, Origin, Subprotocol
from websockets.asyncio.client import ClientConnection, connect

from assist.commands import AgentCommand, DismissSuggestion
from assist.errors import AttuneError, PortTakenError, UsageError
from assist.events import CallStarted, Event, LagMeasured, SpeechStarted, UtteranceFinished, UtteranceUpdated
from assist.settings import WireSettings
from assist.wire.codec import SUBPROTOCOL, decode_event, encode
from assist.wire.server import EventServer

TOKEN = "a-secret"
DISMISS = DismissSuggestion(suggestion_id="s1", phrase_id="p1")


def live(test: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    """Run an async test in a loop of its own; 30 s is the mark of a hang, not a measurement."""

    def run() -> None:
        asyncio.run(asyncio.wait_for(test(), 30))

    run.__doc__ = test.__doc__
    return run


def server(on_command: Callable[[AgentCommand], None] = lambda _: None, **limits: Any) -> EventServer:
    """A server on a free port."""
    return EventServer(WireSettings(**limits), TOKEN, on_command)


def peer(
    to: EventServer, *, token: str = TOKEN, origin: str | None = None, subprotocol: str = SUBPROTOCOL, **options: Any
) -> connect:
    """A connection as the overlay makes it, or with one thing wrong."""
    return connect(
        f"ws://127.0.0.1:{to.port}",
        additional_headers={"Authorization": f"Bearer {token}"},
        subprotocols=[Subprotocol(subprotocol)],
        origin=Origin(origin) if origin else None,
        proxy=None,
        **options,
    )


def started(call: str = "c1", seq: int = 1) -> CallStarted:
    """The beginning of a call."""
    return CallStarted(call_id=call, seq=seq, source="test", started_at="2024-01-01T00:00:00")


def said(seq: int, text: str = "hello", call: str = "c1") -> UtteranceFinished:
    """Something said in a call."""
    return UtteranceFinished(
        call_id=call, seq=seq, utterance_id=f"u{seq}", speaker="customer", text=text, start=0, end=1, confidence=1.0
    )


async def received(connection: ClientConnection, count: int) -> list[Event]:
    """The next events that arrive."""
    return [decode_event(await connection.recv()) for _ in range(count)]


async def refusal(attempt: connect) -> tuple[int, Headers]:
    """Status and headers of a refused handshake."""
    with pytest.raises(InvalidStatus) as refused:
        await attempt
    return refused.value.response.status_code, refused.value.response.headers


@live
async def test_a_peer_gets_the_call_so_far_and_then_what_comes() -> None:
    """Kept events first, in order, then live ones: no gap, no duplicate."""
    async with server() as engine:
        call: list[Event] = [started(), said(2), said(3)]
        for event in call:
            engine.publish(event)
        async with peer(engine) as overlay:
            assert await received(overlay, 3) == call
            engine.publish(said(4))
            assert await received(overlay, 1) == [said(4)]


@live
async def test_a_peer_that_comes_while_events_flow_misses_none() -> None:
    """However arrival and publishing interleave, every number comes once and in order."""
    async with server(queue_messages=100_000) as engine:
        engine.publish(started())
        arrivals = [asyncio.ensure_future(peer(engine).connect()) for _ in range(3)]
        seq = 1
        while not all(arrival.done() for arrival in arrivals):
            seq += 1
            engine.publish(said(seq))
            await asyncio.sleep(0)
        for arrival in arrivals:
            async with arrival.result() as overlay:
                assert [event.seq for event in await received(overlay, seq)] == list(range(1, seq + 1))


@live
async def test_partials_and_lag_are_only_told_live() -> None:
    """A peer that is there gets them; one that comes later gets what is worth keeping."""
    partial = UtteranceUpdated(
        seq=3, utterance_id="u", speaker="agent", text="I", stable="", start=0, end=1, confidence=1
    )
    async with server() as engine, peer(engine) as early:
        call: list[Event] = [started(), LagMeasured(seq=2, behind_seconds=0.5), partial, said(4)]
        for event in call:
            engine.publish(event)
        assert await received(early, 4) == call
        async with peer(engine) as late:
            assert await received(late, 2) == [started(), said(4)]


@live
async def test_a_new_call_replaces_the_one_before() -> None:
    """A peer that comes in the second call hears nothing of the first."""
    async with server() as engine:
        for event in (started("c1"), said(2, call="c1"), started("c2"), said(2, call="c2")):
            engine.publish(event)
        async with peer(engine) as overlay:
            assert await received(overlay, 2) == [started("c2"), said(2, call="c2")]


@live
async def test_every_peer_gets_everything() -> None:
    """Two peers get the same events."""
    async with server() as engine, peer(engine) as first, peer(engine) as second:
        call: list[Event] = [started(), *(said(seq) for seq in range(2, 50))]
        for event in call:
            engine.publish(event)
        assert await received(first, len(call)) == call
        assert await received(second, len(call)) == call


@live
async def test_a_peer_that_falls_behind_is_parted_from_and_no_other_is_delayed() -> None:
    """The slow peer is closed with 1013 and a reason; the other gets all, and the slow one may come again."""
    text = "x" * 50_000
    async with server(queue_messages=20) as engine, peer(engine) as quick:
        # One frame of patience: what it does not read stays in the socket, and the server has to wait.
        slow = await peer(engine, max_queue=1)
        engine.publish(started())
        assert await received(quick, 1) == [started()]
        for seq in range(2, 400):
            engine.publish(said(seq, text))
            assert (await received(quick, 1))[0].seq == seq
        with pytest.raises(ConnectionClosed) as parting:
            await received(slow, 400)
        assert parting.value.rcvd is not None
        assert parting.value.rcvd.code == 1013
        assert "connect again" in parting.value.rcvd.reason
        async with peer(engine) as again:
            assert [event.seq for event in await received(again, 399)] == list(range(1, 400))


@live
async def test_stopping_does_not_wait_for_a_peer_that_never_reads() -> None:
    """A frozen overlay cannot keep the engine alive."""
    engine = server(queue_messages=1000)
    await engine.start()
    reader, writer = await asyncio.open_connection("127.0.0.1", engine.port, limit=1024)
    writer.write(
        b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: attune.v1\r\n"
        b"Authorization: Bearer a-secret\r\n\r\n"
    )
    assert b"101" in await reader.readline()
    for seq in range(500):
        engine.publish(said(seq, "x" * 50_000))
        await asyncio.sleep(0)
    await asyncio.wait_for(engine.stop(), 10)
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()


@live
async def test_commands_of_the_agent_reach_the_engine() -> None:
    """A valid command is passed on as it was meant."""
    commands: asyncio.Queue[AgentCommand] = asyncio.Queue()
    async with server(commands.put_nowait) as engine, peer(engine) as overlay:
        await overlay.send(encode(DISMISS))
        assert await commands.get() == DISMISS


@live
async def test_what_is_not_a_command_is_answered_and_ignored() -> None:
    """Each gets one sentence; the connection goes on and the next command is heard."""
    commands: asyncio.Queue[AgentCommand] = asyncio.Queue()
    async with server(commands.put_nowait) as engine, peer(engine) as overlay:
        for message in ("hello", '{"type":"sing"}', '{"type":"accept_suggestion"}', encode(started())):
            await overlay.send(message)
            answer = json.loads(await overlay.recv())
            assert answer["type"] == "refused"
            assert answer["sentence"].endswith(".")
        await overlay.send(encode(DISMISS))
        assert await commands.get() == DISMISS
        assert commands.empty()


@live
async def test_a_command_that_the_engine_refuses_is_answered() -> None:
    """The engine's own sentence reaches the peer."""

    def refuse(command: AgentCommand) -> None:
        raise AttuneError("There is no call to end.")

    async with server(refuse) as engine, peer(engine) as overlay:
        await overlay.send(encode(DISMISS))
        assert json.loads(await overlay.recv()) == {"type": "refused", "sentence": "There is no call to end."}


@live
async def test_a_message_over_the_limit_ends_its_connection() -> None:
    """1009 for the sender; others and the engine go on."""
    async with server(maximum_message_bytes=1000) as engine, peer(engine) as other:
        async with peer(engine) as rude:
            await rude.send("x" * 1001)
            with pytest.raises(ConnectionClosed) as parting:
                await rude.recv()
            assert parting.value.rcvd is not None
            assert parting.value.rcvd.code == 1009
        engine.publish(started())
        assert await received(other, 1) == [started()]


@live
async def test_only_who_knows_the_token_gets_in() -> None:
    """A wrong, an empty and a missing token are refused with 401."""
    async with server() as engine:
        status, headers = await refusal(peer(engine, token="a-guess"))
        assert status == 401
        assert headers["WWW-Authenticate"] == "Bearer"
        assert (await refusal(peer(engine, token="")))[0] == 401
        bare = connect(f"ws://127.0.0.1:{engine.port}", subprotocols=[Subprotocol(SUBPROTOCOL)], proxy=None)
        assert (await refusal(bare))[0] == 401


def test_an_empty_token_is_our_own_mistake() -> None:
    """A server that everybody could read is not made."""
    with pytest.raises(ValueError, match="token"):
        EventServer(WireSettings(), "", lambda _: None)


@live
async def test_a_web_page_is_refused_unless_it_was_let_in() -> None:
    """Browsers send an Origin: 403, also with the right token; one on the list may connect."""
    async with server() as engine:
        assert (await refusal(peer(engine, origin="https://evil.example")))[0] == 403
        assert (await refusal(peer(engine, origin=f"http://127.0.0.1:{engine.port}")))[0] == 403
    desk = EventServer(WireSettings(), TOKEN, lambda _: None, origins=["https://desk.example"])
    async with desk, peer(desk, origin="https://desk.example") as page:
        desk.publish(started())
        assert await received(page, 1) == [started()]
        assert (await refusal(peer(desk, origin="https://desk.example.evil")))[0] == 403


@live
async def test_a_peer_of_another_version_is_refused() -> None:
    """The subprotocol names the version; without it there is no connection (400)."""
    async with server() as engine:
        assert (await refusal(peer(engine, subprotocol="attune.v0")))[0] == 400


@live
async def test_a_port_in_use_is_told_in_a_sentence() -> None:
    """The sentence names the address and the mend; the first server is not disturbed."""
    async with server() as first:
        with pytest.raises(PortTakenError) as taken:
            await server(port=first.port).start()
        assert f"127.0.0.1:{first.port}" in str(taken.value)
        assert "--set wire.port=0" in str(taken.value)
        async with peer(first) as overlay:
            first.publish(started())
            assert await received(overlay, 1) == [started()]


@pytest.mark.parametrize("limits", [{"host": "192.0.2.1"}, {"port": 70_000}, {"host": "not a host"}])
def test_an_impossible_address_is_told_in_a_sentence(limits: dict[str, Any]) -> None:
    """An address of another machine, a number that is no port, a name that is no host."""
    with pytest.raises(UsageError, match=r"--set wire\."):
        asyncio.run(server(**limits).start())


@live
async def test_the_same_port_can_be_taken_again_at_once() -> None:
    """A restarted engine is found where the first one was."""
    async with server() as first, peer(first) as overlay:
        port = first.port
        first.publish(SpeechStarted(speaker="agent", utterance_id="u", start=0))
        await received(overlay, 1)
    async with server(port=port) as second, peer(second) as overlay:
        second.publish(started("c2"))
        assert await received(overlay, 1) == [started("c2")]
