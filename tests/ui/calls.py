"""A scripted call as the overlay sees it."""

from __future__ import annotations

from dataclasses import replace

from assist import events
from ui.overlay.happenings import Happening, LinkChanged
from ui.overlay.reducer import reduce
from ui.overlay.state import OverlayState

DATE = "You will have a date from me before we hang up."


def evidence(quote: str = "nobody can tell me where my refund is") -> events.Evidence:
    """Words of the customer."""
    return events.Evidence(utterance_id="c1", quote=quote)


def offered(suggestion_id: str = "s1", at: float = 20.0, text: str = DATE) -> events.Event:
    """A card with two alternates."""
    return events.SuggestionOffered(
        at=at,
        suggestion_id=suggestion_id,
        phrase_id=f"{suggestion_id}-own",
        text=text,
        cue="Own it, name the date",
        emotion="anger",
        need="certainty",
        strategy="ownership",
        score=0.8,
        because=events.Because(quote="nobody can tell me where my refund is"),
        alternates=(
            events.Alternate(
                phrase_id=f"{suggestion_id}-second", text="I have your notes here.", cue="Spare the story"
            ),
            events.Alternate(phrase_id=f"{suggestion_id}-third", text="Here is what happens next.", cue="Next steps"),
        ),
    )


def angry_call() -> list[events.Event]:
    """An angry customer with three open needs, a card on the screen and an unfinished sentence."""
    feelings = [("neutral", 2.0, 0.0), ("annoyance", 9.0, -0.3), ("anger", 18.0, -0.8)]
    script: list[events.Event] = [
        events.CallStarted(source="sample.wav", started_at="2026-01-01T10:00:00Z"),
        events.RecognizerChanged(recognizer="pocketsphinx", model="en-us", reduced_accuracy=True),
        events.PhaseChanged(at=3.0, phase="discovery"),
        *(
            events.EmotionChanged(
                at=at, emotion=emotion, confidence=0.9, valence=valence, arousal=0.5, evidence=evidence()
            )
            for emotion, at, valence in feelings
        ),
        *(
            events.MoodTracked(at=at, utterance_id="c1", valence=valence, arousal=0.5, trend="falling")
            for _, at, valence in feelings
        ),
        *(
            events.NeedRaised(at=18.0, need=need, confidence=0.8, evidence=evidence())
            for need in ("continuity", "resource", "certainty")
        ),
        events.UtteranceFinished(
            at=18.0,
            utterance_id="c1",
            speaker="customer",
            text="where is my refund",
            start=15.0,
            end=18.0,
            confidence=0.9,
        ),
        offered(),
        events.UtteranceUpdated(
            at=21.0,
            utterance_id="c2",
            speaker="customer",
            text="and now there is another charge",
            stable="and now there",
            start=20.0,
            end=21.0,
            confidence=0.8,
        ),
    ]
    return [replace(event, call_id="call-1", seq=number) for number, event in enumerate(script, start=1)]


def folded(*happenings: events.Event | Happening, state: OverlayState | None = None) -> OverlayState:
    """The state after all of these."""
    state = state or OverlayState()
    for happening in happenings:
        state = reduce(state, happening)
    return state


def mid_call() -> OverlayState:
    """The state in the middle of the angry call, with the engine connected."""
    return folded(LinkChanged("open"), *angry_call())
