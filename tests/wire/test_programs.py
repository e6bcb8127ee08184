"""What programs other than the overlay need: an answer to their command, and a way in from a browser's page."""

from __future__ import annotations

import json

import pytest
from websockets import InvalidStatus, Origin, Subprotocol
from websockets.asyncio.client import connect

from assist.commands import AgentCommand
from assist.errors import EngineError
from assist.settings import Settings, WireSettings, load_settings
from assist.wire.codec import SUBPROTOCOL
from assist.wire.server import EventServer
from tests.wire.test_server import TOKEN, live, peer, server

PAGE = "https://crm.example.com"


def refuse_to_end(command: AgentCommand) -> None:
    """An engine without a call."""
    if type(command).__name__ == "EndCall":
        raise EngineError("No call is running; start one first.")


@live
async def test_a_command_with_a_ref_is_answered_in_any_case() -> None:
    """Taken, refused, or not understood: with the peer's own ref; without one only refusals are answered."""
    async with server(refuse_to_end) as engine, peer(engine) as crm:
        for fields in (
            {"type": "start_call", "ref": "a"},
            {"type": "end_call", "ref": 7},
            {"type": "sing", "ref": "b"},
            {"type": "start_call"},
            {"type": "end_call", "ref": {"not": "ours"}},
            {"type": "start_call", "ref": "c"},
        ):
            await crm.send(json.dumps(fields))
        answers = [json.loads(await crm.recv()) for _ in range(5)]
    assert [(answer["type"], answer.get("ref")) for answer in answers] == [
        ("taken", "a"),
        ("refused", 7),
        ("refused", "b"),
        ("refused", None),
        ("taken", "c"),
    ]


def page(engine: EventServer, *protocols: str, origin: str = PAGE) -> connect:
    """A connection as a browser makes it: no header of the page's own."""
    return connect(
        f"ws://127.0.0.1:{engine.port}",
        origin=Origin(origin),
        subprotocols=[Subprotocol(name) for name in protocols],
        proxy=None,
    )


def open_to(*origins: str) -> EventServer:
    """A server that lets pages in."""
    return EventServer(WireSettings(), TOKEN, lambda _: None, origins=origins)


@live
async def test_a_page_that_is_let_in_brings_the_token_as_a_subprotocol() -> None:
    """The answer names the version alone, never the token."""
    async with open_to(PAGE) as engine, page(engine, SUBPROTOCOL, f"attune.token.{TOKEN}") as crm:
        assert crm.subprotocol == SUBPROTOCOL
        assert crm.response is not None
        assert TOKEN not in str(crm.response.headers)


@pytest.mark.parametrize(
    ("protocols", "origin", "status"),
    [
        ((SUBPROTOCOL,), PAGE, 401),
        ((SUBPROTOCOL, "attune.token.wrong"), PAGE, 401),
        ((SUBPROTOCOL, f"attune.token.{TOKEN}", "attune.token.wrong"), PAGE, 401),
        ((SUBPROTOCOL, f"attune.token.{TOKEN}"), "https://evil.example.com", 403),
        ((f"attune.token.{TOKEN}",), PAGE, 400),
    ],
)
def test_any_other_page_stays_outside(protocols: tuple[str, ...], origin: str, status: int) -> None:
    """Without the token, with a wrong or a second one, from elsewhere, of another version."""

    @live
    async def attempt() -> None:
        async with open_to(PAGE) as engine:
            with pytest.raises(InvalidStatus) as refused:
                await page(engine, *protocols, origin=origin)
        assert refused.value.response.status_code == status

    attempt()


def test_pages_are_a_list_or_names_with_commas(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """A file lists them, the command line joins them; by default there is none."""
    config = tmp_path / "attune.toml"
    config.write_text(f'[wire]\norigins = ["{PAGE}", "http://localhost:3000"]\n', encoding="utf-8")
    joined = load_settings(None, [f"wire.origins={PAGE}, http://localhost:3000"])
    assert load_settings(config).wire.origin_names == joined.wire.origin_names == (PAGE, "http://localhost:3000")
    assert Settings().wire.origin_names == ()
