"""The slow parts, each asked by a command and answering with an input: the recogniser, and the reader of language."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assist.affect.prosody import measure
from assist.affect.text import above, read_affect
from assist.commands import ReadActs, ReadAffect, Said, SearchBank, Transcribe, WorkerCommand
from assist.errors import AttuneError
from assist.events import Speaker
from assist.inputs import ActsRead, AffectRead, BankSearched, Hit, Input, Transcribed, WorkFailed
from assist.redaction.redactor import Redactor
from assist.scale import AffectScale, WordsDone
from assist.settings import Settings
from assist.speech.transcriber import SAMPLE_RATE, Transcriber

logger = logging.getLogger(__name__)

Probabilities = Mapping[str, float]

_ROUNDING_SECONDS = 0.01
"""Both ends of a range are rounded to samples."""


class Language(Protocol):
    """What can be said about words: the encoder with its heads, and the phrase bank."""

    scale: AffectScale

    def customer(self, text: str, context: Sequence[Said] = ()) -> tuple[Probabilities, Probabilities]:
        """Calibrated probabilities of every emotion and of every need; ``context``: the turns before, oldest first."""
        ...

    def agent(self, text: str) -> WordsDone:
        """What the words do."""
        ...

    def likeness(self, text: str, card: str) -> float:
        """How close the words come to saying the card, 0..1."""
        ...

    def search(self, command: SearchBank) -> tuple[Hit, ...]:
        """Phrases that fit, best first."""
        ...


class Experience(Protocol):
    """What earlier calls taught, fixed when this one began."""

    def recall(self, hits: Sequence[Hit], command: SearchBank) -> tuple[Hit, ...]:
        """The hits with what is known of each."""
        ...


class Audio(Protocol):
    """The audio of one speaker that is still kept."""

    def cut(self, start_seconds: float, end_seconds: float) -> npt.NDArray[np.float32]:
        """Samples of a time range, 16 kHz mono."""
        ...


class Workers:
    """Performs the commands of one call. Slow and synchronous: an engine decides on which thread."""

    def __init__(
        self,
        language: Language,
        settings: Settings,
        transcriber: Transcriber | None = None,
        audio: Mapping[Speaker, Audio] | None = None,
        experience: Experience | None = None,
    ) -> None:
        self._language = language
        self._settings = settings
        self._transcriber = transcriber
        self._audio = audio or {}
        self._experience = experience
        self._redactor = Redactor()

    def perform(self, command: WorkerCommand) -> Input:
        """Do what is asked; a failure is an answer too, so that the call goes on."""
        try:
            return self._answer(command)
        except AttuneError as error:
            logger.warning("A worker failed: %s", error)
            return failure_of(command, str(error))
        except Exception as error:  # the top of a worker: one that died would never answer again
            logger.error("A worker failed: %r", error)  # noqa: TRY400 - no traceback for users
            logger.debug("It failed here:", exc_info=error)
            return failure_of(command, f"{request_of(command)} could not be read ({error!r}).")

    def _answer(self, command: WorkerCommand) -> Input:
        match command:
            case Transcribe():
                return self._transcribe(command)
            case ReadAffect():
                return self._read_affect(command)
            case ReadActs():
                return self._read_acts(command)
            case SearchBank():
                return self._search(command)

    def _transcribe(self, command: Transcribe) -> Transcribed:
        if self._transcriber is None:
            raise AttuneError("This engine reads text only; start it on a recording or on devices.")
        start, end = command.start - command.lead_seconds, command.end + command.tail_seconds
        samples = self._audio[command.speaker].cut(start, end)
        hypothesis = self._transcriber.transcribe(
            command.utterance_id, samples, final=command.final, prompt=command.prompt, effort=command.effort
        )
        missing = _missing_seconds(end - start, samples)
        if command.lead_seconds or command.tail_seconds:
            hypothesis = hypothesis.between(command.start - start - missing, command.end - start - missing)
        return Transcribed(
            utterance_id=command.utterance_id,
            revision=command.revision,
            start=command.start,
            end=command.end,
            text=self._redactor.redact(command.speaker, hypothesis.text, final=command.final),
            confidence=round(hypothesis.confidence, 4),
            prosody=measure(samples) if command.final else None,
            unread_seconds=missing,
            model=hypothesis.model,
        )

    def _read_affect(self, command: ReadAffect) -> AffectRead:
        emotions, needs = self._language.customer(command.text, command.context)
        reading = read_affect(emotions, needs, self._language.scale, self._settings.affect)
        return AffectRead(
            utterance_id=command.utterance_id,
            emotion=reading.emotion,
            confidence=reading.confidence,
            valence=reading.valence,
            arousal=reading.arousal,
            needs=reading.needs,
        )

    def _read_acts(self, command: ReadActs) -> ActsRead:
        done = self._language.agent(command.text)
        settings, scale = self._settings.affect, self._language.scale
        phrase_id, likeness = self._most_like(command)
        return ActsRead(
            utterance_id=command.utterance_id,
            acts=above(done.acts, settings.act_floor, scale.acts),
            answers=above(done.answers, settings.answer_floor, {}),
            empathy=dict(done.empathy),
            card_similarity=round(min(max(likeness, 0.0), 1.0), 4),
            card_phrase=phrase_id,
        )

    def _most_like(self, command: ReadActs) -> tuple[str, float]:
        """The phrase of the open card that the words come closest to, alone or after those before them."""
        said = [command.text, *([f"{command.before} {command.text}"] if command.before else [])]
        likeness = {
            phrase_id: max(self._language.likeness(text, phrase) for text in said)
            for phrase_id, phrase in command.open_card.items()
        }
        best = max(likeness, key=lambda phrase_id: likeness[phrase_id], default="")
        return best, likeness.get(best, 0.0)

    def _search(self, command: SearchBank) -> BankSearched:
        hits = self._language.search(command)
        known = self._experience.recall(hits, command) if self._experience else hits
        return BankSearched(request_id=command.request_id, hits=known)


def _missing_seconds(seconds: float, samples: npt.NDArray[np.float32]) -> float:
    """How much of a range's beginning is no longer kept: only sound that was heard is asked for."""
    missing = seconds - len(samples) / SAMPLE_RATE
    return round(missing, 2) if missing > _ROUNDING_SECONDS else 0.0


def request_of(command: WorkerCommand) -> str:
    """The name that its answer bears."""
    return command.request_id if isinstance(command, SearchBank) else command.utterance_id


def failure_of(command: WorkerCommand, reason: str) -> WorkFailed:
    """The answer to a command that could not be performed."""
    revision = command.revision if isinstance(command, Transcribe) else None
    return WorkFailed(request=request_of(command), reason=reason, revision=revision)
