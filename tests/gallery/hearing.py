"""States in which something is not well with how the call is heard."""

from __future__ import annotations

from collections.abc import Mapping

from assist import events
from tests.ui.calls import folded
from ui.health import Surroundings
from ui.overlay import happenings as local
from ui.overlay.reducer import ECHOES_HINTED
from ui.overlay.state import OverlayState


def hearing(mid: OverlayState) -> Mapping[str, tuple[OverlayState, Surroundings]]:
    """What is not well with how the call is heard, from what cannot wait to what is good to know."""
    muted = events.MicrophoneMuted(
        at=22.0, muted=True, reason="Your microphone sends no sound at all; look for the mute switch on the headset."
    )
    echoes = (
        events.EchoSuppressed(at=22.0 + number, utterance_id="", start=21.0, end=22.0, confidence=0.9)
        for number in range(ECHOES_HINTED)
    )
    late = events.LagMeasured(at=22.0, behind_seconds=4.4, effort="finals_only")
    caught_up = events.LagMeasured(at=40.0, behind_seconds=0.0, unread_seconds=3.2)
    return {
        "Muted": (folded(muted, state=mid), Surroundings()),
        "The microphone hears the customer": (folded(*echoes, local.CardPutAway("s2"), state=mid), Surroundings()),
        "Behind": (folded(late, state=mid), Surroundings()),
        "Something was not heard": (folded(caught_up, state=mid), Surroundings()),
    }
