"""Both lines of a call, heard by one recogniser that may not keep up. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assist.commands import Transcribe
from assist.events import SPEAKERS, EchoSuppressed, LagMeasured, RecognizerChanged, Speaker, UtteranceFinished
from assist.inputs import Input, LagSampled, RecognizerChosen, SpeechScored, Transcribed
from assist.settings import SpeechSettings
from assist.speech.channel import Channel
from assist.speech.channel import Output as ChannelOutput
from assist.speech.echo import EchoGuard
from assist.speech.foreground import Foreground
from assist.speech.ladder import Ladder
from assist.speech.pace import Pace
from assist.speech.previous import PreviousText

Output = ChannelOutput | EchoSuppressed | LagMeasured | RecognizerChanged

_LAG_STEP_SECONDS = 0.1
"""Smaller changes of the lag are not told."""


class Hearing:
    """The two channels, what both share, and how far they are behind."""

    def __init__(self, settings: SpeechSettings) -> None:
        self._settings = settings
        self._pace = Pace(settings)
        self._ladder = Ladder(smaller_model=bool(settings.smaller_model))
        self._channels = {speaker: Channel(speaker, settings, self._pace) for speaker in SPEAKERS}
        self._previous = {speaker: PreviousText() for speaker in SPEAKERS}
        self._echo, self._foreground = EchoGuard(settings), Foreground(settings)
        self._told = LagMeasured(behind_seconds=0.0)
        self._chosen: RecognizerChosen | None = None
        self._model = ""

    def channel(self, speaker: Speaker) -> Channel:
        """One speaker's."""
        return self._channels[speaker]

    def speaking(self, speaker: Speaker) -> bool:
        """Whether an utterance of theirs is running."""
        return self._channels[speaker].speaking

    def hear(self, scored: SpeechScored) -> list[Output]:
        """Take one window."""
        self._pace.speaking = sum(channel.speaking for channel in self._channels.values())
        scored = self._echo.hear(scored)
        if scored.speaker == "agent":
            scored = self._foreground.hear(scored)
        return self._follow(self._channels[scored.speaker].hear(scored))

    def read(self, reading: Transcribed) -> list[Output]:
        """Take a reading."""
        self._pace.learn(reading)
        changed = self._change_model(reading.model)
        return [*changed, *self._follow(self._channel_of(reading.utterance_id).read(reading))]

    def fail(self, utterance_id: str, revision: int) -> list[Output]:
        """The recogniser failed in this reading of an utterance."""
        return self._follow(self._channel_of(utterance_id).fail(utterance_id, revision))

    def finish(self, at: float) -> list[Output]:
        """No more audio will come."""
        return [output for channel in self._channels.values() for output in self._follow(channel.finish(at))]

    def keep_up(self, item: Input, now: float) -> list[Output]:
        """Take what is known of the recogniser and of how far hearing is behind; nothing else matters here."""
        match item:
            case RecognizerChosen():
                self._chosen, self._model = item, ""
                return []
            case LagSampled():
                return self._measure(item, now)
            case _:
                return []

    def _measure(self, sampled: LagSampled, now: float) -> list[Output]:
        """The ears' lag is sampled; what waits for the recogniser is known here."""
        waiting = [now - since for channel in self._channels.values() if (since := channel.unread_since()) is not None]
        behind = round(sampled.behind_seconds + max(0.0, *waiting, 0.0), 2)
        self._pace.step = self._ladder.sample(behind, sampled.elapsed_seconds)
        measured = LagMeasured(
            behind_seconds=behind,
            effort=self._pace.step.effort,
            overruns=sampled.overruns,
            unread_seconds=round(sum(channel.unread_seconds for channel in self._channels.values()), 2),
        )
        same = replace(measured, behind_seconds=self._told.behind_seconds) == self._told
        if same and abs(behind - self._told.behind_seconds) < _LAG_STEP_SECONDS:
            return []
        self._told = measured
        return [measured]

    def _channel_of(self, utterance_id: str) -> Channel:
        return self._channels["agent" if utterance_id.startswith("agent") else "customer"]

    def _follow(self, outputs: Iterable[ChannelOutput]) -> list[Output]:
        """Say with every request what came before it and what it may cost."""
        followed: list[Output] = []
        customer = self._channels["customer"]
        for output in self._echo.judge(outputs, customer_pending=customer.speaking or customer.awaiting):
            match output:
                case Transcribe(speaker=speaker):
                    prompt = self._previous[speaker].before(output.start) if self._settings.previous_text else ""
                    followed.append(replace(output, prompt=prompt, effort=self._pace.step.effort))
                case UtteranceFinished(speaker=speaker):
                    self._previous[speaker].hear(output)
                    followed.append(output)
                case _:
                    followed.append(output)
        return followed

    def _change_model(self, model: str) -> Sequence[RecognizerChanged]:
        if self._chosen is None or model == self._model:
            return ()
        self._model = model
        chosen = self._chosen
        reason = f"The machine cannot keep up, so the smaller model '{model}' listens for a while." if model else ""
        return (
            RecognizerChanged(
                recognizer=chosen.recognizer,
                model=model or chosen.model,
                reduced_accuracy=bool(model) or chosen.reduced_accuracy,
                reason=reason or chosen.reason,
            ),
        )
