"""One call, understood: inputs in, events and commands out. Pure: no clock, no thread, no I/O. The stages meet here."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assist import inputs
from assist.affect.feeling import Feeling, is_raised, join
from assist.affect.fusion import NEUTRAL, UNSURE, EmotionTrack, doubted
from assist.affect.mood import MoodTrack
from assist.affect.needs import NeedLedger
from assist.affect.phase import PhaseTrack
from assist.affect.slots import SlotMemory
from assist.affect.voice import VoiceReading, VoiceTrack
from assist.commands import (
    ChooseLevel,
    EndCall,
    HelpCommand,
    HoldCall,
    KeepQuiet,
    ReadActs,
    ReadAffect,
    Said,
    SnoozeNeed,
    StartCall,
    WorkerCommand,
)
from assist.conduct import Conduct
from assist.events import (
    SPEAKERS,
    AbuseFlagged,
    AgentActNoticed,
    CallEnded,
    CallNamed,
    EmpathyGraded,
    Event,
    Evidence,
    LevelChosen,
    NeedSnoozed,
    Phase,
    PhaseChanged,
    QuietKept,
    Speaker,
    SpeechEnded,
    SpeechStarted,
    SuggestionOffered,
    UtteranceFinished,
    UtteranceUpdated,
)
from assist.muting import MutedMicrophone
from assist.notices import told_of
from assist.rehearsal import Rehearsal
from assist.settings import Settings
from assist.speech.hearing import Hearing
from assist.suggest.desk import SuggestionDesk
from assist.suggest.ranking import ABUSE, Opportunity

_CONTEXT_TURNS = 4
_REPLY_WORDS = 4
"""An agent's words of this length are a reply; shorter ones ("okay", "one moment") let a waiting card still come."""
_SAME_BREATH_SECONDS = 3.0
"""Two utterances of the agent this close together may be one phrase."""

Output = Event | WorkerCommand


@dataclass(frozen=True, slots=True)
class Reaction:
    """What an input brought about: facts to tell, work to do."""

    events: tuple[Event, ...] = ()
    commands: tuple[WorkerCommand, ...] = ()


@dataclass(frozen=True, slots=True)
class _Heard:
    """A final utterance on its way through the readers, and how it was said."""

    finished: UtteranceFinished
    voice: VoiceReading | None


