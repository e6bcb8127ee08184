"""Events as lines that a person reads in a terminal; those that tell a person nothing give an empty line."""

from __future__ import annotations

from assist import events


def told(event: events.Event) -> str:
    """One event as a line, or as a block for a card."""
    what = _what(event)
    return f"{_clock(event.at)}  {what}" if what else ""


def _clock(at: float) -> str:
    return f"{int(at) // 60:02d}:{int(at) % 60:02d}"


def _what(event: events.Event) -> str:
    match event:
        case events.UtteranceFinished(text=text, speaker=speaker) if text:
            return f"{speaker:<8}  {text}"
        case events.SuggestionOffered():
            return f'CARD      {event.cue}: "{event.text}"\n       because   they said: "{event.because.quote}"'
        case events.SuggestionSpoken():
            return "said      the agent said it"
        case events.NudgeGiven():
            return f"nudge     {event.text}"
        case events.AbuseFlagged():
            return f'abuse     "{event.evidence.quote}"'
        case _:
            return _state(event)


def _state(event: events.Event) -> str:
    match event:
        case events.EmotionChanged():
            return f"feels     {event.emotion} ({event.confidence:.0%})"
        case events.NeedMet():
            return f"need met  {event.need}"
        case events.NeedRaised() | events.NeedReraised():
            return f"needs     {event.need}"
        case events.PhaseChanged():
            return f"phase     {event.phase}"
        case events.RecognizerChanged():
            return f"hears by  {event.recognizer}" + (" (reduced accuracy)" if event.reduced_accuracy else "")
        case events.CallResumed():
            return f"engine    back after {event.missed_seconds:.0f} s; nothing was heard meanwhile"
        case events.JournalStopped():
            return f"record    stopped: {event.reason}"
        case events.CallEnded():
            return "call over"
        case _:
            return _line(event)


def _line(event: events.Event) -> str:
    """How the lines to the two speakers fare."""
    match event:
        case events.SourceLost():
            return f"sound     the {event.speaker} is not heard: {event.reason}"
        case events.SourceRestored():
            return f"sound     the {event.speaker} is heard again"
        case events.MicrophoneMuted():
            said = f"seems to be muted: {event.reason}" if event.muted else "is heard again"
            return f"sound     the agent's microphone {said}"
        case events.EchoSuppressed():
            return f"echo      the agent's microphone heard the customer for {event.end - event.start:.1f} s"
        case events.SpeechOverlapped():
            how = "cut the other short after" if event.barge_in else "spoke over the other for"
            return f"at once   the {event.speaker} {how} {event.end - event.start:.1f} s"
        case _:
            return ""
