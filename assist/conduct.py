"""How the agent conducts the call, followed as it runs: turn-taking, voice, what is due; and the nudges for it.

Here the readers of `assist.affect` and the ration of `assist.suggest` meet, as they do in the session for cards. Pure.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import replace

from assist.affect.conversation import Conversation
from assist.affect.fusion import NEUTRAL, UNSURE
from assist.affect.manner import Manner
from assist.affect.spans import Span
from assist.affect.turntaking import Overlap, dead_air_grade, is_backchannel
from assist.affect.voice import VoiceReading
from assist.events import (
    AbuseFlagged,
    AgentActNoticed,
    Event,
    Evidence,
    NudgeGiven,
    Phase,
    PhaseChanged,
    SpeechOverlapped,
    SuggestionEvent,
    SuggestionOffered,
    SuggestionShown,
    UtteranceFinished,
)
from assist.inputs import ActsRead, AffectRead
from assist.settings import Level, Settings
from assist.suggest.nudges import Cue, NudgeRation, Situation
from assist.suggest.omissions import Omissions

_ANGRY = ("anger", "annoyance")
_CALM = "staying_calm"


class Conduct:
    """Follows one call. Fed with its events and readings; gives nudges, and the act of staying calm."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings.nudges
        self._conversation = Conversation()
        self._manner = Manner(settings.affect)
        self._omissions = Omissions(settings.nudges.discovery_turns, settings.nudges.story_words)
        self._ration = NudgeRation(settings.nudges, settings.suggest.level)
        self._situation = Situation()
        self._card = ""
        self._interrupted: deque[float] = deque(maxlen=max(1, settings.nudges.interruptions))
        self._angry_at: float | None = None
        self._phase: Phase = "opening"

    def customer_read(self, reading: AffectRead, said: UtteranceFinished, phase: Phase, now: float) -> None:
        """Take what the customer's words and voice say; ``phase`` is the call's after them."""
        self._phase = phase
        if is_backchannel(_span(said)):
            return
        if reading.emotion in _ANGRY:
            self._angry_at = now
        told = reading.emotion not in (NEUTRAL, UNSURE)
        self._notice(self._omissions.customer_said(reading.valence, told, _evidence(said), phase, now))

    def agent_read(
        self, reading: ActsRead, said: UtteranceFinished, voice: VoiceReading | None, phase: Phase, now: float
    ) -> list[AgentActNoticed]:
        """Take what the agent's words and voice do; returns the act that only the voice shows."""
        self._phase = phase
        self._manner.hear(voice)
        if is_backchannel(_span(said)):
            return []
        evidence = _evidence(said)
        self._notice(self._omissions.agent_said(reading.acts, evidence, phase, now))
        if self._manner.fast:
            self._notice([Cue("pace", evidence, now)])
        if self._angry_at is None or now - self._angry_at > self._settings.upset_seconds:
            return []
        if self._manner.raised:
            self._notice([Cue("breath", evidence, now)])
        calm, self._angry_at = self._manner.settled, None if self._manner.settled else self._angry_at
        known = calm == 0.0 or _CALM in reading.acts
        return [] if known else [AgentActNoticed(act=_CALM, confidence=calm, evidence=evidence)]

    def follow(self, level: Level) -> None:
        """Nudge as this level wants it from now on."""
        self._ration.follow(level)

    def keep_quiet(self, *, on: bool) -> None:
        """No nudges while this is on."""
        self._ration.keep_quiet(on=on)

    def step(self, events: Iterable[Event], now: float) -> list[NudgeGiven | SpeechOverlapped]:
        """Take what has just happened, and that time has passed; at most one nudge, and none on hold."""
        told: list[NudgeGiven | SpeechOverlapped] = []
        for event in events:
            self._happened(event, now)
            interruption = self._conversation.follow(event, now)
            if interruption:
                self._interruption(*interruption, now)
            told += [_told(overlap) for overlap in self._conversation.overlaps(event)]
        if self._phase == "hold":
            return told
        self._notice_lasting(now)
        speaking = self._conversation.speaks("agent")
        nudge = self._ration.step(now, replace(self._situation, agent_speaking=speaking))
        return [*told, nudge] if nudge else told

    def _happened(self, event: Event, now: float) -> None:
        match event:
            case SuggestionOffered():
                self._card = event.suggestion_id
                self._situation = replace(self._situation, card_open=True, card_seen_at=now)
            case SuggestionEvent():
                gone = event.suggestion_id == self._card and not isinstance(event, SuggestionShown)
                self._situation = replace(
                    self._situation, card_open=self._situation.card_open and not gone, card_seen_at=now
                )
            case AbuseFlagged():
                self._situation = replace(self._situation, abuse_at=now)
            case PhaseChanged(phase=phase):
                self._phase = phase
            case _:
                pass

    def _interruption(self, agent: Span, customer: Span, now: float) -> None:
        self._interrupted.append(now)
        often = len(self._interrupted) == self._interrupted.maxlen
        if often and now - self._interrupted[0] <= self._settings.interruption_seconds:
            self._notice([Cue("interrupting", (customer if customer.text else agent).evidence, now)])

    def _notice_lasting(self, now: float) -> None:
        silence = self._conversation.silence(now) if self._phase != "closing" else None
        if silence and dead_air_grade(silence.seconds) >= self._settings.dead_air_grade:
            self._notice([Cue("dead_air", silence.last.evidence, now)])
        monologue = self._conversation.monologue(now)
        if monologue and monologue.seconds >= self._settings.monologue_seconds:
            self._notice([Cue("monologue", monologue.last.evidence, now)])

    def _notice(self, cues: Iterable[Cue]) -> None:
        for cue in cues:
            if self._phase != "hold":
                self._ration.notice(cue)


def _told(overlap: Overlap) -> SpeechOverlapped:
    return SpeechOverlapped(
        speaker=overlap.one.speaker,
        utterance_id=overlap.one.utterance_id,
        over=overlap.other.utterance_id,
        start=round(overlap.start, 3),
        end=round(overlap.end, 3),
        barge_in=overlap.barge_in,
    )


def _span(said: UtteranceFinished) -> Span:
    return Span(said.utterance_id, said.speaker, said.start, said.end, said.text)


def _evidence(said: UtteranceFinished) -> Evidence:
    return Evidence(utterance_id=said.utterance_id, quote=said.text)
