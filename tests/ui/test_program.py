"""``python -m ui`` as the launcher starts it: a process of its own, ended by a signal or by the end of the call."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from assist import commands, events
from assist.settings import WireSettings
from assist.wire.server import EventServer
from tests.ui.calls import angry_call

TOKEN = "secret"
HANG_SECONDS = 30.0

During = Callable[[asyncio.subprocess.Process, EventServer, "asyncio.Queue[commands.AgentCommand]"], Awaitable[None]]


async def run_program(tmp_path: Path, during: During, *arguments: str, token: str = TOKEN) -> tuple[int, str, str]:
    """Serve the angry call to the program; gives its exit status and what it printed."""
    environment = {
        **os.environ,
        "ATTUNE_TOKEN": token,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(tmp_path),
        "HOME": str(tmp_path),
    }
    received: asyncio.Queue[commands.AgentCommand] = asyncio.Queue()
    async with EventServer(WireSettings(), TOKEN, received.put_nowait) as server:
        for event in angry_call():
            server.publish(event)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "ui", "--url", f"ws://127.0.0.1:{server.port}", *arguments),
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(HANG_SECONDS):
                await during(process, server, received)
                output, complaints = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    assert process.returncode is not None
    return process.returncode, output.decode(), complaints.decode()


async def nothing(*_: object) -> None:
    """Only wait for the end."""


async def end_the_call(
    _process: asyncio.subprocess.Process, server: EventServer, received: asyncio.Queue[commands.AgentCommand]
) -> None:
    """Wait until the card was told, then hang up."""
    assert await received.get() == commands.ShowSuggestion(suggestion_id="s1", phrase_id="s1-own")
    server.publish(events.CallEnded(call_id="call-1", seq=99, at=31.0, duration_seconds=31.0, reason="done"))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_closes_the_overlay(tmp_path: Path, number: signal.Signals) -> None:
    """The overlay reports its painted card; a signal closes it with exit 0, its place remembered."""

    async def end_it(
        process: asyncio.subprocess.Process, _server: EventServer, received: asyncio.Queue[commands.AgentCommand]
    ) -> None:
        assert await received.get() == commands.ShowSuggestion(suggestion_id="s1", phrase_id="s1-own")
        process.send_signal(number)

    status, _, complaints = asyncio.run(run_program(tmp_path, end_it, "--position", "60,70"))
    assert (status, "Traceback" in complaints) == (0, False)
    remembered = json.loads((tmp_path / "attune" / "overlay.json").read_text())
    assert list(remembered["places"].values()) == [[60, 70]]


def test_the_terminal_view_ends_with_the_call(tmp_path: Path) -> None:
    """Without a display the call is told in lines, then summed up, and the program is done."""
    status, output, _ = asyncio.run(run_program(tmp_path, end_the_call, "--terminal"))
    assert status == 0
    assert "because they said: “nobody can tell me where my refund is”" in output
    assert output.index("Own it, name the date") < output.index("Call ended after 00:31")


def test_a_signal_closes_the_terminal_view(tmp_path: Path) -> None:
    """Ended by the launcher in the middle of a call, it still sums up and exits 0."""

    async def end_it(
        process: asyncio.subprocess.Process, _server: EventServer, received: asyncio.Queue[commands.AgentCommand]
    ) -> None:
        await received.get()
        process.send_signal(signal.SIGTERM)

    status, output, complaints = asyncio.run(run_program(tmp_path, end_it, "--terminal"))
    assert (status, complaints) == (0, "")
    assert "Cards offered  1" in output


def test_a_wrong_token_is_wrong_use(tmp_path: Path) -> None:
    """The terminal view that the engine refuses exits 2 with one sentence."""
    status, _, complaints = asyncio.run(run_program(tmp_path, nothing, "--terminal", token="wrong"))
    assert status == 2
    assert "assist demo" in complaints
    assert "Traceback" not in complaints


def test_an_overlay_without_an_engine_shows_why(tmp_path: Path) -> None:
    """Started with the launcher's sentence it connects to nobody; in a terminal that sentence stands already."""

    async def end_it(process: asyncio.subprocess.Process, server: EventServer, received: object) -> None:
        stands = f"until [ -e '{tmp_path}/attune/overlay.json' ]; do sleep 0.05; done"
        waiting = await asyncio.create_subprocess_exec("timeout", str(HANG_SECONDS), "sh", "-c", stands)
        assert await waiting.wait() == 0
        process.send_signal(signal.SIGTERM)

    said = ("--notice", "The engine stopped 6 times in a row; run 'assist doctor' to see why.")
    status, output, complaints = asyncio.run(run_program(tmp_path, end_it, *said, "--position", "60,70", token="wrong"))
    assert (status, output, "does not know this overlay's token" in complaints) == (0, "", False)
    assert asyncio.run(run_program(tmp_path, nothing, *said, "--terminal")) == (0, "", "")
