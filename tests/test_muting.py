"""The notice that the agent's microphone seems muted, as scripts of what is heard."""

from __future__ import annotations

import pytest

from assist.events import (
    Event,
    MicrophoneMuted,
    PhaseChanged,
    SourceLost,
    SourceRestored,
    Speaker,
    SpeechEnded,
    SpeechStarted,
    UtteranceFinished,
)
from assist.inputs import Input, SpeechScored
from assist.muting import MutedMicrophone
from assist.settings import SpeechSettings
from tests.scripts import FakeWorkers, of, run, windows

WINDOW = 0.032
NOISE_DB, DEAD_DB = -65.0, -120.0


class Call:
    """Tells what is heard and keeps the notices with their times."""

    def __init__(self, settings: SpeechSettings | None = None) -> None:
        self.muting = MutedMicrophone(settings or SpeechSettings())
        self.now = 0.0
        self.told: list[tuple[float, MicrophoneMuted]] = []

    @property
    def muted(self) -> list[bool]:
        """What was told, in order."""
        return [notice.muted for _, notice in self.told]

    def tell(self, *events: Event) -> None:
        """Something happened."""
        self._step(Input(at=self.now), *events)

    def wait(self, seconds: float, level_db: float = NOISE_DB, probability: float = 0.02) -> None:
        """The agent's line goes on, without a voice unless ``probability`` says so."""
        until = self.now + seconds
        while self.now < until - 1e-6:
            start, self.now = self.now, self.now + WINDOW
            self._step(
                SpeechScored(
                    at=self.now, speaker="agent", start=start, end=self.now, probability=probability, level_db=level_db
                )
            )

    def say(self, speaker: Speaker, text: str, seconds: float = 2.0, level_db: float = NOISE_DB) -> None:
        """An utterance, and its words half a second after its end; the agent's line meanwhile."""
        start, name = self.now, f"{speaker}-{self.now:g}"
        self.tell(SpeechStarted(speaker=speaker, utterance_id=name, start=start))
        self.wait(seconds, *((-20.0, 0.95) if speaker == "agent" else (level_db,)))
        end = self.now
        self.wait(0.5, level_db)
        self.tell(
            SpeechEnded(speaker=speaker, utterance_id=name, start=start, end=end),
            UtteranceFinished(utterance_id=name, speaker=speaker, text=text, start=start, end=end, confidence=0.9),
        )

    def _step(self, item: Input, *events: Event) -> None:
        self.told += [(self.now, notice) for notice in self.muting.step(item, events, self.now)]


def greeted(level_db: float = NOISE_DB) -> Call:
    """A call after its greeting, twelve seconds old."""
    call = Call()
    call.say("agent", "good morning how can I help you", 3.0)
    call.wait(1.0, level_db)
    call.say("customer", "my parcel has not arrived", 5.5, level_db)
    call.say("agent", "let me see", 0.5)
    call.wait(0.5, level_db)
    assert call.told == []
    return call


def test_a_line_that_falls_dead_while_the_customer_talks_is_muted() -> None:
    """Its noise is gone for four seconds and the customer has spoken: told at once, and why."""
    call = greeted()
    call.wait(3.0)
    call.say("customer", "it was sent three weeks ago", 4.0, DEAD_DB)
    call.wait(0.1, DEAD_DB)
    ((_, notice),) = call.told
    assert notice.muted
    assert "no sound at all" in notice.reason


def test_it_is_heard_again_when_the_agent_speaks_or_the_noise_is_back() -> None:
    """Either way the notice goes, once."""
    for speaks in (True, False):
        call = greeted()
        call.wait(3.0)
        call.say("customer", "it was sent three weeks ago", 4.0, DEAD_DB)
        call.wait(0.1, DEAD_DB)
        if speaks:
            call.say("agent", "sorry I was muted")
        call.wait(5.0)
        assert call.muted == [True, False]
        assert call.told[1][1].reason == ""


def test_a_headset_that_sends_silence_between_words_is_not_muted() -> None:
    """Digital silence is its habit: an agent who listens for a minute is no sign of anything."""
    call = greeted(DEAD_DB)
    for _ in range(12):
        call.say("customer", "and then nobody came to see it", 4.0, DEAD_DB)
        call.wait(0.5, DEAD_DB)
    assert call.told == []


def test_a_headset_that_sends_silence_is_muted_where_the_customer_waits_in_vain() -> None:
    """They stop, get no answer, speak again and stop again."""
    call = greeted(DEAD_DB)
    for _ in range(2):
        call.say("customer", "so when will it come", 2.0, DEAD_DB)
        call.wait(3.0, DEAD_DB)
    assert call.muted == [True]
    assert "no sound at all" in call.told[0][1].reason


