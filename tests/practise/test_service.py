"""The practice engine: what the window asks is carried out, and told in lines."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from websockets import Subprotocol
from websockets.asyncio.client import connect

from assist.commands import DismissSuggestion, EndCall
from assist.errors import WireError
from assist.events import CallStarted, SuggestionDismissed, SuggestionOffered, UtteranceFinished
from assist.practise import messages
from assist.practise.loading import bundled_scenarios
from assist.practise.scenario import Persona
from assist.practise.service import Prompter, WallTime, role_of
from assist.practise.wiring import Studio
from assist.settings import JournalSettings, Settings
from assist.wire.codec import SUBPROTOCOL, decode_event
from tests.practise.plays import PlayReader, scenario, stock
from tests.scripts import of


class FakeVoice:
    """Speaks for ever, until it is hushed."""

    name = "fake"

    def __init__(self, complaint: str = "") -> None:
        self.spoken: list[str] = []
        self.speaking = False
        self._complaint = complaint

    def speak(self, text: str, persona: Persona) -> None:
        """Begin."""
        self.spoken.append(text)
        self.speaking = True

    def hush(self) -> None:
        """Stop."""
        self.speaking = False

    def complaint(self) -> str:
        """What went wrong."""
        return self._complaint


class Room:
    """A prompter with all that it tells."""

    def __init__(self, folder: Path, voice: FakeVoice | None = None) -> None:
        self.told: list[messages.AnyNews] = []
        self.events: list[object] = []
        settings = Settings(journal=JournalSettings(folder=str(folder / "calls")))
        made = Studio(settings, publish=self.events.append, reader=PlayReader(), stock=stock())
        self.prompter = Prompter(
            made, {"small": scenario(opening="that is a whole sentence now")}, self.told.append, voice
        )

    def ask(self, *asks: messages.AnyAsk) -> messages.AnyNews:
        """Carry out; what was told last."""
        for ask in asks:
            self.prompter.carry_out(ask)
        return self.told[-1]


BEGIN = messages.Begin(scenario="small")


def test_a_role_play_runs_from_begin_to_end(tmp_path: Path) -> None:
    """Lines are numbered; the end brings the ending, what came of it and the report."""
    room = Room(tmp_path)
    first = room.ask(BEGIN)
    assert isinstance(first, messages.CustomerSaid)
    assert (first.number, first.text) == (0, "that is a whole sentence now")
    second = room.ask(messages.Say(text="I see active_listening "))
    assert isinstance(second, messages.CustomerSaid)
    assert second.number == 1
    assert second.met == ("heard",)
    assert messages.AgentSaid(text="I see active_listening") in room.told
    last = room.ask(messages.Leave())
    assert isinstance(last, messages.Ended)
    assert last.debrief.ending == "partly"
    assert Path(last.report).is_file()


def test_going_back_tells_the_line_again(tmp_path: Path) -> None:
    """The window forgets what came after by the number."""
    room = Room(tmp_path)
    room.ask(BEGIN, messages.Say(text="well"), messages.Say(text="well well"))
    back = room.ask(messages.Again(number=1))
    assert isinstance(back, messages.CustomerSaid)
    assert back.number == 1


def test_what_cannot_be_done_is_told_or_ignored(tmp_path: Path) -> None:
    """An unknown scenario has its sentence; words without a call, or after it, come to nothing."""
    room = Room(tmp_path)
    unknown = room.ask(messages.Begin(scenario="none"))
    assert isinstance(unknown, messages.Notice)
    assert "no scenario 'none'" in unknown.sentence
    room.ask(messages.Say(text="hello"), messages.Leave(), messages.Again(number=3))
    assert room.told == [unknown]
    room.ask(BEGIN, messages.Leave())
    told = len(room.told)
    room.ask(messages.Say(text="hello"), messages.Leave())
    assert len(room.told) == told


def test_the_overlays_gestures_reach_the_call(tmp_path: Path) -> None:
    """A card can be put away, and the overlay's own end of the call ends the role play."""
    room = Room(tmp_path)
    room.ask(BEGIN)
    card = of(room.events, SuggestionOffered)[0]
    room.prompter.gesture(DismissSuggestion(suggestion_id=card.suggestion_id, phrase_id=card.phrase_id))
    assert of(room.events, SuggestionDismissed)
    room.prompter.gesture(EndCall())
    assert isinstance(room.told[-1], messages.Ended)


