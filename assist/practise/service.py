"""The practice engine: one line of the window's in, one of the customer's out, and the call's events on a websocket."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import BinaryIO, TextIO

from assist.commands import AgentCommand, EndCall, StartCall
from assist.errors import AttuneError
from assist.events import CallStarted, Event
from assist.practise import messages
from assist.practise.ear import AgentEar, Ear
from assist.practise.roleplay import RolePlay
from assist.practise.scenario import Scenario
from assist.practise.state import Reply
from assist.practise.voice import NO_VOICE, Voice
from assist.practise.wiring import Studio
from assist.settings import Settings
from assist.wire.server import EventServer

Clock = Callable[[], float]
Send = Callable[[messages.AnyNews], None]


class WallTime:
    """Stamps events with the time on the agent's clock.

    In a role play the call's own time stands still while the agent thinks and types; the overlay's does not.
    """

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()

    def stamped(self, event: Event) -> Event:
        """The event as the overlay is to see it."""
        if isinstance(event, CallStarted):
            self._began = self._clock()
        return replace(event, at=max(event.at, round(self._clock() - self._began, 3)))


LISTENING = "Your microphone is on: speak, and pause when you are done. The keyboard works as well."


class Prompter:
    """Carries out what the window asks, one thing after the other; slow, so not on a loop."""

    def __init__(
        self, studio: Studio, scenarios: dict[str, Scenario], send: Send, voice: Voice | None, ear: Ear | None = None
    ) -> None:
        self._studio = studio
        self._ear = ear
        self._scenarios = scenarios
        self._send = send
        self._voice = voice
        self._aloud = False
        self._play: RolePlay | None = None

    def carry_out(self, ask: messages.AnyAsk) -> None:
        """Do what is asked; what cannot be done is told in a sentence."""
        try:
            self._do(ask)
        except AttuneError as error:
            self._send(messages.Notice(sentence=str(error)))

    def gesture(self, command: AgentCommand) -> None:
        """The overlay's buttons: cards are the session's, the end of the call is ours."""
        play = self._play
        if play is None or play.over or isinstance(command, StartCall):
            return
        if isinstance(command, EndCall):
            self.carry_out(messages.Leave())
        else:
            play.stage.gesture(command)

    def close(self) -> None:
        """The window has gone."""
        if self._ear is not None:
            self._ear.stop()
        if self._voice is not None:
            self._voice.hush()
        if self._play is not None and not self._play.over:
            self._play.leave()

    def _do(self, ask: messages.AnyAsk) -> None:
        match ask:
            case messages.Begin():
                self._begin(ask.scenario)
            case messages.Say():
                self._say(ask.text)
            case messages.Again():
                self._again(ask.number)
            case messages.Leave():
                if self._play is not None and not self._play.over:
                    self._answered(self._play, self._play.leave())
            case messages.Speak():
                self._aloud = ask.on
                if self._voice is not None and not ask.on:
                    self._voice.hush()
            case messages.Listen():
                self._listen(on=ask.on)

    def _listen(self, *, on: bool) -> None:
        if self._ear is None:
            return
        if not on:
            self._ear.stop()
            return
        self._ear.start()
        self._send(messages.Notice(sentence=LISTENING))

    def _begin(self, name: str) -> None:
        scenario = self._scenarios.get(name)
        if scenario is None:
            self._send(messages.Notice(sentence=f"There is no scenario '{name}'; choose one from the list."))
            return
        if self._play is not None and not self._play.over:
            self._play.leave()
        self._play = self._studio.play(scenario)
        self._tell_line(self._play)

    def _say(self, text: str) -> None:
        play = self._play
        if play is None or play.over:
            return
        cut_off = self._aloud and self._voice is not None and self._voice.speaking
        if self._voice is not None:
            self._voice.hush()
        self._send(messages.AgentSaid(text=text.strip()))
        self._answered(play, play.answer(text, interrupted=cut_off))

    def _again(self, number: int) -> None:
        play = self._play
        if play is None or not 0 <= number < len(play.exchanges):
            return
        play.again(number)
        self._tell_line(play)

    def _answered(self, play: RolePlay, reply: Reply) -> None:
        if reply.ending is None:
            self._tell_line(play, reply)
            return
        self._speak(play.scenario, reply.text)
        outcome, page = self._studio.close(play)
        self._send(messages.Ended(text=reply.text, debrief=outcome, report=str(page) if page else ""))

    def _tell_line(self, play: RolePlay, reply: Reply | None = None) -> None:
        text = play.exchanges[-1].customer
        self._send(
            messages.CustomerSaid(
                number=len(play.exchanges) - 1,
                text=text,
                temper=play.state.temper,
                moved=reply.moved if reply else 0.0,
                met=reply.met if reply else (),
                missteps=reply.missteps if reply else (),
            )
        )
        self._speak(play.scenario, text)

    def _speak(self, scenario: Scenario, text: str) -> None:
        if not self._aloud or self._voice is None:
            return
        complaint = self._voice.complaint()
        if complaint:
            self._aloud = False
            self._send(messages.Notice(sentence=complaint))
            return
        self._voice.speak(text, scenario.customer)


def role_of(scenario: Scenario) -> messages.Role:
    """What the chooser shows of a scenario."""
    customer = scenario.customer
    return messages.Role(
        name=scenario.name,
        title=scenario.title,
        sector=scenario.sector,
        emotion=scenario.emotion,
        difficulty=scenario.difficulty,
        culture=scenario.culture,
        customer=f"{customer.name}, {customer.age}: {customer.manner}",
        situation=scenario.situation,
        goals=scenario.goals,
    )


async def serve(
    settings: Settings, scenarios: list[Scenario], voice: Voice | None, lines: BinaryIO, out: TextIO, token: str = ""
) -> None:
    """Be the engine of one practice window until its end of the pipe closes.

    Raises:
        AttuneError: a model or the port cannot be used.
    """
    loop = asyncio.get_running_loop()
    wall = WallTime()
    with ThreadPoolExecutor(1, thread_name_prefix="practice") as stage:

        def send(news: messages.AnyNews) -> None:
            out.write(messages.line_of(news).decode())
            out.flush()

        def on_command(command: AgentCommand) -> None:
            if prompter is not None:
                stage.submit(prompter.gesture, command)

        prompter: Prompter | None = None
        async with EventServer(settings.wire, token or secrets.token_urlsafe(32), on_command) as server:

            def publish(event: Event) -> None:
                loop.call_soon_threadsafe(server.publish, wall.stamped(event))

            studio = await loop.run_in_executor(stage, lambda: Studio(settings, publish=publish))

            def hear(words: str) -> None:
                if prompter is not None:
                    stage.submit(prompter.carry_out, messages.Say(text=words))

            def complain(sentence: str) -> None:
                send(messages.Notice(sentence=sentence))

            ear = AgentEar(settings, hear, complain, deaf=lambda: voice is not None and voice.speaking)
            prompter = Prompter(studio, {scenario.name: scenario for scenario in scenarios}, send, voice, ear)
            url = f"ws://{settings.wire.host}:{server.port}"
            roles = tuple(role_of(scenario) for scenario in scenarios)
            mute = "" if voice else NO_VOICE
            send(messages.Ready(url=url, roles=roles, voice=voice.name if voice else "", mute=mute))
            async for ask in _asked(lines, loop):
                await loop.run_in_executor(stage, prompter.carry_out, ask)
            await loop.run_in_executor(stage, prompter.close)


class _Asks:
    """Lines that come in on a thread, as messages on the loop."""

    def __init__(self, lines: BinaryIO, loop: asyncio.AbstractEventLoop) -> None:
        self._inbox: asyncio.Queue[messages.AnyAsk | None] = asyncio.Queue()
        self._lines = lines
        self._loop = loop
        threading.Thread(target=self._read, name="asks", daemon=True).start()

    def __aiter__(self) -> _Asks:
        return self

    async def __anext__(self) -> messages.AnyAsk:
        ask = await self._inbox.get()
        if ask is None:
            raise StopAsyncIteration
        return ask

    def _read(self) -> None:
        for line in self._lines:
            try:
                ask = messages.read_ask(line)
            except AttuneError as error:
                sys.stderr.write(f"assist: {error}\n")
                continue
            self._post(ask)
        self._post(None)

    def _post(self, ask: messages.AnyAsk | None) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has gone: nobody is left to tell
            self._loop.call_soon_threadsafe(self._inbox.put_nowait, ask)


_asked = _Asks
