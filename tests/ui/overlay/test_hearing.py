"""How well the call is heard: a muted microphone, an echo, lag, sound that got lost, two who speak at once."""

from __future__ import annotations

import pytest

from assist import commands, events
from tests.ui.calls import angry_call, evidence, folded, mid_call, offered
from ui.health import Surroundings, foremost, notice, troubles
from ui.overlay import happenings as local
from ui.overlay.actions import intent_of
from ui.overlay.reducer import ECHOES_HINTED, HINT_READ_SECONDS, HINT_SECONDS
from ui.overlay.state import Gap, Overlap, OverlayState
from ui.telling import news_of
from ui.wording import ECHO_HINT, LISTENING, UNHEARD_CUSTOMER, empty_card


def lag(at: float, behind: float = 0.0, **fields: object) -> events.LagMeasured:
    """How far hearing is behind."""
    return events.LagMeasured(at=at, behind_seconds=behind, **fields)  # type: ignore[arg-type]


def muted(on: bool = True, at: float = 22.0) -> events.MicrophoneMuted:
    """The microphone is, or is not, muted."""
    return events.MicrophoneMuted(at=at, muted=on, reason="It sends no sound." if on else "")


def echoes(count: int = ECHOES_HINTED, at: float = 22.0) -> list[events.Event]:
    """The microphone heard the customer so often."""
    return [
        events.EchoSuppressed(at=at, utterance_id=f"e{number}", start=at - 1.0, end=at, confidence=0.9)
        for number in range(count)
    ]


def lost(speaker: events.Speaker, at: float, call_id: str = "call-1") -> events.SourceLost:
    """A device is away."""
    return events.SourceLost(call_id=call_id, at=at, speaker=speaker, reason=f"{speaker} away.")


def restored(speaker: events.Speaker, at: float, call_id: str = "call-1") -> events.SourceRestored:
    """It is back."""
    return events.SourceRestored(call_id=call_id, at=at, speaker=speaker)


def without_card() -> OverlayState:
    """The angry call with the card put away."""
    return folded(local.CardPutAway("s1"), state=mid_call())


def line_of(state: OverlayState) -> str:
    """What stands in the status line."""
    trouble = foremost(state, Surroundings(), beside_notice=True)
    return trouble.line if trouble else ""


# --- the muted microphone ---


def test_a_muted_microphone_is_told_before_all_else_and_gone_when_it_is_heard() -> None:
    """With the mend and the engine's reason; the card stays where it is."""
    state = folded(muted(), lost("customer", 22.0), state=mid_call())
    told = notice(state)
    assert told is not None
    assert (told.line, told.detail) == ("Your microphone seems muted: check its switch.", "It sends no sound.")
    assert foremost(state, Surroundings()) == told
    assert line_of(state) == "Cannot hear the customer: check the softphone's sound."
    assert state.card == mid_call().card
    assert notice(folded(muted(False, at=23.0), state=state)) is None


@pytest.mark.parametrize(
    "happening",
    [
        local.NoticeRead(),
        local.HoldChosen(True),
        local.LinkChanged("lost"),
        lost("agent", 23.0),
        events.CallEnded(at=30.0, duration_seconds=30.0, reason="done"),
        events.CallAwaited(begins_on="speech"),
    ],
)
def test_a_muted_microphone_is_not_told(happening: events.Event | local.Happening) -> None:
    """Put away, on hold, without an engine, where the whole device is away, and after the call."""
    assert notice(folded(muted(), happening, state=mid_call())) is None


def test_a_notice_that_was_put_away_comes_again_with_the_next_sign() -> None:
    """The agent put away what they had read, not what is to come."""
    state = folded(muted(), local.NoticeRead(), muted(at=90.0), state=mid_call())
    assert notice(state) is not None


def test_dismiss_means_the_card_then_the_hint_then_the_notice() -> None:
    """One key puts away what is in front, one thing after the other."""
    state = folded(muted(), *echoes(), state=mid_call())
    assert isinstance(intent_of("dismiss", state), commands.DismissSuggestion)
    state = folded(local.CardPutAway("s1"), state=state)
    assert intent_of("dismiss", state) == local.HintRead()
    state = folded(local.HintRead(), state=state)
    assert intent_of("dismiss", state) == local.NoticeRead()
    assert intent_of("dismiss", folded(local.NoticeRead(), state=state)) is None


# --- the echo ---


