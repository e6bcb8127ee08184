"""The documentation of the stream is the code's, and its example runs."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path

from assist import events as ev
from assist.commands import AgentCommand, ShowSuggestion
from assist.settings import Settings, WireSettings
from assist.wire.address import AddressFile, EngineAddress
from assist.wire.codec import AGENT_COMMANDS, EVENTS
from assist.wire.description import described
from assist.wire.server import EventServer

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_tables_are_those_of_the_code() -> None:
    """Else run: python -m assist.wire.description docs/stream.md."""
    document = (DOCS / "stream.md").read_text(encoding="utf-8")
    assert described(document) == document
    assert all(f"| `{tag}` |" in document for tag in (*EVENTS, *AGENT_COMMANDS))


def test_the_numbers_in_it_are_the_settings() -> None:
    """What it says of limits holds."""
    document, wire = (DOCS / "stream.md").read_text(encoding="utf-8"), WireSettings()
    assert f"`wire.queue_messages` ({wire.queue_messages:,})" in document
    assert f"`wire.maximum_message_bytes` ({wire.maximum_message_bytes:,})" in document
    assert wire.address_file.endswith("engine.json")
    assert all(setting in dir(wire) for setting in re.findall(r"`wire\.(\w+)`", document))


def evidence(quote: str) -> ev.Evidence:
    return ev.Evidence(utterance_id="customer-1", quote=quote)


CALL = (
    ev.CallStarted(call_id="c", seq=1, source="test", started_at="2026-01-01T00:00:00", reference="crm-7"),
    ev.PhaseChanged(call_id="c", seq=2, phase="opening"),
    ev.EmotionChanged(
        call_id="c",
        seq=3,
        emotion="anger",
        confidence=0.9,
        valence=-0.8,
        arousal=0.7,
        evidence=evidence("nobody came"),
    ),
    ev.SuggestionOffered(
        call_id="c",
        seq=4,
        suggestion_id="suggestion-1",
        phrase_id="p1",
        text="I'll see to it myself.",
        cue="Take it on",
        emotion="anger",
        need="ownership",
        strategy="ownership",
        score=0.8,
        because=ev.Because(quote="nobody came"),
    ),
)


def test_the_example_client_shows_a_call_and_says_that_it_did(tmp_path: Path) -> None:
    """As a CRM's developer runs it, against a real engine's server."""
    path = tmp_path / "engine.json"

    async def run() -> tuple[str, list[AgentCommand]]:
        taken: list[AgentCommand] = []
        shown = asyncio.Event()

        def take(command: AgentCommand) -> None:
            taken.append(command)
            shown.set()

        async with EventServer(Settings().wire, "a-secret", take) as server:
            AddressFile(path).write(EngineAddress(f"ws://127.0.0.1:{server.port}", "a-secret", os.getpid()))
            for event in CALL:
                server.publish(event)
            client = await asyncio.create_subprocess_exec(
                sys.executable, DOCS / "examples" / "watch.py", path, stdout=subprocess.PIPE
            )
            await asyncio.wait_for(shown.wait(), 30)
            server.publish(ev.CallEnded(call_id="c", seq=5, duration_seconds=9.0, reason="ended by the agent"))
            assert client.stdout is not None
            lines = [(await asyncio.wait_for(client.stdout.readline(), 30)).decode() for _ in range(4)]
            client.terminate()
            await client.wait()
        return "".join(lines), taken

    printed, taken = asyncio.run(run())
    assert printed.splitlines() == [
        "call crm-7",
        "  they feel anger: nobody came",
        "  Take it on: I'll see to it myself. (because they said: nobody came)",
        "  over: ended by the agent",
    ]
    assert taken == [ShowSuggestion(suggestion_id="suggestion-1", phrase_id="p1")]
    assert len((DOCS / "examples" / "watch.py").read_text().splitlines()) <= 45
