from __future__ import annotations

from assist.affect.holds import Hold
from assist.affect.turntaking import Interruption, Stretch, Talk
from assist.events import Event, RecognizerChanged, SuggestionDismissed, UtteranceUpdated
from assist.report.agent import ActOutcome, CardOutcome, Promise
from assist.report.customer import Load, Mood, MoodPoint, NeedOutcome
from assist.report.empathy import Empathy
from assist.report.facts import VERSION
from assist.report.invites import FollowUp, Invite
from assist.report.misses import Miss
from assist.report.moments import Moment
from assist.report.scorecard import Scorecard, scorecard
from assist.report.words import when
from tests.report.calls import (
    IGNORED,
    RELIEF,
    TOOK_IT,
    WAITED,
    act,
    call,
    evidence,
    felt,
    met,
    offered,
    raised,
    refund_call,
    reraised,
    said,
)


def test_a_whole_call_gives_a_whole_scorecard() -> None:
    """Every part of the card is computed from the call's events."""
    assert scorecard(refund_call()) == Scorecard(
        version=VERSION,
        call_id="call-1",
        source="calls/one.wav",
        started_at="2026-03-02T09:30:00+00:00",
        duration_seconds=22.0,
        complete=True,
        talk=Talk(
            customer_seconds=7.0,
            agent_seconds=8.0,
            talk_listen_ratio=1.14,
            longest_monologue=Stretch(at=11.0, seconds=4.0, quote=TOOK_IT),
        ),
        moods=(
            Mood(at=4.2, emotion="annoyance", valence=-0.4, quote=WAITED),
            Mood(at=10.2, emotion="anger", valence=-0.8, quote=IGNORED),
            Mood(at=18.2, emotion="gratitude", valence=0.8, quote=RELIEF),
        ),
        mood=(
            MoodPoint(at=4.2, valence=-0.4),
            MoodPoint(at=10.2, valence=-0.7),
            MoodPoint(at=18.2, valence=0.4),
        ),
        valence_start=-0.4,
        valence_end=0.4,
        needs=(
            NeedOutcome(
                need="speed",
                at=4.2,
                quote=WAITED,
                times=2,
                met=True,
                met_at=15.2,
                answer=TOOK_IT,
                seconds_until_met=11.0,
            ),
            NeedOutcome(need="heard", at=10.2, quote=IGNORED, eased=RELIEF),
        ),
        acts=(
            ActOutcome(act="ownership", times=2, at=21.2, quote="I will own that."),
            ActOutcome(act="commitment", times=1, at=15.2, quote=TOOK_IT),
        ),
        empathy=(Empathy(mechanism="interpretation", level=2, times=1, at=15.2, quote=TOOK_IT),),
        moments=(
            Moment(
                at=11.0,
                quote=TOOK_IT,
                asked=IGNORED,
                reply=RELIEF,
                rise=1.1,
                before="anger",
                after="gratitude",
                reasons=(
                    "met a need (speed)",
                    "put their situation into words",
                    "used the card “Take it on yourself”",
                    "took them from angry to grateful",
                ),
            ),
        ),
        misses=(
            Miss(
                at=5.0,
                asked=WAITED,
                quote="What is the order number?",
                advice="say in half a sentence what it has cost them, then go on",
            ),
        ),
        load=(Load(emotion="anger", seconds=8.0, moments=1),),
        cards=(
            CardOutcome(
                suggestion_id="s-1",
                at=4.3,
                cue="Take it on yourself",
                text="Let me do that now.",
                because=WAITED,
                stages=("offered", "shown", "accepted", "spoken"),
                spoken=TOOK_IT,
            ),
            CardOutcome(
                suggestion_id="s-2",
                at=18.4,
                cue="Take it on yourself",
                text="I will take care of this myself.",
                because=RELIEF,
                stages=("offered", "expired"),
            ),
        ),
        stages={"offered": 2, "shown": 1, "accepted": 1, "spoken": 1, "dismissed": 0, "rejected": 0, "expired": 1},
        promises=(Promise(at=15.2, quote="I will send the refund today."),),
        last_chance=19.0,
        went_well=(
            "You said “That is too long. I will send the refund today”, "
            "and they went from angry to grateful: “Thank you so much”."
        ),
        to_try=(
            "When they said “I have been waiting for three weeks”, you answered “What is the order number?”: "
            "next time, say in half a sentence what it has cost them, then go on."
        ),
        balance="In 22 seconds: 2 of 2 needs met, no interruption, no long silence.",
        invites=(
            Invite(
                kind="feedback",
                text="They ended content (“Thank you so much”): ask them for feedback, by survey or on the next call.",
                at=18.2,
                quote=RELIEF,
            ),
        ),
        follow_ups=(FollowUp(kind="promise", text="I will send the refund today. (promised at 0:15)", at=15.2),),
        follow_up_head=f"Follow-ups, {when('2026-03-02T09:30:00+00:00')}, call-1",
    )


