"""The words of the call, utterance by utterance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assist import events
from ui.overlay.folds.fold import Fold
from ui.overlay.state import Line, OverlayState

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


FOLDS: Mapping[type, Fold[Any]] = {
    events.UtteranceUpdated: _utterance_updated,
    events.UtteranceFinished: _utterance_finished,
}
