"""Every name that the agent reads, and the icon beside it. No Qt: the terminal view speaks the same words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assist import names
from assist.events import Speaker, Trend
from ui.overlay.state import BeginsOn, OverlayState, Recognizer

Tone = Literal["calm", "warm", "hot", "uneasy", "puzzled", "glad"]
"""The colour family of an emotion; never the only sign of it."""

BEHIND_SECONDS = 1.5
"""Lag below this is not worth the agent's glance."""
LATE_SECONDS = 8.0
"""From here on cards are stale before they come (`assist.card_settings.SuggestSettings.stale_seconds`)."""


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

NEED_STATES: Mapping[str, str] = {"open": "Open need", "met": "Need met", "snoozed": "Snoozed need"}
NEED_HINTS: Mapping[str, str] = {
    "open": "Click: no card for this need for ten minutes.",
    "met": "Your words answered it.",
    "snoozed": "Snoozed. Click to wake it.",
}

ACTS: Mapping[str, str] = {
    "warm_greeting": "Greeting",
    "open_question": "Open question",
    "active_listening": "Summing up",
    "commitment": "Who, by when",
    "follow_up": "Follow-up",
    "gratitude": "Thanks",
    "feedback_request": "Feedback",
}
"""What the checklists name, in a word or two."""

PHASES: Mapping[str, str] = {
    "opening": "Opening",
    "discovery": "Discovery",
    "resolution": "Resolution",
    "closing": "Closing",
    "hold": "On hold",
}

SPEAKERS: Mapping[Speaker, str] = {"customer": "Customer", "agent": "You"}

TRENDS: Mapping[Trend, str] = {"rising": "Getting better", "falling": "Getting worse", "steady": "Steady"}

PLACE_HINT = "Right: pleasant, left: unpleasant; up: stirred up, down: quiet."

BECAUSE = "Because they said"
STAGES: Mapping[str, str] = {"accepted": "Copied", "spoken": "Well said"}
"""What became of a card: thanked quietly where the agent said it."""
PIN, UNPIN = "Pin", "Unpin"
NEXT_HINT = "Show another wording"
REJECT_HINT = "These words do not fit what was said"
DISMISS_HINT = "Put the card away"
ACCEPT_HINT = "Click to copy the phrase"
BOUNDARY_CUE = "You may set a boundary"
BOUNDARY_TEXT = (
    "Ask once, calmly, for respectful words. If it goes on, you may end the call or bring in your supervisor."
)
MUTED = "Your microphone seems muted"
MUTED_MEND = "check its switch."
NOTICE_HINT = "Put this notice away"
ECHO_HINT = "The microphone hears the customer: turn the speaker down, or use a headset"
ECHO_HINT_READ = "Put this hint away"
UNHEARD_CUSTOMER = "The customer is not heard: no cards meanwhile"
QUIET = "Do not disturb: no cards until you switch it off"
ON_HOLD = "On hold: cards come when the customer is back"
TRANSCRIPT_TITLE = "The whole conversation"
NOTHING_SAID = "Nothing has been said yet."
SEARCH_HINT = "Search the conversation"
PREVIOUS_MATCH, NEXT_MATCH = "Previous match", "Next match"
NO_CALL = "Waiting for a call"
BEGINNINGS: Mapping[BeginsOn, str] = {
    "speech": "Waiting for a call: it begins when the customer speaks",
    "command": "No call: start it in the menu or from your softphone",
}
LISTENING = "Listening"
ENDED = "Call ended"
NOTHING_OPEN = "Nothing left open"


def feeling(emotion: str) -> Feeling:
    """How to show an emotion; one that this version does not know keeps its own name."""
    return FEELINGS.get(emotion) or Feeling("face_neutral", "calm", "○", _spoken(emotion))


def place(valence: float, arousal: float) -> str:
    """Where a feeling lies, each measure -1..1, in words."""
    pleasant = _graded(valence, "pleasant", "neither pleasant nor unpleasant", "unpleasant")
    stirred = _graded(arousal, "stirred up", "even", "quiet")
    return f"{pleasant}, {stirred}".capitalize()


def _graded(value: float, high: str, middle: str, low: str) -> str:
    if abs(value) < 0.1:
        return middle
    word = high if value > 0 else low
    return f"very {word}" if abs(value) >= 0.7 else word


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


def match_count(current: int, found: int) -> str:
    """Which match of a search this is (counted from 0; -1 for none yet), of how many."""
    if not found:
        return "Not found"
    return f"{current + 1} of {found}" if current >= 0 else f"{found} found"


def pin_hint(*, pinned: bool, waiting: int) -> str:
    """What the pin does now, and how many newer cards wait behind the one on view."""
    newer = {0: "", 1: " A newer card waits."}.get(waiting, f" {waiting} newer cards wait.")
    return ("Pinned: it stays until you say it. Click to let it go." if pinned else "Keep this card.") + newer


def headline(state: OverlayState) -> str:
    """What the call is doing, in two words."""
    if state.ended:
        return ENDED
    return "Live call" if state.running else "No call"


def empty_card(state: OverlayState) -> str:
    """The quiet words where a card would be."""
    if state.given_up:
        return state.given_up
    if state.quiet:
        return QUIET
    if state.echo_hint_at is not None:
        return ECHO_HINT
    if state.held:
        return ON_HOLD
    if state.ended:
        still_open = [need_name(need.need) for need in state.needs if need.met_at is None]
        return f"Still open: {', '.join(still_open)}" if still_open else NOTHING_OPEN
    if state.running:
        return UNHEARD_CUSTOMER if "customer" in state.lost_sources else LISTENING
    waiting = BEGINNINGS[state.begins_on] if state.begins_on else NO_CALL
    number = state.new_phrases.removeprefix("r")
    return f"New phrases: release {number}. {waiting}" if number.isdecimal() else waiting


def empty_icon(state: OverlayState) -> str:
    """The icon above those words."""
    if state.given_up:
        return "alert"
    if state.echo_hint_at is not None:
        return "headset"
    return "quiet" if state.quiet else "pause" if state.held else "wave"


def behind(seconds: float) -> str:
    """How late the words are; empty where it is not worth a glance."""
    return f"{seconds:.0f} s behind" if seconds >= BEHIND_SECONDS else ""


def unheard(seconds: float, speaker: Speaker | None = None) -> str:
    """That something was not heard, of one speaker or of the call, and how much of it where that is known."""
    of = {None: "the call", "customer": "the customer", "agent": "you"}[speaker]
    return f"{seconds:.0f} s of {of} could not be heard" if seconds >= 1.0 else f"Some sound of {of} got lost"


def overlapping(speaker: Speaker, *, barge_in: bool) -> str:
    """That an utterance began while the other one spoke."""
    other = "you" if speaker == "customer" else "the customer"
    return f"cut {other} short" if barge_in else f"over {other}"


def recognizer_name(recognizer: Recognizer) -> str:
    """The recogniser, and that it hears less well where it does."""
    if recognizer.reduced_accuracy:
        return f"{recognizer.name} · reduced accuracy"
    return f"{recognizer.name} · {recognizer.model}" if recognizer.model else recognizer.name


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


def whole_key(caps: Mapping[str, str], action: str) -> str:
    """The whole combination behind a key cap of `key_caps`; empty where the action has none."""
    cap = caps.get(action, "")
    modifiers = caps.get("accept", "").rpartition("+")[0]
    return cap if "+" in cap or not cap or not modifiers else f"{modifiers}+{cap}"