def test_no_events_give_an_empty_card() -> None:
    """A journal that broke off before its first event is judged by nothing."""
    assert scorecard([]) == Scorecard(
        version=VERSION,
        balance="No word of the customer was heard in 0 seconds.",
        follow_up_head="Follow-ups",
    )


def test_a_call_that_breaks_off_lasts_until_its_last_word() -> None:
    """Without the end of the call the record is incomplete, and a partial transcript still counts as talk."""
    partial = UtteranceUpdated(
        at=6.0, utterance_id="agent-1", speaker="agent", text="Let me", stable="", start=5.0, end=6.5, confidence=0.9
    )
    card = scorecard(call(said("customer-1", "customer", 1.0, 4.0, WAITED), partial))
    assert (card.complete, card.duration_seconds, card.talk.agent_seconds) == (False, 6.5, 1.5)


def test_a_need_raised_by_the_last_words_was_not_left_unanswered() -> None:
    """No advice is drawn from a need that the agent had no chance to answer."""
    need = raised(4.2, "speed", evidence("customer-1", WAITED))
    assert scorecard(call(said("customer-1", "customer", 1.0, 4.0, WAITED), need)).to_try is None


def test_without_a_customer_word_there_is_no_ratio_no_mood_and_no_lesson() -> None:
    """A call in which only the agent spoke says nothing about listening."""
    card = scorecard(call(said("agent-1", "agent", 0.0, 60.0, "Hello, is anyone there?"), ended_at=70.0))
    found = (card.talk.talk_listen_ratio, card.valence_start, card.valence_end, card.went_well, card.to_try)
    assert found == (None, None, None, None, None)


def test_a_customer_who_shows_no_emotion_is_neutral_from_start_to_end() -> None:
    """Words without a change of emotion leave the valence at zero."""
    card = scorecard(call(said("customer-1", "customer", 0.0, 2.0, "My order is late."), ended_at=3.0))
    assert (card.valence_start, card.valence_end) == (0.0, 0.0)


def test_words_taken_back_are_no_talk() -> None:
    """An utterance whose final is empty was noise."""
    assert scorecard(call(said("customer-1", "customer", 0.0, 9.0, ""), ended_at=9.0)).talk == Talk()


def test_the_agent_interrupts_with_words_but_not_with_a_backchannel() -> None:
    """Speaking over the customer counts, unless it is short turn-taking or says no more than "I see"."""
    card = scorecard(
        call(
            said("customer-1", "customer", 0.0, 10.0, WAITED),
            said("agent-1", "agent", 3.0, 4.0, "Okay, I see."),
            said("agent-2", "agent", 8.0, 12.0, "Give me the number."),
            said("customer-2", "customer", 11.0, 14.0, IGNORED),
            said("agent-3", "agent", 13.8, 15.0, "Sorry about that."),
            ended_at=15.0,
        )
    )
    assert card.talk.interruptions == (Interruption(at=8.0, quote=WAITED, words="Give me the number."),)
    assert card.talk.overlap_seconds == 2.5  # what two utterances share beyond their pre-roll and post-roll
    assert card.to_try == (
        "You began “Give me the number” over their “I have been waiting for three weeks”: "
        "next time, let them finish first."
    )


def test_a_long_silence_is_dead_air_unless_the_call_is_on_hold() -> None:
    """Over seven seconds without a word count, but not while the agent has put the call on hold."""
    card = scorecard(
        call(
            said("agent-1", "agent", 0.0, 2.0, "Let me look."),
            said("customer-1", "customer", 9.0, 10.0, "Hello?"),
            said("agent-2", "agent", 11.0, 12.0, "Still looking."),
            said("agent-3", "agent", 19.5, 21.0, "I put you on hold."),
            said("agent-4", "agent", 50.0, 52.0, "Thank you for holding."),
            ended_at=70.0,
        )
    )
    assert card.talk.dead_air == (Stretch(at=12.0, seconds=7.5, quote="Still looking."),)
    assert card.talk.holds == (Hold(at=21.0, seconds=29.0, quote="I put you on hold.", explained=False),)
    assert card.to_try == (
        "After “Still looking” it was silent for 8 seconds: next time, say what you are doing while it lasts."
    )


