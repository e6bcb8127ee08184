"""What the core is told: audio facts, answers of the workers, the agent's gestures. Journaled, so a call replays."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields

from assist.commands import AgentCommand
from assist.events import Speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """The header of every input. ``at``: seconds since the call began, stamped by the shell on arrival."""

    at: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOpened(Input):
    """The shell opened a call on a source, at wall time ``started_at`` (ISO 8601).

    ``reference`` is the softphone's or CRM's name for it, ``agent`` the platform's name of whose call it is; each is
    empty where there is none.
    """

    source: str
    started_at: str
    reference: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentAssigned(Input):
    """It became known, or changed, whose call it is."""

    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallInterrupted(Input):
    """The engine had stopped and takes the call up again; nothing of ``missed_seconds`` was heard."""

    missed_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CallClosed(Input):
    """No more audio will come. Everything asked for has been answered."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioEnded(Input):
    """No more audio will come; answers still may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechScored(Input):
    """One window of a speaker's audio: speech probability (0..1) and level (dB full scale)."""

    speaker: Speaker
    start: float
    end: float
    probability: float
    level_db: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Prosody:
    """How an utterance was said, within the band of a telephone (300-3400 Hz), whatever the line.

    Attributes:
        seconds: from the first to the last sound of the voice.
        voiced_share: of the spoken time, 0..1.
        pitch_hz: median of the voiced frames.
        pitch_spread_semitones: from the 20th to the 80th percentile.
        energy_db: median of the voiced frames, dB of full scale.
        energy_spread_db: from the 20th to the 80th percentile.
        effort_db: energy above 1 kHz against that below; rises with vocal effort.
        syllables_per_second: of the spoken time, pauses left out.
        pause_seconds: all silences of 0.2 s or more within the utterance.
    """

    seconds: float
    voiced_share: float
    pitch_hz: float
    pitch_spread_semitones: float
    energy_db: float
    energy_spread_db: float
    effort_db: float
    syllables_per_second: float
    pause_seconds: float

    def __post_init__(self) -> None:
        if not all(math.isfinite(getattr(self, item.name)) for item in fields(self)):
            raise ValueError("prosody must be finite numbers")
        if self.pitch_hz <= 0:
            raise ValueError(f"a voice has a pitch above 0 Hz, not {self.pitch_hz}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcribed(Input):
    """The answer to `Transcribe`.

    Attributes:
        prosody: how it was said, where it was read as a whole and had enough voice.
        took_seconds: from when the recogniser was asked, other calls' turns included; 0 where nobody waits.
        unread_seconds: so much of its beginning was no longer kept.
        model: which model read it, where that is not the one that was chosen.
    """

    utterance_id: str
    revision: int
    start: float
    end: float
    text: str
    confidence: float
    prosody: Prosody | None = None
    took_seconds: float = 0.0
    unread_seconds: float = 0.0
    model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UtteranceHeard(Input):
    """A whole utterance that came as text (a turns file)."""

    speaker: Speaker
    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AffectRead(Input):
    """The answer to `ReadAffect`.

    ``emotion`` is a label or ``unsure``; ``needs`` holds those above their floors, strongest first; valence and arousal
    lie in -1..1.
    """

    utterance_id: str
    emotion: str
    confidence: float
    valence: float
    arousal: float
    needs: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActsRead(Input):
    """The answer to `ReadActs`: acts and needs answered, above their floors, and likeness to the open card (0..1).

    Attributes:
        empathy: level 0, 1 or 2 of each of EPITOME's mechanisms.
        card_similarity: to the phrase of the card that is most like the words.
        card_phrase: the id of that phrase; empty for the card's own.
    """

    utterance_id: str
    acts: dict[str, float]
    answers: dict[str, float]
    empathy: dict[str, int] = field(default_factory=dict)
    card_similarity: float = 0.0
    card_phrase: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRecord:
    """What earlier calls say about a phrase, as it was known when this call began.

    Attributes:
        useful, useless: cards with it that the agent used, and that they did not; a rejected one counts for more.
        expected: the rate at which cards for such a moment are used, 0..1.
        today: how often it was on the screen today.
    """

    useful: float
    useless: float
    expected: float
    today: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A phrase that the bank found.

    Attributes:
        text: still with its slots.
        emotions, needs: what it is for.
        similarity, avoid_similarity: of the query to its nearest cue and to its nearest do-not-trigger example, -1..1.
        emotion_fit, need_fit, place_fit: how well it fits feeling, needs, and phase with tone and register, each 0..1.
        strategy_fit: how well its act answers feeling and needs in this part of the call, 0..1.
        fits, good: the chances that a coach would find it fitting, said now, and would be glad to hear it, 0..1.
        record: what earlier calls say about it; None where there were none.
    """

    phrase_id: str
    text: str
    cue: str
    strategy: str
    emotions: tuple[str, ...]
    needs: tuple[str, ...]
    similarity: float
    avoid_similarity: float
    emotion_fit: float
    need_fit: float
    place_fit: float
    strategy_fit: float
    fits: float
    good: float
    record: TrackRecord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BankSearched(Input):
    """The answer to `SearchBank`: hits, best first."""

    request_id: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFailed(Input):
    """A worker could not answer; ``reason`` is a sentence. The utterance goes on without it.

    Attributes:
        revision: of the reading of sound that failed; None where it was another kind of work.
    """

    request: str
    reason: str
    revision: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentDid(Input):
    """A gesture of the agent, as the overlay sent it."""

    command: AgentCommand


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognizerChosen(Input):
    """Which recogniser listens; ``reason`` is a sentence where it is not the one asked for."""

    recognizer: str
    model: str
    reduced_accuracy: bool
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankLoaded(Input):
    """Which bank is in use, and which variant (``a`` or ``b``) of each running experiment this call shows."""

    version: str
    phrases: int
    experiments: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LagSampled(Input):
    """How hearing keeps up; sampled about once a second, also where nothing else comes.

    Attributes:
        behind_seconds: so much sound has arrived and has not been heard yet. What was heard and waits for the
            recogniser the session knows by itself.
        elapsed_seconds: since the sample before, by the clock: the call's own time stands still where hearing does.
        overruns: how often sound got lost before it could be heard, since the call began.
    """

    behind_seconds: float
    elapsed_seconds: float = 1.0
    overruns: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFailed(Input):
    """A speaker's audio stopped coming."""

    speaker: Speaker
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecovered(Input):
    """A speaker's audio is back."""

    speaker: Speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalFailed(Input):
    """The call is not written down any more; ``reason`` is a sentence with the mend."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWritten(Input):
    """The report of the call lies at ``path``."""

    path: str
