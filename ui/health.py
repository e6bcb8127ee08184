"""What is not well with call, engine and desktop: one calm line each, what is the matter and how to mend it. No Qt."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ui.overlay.state import OverlayState
from ui.wording import LATE_SECONDS, MUTED, MUTED_MEND, behind, unheard

Severity = Literal["alert", "quiet"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is not well.

    Attributes:
        matter: what is the matter, in a few words; it stands on the status line.
        mend: what to do about it, or that there is nothing to do, as one sentence.
        severity: ``alert`` where the agent has to know it now.
        detail: what the engine found, as sentences; for those who look closer.
        icon: the sign beside it where it is an alert.
    """

    matter: str
    mend: str
    severity: Severity = "alert"
    detail: str = ""
    icon: str = "alert"

    @property
    def line(self) -> str:
        """What is the matter, and the mend."""
        return f"{self.matter}: {self.mend}" if self.mend else self.matter

    @property
    def whole(self) -> str:
        """All of it."""
        return f"{self.line} {self.detail}".rstrip()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the overlay found on this desktop.

    Attributes:
        refused_keys: a sentence for each hot key that cannot be had.
        keys_said: why there are no hot keys at all, in a sentence.
        has_tray: there is a place for the tray icon.
        stays_on_top: the desktop lets a program keep its window above others.
        engine_said: why the engine refused this overlay, in a sentence.
        settings_said: why the settings could not be read, in a sentence.
        paste_said: why the last phrase was not pasted, in a sentence.
        after_said: why a summary or another program was not opened, in a sentence.
    """

    refused_keys: tuple[str, ...] = ()
    keys_said: str = ""
    has_tray: bool = True
    stays_on_top: bool = True
    engine_said: str = ""
    settings_said: str = ""
    paste_said: str = ""
    after_said: str = ""


_NO_TRAY = Trouble("No tray on this desktop", "the overlay's own menu has everything, with the way out.", "quiet")


def troubles(state: OverlayState, around: Surroundings) -> Sequence[Trouble]:
    """All that is not well, worst first."""
    tray = [] if around.has_tray else [_NO_TRAY]
    return [*_of_now(state, around), *_of_recognizer(state), *_of_desktop(around), *tray]


def foremost(state: OverlayState, around: Surroundings, *, beside_notice: bool = False) -> Trouble | None:
    """The one for the status line, if any: during a call nothing that can wait for its end.

    Args:
        state: of the overlay.
        around: what was found on this desktop.
        beside_notice: what is urgent (`notice`) has a place of its own.
    """
    found = _of_now(state, around)
    if beside_notice:
        found = [trouble for trouble in found if trouble != notice(state)]
    if not state.running:
        found += _of_desktop(around)
    return found[0] if found else None


def notice(state: OverlayState) -> Trouble | None:
    """What the agent has to know before anything else: that nobody hears them. On hold nobody should."""
    if state.muted is None or not state.running or state.held or state.link != "open" or "agent" in state.lost_sources:
        return None
    return Trouble(MUTED, MUTED_MEND, detail=state.muted, icon="mic_off")


def _of_now(state: OverlayState, around: Surroundings) -> list[Trouble]:
    urgent = notice(state)
    of_call = [*([urgent] if urgent else []), *_of_sources(state), *_of_call(state), *_of_lag(state)]
    return [*_of_link(state, around), *of_call, *_of_gestures(around), *_of_gaps(state)]


def _of_link(state: OverlayState, around: Surroundings) -> Iterator[Trouble]:
    if state.given_up:
        yield Trouble("The engine does not stay up", "run 'assist doctor' to see why.", detail=state.given_up)
    elif state.link == "refused":
        yield Trouble("The engine refused this overlay", around.engine_said or "start both with 'assist run'.")
    elif state.ended:
        return
    elif state.link == "lost":
        yield Trouble("Engine restarting", "wait a moment; the call goes on where it was.")
    elif state.link == "connecting":
        yield Trouble("Connecting to the engine", "", "quiet")


def _of_sources(state: OverlayState) -> Iterator[Trouble]:
    """Devices that are away; after a call, too, because the next one needs them."""
    lost = state.lost_sources
    if lost:
        whom = "either of you" if len(lost) > 1 else "you" if "agent" in lost else "the customer"
        reasons = " ".join(dict.fromkeys(reason for reason in lost.values() if reason))
        yield Trouble(f"Cannot hear {whom}", _plug_in(lost), detail=reasons)


def _of_call(state: OverlayState) -> Iterator[Trouble]:
    if state.resumed:
        yield Trouble(f"Attune restarted; {state.resumed.missed_seconds:.0f} s were not heard", "", "quiet")
    if state.unrecorded:
        yield Trouble("This call is no longer recorded", state.unrecorded)


def _of_lag(state: OverlayState) -> Iterator[Trouble]:
    """How late the words are and what is done about it; an alert once cards do not come any more."""
    late = behind(state.behind_seconds)
    so_late = f", {late}" if late else ""
    if state.behind_seconds >= LATE_SECONDS:
        yield Trouble(f"{late}, cards may not come", "close other programs.")
    elif state.effort == "finals_only":
        yield Trouble(f"Words come at the end of sentences{so_late}", "", "quiet")
    elif state.effort == "smaller_model":
        yield Trouble(f"A smaller model helps out{so_late}", "read the words with doubt.", "quiet")
    elif late:
        yield Trouble(f"Catching up{so_late}", "", "quiet")


def _of_gaps(state: OverlayState) -> Iterator[Trouble]:
    """What was not heard, for the rest of the call: there the transcript is not to be trusted."""
    seconds = state.unheard_seconds
    if (state.running or state.ended) and (seconds >= 1.0 or state.overruns):
        yield Trouble(unheard(seconds), "ask again where it matters." if state.running else "", "quiet")


def _plug_in(speakers: Collection[str]) -> str:
    if "agent" in speakers:
        return "check the headset's plug."
    return "check the softphone's sound."


def _of_gestures(around: Surroundings) -> Iterator[Trouble]:
    if around.paste_said:
        yield Trouble("Not pasted", around.paste_said, "quiet")
    if around.after_said:
        yield Trouble("Not opened", around.after_said, "quiet")


def _of_recognizer(state: OverlayState) -> Iterator[Trouble]:
    """Unless the lag says it: then it is for a while."""
    if state.recognizer and state.recognizer.reduced_accuracy and state.effort != "smaller_model":
        reason = state.recognizer.reason or "read the words with doubt."
        yield Trouble(f"{state.recognizer.name} hears with reduced accuracy", reason, "quiet")


def _of_desktop(around: Surroundings) -> Iterator[Trouble]:
    if not around.stays_on_top:
        yield Trouble("Attune cannot stay on top here", "keep it beside your work.", "quiet")
    if around.keys_said:
        yield Trouble("No hot keys", around.keys_said, "quiet")
    if around.settings_said:
        yield Trouble("The overlay's settings begin anew", around.settings_said, "quiet")
    if around.refused_keys:
        count = len(around.refused_keys)
        matter = "A hot key is taken" if count == 1 else f"{count} hot keys are taken"
        yield Trouble(matter, " ".join(around.refused_keys), "quiet")
