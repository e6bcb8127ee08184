"""Facts about the call and its engine that pass through the session as they are. Pure."""

from __future__ import annotations

from assist import inputs
from assist.events import (
    BankReleased,
    CallAssigned,
    CallResumed,
    CallStarted,
    Event,
    JournalStopped,
    PhaseChanged,
    RecognizerChanged,
    ReportReady,
    SourceLost,
    SourceRestored,
)


def told_of(item: inputs.Input) -> tuple[Event, ...]:
    """The events that an input is by itself; none where the session has to understand it."""
    match item:
        case inputs.CallOpened():
            started = CallStarted(
                source=item.source, started_at=item.started_at, reference=item.reference, agent=item.agent
            )
            return (started, PhaseChanged(phase="opening"))
        case inputs.AgentAssigned():
            return (CallAssigned(agent=item.agent),)
        case inputs.CallInterrupted():
            return (CallResumed(missed_seconds=item.missed_seconds),)
        case inputs.JournalFailed():
            return (JournalStopped(reason=item.reason),)
        case inputs.RecognizerChosen():
            return (
                RecognizerChanged(
                    recognizer=item.recognizer,
                    model=item.model,
                    reduced_accuracy=item.reduced_accuracy,
                    reason=item.reason,
                ),
            )
        case inputs.BankLoaded():
            return (BankReleased(version=item.version, phrases=item.phrases, experiments=item.experiments),)
        case inputs.SourceFailed():
            return (SourceLost(speaker=item.speaker, reason=item.reason),)
        case inputs.SourceRecovered():
            return (SourceRestored(speaker=item.speaker),)
        case inputs.ReportWritten():
            return (ReportReady(path=item.path),)
        case _:
            return ()
