"""One speaker's line: utterances, partials, finals."""

from assist.commands import Transcribe
from assist.events import SpeechEnded, SpeechStarted, UtteranceFinished, UtteranceUpdated
from assist.inputs import Transcribed
from assist.settings import SpeechSettings
from assist.speech.channel import Channel
from tests.scripts import windows

SETTINGS = SpeechSettings(pause_seconds=0.16, endpoint_silence_seconds=0.45, partial_interval_seconds=0.8)


def answer(request: Transcribe, text: str, confidence: float = 0.9) -> Transcribed:
    return Transcribed(
        utterance_id=request.utterance_id,
        revision=request.revision,
        start=request.start,
        end=request.end,
        text=text,
        confidence=confidence,
    )


def hear(channel: Channel, spans, until, start=0.0):
    return [output for scored in windows("customer", spans, until, start) for output in channel.hear(scored)]


def requests(outputs):
    return [output for output in outputs if isinstance(output, Transcribe)]


def test_the_words_read_at_the_pause_are_final_when_the_speech_was_over():
    """No second reading after the endpoint: the words are there at once."""
    channel = Channel("customer", SETTINGS)
    asked = requests(hear(channel, [(1.0, 1.3)], 1.6))
    assert [request.final for request in asked] == [True]
    assert [type(out) for out in channel.read(answer(asked[0], "hello there"))] == [UtteranceUpdated]
    after = hear(channel, [(1.0, 1.3)], 2.5, start=1.6)
    assert [type(out) for out in after] == [SpeechEnded, UtteranceFinished]
    assert after[-1].text == "hello there"
    assert not channel.awaiting


def test_an_answer_that_comes_after_the_endpoint_finishes_the_utterance():
    """A slow recogniser loses nothing."""
    channel = Channel("customer", SETTINGS)
    outputs = hear(channel, [(1.0, 1.6)], 2.5)
    assert [type(out) for out in outputs if not isinstance(out, Transcribe)] == [SpeechStarted, SpeechEnded]
    assert channel.awaiting
    finished = channel.read(answer(requests(outputs)[-1], "hello there"))
    assert [type(out) for out in finished] == [UtteranceFinished]


def test_speech_that_goes_on_after_a_pause_stays_one_utterance():
    """What was read at the pause becomes a partial; the final covers it all."""
    channel = Channel("customer", SETTINGS)
    spans = [(1.0, 1.6), (1.9, 2.4)]
    outputs = hear(channel, spans, 3.2)
    finals = [request for request in requests(outputs) if request.final]
    assert len(finals) == 2
    assert {request.utterance_id for request in finals} == {"customer-1"}
    assert channel.read(answer(finals[0], "hello")) == []
    assert channel.read(answer(finals[1], "hello there friend"))[0].text == "hello there friend"


def test_at_most_one_partial_is_in_flight():
    """A recogniser that does not answer is not asked again, until the speech pauses."""
    channel = Channel("customer", SETTINGS)
    asked = requests(hear(channel, [(0.5, 6.0)], 5.5))
    assert [request.final for request in asked] == [False]


def test_an_answered_partial_lets_the_next_one_go():
    """Partials follow one another at their interval and show the stable prefix."""
    channel = Channel("customer", SETTINGS)
    first = requests(hear(channel, [(0.5, 6.0)], 2.0))
    channel.read(answer(first[0], "i have been"))
    second = requests(hear(channel, [(0.5, 6.0)], 3.5, start=2.016))
    update = channel.read(answer(second[0], "i have been waiting"))[0]
    assert (update.text, update.stable) == ("i have been waiting", "i have been")


def test_a_ghost_on_a_faint_line_yields_no_words():
    """What recognisers say to noise is not an utterance; nothing was shown, so nothing is taken back."""
    channel = Channel("customer", SETTINGS)
    outputs = []
    for scored in windows("customer", [(1.0, 1.4)], 2.5):
        faint = type(scored)(
            at=scored.at,
            speaker="customer",
            start=scored.start,
            end=scored.end,
            probability=scored.probability,
            level_db=-50.0,
        )
        outputs += channel.hear(faint)
    assert channel.read(answer(requests(outputs)[-1], "thank you")) == []


def test_shown_words_that_do_not_stand_are_taken_back():
    """By an empty final."""
    channel = Channel("customer", SETTINGS)
    first = requests(hear(channel, [(0.5, 2.5)], 2.0))
    channel.read(answer(first[0], "the the the"))
    outputs = hear(channel, [(0.5, 2.5)], 4.0, start=2.016)
    final = channel.read(answer(requests(outputs)[-1], "the the the the the the the the"))
    assert [(out.text, out.confidence) for out in final] == [("", 0.0)]


def test_the_end_of_the_audio_ends_the_last_utterance():
    """The last sentence is not lost on stop."""
    channel = Channel("customer", SETTINGS)
    hear(channel, [(1.0, 2.0)], 2.0)
    outputs = channel.finish(2.0)
    assert [type(out) for out in outputs] == [SpeechEnded, Transcribe]
    assert channel.read(answer(requests(outputs)[0], "good bye now"))[0].text == "good bye now"


def test_a_failed_reading_lets_the_call_go_on():
    """The utterance goes without words, and nothing more is awaited."""
    channel = Channel("customer", SETTINGS)
    (*_, last) = requests(hear(channel, [(1.0, 1.6)], 2.5))
    assert channel.fail("customer-1", last.revision) == []
    assert not channel.awaiting


def test_a_partial_that_fails_late_does_not_take_the_final_with_it():
    """The utterance is over and its final words are being read: they still come."""
    channel = Channel("customer", SETTINGS)
    asked = requests(hear(channel, [(1.0, 2.6)], 3.5))
    early, final = asked[0], asked[-1]
    assert (early.final, final.final) == (False, True)
    assert channel.fail("customer-1", early.revision) == []
    assert [type(out) for out in channel.read(answer(final, "hello there"))] == [UtteranceFinished]


def test_a_reading_that_fails_while_the_speech_pauses_is_asked_for_again_at_its_end():
    """The answer to the early one never comes: nothing waits for it, so that the lag does not grow for ever."""
    channel = Channel("customer", SETTINGS)
    (early,) = requests(hear(channel, [(1.0, 1.3)], 1.6))
    assert early.final
    assert channel.fail("customer-1", early.revision) == []
    again = requests(hear(channel, [(1.0, 1.3)], 2.5, start=1.6))
    assert [request.final for request in again] == [True]
    assert [type(out) for out in channel.read(answer(again[0], "hello there"))] == [UtteranceFinished]
    assert not channel.awaiting
    assert channel.unread_since() is None
