"""The slow parts, each asked by a command and answering with an input: the recogniser, and the reader of language."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assist.affect.prosody import measure
from assist.affect.text import above, read_affect
from assist.commands import ReadActs, ReadAffect, SearchBank, Transcribe, WorkerCommand
from assist.errors import AttuneError
from assist.events import Speaker
from assist.inputs import ActsRead, AffectRead, BankSearched, Hit, Input, Transcribed, WorkFailed
from assist.redaction import redact
from assist.scale import AffectScale
from assist.settings import Settings
from assist.speech.transcriber import Transcriber

logger = logging.getLogger(__name__)

Probabilities = Mapping[str, float]


class Language(Protocol):
    """What can be said about words: the encoder with its heads, and the phrase bank."""

    scale: AffectScale

    def customer(self, text: str) -> tuple[Probabilities, Probabilities]:
        """Calibrated probabilities of every emotion and of every need."""
        ...

    def agent(self, text: str) -> tuple[Probabilities, Probabilities]:
        """Calibrated probabilities of every act, and of every need being answered."""
        ...

    def likeness(self, text: str, card: str) -> float:
        """How close the words come to saying the card, 0..1."""
        ...

    def search(self, command: SearchBank) -> tuple[Hit, ...]:
        """Phrases that fit, best first."""
        ...


class Audio(Protocol):
    """The audio of one speaker that is still kept."""

    def cut(self, start_seconds: float, end_seconds: float) -> npt.NDArray[np.float32]:
        """Samples of a time range, 16 kHz mono."""
        ...


class Workers:
    """Performs commands. Slow and synchronous: an engine decides on which thread."""

    def __init__(
        self,
        language: Language,
        settings: Settings,
        transcriber: Transcriber | None = None,
        audio: Mapping[Speaker, Audio] | None = None,
    ) -> None:
        self._language = language
        self._settings = settings
        self._transcriber = transcriber
        self._audio = audio or {}

    def perform(self, command: WorkerCommand) -> Input:
        """Do what is asked; a failure is an answer too, so that the call goes on."""
        try:
            return self._answer(command)
        except AttuneError as error:
            logger.warning("A worker failed: %s", error)
            return WorkFailed(request=_request(command), reason=str(error))

    def _answer(self, command: WorkerCommand) -> Input:
        match command:
            case Transcribe():
                return self._transcribe(command)
            case ReadAffect():
                return self._read_affect(command)
            case ReadActs():
                return self._read_acts(command)
            case SearchBank():
                return BankSearched(request_id=command.request_id, hits=self._language.search(command))

    def _transcribe(self, command: Transcribe) -> Transcribed:
        if self._transcriber is None:
            raise AttuneError("This engine reads text only; start it on a recording or on devices.")
        samples = self._audio[command.speaker].cut(command.start, command.end)
        hypothesis = self._transcriber.transcribe(command.utterance_id, samples, final=command.final)
        return Transcribed(
            utterance_id=command.utterance_id,
            revision=command.revision,
            start=command.start,
            end=command.end,
            text=redact(hypothesis.text),
            confidence=round(hypothesis.confidence, 4),
            prosody=measure(samples) if command.final else None,
        )

    def _read_affect(self, command: ReadAffect) -> AffectRead:
        emotions, needs = self._language.customer(command.text)
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
        acts, answers = self._language.agent(command.text)
        settings, scale = self._settings.affect, self._language.scale
        likeness = self._language.likeness(command.text, command.open_card) if command.open_card else 0.0
        return ActsRead(
            utterance_id=command.utterance_id,
            acts=above(acts, settings.act_floor, scale.acts),
            answers=above(answers, settings.answer_floor, scale.answers),
            card_similarity=round(min(max(likeness, 0.0), 1.0), 4),
        )


def _request(command: WorkerCommand) -> str:
    return command.request_id if isinstance(command, SearchBank) else command.utterance_id
