"""The shells: a call played at once, and a call lived."""

import asyncio
import threading

import pytest

from assist import events as ev
from assist.commands import AcceptSuggestion, EndCall, Transcribe
from assist.engine import Call, LiveCall, play
from assist.inputs import Transcribed
from assist.session import CallSession
from assist.settings import Settings
from tests.scripts import FakeWorkers, of, windows
from tests.test_session import CALL, OPENED, WORKERS

HEARD = {"customer-1": "nobody takes care of my refund", "customer-2": "thank you so much goodbye"}


def new_call():
    told: list[ev.Event] = []
    return Call(CallSession("call", Settings()), told.append), told


class Listener(list[ev.Event]):
    """Keeps what is told and lets a test wait for a kind of event."""

    def __init__(self, kind: type[ev.Event]) -> None:
        super().__init__()
        self.heard = asyncio.Event()
        self._kind = kind

    def append(self, event: ev.Event) -> None:
        """Take an event."""
        super().append(event)
        if isinstance(event, self._kind):
            self.heard.set()


def listened_call(kind):
    told = Listener(kind)
    return Call(CallSession("call", Settings()), told.append), told


async def stream(items, gate: asyncio.Event | None = None):
    for item in items:
        await asyncio.sleep(0)
        yield item
    if gate:
        await gate.wait()


def live(items, workers, gestures=(), gate=None):
    """Live a call to its end; what was told."""

    async def run():
        call, told = new_call()
        living = LiveCall(call, workers, lambda: 0.0)
        for gesture in gestures:
            living.gesture(gesture)
        await asyncio.wait_for(living.run([OPENED], stream(items, gate and gate())), 20)
        return told

    return asyncio.run(run())


def test_a_lived_call_tells_what_a_played_one_tells():
    """Apart from when answers arrive, the two shells are the same."""
    lines = windows("customer", [(1.0, 3.0), (8.0, 9.0)], 12.0)
    told = live(lines, FakeWorkers(words=HEARD, **WORKERS))
    call, played = new_call()
    play(call, [OPENED, *lines], FakeWorkers(words=HEARD, **WORKERS))
    said = [event.text for event in of(told, ev.UtteranceFinished)]
    assert said == [event.text for event in of(played, ev.UtteranceFinished)] == list(HEARD.values())
    assert len(of(told, ev.SuggestionOffered)) == len(of(played, ev.SuggestionOffered)) == 1
    assert isinstance(told[-1], ev.CallEnded)


def test_the_last_sentence_is_understood_before_the_call_closes():
    """Audio that stops in the middle of a word: the words come, then the end."""
    told = live(windows("customer", [(1.0, 3.0)], 2.5), FakeWorkers(words=HEARD, **WORKERS))
    assert of(told, ev.UtteranceFinished)[0].text == HEARD["customer-1"]
    assert isinstance(told[-1], ev.CallEnded)


def test_finals_overtake_partials():
    """A recogniser that is busy reads what is final first."""
    started, release = threading.Event(), threading.Event()

    class SlowWorkers(FakeWorkers):
        def perform(self, command):
            if isinstance(command, Transcribe) and not started.is_set():
                started.set()
                release.wait(10)
            return super().perform(command)

    workers = SlowWorkers(words={"customer-1": "one two three four", "agent-1": "five six seven"})
    both = sorted(
        windows("customer", [(0.5, 6.0)], 8.0) + windows("agent", [(0.6, 2.0)], 8.0), key=lambda scored: scored.end
    )

    async def run():
        call, told = new_call()
        living = LiveCall(call, workers, lambda: 0.0)

        async def items():
            for item in both:
                await asyncio.sleep(0)
                yield item
            await asyncio.to_thread(started.wait, 10)
            release.set()

        await asyncio.wait_for(living.run([OPENED], items()), 20)
        return told

    asyncio.run(run())
    finals = [command.final for command in workers.performed if isinstance(command, Transcribe)]
    assert finals[1:] == sorted(finals[1:], reverse=True)


