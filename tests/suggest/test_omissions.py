"""What was due and has not been done."""

import pytest

from assist.events import Evidence
from assist.suggest.omissions import Omissions


class Call:
    """Plays turns and collects the kinds of cues."""

    def __init__(self, phase="discovery"):
        self.omissions = Omissions(discovery_turns=3, story_words=12)
        self.phase = phase
        self.now = 0.0

    def customer(self, text, valence=0.0, told=True):
        self.now += 5.0
        words = Evidence(utterance_id="c", quote=text)
        return [cue.kind for cue in self.omissions.customer_said(valence, told, words, self.phase, self.now)]

    def agent(self, text, acts=()):
        self.now += 5.0
        words = Evidence(utterance_id="a", quote=text)
        return [cue.kind for cue in self.omissions.agent_said(acts, words, self.phase, self.now)]


def test_three_turns_in_which_nobody_asks_an_upset_customer():
    """Utterances of one turn count once, from the complaint on; each complaint is asked about once."""
    call, found = Call(), []
    call.customer("nobody came again", valence=-0.5)
    for number in range(4):
        found.append(call.agent("is it still there") + call.agent("and the date please"))
        call.customer(f"answer {number}", valence=-0.5 if number == 3 else 0.0)
    assert found == [[], [], ["open_question"], []]
    assert [call.agent("is it on") + call.customer("yes") for _ in range(3)] == [[], [], ["open_question"]]


def test_a_calm_customer_is_served_by_plain_questions():
    """No feeling, nothing to explore."""
    call = Call()
    for number in range(6):
        assert call.agent("is it still there") == []
        call.customer(f"answer {number}")


@pytest.mark.parametrize("asked", [("can you tell me more about it", ()), ("and since", ("open_question",))])
def test_an_open_question_by_words_or_by_act_is_enough(asked):
    """In doubt it was one."""
    call = Call()
    call.customer("nobody came again", valence=-0.5)
    for text, acts in (("is it there", ()), ("is it on", ()), asked, ("is it off", ()), ("is it in", ())):
        assert call.agent(text, acts) == []
        call.customer("yes it is")


STORY = "they came on monday and left it open and on tuesday nobody came and now it rains in"


def test_a_long_complaint_is_summed_up_before_it_is_answered():
    """While there is still nothing solved; a short one is plain, and a long story without a feeling is only long."""
    assert Call().customer(STORY, valence=-0.5) == ["summarise"]
    assert Call("resolution").customer(STORY, valence=-0.5) == []
    assert Call().customer("nobody came again", valence=-0.5) == []
    assert Call().customer(STORY, valence=-0.1, told=False) == []


def test_who_is_leaving_is_not_asked_how_it_went():
    """Content, but with the hand on the door."""
    assert "feedback_request" in Call("closing").customer("that was lovely thank you so much", valence=0.6)
    assert "feedback_request" not in Call("closing").customer("that was lovely thank you bye now", valence=0.6)


@pytest.mark.parametrize(
    "refusal",
    [
        "unfortunately I can't do that",
        "I'm not able to refund this",
        "we don't offer that any more",
        "there's nothing I can do about it",
        "that's not possible",
    ],
)
def test_a_refusal_without_an_alternative(refusal):
    """Noticed when the customer has reacted, so that the agent's own offer comes first."""
    call = Call("resolution")
    assert call.agent(refusal) == []
    assert call.customer("so what now") == ["alternatives"]
    assert call.customer("hello") == []


@pytest.mark.parametrize(
    "words",
    [
        "I can't do that, but I can give you a credit",
        "I can't believe that happened",
        "we don't have the number yet",
        "it can't wait any longer",
    ],
)
def test_what_is_no_refusal(words):
    """Or one with its alternative."""
    call = Call("resolution")
    call.agent(words)
    assert call.customer("okay then") == []


def test_an_alternative_in_the_next_breath_is_one():
    """The agent had only paused."""
    call = Call("resolution")
    call.agent("I can't do that")
    call.agent("you could keep it for half the price", ["alternatives"])
    assert call.customer("okay then") == []


def test_a_vague_promise_is_settled_before_the_goodbye():
    """Who and when; a later sentence that says it is enough."""
    call = Call("resolution")
    call.agent("it will be looked into", ["commitment"])
    call.phase = "closing"
    assert call.agent("is there anything else") == ["follow_up"]
    call = Call("resolution")
    call.agent("it will be looked into", ["commitment"])
    call.agent("I'll call you by friday")
    call.phase = "closing"
    assert call.agent("is there anything else") == []


def test_a_content_customer_may_be_asked():
    """Not an unhappy one, nor one who was asked."""
    call = Call("closing")
    assert "feedback_request" in call.customer("thank you so much that was great", valence=0.7)
    assert "feedback_request" not in call.customer("whatever", valence=-0.4)
    call.agent("how did you find this call", ["feedback_request"])
    assert "feedback_request" not in call.customer("it was great", valence=0.7)


def test_thanks_before_the_goodbye():
    """Said once in the closing, by any words of thanks."""
    call = Call("closing")
    assert call.customer("no that is all", told=False) == ["thank"]
    call.agent("thank you for your patience today")
    assert call.customer("bye", told=False) == []
