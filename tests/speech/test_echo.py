"""The customer's voice in the agent's microphone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from assist.events import EchoSuppressed, Speaker, SpeechEnded, SpeechStarted, UtteranceFinished, UtteranceUpdated
from assist.inputs import SpeechScored
from assist.settings import SpeechSettings
from assist.speech.echo import EchoGuard, Output

WINDOW = 0.032
QUIET_DB = -70.0
WORDS = "i have been waiting for three weeks"


def syllables(seconds: float, seed: int) -> list[float]:
    """Levels of a voice: syllables of 0.1-0.3 s, each of its own loudness, with dips between them."""
    chance = np.random.default_rng(seed)
    levels: list[float] = []
    while len(levels) < seconds / WINDOW:
        top = chance.uniform(-32.0, -18.0)
        levels += [top - 14.0, top - 4.0, *[top] * int(chance.integers(1, 6)), top - 6.0, top - 18.0]
    return [float(level) for level in levels[: round(seconds / WINDOW)]]


def silent(seconds: float) -> list[float]:
    """Levels of a line on which nobody speaks."""
    return [QUIET_DB] * round(seconds / WINDOW)


def mixed(*lines: Sequence[float]) -> list[float]:
    """Levels of several sounds at once."""
    return [float(10 * np.log10(sum(10 ** (level / 10) for level in levels))) for levels in zip(*lines, strict=False)]


def echo_of(levels: Sequence[float], gain_db: float, late: int) -> list[float]:
    """What comes back of a voice."""
    return [*[QUIET_DB] * late, *(max(QUIET_DB, level + gain_db) for level in levels)][: len(levels)]


class Line:
    """Both lines, window by window, through one guard."""

    def __init__(self, settings: SpeechSettings | None = None) -> None:
        self.guard = EchoGuard(settings or SpeechSettings())
        self.windows = 0
        self.told: list[Output] = []

    def hear(self, customer: Sequence[float], agent: Sequence[float], *, pending: bool = False) -> list[bool]:
        """Which of the agent's windows still count as speech. What is louder than -60 dB sounds like a voice."""
        passed = []
        for levels in zip(customer, agent, strict=False):
            start = self.windows * WINDOW
            self.windows += 1
            for speaker, level in zip(("customer", "agent"), levels, strict=True):
                scored = SpeechScored(
                    speaker=speaker,  # type: ignore[arg-type]
                    start=start,
                    end=start + WINDOW,
                    probability=0.95 if level > -60.0 else 0.02,
                    level_db=round(level, 1),
                )
                passed.append(self.guard.hear(scored).probability >= 0.5)
            self.told += self.guard.judge([], customer_pending=pending)
        return passed[1::2]

    def judge(self, *outputs: UtteranceFinished | UtteranceUpdated, pending: bool = False) -> list[Output]:
        """What is told of these."""
        return self.guard.judge(outputs, customer_pending=pending)


def final(speaker: Speaker, start: float, end: float, text: str) -> UtteranceFinished:
    """A final utterance."""
    return UtteranceFinished(
        utterance_id=f"{speaker}-1", speaker=speaker, text=text, start=start, end=end, confidence=0.9
    )


def partial(speaker: Speaker, start: float, end: float, text: str) -> UtteranceUpdated:
    """A running one."""
    return UtteranceUpdated(
        utterance_id=f"{speaker}-1", speaker=speaker, text=text, stable="", start=start, end=end, confidence=0.9
    )


@pytest.mark.parametrize("gain_db", [0.0, -12.0, -28.0])
@pytest.mark.parametrize("late", [0, 4, 12])
def test_an_echo_whose_way_is_known_begins_nothing(gain_db: float, late: int) -> None:
    """After a few seconds of the customer's voice no window of its echo is speech; it is told once a turn."""
    line, passed = Line(), [True]
    for seed in range(3):
        voice = [*syllables(4.0, seed), *silent(2.0)]
        passed = line.hear(voice, mixed(echo_of(voice, gain_db, late), [QUIET_DB] * len(voice)))
    assert sum(passed) == 0
    last = line.told[-1]
    assert isinstance(last, EchoSuppressed)
    assert (last.utterance_id, round(last.start), round(last.end)) == ("", 12, 16)
    assert last.confidence > 0.7


def test_the_agents_voice_over_the_echo_is_heard() -> None:
    """Double talk: of the agent's loud windows nearly none is lost, and nothing before they came in counts."""
    line = Line()
    for seed in range(2):
        voice = [*syllables(4.0, seed), *silent(2.0)]
        line.hear(voice, echo_of(voice, -18.0, 4))
    voice, own = syllables(4.0, 8), [*silent(2.0), *syllables(2.0, 9)]
    passed = line.hear(voice, mixed(echo_of(voice, -18.0, 4), own[: len(voice)]))
    loud = [speech for speech, level in zip(passed, own, strict=False) if level > -32.0]
    assert sum(loud) >= 0.95 * len(loud)
    assert sum(passed[: round(1.8 / WINDOW)]) == 0


def test_two_people_who_talk_at_once_are_no_echo() -> None:
    """A minute of two voices at the same time: every window stays."""
    line = Line()
    one, two = syllables(60.0, 1), syllables(60.0, 2)
    assert all(passed == (level > -60.0) for passed, level in zip(line.hear(one, two), two, strict=True))
    assert line.told == []


