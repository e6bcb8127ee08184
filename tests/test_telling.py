"""What a replay says, in lines for a person."""

from __future__ import annotations

import pytest

from assist import events
from assist.telling import told


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (
            events.SourceLost(at=61.0, speaker="agent", reason="The device was unplugged."),
            "01:01  sound     the agent is not heard: The device was unplugged.",
        ),
        (events.SourceRestored(at=62.0, speaker="agent"), "01:02  sound     the agent is heard again"),
        (
            events.MicrophoneMuted(at=63.0, muted=True, reason="It sends no sound."),
            "01:03  sound     the agent's microphone seems to be muted: It sends no sound.",
        ),
        (events.MicrophoneMuted(at=64.0, muted=False), "01:04  sound     the agent's microphone is heard again"),
        (
            events.EchoSuppressed(at=65.0, utterance_id="", start=62.0, end=64.5, confidence=0.9),
            "01:05  echo      the agent's microphone heard the customer for 2.5 s",
        ),
        (
            events.SpeechOverlapped(
                at=66.0, speaker="agent", utterance_id="a", over="c", start=64.0, end=65.0, barge_in=True
            ),
            "01:06  at once   the agent cut the other short after 1.0 s",
        ),
        (events.LagMeasured(at=67.0, behind_seconds=0.2), ""),
    ],
)
def test_how_the_lines_fare_is_told(event: events.Event, line: str) -> None:
    """What was lost, muted, heard twice or said at once; plain measures are not worth a line."""
    assert told(event) == line
