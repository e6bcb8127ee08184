"""How the agent conducts the call, and the nudges that come of it."""

import pytest

from assist import events as ev
from assist.affect.spans import Span
from assist.affect.turntaking import measure
from assist.affect.voice import VoiceReading
from assist.conduct import Conduct
from assist.inputs import ActsRead
from assist.settings import NudgeSettings, Settings, SuggestSettings
from tests.scripts import affect

RAISED = VoiceReading(arousal=0.8, reliability=0.8)
USUAL = VoiceReading(arousal=0.0, reliability=0.8)
FAST = VoiceReading(arousal=0.1, reliability=0.8, pace=2.0)


class Call:
    """Tells a conduct what happens; collects what it says."""

    def __init__(self, settings=None):
        self.conduct = Conduct(settings or Settings())
        self.nudges = []
        self.overlaps = []
        self.noticed = []
        self.phase = "discovery"
        self.now = 0.0

    def pass_time(self, until):
        while self.now < until:
            self.now = min(self.now + 0.5, until)
            self.tell()

    def tell(self, *events):
        for told in self.conduct.step(events, self.now):
            (self.overlaps if isinstance(told, ev.SpeechOverlapped) else self.nudges).append(told)

    def begin(self, speaker, at):
        self.pass_time(at)
        self.tell(ev.SpeechStarted(speaker=speaker, utterance_id=f"{speaker}-{at:g}", start=at))

    def finish(self, speaker, start, end, text, reading=None, voice=None):
        """The utterance that began at ``start`` ends, and is read at once."""
        self.pass_time(end)
        name = f"{speaker}-{start:g}"
        finished = ev.UtteranceFinished(
            utterance_id=name, speaker=speaker, text=text, start=start, end=end, confidence=0.9
        )
        self.tell(ev.SpeechEnded(speaker=speaker, utterance_id=name, start=start, end=end), finished)
        if speaker == "customer":
            read = reading or affect("neutral", valence=0.0)
            self.conduct.customer_read(read, finished, self.phase, self.now)
        else:
            read = reading or ActsRead(utterance_id=name, acts={}, answers={})
            self.noticed += self.conduct.agent_read(read, finished, voice, self.phase, self.now)
        self.tell()

    def say(self, speaker, start, end, text, reading=None, voice=None):
        self.begin(speaker, start)
        self.finish(speaker, start, end, text, reading, voice)

    @property
    def kinds(self):
        return [nudge.kind for nudge in self.nudges]


def test_a_long_silence_is_filled():
    """Over ten seconds, once, with the last words as evidence."""
    call = Call()
    call.say("customer", 0.0, 3.0, "where is my refund")
    call.pass_time(12.9)
    assert call.nudges == []
    call.pass_time(60.0)
    (nudge,) = call.nudges
    assert (nudge.kind, nudge.evidence.quote) == ("dead_air", "where is my refund")


@pytest.mark.parametrize("last", ["one moment while I check", "I put you on hold for a minute"])
def test_an_announced_silence_is_not(last):
    """Nor is the silence after the goodbye."""
    call = Call()
    call.say("customer", 0.0, 3.0, "where is my refund")
    call.say("agent", 3.5, 6.0, last)
    call.pass_time(25.0)
    assert call.nudges == []
    call = Call()
    call.phase = "closing"
    call.say("customer", 0.0, 3.0, "and that was all of it")
    call.pass_time(40.0)
    assert "dead_air" not in call.kinds


def test_the_second_interruption_is_worth_a_nudge():
    """With the customer's words that were cut into; one may be an accident."""
    call = Call()
    for start in (0.0, 15.0):
        call.begin("customer", start)
        call.begin("agent", start + 4.0)
        call.finish("customer", start, start + 6.0, "and then nobody came")
        assert call.nudges == []
        call.finish("agent", start + 4.0, start + 7.0, "just give me the number")
    (nudge,) = call.nudges
    assert (nudge.kind, nudge.evidence.quote) == ("interrupting", "and then nobody came")


@pytest.mark.parametrize("first", ["agent", "customer"])
@pytest.mark.parametrize("barge_in", [True, False])
def test_who_came_in_is_told_when_the_overlap_is_over(first, barge_in):
    """Once, with the time in which both sounded; a barge-in where the other fell silent and they went on."""
    call, second = Call(), "customer" if first == "agent" else "agent"
    call.begin(first, 0.0)
    call.begin(second, 4.0)
    call.finish(second if not barge_in else first, 4.0 if not barge_in else 0.0, 6.0, "and then nobody came")
    assert call.overlaps == []
    call.finish(second if barge_in else first, 4.0 if barge_in else 0.0, 8.0, "just give me the number")
    assert call.overlaps == [
        ev.SpeechOverlapped(
            speaker=second, utterance_id=f"{second}-4", over=f"{first}-0", start=4.3, end=5.8, barge_in=barge_in
        )
    ]


@pytest.mark.parametrize(("words", "phase"), [("mhm, yes", "discovery"), ("", "discovery"), ("where is it", "hold")])
def test_no_overlap_is_told_of_a_sign_of_listening_an_echo_or_on_hold(words, phase):
    """Who listens does not come in; words that were taken back were nobody's; on hold the agent talks to others."""
    call = Call()
    call.tell(ev.PhaseChanged(phase=phase))
    call.begin("customer", 0.0)
    call.begin("agent", 4.0)
    call.finish("agent", 4.0, 5.5, words)
    call.finish("customer", 0.0, 8.0, "and then nobody came")
    assert call.overlaps == []


