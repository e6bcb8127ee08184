"""What was due and has not been done."""

import pytest

from assist.events import Evidence
from assist.suggest.omissions import Omissions


class Call:
    """Plays turns and collects the kinds of cues."""

    def __init__(self, phase="discovery"):
        self.omissions = Omissions(discovery_turns=3)
        self.phase = phase
        self.now = 0.0

    def customer(self, text, valence=0.0, told=True):
        self.now += 5.0
        words = Evidence(utterance_id="c", quote=text)
        return [cue.kind for cue in self.omissions.customer_said(valence, told, words, self.phase, self.now)]

    def agent(self, text, acts=(), answers=()):
        self.now += 5.0
        words = Evidence(utterance_id="a", quote=text)
        return [cue.kind for cue in self.omissions.agent_said(acts, answers, words, self.phase, self.now)]


def test_three_turns_without_an_open_question():
    """Utterances of one turn count once; the count begins anew."""
    call, found = Call(), []
    for number in range(6):
        found.append(call.agent("is it still there") + call.agent("and the date please"))
        call.customer(f"answer {number}")
    assert found == [[], [], ["open_question"], [], [], ["open_question"]]


@pytest.mark.parametrize("asked", [("can you tell me more about it", ()), ("and since", ("open_question",))])
def test_an_open_question_by_words_or_by_act_is_enough(asked):
    """In doubt it was one."""
    call = Call()
    for text, acts in (("is it there", ()), ("is it on", ()), asked, ("is it off", ()), ("is it in", ())):
        assert call.agent(text, acts) == []
        call.customer("yes it is")


def test_solving_before_listening():
    """After a complaint the solution comes before any sign that it was heard."""
    call = Call()
    call.customer("nobody came for the third time", valence=-0.5)
    assert call.agent("let us go for a new appointment then", ["commitment"]) == ["summarise"]
    assert call.agent("let us go for a new appointment then", ["commitment"]) == []


@pytest.mark.parametrize(("acts", "answers"), [(["active_listening"], []), (["validation"], []), ([], ["heard"])])
def test_who_listened_first_may_solve(acts, answers):
    """Also in the same breath."""
    call = Call()
    call.customer("nobody came for the third time", valence=-0.5)
    assert call.agent("so three times now", acts, answers) == []
    assert call.agent("a new appointment", ["commitment"]) == []
    call.customer("and it was cold", valence=-0.5)
    assert call.agent("so you sat there in the cold, we will come today", [*acts, "commitment"], answers) == []


@pytest.mark.parametrize("words", ["you're right that is not fair", "so you sat there and waited", "that must be hard"])
def test_words_that_acknowledge_are_enough(words):
    """Where no act was sure enough, the words count."""
    call = Call()
    call.customer("nobody came for the third time", valence=-0.5)
    assert call.agent(f"{words} we come tomorrow", ["commitment"]) == []


def test_a_plain_request_needs_no_summary():
    """Misfortune told flatly is no complaint."""
    call = Call()
    call.customer("my card was stolen", valence=-0.1, told=False)
    assert call.agent("I will block it now", ["commitment"]) == []


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