def test_what_is_superseded_is_not_read_and_every_utterance_is(caplog):
    """While the recogniser is stuck a speaker has one partial or final an utterance in the queue, not one a second."""
    started, release = threading.Event(), threading.Event()

    class Stuck(FakeWorkers):
        def perform(self, command):
            if isinstance(command, Transcribe) and not started.is_set():
                started.set()
                assert release.wait(20)
            return super().perform(command)

    spans = [(number * 4.0 + 1.0, number * 4.0 + 3.6) for number in range(10)]
    spans += [(start + 2.9, start + 3.0) for start, _ in spans]  # each resumes once more after a pause
    workers = Stuck(
        words={
            f"{speaker}-{number}": f"these are words {number}"
            for speaker in ("customer", "agent")
            for number in range(1, 30)
        }
    )
    both = sorted(windows("customer", spans, 44.0) + windows("agent", spans, 44.0), key=lambda scored: scored.end)

    async def run():
        call, told = new_call()
        living = LiveCall(call, workers, lambda: 0.0)

        async def items():
            for item in both:
                await asyncio.sleep(0)
                yield item
            await asyncio.to_thread(started.wait, 10)
            release.set()

        await asyncio.wait_for(living.run([OPENED], items()), 30)
        return told

    told = asyncio.run(run())
    asked = [command for command in workers.performed if isinstance(command, Transcribe)]
    ended = {event.utterance_id for event in of(told, ev.SpeechEnded)}
    assert {command.utterance_id for command in asked if command.final} == ended
    assert len(asked) <= len(ended) + 2
    assert {event.utterance_id for event in of(told, ev.UtteranceFinished)} == ended


def test_the_time_that_a_reading_took_is_known():
    """From when it was begun, so that partials keep to their share."""
    taken = []

    class Session(CallSession):
        def feed(self, item):
            if isinstance(item, Transcribed):
                taken.append(item.took_seconds)
            return super().feed(item)

    class Slow(FakeWorkers):
        def perform(self, command):
            if isinstance(command, Transcribe):
                threading.Event().wait(0.05)
            return super().perform(command)

    async def run():
        living = LiveCall(Call(Session("call", Settings()), [].append), Slow(words=HEARD), lambda: 0.0)
        await asyncio.wait_for(living.run([OPENED], stream(windows("customer", [(1.0, 1.3)], 2.0))), 20)

    asyncio.run(run())
    assert taken
    assert min(taken) >= 0.05


def test_a_source_whose_sound_ran_over_shows_it():
    """The count comes with the lag."""

    async def run():
        call, told = listened_call(ev.LagMeasured)
        living = LiveCall(call, FakeWorkers(), lambda: 0.0, overruns=lambda: 3)

        async def items():
            yield windows("customer", [], 1.0)[0]
            await told.heard.wait()

        await asyncio.wait_for(living.run([OPENED], items()), 10)
        return told

    assert of(asyncio.run(run()), ev.LagMeasured)[0].overruns == 3


def test_the_agent_ends_the_call():
    """The live source would go on for ever."""
    told = live(windows("customer", [], 1.0), FakeWorkers(), gestures=[EndCall()], gate=asyncio.Event)
    assert told[-1].reason == "ended by the agent"


def test_a_source_that_fails_is_told_to_the_caller():
    """A device that cannot be opened ends the call with its own error, not with silence."""

    async def broken():
        raise ConnectionError("gone")
        yield

    async def run():
        call, _ = new_call()
        await asyncio.wait_for(LiveCall(call, FakeWorkers(), lambda: 0.0).run([OPENED], broken()), 10)

    with pytest.raises(ConnectionError, match="gone"):
        asyncio.run(run())


def test_a_gesture_reaches_the_card():
    """Accepting is told to everyone."""

    async def run():
        call, told = listened_call(ev.SuggestionOffered)
        living = LiveCall(call, FakeWorkers(**WORKERS), lambda: 0.0)

        async def items():
            for item in CALL[1:3]:
                yield item
            await told.heard.wait()
            card = of(told, ev.SuggestionOffered)[0]
            living.gesture(AcceptSuggestion(suggestion_id=card.suggestion_id, phrase_id=card.phrase_id))

        await asyncio.wait_for(living.run([OPENED], items()), 10)
        return told

    assert of(asyncio.run(run()), ev.SuggestionAccepted)


def test_lag_is_measured_against_the_time_that_should_be():
    """A source that falls behind shows it."""

    async def run():
        call, told = listened_call(ev.LagMeasured)
        living = LiveCall(call, FakeWorkers(), lambda: 5.0)

        async def items():
            yield windows("customer", [], 1.0)[0]
            await told.heard.wait()

        await asyncio.wait_for(living.run([OPENED], items()), 10)
        return told

    assert of(asyncio.run(run()), ev.LagMeasured)[0].behind_seconds == pytest.approx(4.97, abs=0.01)


def test_an_answer_to_nobody_is_dropped():
    """A reading of an utterance that is gone changes nothing."""
    call, told = new_call()
    play(
        call,
        [Transcribed(utterance_id="customer-7", revision=1, start=0, end=1, text="x", confidence=1.0)],
        FakeWorkers(),
    )
    assert told == []
