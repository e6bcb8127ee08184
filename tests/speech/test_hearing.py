"""Both lines with one recogniser: pace, prompts, lag, the steps of the ladder. Scripts of windows and answers."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from assist.commands import Transcribe
from assist.events import LagMeasured, RecognizerChanged, SpeechEnded, UtteranceFinished, UtteranceUpdated
from assist.inputs import LagSampled, RecognizerChosen, Transcribed
from assist.settings import SpeechSettings
from assist.speech.hearing import Hearing, Output
from tests.scripts import windows

SETTINGS = SpeechSettings(previous_text=True, partial_interval_seconds=0.9)
Spans = Sequence[tuple[float, float]]


def answer(request: Transcribe, text: str, *, took: float = 0.1, unread: float = 0.0, model: str = "") -> Transcribed:
    """What the recogniser made of it."""
    return Transcribed(
        utterance_id=request.utterance_id,
        revision=request.revision,
        start=request.start,
        end=request.end,
        text=text,
        confidence=0.9,
        took_seconds=took,
        unread_seconds=unread,
        model=model,
    )


def requests(outputs: Iterable[Output]) -> list[Transcribe]:
    """What the recogniser is asked."""
    return [output for output in outputs if isinstance(output, Transcribe)]


def finals(outputs: Iterable[Output]) -> list[UtteranceFinished]:
    """What was said."""
    return [output for output in outputs if isinstance(output, UtteranceFinished)]


class Listening:
    """A hearing whose recogniser answers after so many seconds each time, one reading after the other."""

    def __init__(self, took: float, settings: SpeechSettings = SETTINGS, text: str = "one two three") -> None:
        self.hearing = Hearing(settings)
        self.asked: list[tuple[float, Transcribe]] = []
        self.told: list[tuple[float, Output]] = []
        self._took = took
        self._text = text
        self._queue: list[Transcribe] = []
        self._busy_until = 0.0
        self._busy: Transcribe | None = None

    def hear(self, customer: Spans, agent: Spans, until: float, start: float = 0.0) -> None:
        """Both lines in step, a sample of the lag each second."""
        both = windows("customer", customer, until, start) + windows("agent", agent, until, start)
        second = int(start) + 1
        for window in sorted(both, key=lambda one: one.end):
            self._work(window.end)
            if window.end >= second:
                self._take(self.hearing.keep_up(LagSampled(behind_seconds=0.0), window.end), window.end)
                second += 1
            self._take(self.hearing.hear(window), window.end)

    def _take(self, outputs: Iterable[Output], now: float) -> None:
        for output in outputs:
            self.told.append((now, output))
            if isinstance(output, Transcribe):
                self.asked.append((now, output))
                same = [one for one in self._queue if one.utterance_id == output.utterance_id]
                self._queue = [*(one for one in self._queue if one not in same), output]

    def _work(self, now: float) -> None:
        while True:
            if self._busy is None and self._queue:
                self._queue.sort(key=lambda one: not one.final)
                self._busy, self._busy_until = self._queue.pop(0), max(self._busy_until, now) + self._took
            if self._busy is None or self._busy_until > now:
                return
            done, self._busy = self._busy, None
            self._take(self.hearing.read(answer(done, self._text, took=self._took)), now)

    def of(self, kind: type[LagMeasured]) -> list[LagMeasured]:
        """The events of one kind."""
        return [output for _, output in self.told if isinstance(output, kind)]


def test_the_first_words_are_asked_for_early_and_the_next_at_their_interval() -> None:
    """A third of a second into the speech, then every 0.9 s."""
    call = Listening(0.1)
    call.hear([(1.0, 6.0)], [], 5.0)
    at = [now for now, _ in call.asked]
    assert at[0] - 1.0 == pytest.approx(0.32, abs=0.05)
    assert [later - earlier for earlier, later in itertools.pairwise(at)] == pytest.approx([0.9] * 3, abs=0.05)


@pytest.mark.parametrize(("took", "lines"), [(0.6, 1), (1.0, 1), (0.6, 2)])
def test_partials_take_at_most_half_of_the_recogniser(took: float, lines: int) -> None:
    """However long a reading takes, and if both speak at once: what remains is for finals."""
    call = Listening(took, replace(SETTINGS, maximum_utterance_seconds=60.0))
    call.hear([(1.0, 41.0)], [(1.0, 41.0)] if lines == 2 else [], 40.0)
    partials = [request for _, request in call.asked if not request.final]
    assert 0.3 <= len(partials) * took / 39.0 <= 0.6


def test_no_partial_is_begun_where_the_speech_seems_to_end() -> None:
    """It would be in the way of the final that is asked for a moment later."""
    hearing = Hearing(SETTINGS)
    asked = requests(output for window in windows("customer", [(1.0, 1.28)], 1.6) for output in hearing.hear(window))
    assert [request.final for request in asked] == [True]


def test_the_words_of_the_pause_are_not_read_twice() -> None:
    """What was read when the speech paused is final when it was over: one request, one final."""
    call = Listening(0.1)
    call.hear([(1.0, 1.3)], [], 3.0)
    assert [request.final for _, request in call.asked] == [True]
    assert [final.text for final in finals(output for _, output in call.told)] == ["one two three"]


def test_what_the_speaker_said_before_is_the_prompt_of_their_next_words() -> None:
    """Of the same speaker alone, and not for ever."""
    call = Listening(0.05)
    call.hear([(1.0, 2.0), (4.0, 5.0)], [(6.0, 7.0)], 9.0)
    call.hear([(50.0, 51.0)], [], 53.0, start=9.0)
    prompts = {request.utterance_id: request.prompt for _, request in call.asked}
    assert prompts == {"customer-1": "", "customer-2": "one two three", "agent-1": "", "customer-3": ""}


def test_a_prompt_is_left_out_where_the_settings_say_so() -> None:
    """`speech.previous_text`."""
    call = Listening(0.05, SpeechSettings(previous_text=False))
    call.hear([(1.0, 2.0), (4.0, 5.0)], [], 7.0)
    assert {request.prompt for _, request in call.asked} == {""}


def test_the_lag_is_the_age_of_what_waits_with_what_the_ears_have_not_heard() -> None:
    """Told when it changes, and not again while it does not."""
    hearing = Hearing(SETTINGS)
    for window in windows("customer", [(1.0, 2.0)], 5.0):
        hearing.hear(window)
    (measured,) = hearing.keep_up(LagSampled(behind_seconds=1.5), 5.0)
    assert isinstance(measured, LagMeasured)
    assert measured.behind_seconds == pytest.approx(5.0 - 2.2 + 1.5, abs=0.1)
    assert measured.effort == "fewer_partials"
    assert hearing.keep_up(LagSampled(behind_seconds=1.5, elapsed_seconds=0.1), 5.0) == []
    later = hearing.keep_up(LagSampled(behind_seconds=1.5, elapsed_seconds=0.1, overruns=2), 5.0)
    assert [event.overruns for event in later if isinstance(event, LagMeasured)] == [2]


def test_a_recogniser_that_cannot_keep_up_is_asked_for_less_and_the_lag_stays_bounded() -> None:
    """At 2.5 s a reading there is three times more to read than it can: at last only finals, all of them, in order."""
    call = Listening(2.5, SpeechSettings(smaller_model=""))
    turns = [(start, start + 2.0) for start in range(1, 300, 3)]
    call.hear([*turns], [(a + 1.0, b + 1.0) for a, b in turns], 300.0)
    told = call.of(LagMeasured)
    assert list(dict.fromkeys(event.effort for event in told)) == ["full", "fewer_partials", "one_beam", "finals_only"]
    assert max(event.behind_seconds for event in told) < 25.0
    late = [request for now, request in call.asked if now > 60.0]
    assert all(request.final for request in late)
    assert all(request.effort == "finals_only" for request in late)


def test_utterances_that_wait_are_read_as_one() -> None:
    """Where finals alone are too much: the first of them ends where the last did, and no sound is left out."""
    call = Listening(6.0, SpeechSettings())
    turns = [(float(start), start + 1.2) for start in range(1, 200, 2)]
    call.hear(turns, [], 200.0)
    call.hear([], [], 400.0, start=200.0)
    read = [request for _, request in call.asked if request.final and request.start > 50.0]
    ended = [output for _, output in call.told if isinstance(output, SpeechEnded) and output.start > 50.0]
    assert len(read) < len(ended) / 2
    asked = [request for _, request in call.asked if request.final]
    assert all(any(one.start <= end.start and end.end <= one.end for one in asked) for end in ended)
    assert max(one.end - one.start for one in read) <= SpeechSettings().maximum_utterance_seconds
    spans = [(final.start, final.end) for final in finals(output for _, output in call.told)]
    assert spans == sorted(spans)


def test_words_that_were_shown_of_a_joined_utterance_are_taken_back() -> None:
    """Its words come in the final of the one that it was joined with."""
    hearing = Hearing(SpeechSettings())
    outputs: list[Output] = []
    spans = [(1.0, 1.5), (3.0, 5.0), (6.0, 6.5)]
    for window in windows("customer", spans, 4.6):
        for output in hearing.hear(window):
            if isinstance(output, Transcribe) and not output.final:
                outputs += hearing.read(answer(output, "shown"))
            outputs.append(output)
    for _ in range(20):
        hearing.keep_up(LagSampled(behind_seconds=9.0, elapsed_seconds=5.0), 4.6)
    for window in windows("customer", spans, 8.0, start=4.608):
        outputs += hearing.hear(window)
    first = next(request for request in requests(outputs) if request.final)
    joined = hearing.read(answer(first, "first words"))
    assert [(final.utterance_id, final.text) for final in finals(joined)] == [("customer-1", "first words")]
    asked = requests(joined)
    assert [request.utterance_id for request in asked] == ["customer-2"]
    assert asked[0].end == pytest.approx(6.7, abs=0.05)
    assert [final.text for final in finals(hearing.read(answer(asked[0], "all the rest")))] == ["all the rest"]


def test_sound_that_was_gone_is_counted() -> None:
    """What a final could not hear any more is told in seconds, once."""
    hearing = Hearing(SETTINGS)
    outputs = [output for window in windows("customer", [(1.0, 2.0)], 4.0) for output in hearing.hear(window)]
    hearing.read(answer(requests(outputs)[-1], "two", unread=0.75))
    told = hearing.keep_up(LagSampled(behind_seconds=0.0), 5.0)
    assert [event.unread_seconds for event in told if isinstance(event, LagMeasured)] == [0.75]


def test_a_change_of_model_is_told_with_its_reason() -> None:
    """And the way back."""
    hearing = Hearing(SETTINGS)
    hearing.keep_up(RecognizerChosen(recognizer="faster-whisper", model="base.en", reduced_accuracy=False), 0.0)
    outputs = [output for window in windows("customer", [(1.0, 4.0)], 3.0) for output in hearing.hear(window)]
    first = requests(outputs)[0]
    down = hearing.read(answer(first, "one", model="tiny.en"))
    assert [type(output) for output in down] == [RecognizerChanged, UtteranceUpdated]
    changed = down[0]
    assert isinstance(changed, RecognizerChanged)
    assert (changed.model, changed.reduced_accuracy) == ("tiny.en", True)
    assert "cannot keep up" in changed.reason
    up = [output for output in hearing.read(answer(first, "one")) if isinstance(output, RecognizerChanged)]
    assert [(event.model, event.reduced_accuracy, event.reason) for event in up] == [("base.en", False, "")]


def test_speech_without_an_end_is_read_across_the_seam() -> None:
    """Both readings hear the seam; a word that both keep stands once."""
    call = Listening(0.1, text="okay go on okay")
    call.hear([(1.0, 30.0)], [], 32.0)
    first, second = [request for _, request in call.asked if request.final]
    assert first.end == second.start
    assert (first.lead_seconds, first.tail_seconds) == (0.0, 0.5)
    assert (second.lead_seconds, second.tail_seconds) == (0.5, 0.0)
    texts = [final.text for final in finals(output for _, output in call.told)]
    assert texts == ["okay go on okay", "go on okay"]