@pytest.mark.parametrize(
    "words",
    [
        "Hello? Are you there?",
        "Hello? Hello?",
        "can you hear me",
        "I can\u2019t hear you.",
        "I think you're on mute",
        "is anybody there",
        "sorry I didn't hear anything",
    ],
)
def test_a_customer_who_asks_for_the_agent_and_gets_no_answer(words: str) -> None:
    """Two seconds later the agent is told, with noise on the line or without."""
    call = greeted()
    call.say("customer", words, 1.5)
    call.wait(1.0)
    assert call.told == []
    call.wait(1.5)
    ((_, notice),) = call.told
    assert notice.muted
    assert "asks whether you are there" in notice.reason


@pytest.mark.parametrize("words", ["I hear you", "hello my name is Karen", "can you hear the noise it makes"])
def test_other_words_ask_for_nobody(words: str) -> None:
    """A pause after them is a pause."""
    call = greeted()
    call.say("customer", words)
    call.wait(20.0)
    assert call.told == []


def test_who_is_answered_has_not_asked_in_vain() -> None:
    """An agent who answers within two seconds is not muted."""
    call = greeted()
    call.say("customer", "are you still there", 1.5)
    call.wait(1.0)
    call.say("agent", "yes I am here")
    call.wait(30.0)
    assert call.told == []


def test_three_waits_in_vain_are_a_sign() -> None:
    """The customer speaks four times with three pauses of two seconds or more, and waits again."""
    call = greeted()
    for _ in range(4):
        assert call.told == []
        call.say("customer", "so what about my parcel then")
        call.wait(2.5)
    ((_, notice),) = call.told
    assert "waits for your answers" in notice.reason


def test_a_customer_who_tells_a_long_story_is_not_waiting() -> None:
    """Short pauses between utterances are theirs."""
    call = greeted()
    for _ in range(10):
        call.say("customer", "and then I called again and they said", 5.0)
        call.wait(0.7)
    assert call.told == []


def test_not_in_the_first_seconds_and_not_twice_a_minute() -> None:
    """Greetings cross; and who was told does not need to be told again at once."""
    call = Call()
    call.say("customer", "hello", 0.6)
    call.wait(5.0)
    assert call.told == []
    call = greeted()
    for _ in range(5):
        call.say("customer", "are you there", 1.0)
        call.wait(3.0)
        call.say("agent", "yes", 0.6)
        call.wait(1.0)
    assert call.muted == [True, False]
    call.wait(40.0)
    call.say("customer", "are you there", 1.0)
    call.wait(3.0)
    assert call.muted == [True, False, True]


def test_not_on_hold_and_not_while_the_device_is_lost() -> None:
    """Silence is expected then; afterwards the count begins anew."""
    for off, on in (
        (PhaseChanged(phase="hold"), PhaseChanged(phase="discovery")),
        (SourceLost(speaker="agent", reason="unplugged"), SourceRestored(speaker="agent")),
    ):
        call = greeted()
        call.tell(off)
        for _ in range(5):
            call.say("customer", "hello are you there", 1.0, DEAD_DB)
            call.wait(3.0, DEAD_DB)
        call.tell(on)
        call.wait(10.0)
        assert call.told == []


def test_it_can_be_switched_off() -> None:
    """Then nothing is told."""
    call = Call(SpeechSettings(muted_notice=False))
    call.wait(12.0)
    call.say("customer", "are you there")
    call.wait(5.0)
    assert call.told == []


def test_a_session_tells_it_from_windows_and_words() -> None:
    """The whole way: the agent greets, the customer asks, nobody answers; then the agent is heard."""
    lines = [
        *windows("customer", [(5.0, 7.0), (12.0, 13.5)], until=24.0),
        *windows("agent", [(1.0, 4.0), (8.0, 10.0), (18.0, 21.0)], until=24.0),
    ]
    words = {"customer-1": "my parcel has not arrived", "customer-2": "Hello? Are you there?"}
    agent = {f"agent-{number}": "let me see what I can do" for number in (1, 2, 3)}
    events = run(sorted(lines, key=lambda scored: scored.at), FakeWorkers({**words, **agent}))
    told = of(events, MicrophoneMuted)
    assert [notice.muted for notice in told] == [True, False]
    assert 15.5 <= told[0].at <= 16.0
    assert 18.0 <= told[1].at <= 18.3
