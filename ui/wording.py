"""Every name that the agent reads, and the icon beside it. No Qt: the terminal view speaks the same words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assist import names
from assist.events import Speaker, Trend
from ui.overlay.state import OverlayState, Recognizer

Tone = Literal["calm", "warm", "hot", "uneasy", "puzzled", "glad"]
"""The colour family of an emotion; never the only sign of it."""

BEHIND_SECONDS = 1.5
"""Lag below this is not worth the agent's glance."""


@dataclass(frozen=True, slots=True)
class Feeling:
    """How an emotion is shown: a drawn icon (`ui.overlay.icons`), a tone, a glyph for terminals, and a word."""

    icon: str
    tone: Tone
    glyph: str
    word: str


_LOOKS: Mapping[str, tuple[str, Tone, str]] = {
    "neutral": ("face_neutral", "calm", "○"),
    "annoyance": ("face_annoyed", "warm", "▲"),
    "anger": ("face_angry", "hot", "▲"),
    "disappointment": ("face_let_down", "warm", "▽"),
    "anxiety": ("face_anxious", "uneasy", "≈"),
    "confusion": ("face_confused", "puzzled", "?"),
    "distress": ("face_distressed", "uneasy", "▼"),
    "embarrassment": ("face_embarrassed", "warm", "◇"),
    "gratitude": ("heart", "glad", "♥"),
    "abuse": ("shield", "hot", "!"),
}

FEELINGS: Mapping[str, Feeling] = {
    emotion: Feeling(icon, tone, glyph, names.FEELINGS[emotion].capitalize())
    for emotion, (icon, tone, glyph) in _LOOKS.items()
}

NEEDS = names.NEEDS

PHASES: Mapping[str, str] = {
    "opening": "Opening",
    "discovery": "Discovery",
    "resolution": "Resolution",
    "closing": "Closing",
    "hold": "On hold",
}

SPEAKERS: Mapping[Speaker, str] = {"customer": "Customer", "agent": "You"}

TRENDS: Mapping[Trend, str] = {"rising": "Getting better", "falling": "Getting worse", "steady": "Steady"}

BECAUSE = "Because they said"
STAGES: Mapping[str, str] = {"accepted": "Copied", "spoken": "Said"}
BOUNDARY_CUE = "You may set a boundary"
BOUNDARY_TEXT = (
    "Ask once, calmly, for respectful words. If it goes on, you may end the call or bring in your supervisor."
)
NO_CALL = "Waiting for a call"
LISTENING = "Listening"
ENDED = "Call ended"
NOTHING_OPEN = "Nothing left open"


def feeling(emotion: str) -> Feeling:
    """How to show an emotion; one that this version does not know keeps its own name."""
    return FEELINGS.get(emotion) or Feeling("face_neutral", "calm", "○", _spoken(emotion))


def nudge_reason(quote: str) -> str:
    """What gave rise to a nudge: words of either side."""
    return f"At: “{quote}”"


def need_name(need: str) -> str:
    """The agent's word for a need."""
    return NEEDS.get(need) or _spoken(need)


def _spoken(identifier: str) -> str:
    return identifier.replace("_", " ").capitalize()


def clock(seconds: float) -> str:
    """Seconds as mm:ss, or h:mm:ss from an hour on."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def headline(state: OverlayState) -> str:
    """What the call is doing, in two words."""
    if state.ended:
        return ENDED
    return "Live call" if state.running else "No call"


def empty_card(state: OverlayState) -> str:
    """The quiet words where a card would be."""
    if state.ended:
        still_open = [need_name(need.need) for need in state.needs if need.met_at is None]
        return f"Still open: {', '.join(still_open)}" if still_open else NOTHING_OPEN
    return LISTENING if state.running else NO_CALL


def recognizer_name(recognizer: Recognizer) -> str:
    """The recogniser, and that it hears less well where it does."""
    if recognizer.reduced_accuracy:
        return f"{recognizer.name} · reduced accuracy"
    return f"{recognizer.name} · {recognizer.model}" if recognizer.model else recognizer.name


Severity = Literal["quiet", "alert"]


def notice(state: OverlayState) -> tuple[Severity, str]:
    """The one notice of the status line, the gravest first; empty where all is well."""
    link = {
        "connecting": ("quiet", "Connecting to the engine"),
        "lost": ("alert", "Engine restarting"),
        "refused": ("alert", "The engine refused this overlay"),
    }.get(state.link)
    if link and not state.ended:
        return ("alert" if link[0] == "alert" else "quiet"), link[1]
    if state.lost_sources:
        names = " and ".join("the customer" if speaker == "customer" else "you" for speaker in state.lost_sources)
        return "alert", f"Cannot hear {names}"
    if state.behind_seconds >= BEHIND_SECONDS:
        return "alert", f"{state.behind_seconds:.1f} s behind"
    return "quiet", ""


_KEY_GLYPHS: Mapping[str, str] = {"Right": "→", "Left": "←", "Up": "↑", "Down": "↓"}


def key_caps(bindings: Mapping[str, str]) -> dict[str, str]:
    """What to print on each action's key cap.

    ``accept`` names its whole combination; another action names only its last key where the modifiers are the same.
    """
    modifiers = bindings.get("accept", "").rpartition("+")[0]
    caps: dict[str, str] = {}
    for action, binding in bindings.items():
        before, _, key = binding.rpartition("+")
        cap = _KEY_GLYPHS.get(key, key)
        caps[action] = cap if action != "accept" and before == modifiers else "+".join(filter(None, (before, cap)))
    return caps