def test_the_echo_is_hinted_at_once_a_call() -> None:
    """After several, where a card would be; it leaves by itself, and more of them bring no other hint."""
    state = folded(*echoes(ECHOES_HINTED - 1), state=without_card())
    assert empty_card(state) == LISTENING
    state = folded(*echoes(1), state=state)
    assert empty_card(state) == ECHO_HINT
    state = folded(lag(22.0 + HINT_SECONDS), *echoes(9, at=50.0), state=state)
    assert empty_card(state) == LISTENING


def test_the_hint_can_be_put_away() -> None:
    """It does not come again in this call; the next call begins anew."""
    state = folded(*echoes(), local.HintRead(), *echoes(at=30.0), state=without_card())
    assert state.echo_hint_at is None
    new = events.CallStarted(call_id="call-2", source="live", started_at="")
    assert folded(new, *echoes(), state=state).echo_hint_at is not None


@pytest.mark.parametrize(
    "engaged",
    [
        offered("s2", 21.0),
        local.QuietChosen(True),
        events.AbuseFlagged(at=22.0, confidence=0.9, evidence=evidence("you idiot")),
    ],
)
def test_the_hint_waits(engaged: events.Event | local.Happening) -> None:
    """It does not come over a card, the boundary, or quiet."""
    assert folded(engaged, *echoes(), state=without_card()).echo_hint_at is None


def test_a_card_drives_the_hint_away() -> None:
    """One that could not be read yet comes when the card has gone; one that could is not told twice."""
    state = folded(*echoes(), state=without_card())
    early = folded(offered("s2", 22.0 + HINT_READ_SECONDS - 1), state=state)
    assert early.echo_hint_at is None
    assert folded(local.CardPutAway("s2"), state=early).echo_hint_at is not None
    late = folded(offered("s2", 22.0 + HINT_READ_SECONDS), state=state)
    assert folded(local.CardPutAway("s2"), state=late).echo_hint_at is None


def test_an_echo_is_no_line() -> None:
    """What was shown of it is taken back, with or without its empty final."""
    echo = events.UtteranceUpdated(
        at=22.0, utterance_id="e0", speaker="agent", text="where is", stable="", start=21.0, end=22.0, confidence=0.5
    )
    shown = folded(echo, state=mid_call())
    assert len(shown.lines) == len(mid_call().lines) + 1
    assert folded(*echoes(1), state=shown).lines == mid_call().lines


# --- lag ---


@pytest.mark.parametrize(
    ("measured", "line", "severity"),
    [
        (lag(22.0, 1.4, effort="fewer_partials"), "", None),
        (lag(22.0, 3.6, effort="one_beam"), "Catching up, 4 s behind", "quiet"),
        (lag(22.0, 0.5, effort="smaller_model"), "A smaller model helps out: read the words with doubt.", "quiet"),
        (lag(22.0, 0.2, effort="finals_only"), "Words come at the end of sentences", "quiet"),
        (lag(22.0, 4.4, effort="finals_only"), "Words come at the end of sentences, 4 s behind", "quiet"),
        (lag(22.0, 12.0, effort="finals_only"), "12 s behind, cards may not come: close other programs.", "alert"),
    ],
)
def test_lag_is_told_in_words_for_people(measured: events.LagMeasured, line: str, severity: str | None) -> None:
    """Quietly, until it costs cards."""
    trouble = foremost(folded(measured, state=mid_call()), Surroundings())
    assert (trouble.line if trouble else "") == line
    assert (trouble.severity if trouble else None) == severity


def test_what_was_not_heard_stays_told() -> None:
    """To the end of the call and after it, when nobody can be asked any more; also where the call is told again."""
    state = folded(lag(40.0, 6.0, unread_seconds=3.2), lag(90.0, unread_seconds=3.2), state=mid_call())
    assert line_of(state) == "3 s of the call could not be heard: ask again where it matters."
    assert state.gaps == (Gap(start=pytest.approx(30.8), end=34.0, cause="late"),)  # type: ignore[arg-type]
    assert folded(*angry_call(), state=state).gaps == state.gaps
    ended = folded(events.CallEnded(at=99.0, duration_seconds=99.0, reason="done"), state=state)
    assert line_of(ended) == "3 s of the call could not be heard"
    assert line_of(folded(events.CallStarted(call_id="b", source="live", started_at=""), state=ended)) == ""


def test_lost_sound_of_unknown_length_is_told() -> None:
    """An overrun counts even where nobody knows how much it cost."""
    state = folded(lag(40.0, overruns=1), lag(50.0, overruns=1), state=mid_call())
    assert line_of(state) == "Some sound of the call got lost: ask again where it matters."
    assert [(gap.start, gap.end) for gap in state.gaps] == [(40.0, 40.0)]


