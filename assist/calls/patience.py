"""Whether a live call that nobody ended is over. Pure: fed with the call's events, asked with the call's time."""

from __future__ import annotations

from assist.call_settings import CallSettings
from assist.events import CallResumed, Event, PhaseChanged, SpeechEnded, SpeechStarted
from assist.report.words import number_word


class Patience:
    """Follows one call."""

    def __init__(self, settings: CallSettings) -> None:
        self._settings = settings
        self._speaking: set[str] = set()
        self._quiet_since = 0.0
        self._on_hold = False

    def follow(self, event: Event) -> None:
        """Take what has just happened."""
        match event:
            case SpeechStarted():
                self._speaking.add(event.utterance_id)
            case SpeechEnded():
                self._speaking.discard(event.utterance_id)
                self._quiet_since = max(self._quiet_since, event.end)
            case PhaseChanged():
                if self._on_hold and event.phase != "hold":
                    self._quiet_since = max(self._quiet_since, event.at)
                self._on_hold = event.phase == "hold"
            case CallResumed():
                self._quiet_since = max(self._quiet_since, event.at)
            case _:
                pass

    def overdue(self, now: float) -> str:
        """Why the call is over at ``now`` (seconds since it began); empty where it is not."""
        longest, silence = 60.0 * self._settings.longest_minutes, self._settings.end_silence_seconds
        if longest and now >= longest:
            return f"it lasted {_told(longest)}, the longest that a call may"
        waiting = self._on_hold or self._speaking
        if silence and not waiting and now - self._quiet_since >= silence:
            return f"nobody spoke for {_told(silence)}"
        return ""


def _told(seconds: float) -> str:
    """A time in words."""
    count, unit = (seconds / 60.0, "minute") if seconds >= 60.0 and seconds % 60.0 == 0.0 else (seconds, "second")
    number = number_word(int(count)) if count.is_integer() else f"{count:g}"
    return f"{number} {unit}{'' if count == 1 else 's'}"