def test_overlaps_are_the_interruptions_of_the_report():
    """Live and afterwards the same arithmetic decides."""
    call = Call()
    spans = []
    for start in (0.0, 15.0, 30.0):
        call.begin("customer", start)
        call.begin("agent", start + 4.0)
        call.finish("customer", start, start + 6.0, "and then nobody came")
        call.finish("agent", start + 4.0, start + 7.0, "give me the number")
        spans += [
            Span(f"customer-{start:g}", "customer", start, start + 6.0, "and then nobody came"),
            Span(f"agent-{start + 4:g}", "agent", start + 4.0, start + 7.0, "give me the number"),
        ]
    assert len(call.overlaps) == len(measure(spans).interruptions) == 3


def test_a_monologue_is_paused_while_it_runs():
    """After 45 seconds in one go, cut into utterances by the recogniser or not."""
    call = Call()
    call.say("customer", 0.0, 3.0, "how does it work")
    for start in (4.0, 19.0, 34.0):
        call.say("agent", start, start + 14.6, "so what you do is this")
    assert call.nudges == []
    call.begin("agent", 49.0)
    call.pass_time(51.0)
    assert "monologue" in call.kinds


def test_two_fast_utterances_are_slowed_down():
    """Against the agent's own pace."""
    call = Call()
    call.say("agent", 0.0, 3.0, "how can I help", voice=FAST)
    call.say("agent", 3.5, 6.0, "what is it about", voice=FAST)
    assert call.kinds == ["pace"]


def test_a_breath_after_anger():
    """The agent's own voice rises after an angry word; without one it is only lively."""
    call = Call()
    call.say("agent", 0.0, 3.0, "what is it about", voice=RAISED)
    assert call.nudges == []
    call.say("customer", 4.0, 7.0, "you never do anything", affect("anger", 0.9))
    call.say("agent", 8.0, 11.0, "what do you want me to do", voice=RAISED)
    assert call.kinds == ["breath"]
    assert call.noticed == []


def test_keeping_calm_is_noticed():
    """The voice alone shows it: as usual, in answer to anger; once for each angry word."""
    call = Call()
    call.say("customer", 0.0, 3.0, "you never do anything", affect("anger", 0.9))
    call.say("agent", 4.0, 7.0, "what can I do for you", voice=USUAL)
    call.say("agent", 7.5, 9.0, "what happened", voice=USUAL)
    (act,) = call.noticed
    assert (act.act, act.confidence, act.evidence.quote) == ("staying_calm", 0.8, "what can I do for you")


def offered(at):
    return ev.SuggestionOffered(
        at=at,
        suggestion_id="s",
        phrase_id="p",
        text="",
        cue="",
        emotion="",
        need="",
        strategy="",
        score=0.8,
        because=ev.Because(quote="x"),
    )


def test_a_card_comes_first():
    """No nudge while it is open, nor in the seconds after it."""
    call = Call()
    call.say("customer", 0.0, 3.0, "where is my refund")
    call.tell(offered(3.0))
    call.pass_time(15.0)
    assert call.nudges == []
    call.tell(ev.SuggestionExpired(suggestion_id="s", phrase_id="p", reason="timeout"))
    call.pass_time(22.9)
    assert call.nudges == []
    call.pass_time(23.0)
    assert call.kinds == ["dead_air"]


def test_no_advice_after_an_insult():
    """The agent has enough to bear."""
    call = Call()
    call.say("customer", 0.0, 3.0, "you idiot", affect("abuse", 0.9))
    call.tell(ev.AbuseFlagged(confidence=0.9, evidence=ev.Evidence(utterance_id="customer-0", quote="you idiot")))
    call.pass_time(32.0)
    assert call.nudges == []


def test_experts_and_those_who_want_none():
    """The level and the switch are settings."""
    for settings in (
        Settings(nudges=NudgeSettings(enabled=False)),
        Settings(suggest=SuggestSettings(level="expert")),
    ):
        call = Call(settings)
        for number in range(3):
            call.say("agent", number * 10.0, number * 10.0 + 2.0, "is it there")
            call.say("customer", number * 10.0 + 3.0, number * 10.0 + 5.0, "yes it is")
        assert call.nudges == []


def test_a_backchannel_is_no_turn():
    """It neither counts as a turn without a question nor as a complaint answered."""
    call = Call()
    for number in range(4):
        call.say("agent", number * 10.0, number * 10.0 + 2.0, "okay I see")
        call.say("customer", number * 10.0 + 3.0, number * 10.0 + 5.0, "and then it broke")
    assert call.nudges == []


def test_advice_that_waited_does_not_come_on_hold():
    """The card has just left, the advice was still waiting, and the agent put the customer on hold."""
    for held in (False, True):
        call = Call(Settings(nudges=NudgeSettings(after_card_seconds=4.0)))
        call.say("customer", 0.0, 2.0, "this is terrible", affect("anger", valence=-0.8))
        call.pass_time(3.0)
        call.tell(offered(3.0))
        call.tell(ev.SuggestionDismissed(suggestion_id="s", phrase_id="p"))
        call.say("agent", 3.1, 5.0, "well what do you want me to do", voice=RAISED)
        call.say("agent", 5.1, 6.0, "what is it that you want", voice=RAISED)
        if held:
            call.tell(ev.PhaseChanged(phase="hold"))
        call.pass_time(12.0)
        assert call.kinds == ([] if held else ["breath"])