@pytest.mark.parametrize(("gain_db", "late"), [(-12.0, 0), (-12.0, 3), (4.0, 3)])
def test_an_agent_whom_the_customers_line_gives_back_is_heard(gain_db: float, late: int) -> None:
    """Side tone and the far end's echo: the microphone is first, or louder, and what it hears is the agent."""
    line = Line()
    for seed in range(4):
        own = [*syllables(4.0, seed), *silent(2.0)]
        passed = line.hear(mixed(echo_of(own, gain_db, late), [QUIET_DB] * len(own)), own)
        assert all(speech == (level > -60.0) for speech, level in zip(passed, own, strict=True))
    said = final("agent", 18.0, 22.0, WORDS)
    line.judge(final("customer", 18.0, 22.2, WORDS))
    assert line.judge(said) == [said]


def test_an_echo_that_is_gone_is_forgotten() -> None:
    """The agent puts a headset on: then their soft words beside the customer's loud ones are heard."""
    line = Line()
    for seed in range(3):
        voice = syllables(4.0, seed)
        line.hear(voice, echo_of(voice, -8.0, 4))
    line.hear(syllables(6.0, 7), silent(6.0))
    soft = [level - 20.0 for level in syllables(2.0, 11)]
    assert all(
        passed == (level > -60.0) for passed, level in zip(line.hear(syllables(2.0, 10), soft), soft, strict=True)
    )


def test_the_first_echo_is_taken_back() -> None:
    """Before its way is known it becomes an utterance; with the customer's words at the time it is nobody's."""
    line = Line()
    voice = [*syllables(1.8, 1), *silent(1.0)]
    line.hear(voice, echo_of(voice, -18.0, 4))
    started = SpeechStarted(speaker="agent", utterance_id="agent-1", start=0.0)
    assert line.guard.judge([started], customer_pending=True) == [started]
    assert line.judge(partial("agent", 0.0, 1.9, WORDS), pending=True) == []
    assert line.judge(final("agent", 0.0, 1.9, WORDS), pending=True) == []
    customer = final("customer", 0.0, 2.0, "I have been waiting for three weeks.")
    assert line.judge(customer) == [
        customer,
        EchoSuppressed(utterance_id="agent-1", start=0.0, end=1.9, confidence=0.99),
    ]


def test_an_echo_that_was_shown_is_emptied() -> None:
    """What a reader has seen is taken back by an empty final."""
    line = Line()
    voice = [*syllables(2.4, 1), *silent(1.0)]
    line.hear(voice[:6], echo_of(voice[:6], -18.0, 0))
    shown = partial("agent", 0.0, 0.2, "i")
    assert line.judge(shown) == [shown]
    line.hear(voice[6:], echo_of(voice[6:], -18.0, 0))
    line.judge(final("customer", 0.0, 2.5, WORDS))
    told = line.judge(final("agent", 0.0, 2.5, WORDS))
    assert [type(one).__name__ for one in told] == ["EchoSuppressed", "UtteranceFinished"]
    assert isinstance(told[1], UtteranceFinished)
    assert told[1].text == ""


def test_an_agent_who_repeats_the_customers_words_is_heard() -> None:
    """They speak after the customer, not with them; the final does not wait."""
    line = Line()
    said = [*syllables(2.0, 1), *silent(3.0)]
    own = [*silent(2.6), *syllables(2.0, 3), *silent(0.4)]
    line.hear(said, own)
    line.judge(final("customer", 0.0, 2.0, WORDS))
    quoted = final("agent", 2.6, 4.6, f"so {WORDS}")
    assert line.judge(quoted, pending=True) == [quoted]


def test_an_agent_who_talks_over_the_customer_is_heard_at_once() -> None:
    """Their own levels are no copy of the customer's, whatever the words."""
    line = Line()
    line.hear(syllables(3.0, 1), syllables(3.0, 2))
    said = final("agent", 0.0, 3.0, WORDS)
    assert line.judge(said, pending=True) == [said]


def test_an_utterance_waits_for_the_customers_words_four_seconds_at_most() -> None:
    """Nothing is held for ever, also where the customer goes on and on; later utterances keep their order."""
    line = Line()
    voice = syllables(2.4, 1)
    line.hear(voice, echo_of(voice, -18.0, 4))
    assert line.judge(final("agent", 0.0, 2.4, WORDS), pending=True) == []
    later = final("agent", 2.6, 3.0, "hello there")
    assert line.judge(later, pending=True) == []
    line.hear(silent(3.8), silent(3.8), pending=True)
    assert line.told == []
    line.hear(silent(0.4), silent(0.4), pending=True)
    assert line.told == [EchoSuppressed(utterance_id="agent-1", start=0.0, end=2.4, confidence=0.85), later]


def test_everything_else_passes_untouched() -> None:
    """The customer's events, and the agent's other ones, in their order."""
    events: list[Output] = [
        SpeechStarted(speaker="customer", utterance_id="customer-1", start=0.0),
        SpeechEnded(speaker="agent", utterance_id="agent-1", start=0.0, end=1.0),
        final("customer", 0.0, 1.0, "hello"),
    ]
    assert Line().guard.judge(events, customer_pending=True) == events  # type: ignore[arg-type]


def test_it_can_be_switched_off() -> None:
    """Then the microphone is taken at its word."""
    line, passed = Line(SpeechSettings(suppress_echo=False)), [False]
    for seed in range(3):
        voice = syllables(4.0, seed)
        passed = line.hear(voice, echo_of(voice, -18.0, 4))
    assert sum(passed) > 80