def test_the_voice_speaks_when_it_is_wanted_and_can_be_cut_off(tmp_path: Path) -> None:
    """Answering while the customer still speaks is an interruption, where they are heard."""
    voice = FakeVoice()
    room = Room(tmp_path, voice)
    room.ask(BEGIN)
    assert voice.spoken == []
    news = room.ask(messages.Speak(on=True), BEGIN, messages.Say(text="I see validation heard-answer"))
    assert isinstance(news, messages.CustomerSaid)
    assert "interruption" in news.missteps
    voice.hush()
    news = room.ask(messages.Say(text="I see validation certainty-answer"))
    assert isinstance(news, messages.CustomerSaid)
    assert news.missteps == ()


def test_a_broken_voice_is_told_once(tmp_path: Path) -> None:
    """The customer goes on as text."""
    room = Room(tmp_path, FakeVoice("The customer cannot be heard."))
    room.ask(messages.Speak(on=True), BEGIN, messages.Say(text="well"))
    assert [news.sentence for news in room.told if isinstance(news, messages.Notice)] == [
        "The customer cannot be heard."
    ]


def test_the_overlay_sees_wall_time() -> None:
    """While the agent types, the overlay's clock goes on although the call's stands still."""
    now = 100.0
    wall = WallTime(lambda: now)
    wall.stamped(CallStarted(at=0.0, source="x", started_at="y"))
    now = 160.0
    finished = UtteranceFinished(
        at=9.0, utterance_id="a", speaker="agent", text="x", start=8.0, end=9.0, confidence=1.0
    )
    stamped = wall.stamped(finished)
    assert stamped.at == 60.0
    assert isinstance(stamped, UtteranceFinished)
    assert stamped.end == 9.0


@pytest.mark.parametrize(
    "ask",
    [BEGIN, messages.Say(text="ö"), messages.Again(number=2), messages.Leave(), messages.Speak(on=True)],
)
def test_asks_survive_the_pipe(ask: messages.AnyAsk) -> None:
    """One line each, and back."""
    line = messages.line_of(ask)
    assert line.count(b"\n") == 1
    assert messages.read_ask(line) == ask


def test_news_survive_the_pipe(tmp_path: Path) -> None:
    """All that a role play tells reads back as it was."""
    room = Room(tmp_path)
    room.ask(BEGIN, messages.Say(text="You should have known"), messages.Leave())
    roles = tuple(role_of(one) for one in bundled_scenarios())
    ready = messages.Ready(url="ws://127.0.0.1:1", roles=roles, voice="", mute="None.")
    for news in (*room.told, ready):
        assert messages.read_news(messages.line_of(news)) == news
    with pytest.raises(WireError, match="no line of a practice engine"):
        messages.read_news(b'{"type": "other"}')
    with pytest.raises(WireError, match="no line of a practice window"):
        messages.read_ask(b"hello")


@pytest.mark.models
def test_the_engine_as_a_process(tmp_path: Path) -> None:
    """The real child: a role play over its pipes, the same call on the websocket, gone at the end of its input."""
    token = "a-secret"
    command = [sys.executable, "-m", "assist", "practise", "--serve", "--set", f"journal.folder={tmp_path}/calls"]
    environment = {**os.environ, "ATTUNE_TOKEN": token}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        ready = messages.read_news(process.stdout.readline())
        assert isinstance(ready, messages.Ready)
        for ask in (messages.Begin(scenario="third-call"), messages.Leave()):
            process.stdin.write(messages.line_of(ask))
            process.stdin.flush()
        news = [messages.read_news(process.stdout.readline()) for _ in range(2)]
        assert [json.loads(messages.line_of(one))["type"] for one in news] == ["customer_said", "ended"]
        told = asyncio.run(_first_events(ready.url, token))
        assert told[0].startswith("third-call-")
        process.stdin.close()
        assert process.wait(20) == 0
    assert list((tmp_path / "practice").glob("third-call-*/report.html"))


async def _first_events(url: str, token: str) -> list[str]:
    headers = {"Authorization": f"Bearer {token}"}
    async with connect(url, additional_headers=headers, subprotocols=[Subprotocol(SUBPROTOCOL)], proxy=None) as link:
        return [decode_event(await link.recv()).call_id for _ in range(3)]
