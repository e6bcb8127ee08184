"""The words of the call, utterance by utterance: which ran at once, and which were an echo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assist import events
from ui.overlay.folds.fold import Fold
from ui.overlay.state import Line, Overlap, OverlayState

LINES_KEPT = 2000
"""Utterances kept of the transcript: about three hours of talk. The overlay draws the last few of them."""


def _utterance_updated(state: OverlayState, event: events.UtteranceUpdated) -> OverlayState:
    line = Line(
        utterance_id=event.utterance_id,
        speaker=event.speaker,
        text=event.text,
        stable=event.stable,
        finished=False,
        start=event.start,
        overlap=state.overlaps.get(event.utterance_id),
    )
    return _with_line(state, line)


def _utterance_finished(state: OverlayState, event: events.UtteranceFinished) -> OverlayState:
    line = Line(
        utterance_id=event.utterance_id,
        speaker=event.speaker,
        text=event.text,
        stable=event.text,
        finished=True,
        start=event.start,
        overlap=state.overlaps.get(event.utterance_id),
    )
    return _with_line(state, line)


def _with_line(state: OverlayState, line: Line) -> OverlayState:
    """Put the line in the place of its earlier version, or at the end; an utterance without words leaves."""
    before: tuple[Line, ...] = state.lines
    after: tuple[Line, ...] = ()
    for place in range(len(state.lines) - 1, -1, -1):
        if state.lines[place].utterance_id == line.utterance_id:
            before, after = state.lines[:place], state.lines[place + 1 :]
            break
    here = (line,) if line.text.strip() else ()
    return replace(state, lines=(*before, *here, *after)[-LINES_KEPT:])


def _speech_overlapped(state: OverlayState, event: events.SpeechOverlapped) -> OverlayState:
    """The line that came in is marked, whether it is there already or comes later."""
    overlap = Overlap(over=event.over, barge_in=event.barge_in)
    lines = tuple(
        replace(line, overlap=overlap) if line.utterance_id == event.utterance_id else line for line in state.lines
    )
    return replace(state, overlaps={**state.overlaps, event.utterance_id: overlap}, lines=lines)


def _echo_suppressed(state: OverlayState, event: events.EchoSuppressed) -> OverlayState:
    """What the agent did not say is no line of theirs."""
    lines = tuple(line for line in state.lines if line.utterance_id != event.utterance_id)
    return replace(state, echoes=state.echoes + 1, lines=lines)


FOLDS: Mapping[type, Fold[Any]] = {
    events.UtteranceUpdated: _utterance_updated,
    events.UtteranceFinished: _utterance_finished,
    events.SpeechOverlapped: _speech_overlapped,
    events.EchoSuppressed: _echo_suppressed,
}