def test_a_long_stretch_of_the_agents_is_named() -> None:
    """Utterances of one turn add up, without the pauses between them."""
    card = scorecard(
        call(
            said("customer-1", "customer", 0.0, 2.0, "What is this fee?"),
            said("agent-1", "agent", 3.0, 33.0, "First of all"),
            said("agent-2", "agent", 33.8, 63.8, "and then"),
            ended_at=66.0,
        )
    )
    assert card.talk.longest_monologue == Stretch(at=3.0, seconds=60.0, quote="First of all")
    assert card.to_try == (
        "From “First of all” on you spoke for 60 seconds in one go: "
        "next time, stop after a step or two and ask whether it is clear."
    )


def test_a_need_raised_again_after_it_was_met_is_open_again() -> None:
    """The answer that did not last is not counted."""
    words, answer = evidence("customer-1", WAITED), evidence("agent-1", TOOK_IT)
    events: list[Event] = [raised(1.0, "speed", words), met(5.0, "speed", answer), reraised(9.0, "speed", words)]
    assert scorecard(call(events)).needs == (NeedOutcome(need="speed", at=1.0, quote=WAITED, times=2),)
    (need,) = scorecard(call(events, met(12.0, "speed", answer))).needs
    assert (need.met, need.seconds_until_met) == (True, 3.0)


def test_a_need_that_waited_long_is_the_thing_to_try() -> None:
    """A late answer is named where nothing stayed open."""
    words, answer = evidence("customer-1", WAITED), evidence("agent-1", TOOK_IT)
    asked = said("customer-1", "customer", 0.0, 1.0, WAITED)
    given = said("agent-1", "agent", 4.0, 61.0, TOOK_IT)
    card = scorecard(call(asked, raised(1.0, "clarity", words), given, met(61.0, "clarity", answer)))
    assert card.went_well == (
        "You answered “I have been waiting for three weeks”: “That is too long. I will send the refund today”."
    )
    assert card.to_try == (
        "“I have been waiting for three weeks” waited 60 seconds for its answer: "
        "next time, explain it in plain words, one step at a time before anything else."
    )


def test_an_insult_is_no_unanswered_need() -> None:
    """Nobody is told to answer abuse with empathy."""
    words = evidence("customer-1", "You are an idiot.")
    card = scorecard(
        call(
            said("customer-1", "customer", 0.0, 2.0, words.quote),
            felt(2.2, "abuse", -0.9, words),
            raised(2.2, "heard", words),
            said("agent-1", "agent", 3.0, 5.0, "I want to help, please stay respectful."),
            ended_at=6.0,
        )
    )
    assert card.open_needs == ()
    assert card.to_try == "“You are an idiot” was not about you: take two minutes before the next call."


def test_empathy_in_the_agents_own_words_is_praised_where_no_need_was_met() -> None:
    """An act is evidence; a plain one such as a question is not."""
    words = evidence("agent-1", "Anyone would be upset.")
    assert scorecard(call(act(1.0, "validation", words))).went_well == (
        "You told them that their reaction made sense: “Anyone would be upset”."
    )
    assert scorecard(call(act(1.0, "open_question", words))).went_well is None


def test_a_promise_is_listed_once_an_utterance() -> None:
    """Two acts in the same words are one promise; words without "will" are kept whole."""
    words = evidence("agent-1", "A colleague calls you on Thursday.")
    card = scorecard(call(act(1.0, "commitment", words), act(1.0, "follow_up", words)))
    assert card.promises == (Promise(at=1.0, quote=words.quote),)


def test_a_promise_without_a_time_is_marked() -> None:
    """The page says what was left open, so that it can still be settled."""
    words = evidence("agent-1", "I will look into that for you.")
    assert scorecard(call(act(1.0, "commitment", words))).promises[0].vague


def test_a_dismissed_card_keeps_its_words() -> None:
    """What was put away is counted where it ended."""
    gone = SuggestionDismissed(at=2.0, suggestion_id="s-1", phrase_id="s-1-phrase")
    card = scorecard(call(offered(1.0, "s-1", WAITED), gone))
    assert card.cards[0].stages == ("offered", "dismissed")
    assert card.stages["dismissed"] == 1


def test_a_reduced_recogniser_is_remembered() -> None:
    """Readers are told when quotes are less to be trusted."""
    change = RecognizerChanged(at=0.1, recognizer="pocketsphinx", model="en-us", reduced_accuracy=True)
    assert scorecard(call(change)).reduced_accuracy
