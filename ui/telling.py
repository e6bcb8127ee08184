"""A call in plain words: a line for each thing worth telling, and a summary at its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assist import events
from ui import wording
from ui.overlay.state import Gap, OverlayState

COLUMN = 10


def lines_of(event: events.Event) -> list[str]:
    """What an event means to a person; nothing for one that a person need not read."""
    match event:
        case events.CallStarted():
            return [f"{_head(event, 'Call')}started"]
        case events.UtteranceFinished(text=text) if text.strip():
            return [_head(event, wording.SPEAKERS[event.speaker]) + text]
        case events.SuggestionOffered():
            return _card(event)
        case events.EmotionChanged() | events.NeedEvent() | events.AbuseFlagged():
            return _reading(event)
        case events.NudgeGiven():
            return [f"{_head(event, 'Nudge')}{event.text}"]
        case _:
            return _notice(event)


def _head(event: events.Event, name: str) -> str:
    return f"{wording.clock(event.at)}  {name:<{COLUMN}}"


def _card(event: events.SuggestionOffered) -> list[str]:
    indent = " " * len(_head(event, ""))
    return [
        "",
        f"{_head(event, 'Say')}{event.cue}",
        f"{indent}“{event.text}”",
        *([f"{indent}{event.because.why}"] if event.because.why else []),
        f"{indent}because they said: “{event.because.quote}”",
        "",
    ]


def _reading(event: events.EmotionChanged | events.NeedEvent | events.AbuseFlagged) -> list[str]:
    match event:
        case events.EmotionChanged():
            shown = wording.feeling(event.emotion)
            return [f"{_head(event, 'Feeling')}{shown.glyph} {shown.word}"]
        case events.NeedMet():
            return [f"{_head(event, 'Need met')}✓ {wording.need_name(event.need)}"]
        case events.NeedEvent():
            return [f"{_head(event, 'Need')}○ {wording.need_name(event.need)}"]
        case events.AbuseFlagged():
            return [f"{_head(event, 'Boundary')}{wording.BOUNDARY_CUE}. {wording.BOUNDARY_TEXT}"]


def _notice(event: events.Event) -> list[str]:
    match event:
        case events.RecognizerChanged():
            accuracy = " · reduced accuracy" if event.reduced_accuracy else ""
            reason = f" ({event.reason})" if event.reason else ""
            return [f"{_head(event, 'Heard by')}{event.recognizer}{accuracy}{reason}"]
        case events.PhaseChanged():
            return [f"{_head(event, 'Phase')}{wording.PHASES.get(event.phase, event.phase)}"]
        case events.SourceLost():
            return [f"{_head(event, 'Audio')}the {event.speaker} cannot be heard: {event.reason}"]
        case events.SourceRestored():
            return [f"{_head(event, 'Audio')}the {event.speaker} can be heard again"]
        case events.MicrophoneMuted(muted=True):
            reason = f" {event.reason}" if event.reason else ""
            return [f"{_head(event, 'Audio')}{wording.MUTED}: {wording.MUTED_MEND}{reason}"]
        case events.MicrophoneMuted():
            return [f"{_head(event, 'Audio')}your microphone is heard again"]
        case events.SpeechOverlapped(barge_in=True):
            who = "you" if event.speaker == "agent" else "the customer"
            return [f"{_head(event, 'At once')}{who} {wording.overlapping(event.speaker, barge_in=True)}"]
        case _:
            return []


def news_of(before: OverlayState, after: OverlayState) -> list[str]:
    """What changed in how the call is heard, as far as no single event says it."""
    head = f"{wording.clock(after.seconds)}  {'Hearing':<{COLUMN}}"
    news: list[str] = []
    if after.running and after.effort != before.effort and _LESS.keys() & {after.effort, before.effort}:
        news.append(_LESS.get(after.effort, "keeps up again"))
    if len(_late(after)) > len(_late(before)):
        news.append(wording.unheard(after.unread_seconds - before.unread_seconds))
    if after.echo_hint_at is not None and before.echo_hint_at is None:
        news.append(wording.ECHO_HINT)
    return [f"{head}{words}" for words in news]


def _late(state: OverlayState) -> list[Gap]:
    return [gap for gap in state.gaps if gap.cause == "late"]


_LESS: Mapping[events.Effort, str] = {
    "smaller_model": "a smaller model helps out, because the machine does not keep up",
    "finals_only": "words come at the end of sentences, because the machine does not keep up",
}
"""The steps that a person notices."""


@dataclass(slots=True)
class Summary:
    """What is worth remembering of a call, gathered from its events."""

    seconds: float = 0.0
    cards: int = 0
    said: int = 0
    met: list[str] = field(default_factory=list)
    still_open: list[str] = field(default_factory=list)
    feelings: list[str] = field(default_factory=list)
    unheard_seconds: float = 0.0

    def take(self, event: events.Event) -> None:
        """Count what this event adds."""
        self.seconds = max(self.seconds, event.at)
        match event:
            case events.SuggestionOffered():
                self.cards += 1
            case events.SuggestionSpoken():
                self.said += 1
            case events.NeedMet(need=need):
                _move(need, self.still_open, self.met)
            case events.NeedEvent(need=need):
                _move(need, self.met, self.still_open)
            case events.EmotionChanged(emotion=emotion):
                self.feelings.append(emotion)
            case _:
                pass

    def lines(self) -> list[str]:
        """The summary, a few lines."""
        words = " → ".join(wording.feeling(emotion).word for emotion in self.feelings) or "none read"
        said = f", {self.said} said" if self.said else ""
        return [
            "",
            f"{wording.ENDED} after {wording.clock(self.seconds)}",
            f"  Cards offered  {self.cards}{said}",
            f"  Needs met      {_names(self.met)}",
            f"  Needs open     {_names(self.still_open)}",
            f"  Feelings       {words}",
            *([f"  Not heard      {self.unheard_seconds:.0f} s of the call"] if self.unheard_seconds >= 1.0 else []),
        ]


def _move(need: str, source: list[str], target: list[str]) -> None:
    if need in source:
        source.remove(need)
    if need not in target:
        target.append(need)


def _names(needs: list[str]) -> str:
    return ", ".join(wording.need_name(need) for need in needs) or "none"
