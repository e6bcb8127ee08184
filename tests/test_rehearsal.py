"""A card that is ready when the customer stops, made from words of which some were still to come."""

from dataclasses import replace

import pytest

from assist import events as ev
from assist.commands import ReadAffect, SearchBank, Transcribe
from assist.inputs import AudioEnded, CallClosed, Transcribed, WorkFailed
from assist.session import CallSession
from assist.settings import Settings, SuggestSettings
from tests.scripts import FakeWorkers, affect, hit, of, run, windows
from tests.test_session import ANGRY, OPENED

WORDS = "nobody takes care of my refund and i have waited three weeks"
UNREHEARSED = Settings(suggest=SuggestSettings(prepare=False))


class GrowingRecogniser(FakeWorkers):
    """It knows more of the words with each reading: four a second."""

    def __init__(self, words: str = WORDS, confidence: float = 0.9) -> None:
        super().__init__(hits=(hit(), hit("p2", strategy="validation")))
        self._all = words.split()
        self._sure = confidence

    def perform(self, command):
        """Answer a command."""
        if isinstance(command, Transcribe):
            self.performed.append(command)
            heard = round((command.end - command.start) * 4)
            text = " ".join(self._all[:heard])
            return Transcribed(
                utterance_id=command.utterance_id, revision=command.revision, start=command.start, end=command.end,
                text=text, confidence=self._sure,
            )  # fmt: skip
        if isinstance(command, ReadAffect):
            self.performed.append(command)
            return replace(ANGRY, utterance_id=command.utterance_id)
        return super().perform(command)


def heard(until: float = 6.0, pause: tuple[float, float] | None = None):
    """The customer speaks from 1.0 s to 4.0 s, maybe with a pause; the agent is silent."""
    spans = [(1.0, 4.0)] if pause is None else [(1.0, pause[0]), (pause[1], 4.0)]
    return [OPENED, *windows("customer", spans, until), AudioEnded(at=until), CallClosed(at=until, reason="x")]


def test_a_card_is_there_before_the_final_words():
    """A quarter of a second after the last sound, and once."""
    told = run(heard(), GrowingRecogniser())
    (card,) = of(told, ev.SuggestionOffered)
    (final,) = of(told, ev.UtteranceFinished)
    assert 4.0 < card.at < 4.35 < final.at
    assert final.text.startswith(card.because.quote)
    assert card.because.utterance_id == final.utterance_id


def test_without_rehearsal_the_same_card_comes_later():
    """The same words lead to the same phrase, after the end of the turn is sure."""
    (early,), (late,) = (
        of(run(heard(), GrowingRecogniser(), rules), ev.SuggestionOffered) for rules in (None, UNREHEARSED)
    )
    assert early.phrase_id == late.phrase_id
    assert late.at > early.at + 0.15


def test_feelings_and_needs_come_from_final_words_alone():
    """What was only rehearsed is not told."""
    told = run(heard(), GrowingRecogniser())
    place = {type(event): number for number, event in enumerate(told)}
    assert place[ev.SuggestionOffered] < place[ev.UtteranceFinished] < place[ev.EmotionChanged] < place[ev.NeedRaised]
    assert len(of(told, ev.MoodTracked)) == 1


def test_doubtful_words_bring_no_early_card():
    """The words are shown; nothing is made of them."""
    assert not of(run(heard(), GrowingRecogniser(confidence=0.4)), ev.SuggestionOffered)


def test_a_pause_within_a_sentence_brings_no_card():
    """The customer goes on: "... and i" is no end of a turn."""
    told = run(heard(pause=(2.3, 2.6)), GrowingRecogniser())
    (card,) = of(told, ev.SuggestionOffered)
    assert card.at > 4.0


def test_no_early_card_while_the_agent_speaks():
    """It waits for them, as any other."""
    both = [*windows("customer", [(1.0, 4.0)], 9.0), *windows("agent", [(3.0, 7.0)], 9.0)]
    both.sort(key=lambda scored: scored.at)
    workers = GrowingRecogniser()
    told = run([OPENED, *both], workers)
    speaking = [event.at for event in told if isinstance(event, ev.SpeechEnded) and event.speaker == "agent"]
    assert all(card.at >= speaking[0] for card in of(told, ev.SuggestionOffered))


def test_one_rehearsal_at_a_time():
    """However fast the words come, the reader has at most one early request."""
    session, waiting, early = CallSession("call", Settings()), [], 0
    workers = GrowingRecogniser()
    for item in heard()[:-2]:
        reaction = session.feed(item)
        for command in reaction.commands:
            if isinstance(command, Transcribe):
                waiting += session.feed(replace(workers.perform(command), at=item.at)).commands
            else:
                waiting.append(command)
        early = max(early, sum(command.early for command in waiting if isinstance(command, ReadAffect | SearchBank)))
    assert early == 1


@pytest.mark.parametrize("failing", [ReadAffect, SearchBank])
def test_a_rehearsal_that_fails_is_forgotten(failing):
    """The card comes from the final words, as ever."""

    class FailingEarly(GrowingRecogniser):
        def perform(self, command):
            if isinstance(command, failing) and command.early:
                name = command.utterance_id if isinstance(command, ReadAffect) else command.request_id
                return WorkFailed(request=name, reason="The reader is away.")
            return super().perform(command)

    (card,) = of(run(heard(), FailingEarly()), ev.SuggestionOffered)
    assert card.because.quote == WORDS


def test_abuse_is_flagged_before_its_boundary_is_shown():
    """Never rehearsed."""

    class Abused(GrowingRecogniser):
        def perform(self, command):
            if isinstance(command, ReadAffect):
                return replace(affect("abuse", 0.9), utterance_id=command.utterance_id)
            if isinstance(command, SearchBank):
                assert not command.early
            return super().perform(command)

    workers = Abused()
    workers._hits = (hit("boundary", emotions=("abuse",), needs=(), similarity=0.7),)
    kinds = [type(event) for event in run(heard(), workers)]
    assert kinds.index(ev.AbuseFlagged) < kinds.index(ev.SuggestionOffered)


def test_the_same_audio_gives_the_same_events():
    """Rehearsals too are a function of the inputs."""
    assert run(heard(), GrowingRecogniser()) == run(heard(), GrowingRecogniser())