def test_a_device_that_drops_sound_again_and_again_does_not_flood_the_transcript() -> None:
    """One mark in ten seconds says as much; what is known to be missing is marked each time."""
    state = folded(*(lag(40.0 + second, overruns=1 + second) for second in range(30)), state=mid_call())
    assert [gap.start for gap in state.gaps] == [40.0, 50.0, 60.0]
    dropping = folded(lag(61.0, overruns=31), state=state)
    assert news_of(state, dropping) == []
    assert news_of(dropping, folded(lag(70.0, overruns=32), state=dropping)) != []
    state = folded(lag(70.0, overruns=31, unread_seconds=2.0), lag(71.0, overruns=32, unread_seconds=3.0), state=state)
    assert [(gap.start, gap.end) for gap in state.gaps[3:]] == [(68.0, 70.0), (70.0, 71.0)]


# --- devices ---


def test_both_devices_may_be_away() -> None:
    """Each comes back on its own; what both missed at the same time counts once."""
    state = folded(lost("customer", 30.0), lost("agent", 32.0), state=without_card())
    assert line_of(state) == "Cannot hear either of you: check the headset's plug."
    assert empty_card(state) == UNHEARD_CUSTOMER
    state = folded(restored("customer", 40.0), state=state)
    assert line_of(state) == "Cannot hear you: check the headset's plug."
    assert empty_card(state) == LISTENING
    state = folded(restored("agent", 44.0), lag(60.0), state=state)
    assert line_of(state) == "14 s of the call could not be heard: ask again where it matters."


def test_a_device_that_was_hardly_away_is_no_gap() -> None:
    """And one that says another reason is lost once."""
    state = folded(lost("agent", 30.0), lost("agent", 30.2), restored("agent", 30.5), state=mid_call())
    assert (state.gaps, line_of(state)) == ((), "")


def test_a_loss_told_at_the_desk_outlasts_the_call() -> None:
    """Who listens between calls may tell it before the call has been understood to its end."""
    over = events.CallEnded(call_id="call-1", at=31.0, duration_seconds=31.0, reason="done")
    ended = folded(lost("agent", 30.0), lost("agent", 0.0, call_id=""), over, state=mid_call())
    assert "agent" in ended.lost_sources
    assert folded(restored("agent", 0.0, call_id=""), state=ended).lost_sources == {}
    assert folded(local.LinkChanged("open"), state=ended).lost_sources == {}
    assert folded(lost("agent", 30.0), over, state=mid_call()).lost_sources == {}


def test_a_restart_leaves_a_gap() -> None:
    """What was said while the engine was away is missing for good."""
    state = folded(events.CallResumed(at=34.0, missed_seconds=12.4), lag(60.0), state=mid_call())
    assert line_of(state) == "12 s of the call could not be heard: ask again where it matters."


# --- two at once ---


@pytest.mark.parametrize("first", [True, False])
def test_who_came_in_is_marked(first: bool) -> None:
    """Whether the words were there before the overlap was over or come after it."""
    over = events.SpeechOverlapped(
        at=23.0, speaker="agent", utterance_id="a9", over="c2", start=21.0, end=22.0, barge_in=True
    )
    said = events.UtteranceFinished(
        at=23.0, utterance_id="a9", speaker="agent", text="I see", start=21.0, end=23.0, confidence=0.9
    )
    state = folded(*((over, said) if first else (said, over)), state=mid_call())
    assert [line.overlap for line in state.lines] == [None, None, Overlap(over="c2", barge_in=True)]
    assert state.card == mid_call().card


def test_a_smaller_model_is_status_and_told_once() -> None:
    """While the machine does not keep up the lag says it; the engine's reason does not come beside it."""
    smaller = events.RecognizerChanged(
        at=30.0, recognizer="faster-whisper", model="tiny.en", reduced_accuracy=True, reason="It cannot keep up."
    )
    own = events.RecognizerChanged(at=90.0, recognizer="faster-whisper", model="base.en", reduced_accuracy=False)
    state = folded(lag(30.0, 3.0, effort="smaller_model"), smaller, state=mid_call())
    assert [(trouble.line, trouble.severity) for trouble in troubles(state, Surroundings())] == [
        ("A smaller model helps out, 3 s behind: read the words with doubt.", "quiet")
    ]
    assert troubles(folded(lag(90.0), own, state=state), Surroundings()) == []
