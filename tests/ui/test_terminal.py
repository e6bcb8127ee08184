"""The terminal view against the real server: plain lines, the panel, reconnects, the summary."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from dataclasses import replace

import pytest
from rich.console import Console

from assist import commands, events
from assist.errors import WireError
from assist.settings import WireSettings
from assist.wire.server import EventServer
from tests.ui.calls import angry_call, evidence, folded, mid_call
from ui.overlay.happenings import LinkChanged, PhraseCopied
from ui.overlay.reducer import reduce
from ui.telling import Summary, lines_of
from ui.terminal import PlainLines, TerminalView
from ui.terminal_panel import LivePanel, panel_of

TOKEN = "secret"


def whole_call() -> list[events.Event]:
    """The angry call with its end."""
    script = angry_call()
    met = events.NeedMet(
        call_id="call-1", seq=len(script) + 1, at=30.0, need="resource", confidence=0.9, evidence=evidence()
    )
    end = events.CallEnded(call_id="call-1", seq=len(script) + 2, at=31.0, duration_seconds=31.0, reason="done")
    return [*script, met, end]


def url_of(server: EventServer) -> str:
    """Where it listens."""
    return f"ws://127.0.0.1:{server.port}"


def plain() -> tuple[Console, io.StringIO]:
    """A console that is no terminal."""
    output = io.StringIO()
    return Console(file=output, width=120), output


async def follow(script: Sequence[events.Event]) -> tuple[str, list[commands.AgentCommand]]:
    """Serve a script, follow it to its end; gives what was printed and what came back."""
    sent: list[commands.AgentCommand] = []
    console, output = plain()
    async with EventServer(WireSettings(), TOKEN, sent.append) as server:
        for event in script:
            server.publish(event)
        await TerminalView(url_of(server), TOKEN, PlainLines(console)).follow()
    return output.getvalue(), sent


def test_what_is_worth_telling_is_told() -> None:
    """Finals, feelings, needs and each card with the words that caused it; partials are not."""
    printed, sent = asyncio.run(follow(whole_call()))
    assert "Customer  where is my refund" in printed
    assert "Feeling   ▲ Angry" in printed
    assert "Need      ○ Certainty" in printed
    assert "Need met  ✓ Their money" in printed
    assert "Own it, name the date" in printed
    assert "because they said: “nobody can tell me where my refund is”" in printed
    assert "pocketsphinx · reduced accuracy" in printed
    assert "another charge" not in printed
    assert commands.ShowSuggestion(suggestion_id="s1", phrase_id="s1-own") in sent


def test_a_reconnect_tells_nothing_twice() -> None:
    """When the engine is lost and tells the call again, only what is new is printed."""
    console, output = plain()

    async def in_two_parts() -> None:
        script = whole_call()
        shown = asyncio.Event()
        async with EventServer(WireSettings(), TOKEN, lambda _: shown.set()) as server:
            port = server.port
            follower = TerminalView(url_of(server), TOKEN, PlainLines(console))
            for event in script[:-2]:
                server.publish(event)
            following = asyncio.create_task(follower.follow())
            await shown.wait()
        async with EventServer(WireSettings(port=port), TOKEN, lambda _: None) as server:
            for event in script:
                server.publish(event)
            await following

    asyncio.run(in_two_parts())
    printed = output.getvalue()
    assert printed.count("where is my refund") == 1
    assert printed.count("Own it, name the date") == 1
    assert printed.count("The engine is restarting.") == 1
    assert printed.count("Their money") == 2


def test_a_refused_token_is_a_sentence() -> None:
    """A view that the engine does not know gives up and says how to start it."""

    async def refused() -> None:
        async with EventServer(WireSettings(), TOKEN, lambda _: None) as server:
            await TerminalView(url_of(server), "wrong", PlainLines(plain()[0])).follow()

    with pytest.raises(WireError, match="assist demo"):
        asyncio.run(refused())


def test_the_summary() -> None:
    """Cards, needs met and open, and the path of feelings."""
    summary = Summary()
    for event in whole_call():
        summary.take(event)
    assert summary.lines() == [
        "",
        "Call ended after 00:31",
        "  Cards offered  1",
        "  Needs met      Their money",
        "  Needs open     Not repeating, Certainty",
        "  Feelings       Neutral → Annoyed → Angry",
    ]


def test_how_the_call_is_heard_is_told() -> None:
    """A muted microphone and its end, who cut in, lost sound, less effort and the hint, each once; plain lag is not."""
    heard: list[events.Event] = [
        events.MicrophoneMuted(at=22.0, muted=True, reason="Your microphone sends no sound at all."),
        events.MicrophoneMuted(at=24.0, muted=False),
        events.SpeechOverlapped(
            at=25.0, speaker="agent", utterance_id="a1", over="c1", start=23.0, end=24.0, barge_in=True
        ),
        events.SpeechOverlapped(
            at=26.0, speaker="customer", utterance_id="c3", over="a1", start=25.0, end=26.0, barge_in=False
        ),
        events.LagMeasured(at=27.0, behind_seconds=3.0, effort="one_beam"),
        events.LagMeasured(at=28.0, behind_seconds=4.0, effort="finals_only", unread_seconds=3.0),
        events.LagMeasured(at=29.0, behind_seconds=4.2, effort="finals_only", unread_seconds=3.0),
        events.LagMeasured(at=60.0, behind_seconds=0.2, unread_seconds=3.0),
        events.SuggestionDismissed(at=60.0, suggestion_id="s1", phrase_id="s1-own"),
        *[events.EchoSuppressed(at=61.0, utterance_id="", start=60.0, end=61.0, confidence=0.9)] * 4,
    ]
    first = len(angry_call()) + 1
    script = [*angry_call(), *(replace(event, call_id="call-1", seq=first + n) for n, event in enumerate(heard))]
    console, output = plain()
    lines, state = PlainLines(console), folded(LinkChanged("open"))
    for event in script:
        state = reduce(state, event)
        lines.show(event, state)
    assert output.getvalue().splitlines()[-7:] == [
        "00:22  Audio     Your microphone seems muted: check its switch. Your microphone sends no sound at all.",
        "00:24  Audio     your microphone is heard again",
        "00:25  At once   you cut the customer short",
        "00:28  Hearing   words come at the end of sentences, because the machine does not keep up",
        "00:28  Hearing   3 s of the call could not be heard",
        "01:00  Hearing   keeps up again",
        "01:01  Hearing   The microphone hears the customer: turn the speaker down, or use a headset",
    ]
    summary = Summary(unheard_seconds=state.unheard_seconds)
    assert summary.lines()[-1] == "  Not heard      3 s of the call"


def test_a_partial_is_not_worth_a_line() -> None:
    """What may still change is not printed."""
    assert lines_of(angry_call()[-1]) == []


@pytest.mark.parametrize(
    "state",
    [
        folded(),
        mid_call(),
        folded(PhraseCopied("s1", "s1-second"), state=mid_call()),
        folded(LinkChanged("lost"), state=mid_call()),
        folded(events.MicrophoneMuted(at=22.0, muted=True, reason="It sends no sound."), state=mid_call()),
        folded(events.AbuseFlagged(at=22.0, confidence=0.9, evidence=evidence("you idiot")), state=mid_call()),
        folded(events.CallEnded(at=30.0, duration_seconds=30.0, reason="done"), state=mid_call()),
    ],
)
def test_the_panel_keeps_its_height(state: object) -> None:
    """The live panel is as tall in every state: nothing jumps."""
    console, output = plain()
    console.print(panel_of(state))  # type: ignore[arg-type]
    reference, expected = plain()
    reference.print(panel_of(mid_call()))
    assert len(output.getvalue().splitlines()) == len(expected.getvalue().splitlines())


def test_the_live_panel_leaves_the_terminal_in_order() -> None:
    """Closed, the panel shows the last state once more and gives the cursor back."""
    output = io.StringIO()
    panel = LivePanel(Console(file=output, force_terminal=True, width=100))
    panel.show(angry_call()[0], mid_call())
    panel.close()
    assert "Own it, name the date" in output.getvalue()
    assert output.getvalue().rstrip().endswith("\x1b[?25h")
