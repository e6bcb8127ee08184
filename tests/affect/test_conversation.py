"""The conversation as it runs."""

from assist.affect.conversation import Conversation, conversation_of
from assist.events import (
    CallResumed,
    PhaseChanged,
    SpeechEnded,
    SpeechStarted,
    UtteranceFinished,
    UtteranceUpdated,
)
from tests.report.calls import said as utterance


def told(conversation, *events, at=None):
    found = [conversation.follow(event, event.at if at is None else at) for event in events]
    return next((pair for pair in found if pair), None)


def begins(speaker, start, name=None):
    return SpeechStarted(at=start, speaker=speaker, utterance_id=name or f"{speaker}-{start:g}", start=start)


def partial(speaker, start, end, text):
    return UtteranceUpdated(
        at=end,
        utterance_id=f"{speaker}-{start:g}",
        speaker=speaker,
        text=text,
        stable="",
        start=start,
        end=end,
        confidence=0.9,
    )


def test_an_interruption_is_noticed_while_it_happens_and_once():
    """At the agent's first words over the running customer; the rest of them is the same interruption."""
    conversation = Conversation()
    told(conversation, begins("customer", 1.0), partial("customer", 1.0, 3.0, "and then nobody"), begins("agent", 4.0))
    agent, customer = told(conversation, partial("agent", 4.0, 5.0, "give me the number"))
    assert (agent.text, customer.text) == ("give me the number", "and then nobody")
    assert told(conversation, partial("agent", 4.0, 6.0, "give me the number please")) is None


def test_an_interruption_is_noticed_when_the_customers_words_come_last():
    """Calls of text tell whole turns: the shorter one comes first."""
    conversation = Conversation()
    told(conversation, *utterance("agent-1", "agent", 5.0, 7.0, "give me the number"))
    agent, customer = told(conversation, *utterance("customer-1", "customer", 0.0, 9.0, "and then nobody came"))
    assert (agent.utterance_id, customer.utterance_id) == ("agent-1", "customer-1")


def test_dead_air_grows_with_time_and_ends_with_a_sound():
    """It begins with the last sound of either; a new one, words or not, ends it."""
    conversation = Conversation()
    told(conversation, *utterance("customer-1", "customer", 0.0, 2.0, "where is my refund"))
    assert conversation.silence(8.0) is None
    silence = conversation.silence(12.5)
    assert (silence.since, silence.seconds, silence.last.text) == (2.0, 10.5, "where is my refund")
    told(conversation, begins("agent", 13.0))
    assert conversation.silence(30.0) is None
    told(conversation, SpeechEnded(at=14.0, speaker="agent", utterance_id="agent-13", start=13.0, end=13.5))
    assert conversation.silence(20.0) is None
    assert conversation.silence(21.0).since == 13.5


def test_an_announced_hold_is_no_dead_air():
    """Nor is a call in which the customer has not spoken yet."""
    conversation = Conversation()
    told(conversation, *utterance("agent-1", "agent", 0.0, 2.0, "hello"))
    assert conversation.silence(60.0) is None
    told(conversation, *utterance("customer-1", "customer", 61.0, 62.0, "hello where is my refund"))
    told(conversation, *utterance("agent-2", "agent", 63.0, 65.0, "let me put you on hold while I check"))
    assert conversation.silence(200.0) is None


def test_the_running_monologue_counts_what_was_said_in_one_go():
    """Its last utterance still runs; its words may lag behind."""
    conversation = Conversation()
    told(conversation, *utterance("agent-1", "agent", 0.0, 18.0, "so first of all"), begins("agent", 18.4))
    assert conversation.monologue(28.4).seconds == 28.0
    assert conversation.monologue(28.4).last.text == "so first of all"
    told(conversation, *utterance("customer-1", "customer", 20.0, 20.6, "mhm"))
    assert conversation.monologue(30.4).seconds == 30.0
    told(conversation, SpeechEnded(at=40.0, speaker="agent", utterance_id="agent-18.4", start=18.4, end=40.0))
    assert conversation.monologue(41.0) is None


def test_words_taken_back_are_no_talk():
    """A final without words leaves nothing behind."""
    conversation = conversation_of(utterance("customer-1", "customer", 0.0, 9.0, ""))
    assert conversation.spans == []
    assert conversation.talk().customer_seconds == 0.0


def test_live_and_report_agree():
    """The follower and the end of the call count the same utterances."""
    events = [
        *utterance("customer-1", "customer", 0.0, 10.0, "it has been three weeks"),
        *utterance("agent-1", "agent", 4.0, 6.0, "give me the number"),
        *utterance("customer-2", "customer", 18.0, 19.0, "hello"),
    ]
    talk = conversation_of(events).talk()
    assert len(talk.interruptions) == 1
    assert [silence.seconds for silence in talk.dead_air] == [8.0]
    assert isinstance(events[-1], UtteranceFinished)


def test_time_on_hold_is_no_dead_air_in_the_report_either():
    """By key or link: what is left of the silence counts; so does none of what an engine that died has missed."""
    for between in (
        [PhaseChanged(at=12.0, phase="hold"), PhaseChanged(at=41.0, phase="discovery")],
        [CallResumed(at=41.0, missed_seconds=29.0)],
    ):
        talk = conversation_of(
            [
                *utterance("customer-1", "customer", 0.0, 10.0, "it has been three weeks"),
                *between,
                *utterance("agent-1", "agent", 42.0, 44.0, "thank you for waiting"),
                *utterance("customer-2", "customer", 53.0, 54.0, "hello"),
            ]
        ).talk()
        assert [silence.seconds for silence in talk.dead_air] == [9.0]


def test_a_call_that_ends_on_hold_has_no_dead_air_there():
    """The last words came before it."""
    conversation = conversation_of(
        [*utterance("customer-1", "customer", 0.0, 10.0, "it has been weeks"), PhaseChanged(at=11.0, phase="hold")]
    )
    assert conversation.silence(100.0) is None
    assert conversation.talk().dead_air == ()