class CallSession:
    """The whole state of one call. A new call takes a new session; the same inputs give the same events."""

    def __init__(self, call_id: str, settings: Settings) -> None:
        self._call_id = call_id
        self._settings = settings
        self._hearing = Hearing(settings.speech)
        self._emotion = EmotionTrack(settings.affect)
        self._mood = MoodTrack(settings.affect)
        self._needs = NeedLedger(settings.affect)
        self._phase = PhaseTrack()
        self._slots = SlotMemory()
        self._desk = SuggestionDesk(settings.suggest.for_level(), call_id)
        self._rehearsal = Rehearsal(settings, self._desk, self._slots, self._opportunity)
        self._agent_before: UtteranceFinished | None = None
        self._conduct = Conduct(settings)
        self._muting = MutedMicrophone(settings.speech)
        self._voices: dict[Speaker, VoiceTrack] = {name: VoiceTrack() for name in SPEAKERS}
        self._prosody: dict[str, inputs.Prosody] = {}
        self._reading: dict[str, _Heard] = {}
        self._context: deque[Said] = deque(maxlen=_CONTEXT_TURNS)
        self._typed = 0
        self._seq = 0
        self._now = 0.0

    def feed(self, item: inputs.Input) -> Reaction:
        """Take one input; time never runs backwards."""
        self._now = max(self._now, item.at)
        early = self._rehearsal.answer(item, self._now)
        outputs: list[Output] = list(self._understand(item) if early is None else early)
        outputs += self._desk_step()
        if isinstance(item, inputs.CallClosed):
            outputs += [*self._desk.close(), CallEnded(duration_seconds=round(self._now, 3), reason=item.reason)]
        else:
            happened = [output for output in outputs if isinstance(output, Event)]
            outputs += self._conduct.step(happened, self._now)
            outputs += self._muting.step(item, happened, self._now)
        events = tuple(self._stamp(output) for output in outputs if isinstance(output, Event))
        return Reaction(events, tuple(output for output in outputs if not isinstance(output, Event)))

    def _desk_step(self) -> Sequence[Event]:
        self._rehearsal.step(self._now)
        events = self._desk.step(self._now, self._hearing.speaking("agent"))
        if any(isinstance(event, SuggestionOffered) for event in events):
            self._agent_before = None  # what the agent said before the card was not the card's words
        return events

    def _stamp(self, event: Event) -> Event:
        self._seq += 1
        return replace(event, call_id=self._call_id, seq=self._seq, at=round(self._now, 3))

    def _understand(self, item: inputs.Input) -> Iterable[Output]:
        match item:
            case inputs.SpeechScored():
                return [*self._follow(self._hearing.hear(item)), *self._rehearsal.hear(item)]
            case inputs.Transcribed():
                return self._transcribed(item)
            case inputs.UtteranceHeard():
                return self._type(item)
            case inputs.AffectRead():
                return self._customer_read(item)
            case inputs.ActsRead():
                return self._agent_read(item)
            case inputs.BankSearched():
                self._desk.choose(item, self._slots.filled(self._now))
                return ()
            case inputs.AgentDid():
                return self._gesture(item)
            case inputs.WorkFailed():
                return self._failed(item)
            case inputs.AudioEnded():
                return self._follow(self._hearing.finish(self._now))
            case _:
                return [*told_of(item), *self._hearing.keep_up(item, self._now)]

    def _failed(self, item: inputs.WorkFailed) -> list[Output]:
        if item.revision is None:
            self._reading.pop(item.request, None)
            return []
        return self._follow(self._hearing.fail(item.request, item.revision))

    def _transcribed(self, item: inputs.Transcribed) -> list[Output]:
        if item.prosody:
            self._prosody[item.utterance_id] = item.prosody
        return self._follow(self._hearing.read(item))

    def _gesture(self, item: inputs.AgentDid) -> Iterable[Output]:
        match item.command:
            case StartCall(reference=reference):  # to begin and to end are the engine's matter: a session is one call
                return (CallNamed(reference=reference),) if reference else ()
            case EndCall():
                return ()
            case HoldCall(on=on):
                return _phase_events(self._phase.hold(on=on, now=self._now))
            case SnoozeNeed() | KeepQuiet() | ChooseLevel():
                return self._help(item.command)
            case _:
                event = self._desk.gesture(item.command, self._now)
                return (event,) if event else ()

    def _help(self, command: HelpCommand) -> list[Output]:
        """The agent wants less help, or more."""
        match command:
            case SnoozeNeed(need=need, seconds=seconds):
                self._desk.snooze(need, self._now + seconds)
                return [NeedSnoozed(need=need, seconds=max(0.0, seconds))]
            case KeepQuiet(on=on):
                self._conduct.keep_quiet(on=on)
                return [QuietKept(on=on), *self._desk.keep_quiet(on=on)]
            case ChooseLevel(level=level):
                self._conduct.follow(level)
                self._desk.follow(replace(self._settings.suggest, level=level).for_level())
                return [LevelChosen(level=level)]

    def _type(self, typed: inputs.UtteranceHeard) -> Iterable[Output]:
        """An utterance that came as text runs through the same events as a heard one."""
        self._typed += 1
        name, speaker = f"{typed.speaker}-{self._typed}", typed.speaker
        finished = UtteranceFinished(
            utterance_id=name, speaker=speaker, text=typed.text, start=typed.start, end=typed.end, confidence=1.0
        )
        return [
            SpeechStarted(speaker=speaker, utterance_id=name, start=typed.start),
            SpeechEnded(speaker=speaker, utterance_id=name, start=typed.start, end=typed.end),
            *self._follow([finished]),
        ]

    def _follow(self, outputs: Sequence[Output]) -> list[Output]:
        """Pass outputs on, and have every final utterance read."""
        followed: list[Output] = []
        for output in outputs:
            followed.append(output)
            match output:
                case UtteranceFinished():
                    if output.speaker == "customer":
                        self._rehearsal.finished(output)
                    followed += self._have_read(output) if output.text else []
                case UtteranceUpdated(speaker="customer"):
                    followed += self._rehearsal.update(output, tuple(self._context), self._now)
                case _:
                    pass
        return followed

    def _have_read(self, finished: UtteranceFinished) -> list[Output]:
        if finished.speaker == "agent" and not self._phase.heard_by_customer(finished.start):
            return []  # what is said to others while the customer is on hold answers nothing
        context = tuple(self._context)
        self._context.append(Said(speaker=finished.speaker, text=finished.text))
        voice = self._voices[finished.speaker].hear(self._prosody.pop(finished.utterance_id, None))
        if finished.confidence < self._settings.affect.minimum_confidence:
            return []
        self._reading[finished.utterance_id] = _Heard(finished, voice)
        if finished.speaker == "customer":
            self._slots.hear(finished.text, self._now)
            return [ReadAffect(utterance_id=finished.utterance_id, text=finished.text, context=context)]
        if len(finished.text.split()) >= _REPLY_WORDS:
            self._desk.answered()
        before, self._agent_before = self._agent_before, finished
        breath = before is not None and finished.start - before.end <= _SAME_BREATH_SECONDS
        return [
            ReadActs(
                utterance_id=finished.utterance_id,
                text=finished.text,
                open_card=self._desk.open_card(self._now),
                before=before.text if before and breath else "",
            )
        ]

    def _customer_read(self, reading: inputs.AffectRead) -> list[Output]:
        said = self._reading.pop(reading.utterance_id, None)
        if said is None:
            return []
        finished = said.finished
        reading = doubted(reading, finished.confidence, self._settings.affect)
        evidence = Evidence(utterance_id=finished.utterance_id, quote=finished.text)
        outputs: list[Output] = []
        if reading.emotion == ABUSE:
            if reading.confidence < self._settings.affect.abuse_floor:
                reading = replace(reading, emotion=UNSURE)
            else:
                outputs.append(AbuseFlagged(confidence=reading.confidence, evidence=evidence))
        told = reading.emotion not in (NEUTRAL, UNSURE)
        words = Feeling(reading.valence, reading.arousal, reading.confidence, "words")
        felt = join(words, said.voice, told=told)
        reading = replace(reading, arousal=felt.arousal, confidence=felt.confidence)
        changed = self._emotion.update(reading, evidence, felt.heard_in, raised=is_raised(said.voice))
        outputs += [changed] if changed else []
        outputs.append(self._mood.update(reading, said.voice))
        outputs += self._needs.show(reading.needs, evidence, self._now)
        outputs += _phase_events(self._phase.customer_said(finished.text, reading.emotion, reading.needs))
        self._conduct.customer_read(reading, finished, self._phase.phase, self._now)
        opportunity = self._opportunity(reading, finished.utterance_id, finished.text, finished.end)
        search = self._desk.consider(opportunity, self._now)
        return [*outputs, search] if search else outputs

    def _opportunity(self, reading: inputs.AffectRead, utterance_id: str, quote: str, end: float) -> Opportunity:
        still_open = self._needs.open_needs(self._now)
        return Opportunity(
            utterance_id=utterance_id,
            quote=quote,
            emotion=NEUTRAL if reading.emotion == UNSURE else reading.emotion,
            confidence=reading.confidence,
            valence=reading.valence,
            shown=reading.needs,
            still_open=tuple(entry.need for entry in still_open),
            phase=self._phase.phase,
            at=end,
            again=frozenset(entry.need for entry in still_open if entry.times > 1),
        )

    def _agent_read(self, reading: inputs.ActsRead) -> list[Output]:
        said = self._reading.pop(reading.utterance_id, None)
        if said is None:
            return []
        finished = said.finished
        evidence = Evidence(utterance_id=finished.utterance_id, quote=finished.text)
        outputs: list[Output] = [
            AgentActNoticed(act=act, confidence=share, evidence=evidence) for act, share in reading.acts.items()
        ]
        if any(reading.empathy.values()):
            outputs.append(EmpathyGraded(levels=reading.empathy, evidence=evidence))
        met = self._needs.answer(reading.answers, evidence, self._now)
        outputs += met
        outputs += _phase_events(self._phase.agent_said(finished.text, reading.acts, [event.need for event in met]))
        outputs += self._conduct.agent_read(reading, finished, said.voice, self._phase.phase, self._now)
        spoken = self._desk.agent_said(reading, evidence, self._now)
        return [*outputs, spoken] if spoken else outputs


def _phase_events(phase: Phase | None) -> list[Output]:
    return [PhaseChanged(phase=phase)] if phase else []
