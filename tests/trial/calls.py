"""Recorded calls made by chance: voices that overlap and pause, late answers, failures, gestures of all kinds."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from assist.commands import (
    AcceptSuggestion,
    AgentCommand,
    DismissSuggestion,
    KeepQuiet,
    ReadActs,
    ReadAffect,
    RejectSuggestion,
    SearchBank,
    ShowSuggestion,
    SnoozeNeed,
    Transcribe,
    WorkerCommand,
)
from assist.events import Event, Speaker, SuggestionOffered
from assist.inputs import (
    ActsRead,
    AffectRead,
    AgentDid,
    AudioEnded,
    BankSearched,
    CallClosed,
    CallOpened,
    Hit,
    Input,
    SpeechScored,
    TrackRecord,
    Transcribed,
)
from assist.journal import JOURNAL_NAME, JournalWriter, Recorded
from assist.session import CallSession
from assist.settings import Settings
from assist.workers import failure_of
from tests.scripts import WINDOW, hit

SECONDS = 70.0
WORDS = ("nobody", "ever", "rang", "me", "back", "about", "the", "parcel", "it", "is", "late", "again", "honestly")
NEEDS = ("ownership", "speed", "heard", "fairness")
STARTED = "2026-11-20T09:00:00+00:00"

Search = Callable[[SearchBank], tuple[Hit, ...]]


def bank(name: str, phrases: int = 6) -> Search:
    """A bank that finds other phrases for other words, and other ones than a bank of another name."""

    def search(command: SearchBank) -> tuple[Hit, ...]:
        dice = random.Random(f"{name} {command.query} {command.emotion} {command.phase}")
        return tuple(
            hit(
                f"p{number}",
                strategy=dice.choice(("ownership", "apology", "validation")),
                needs=(dice.choice(NEEDS),),
                emotions=("annoyance", "anger"),
                fits=round(dice.uniform(0.7, 1.0), 4),
                good=round(dice.uniform(0.3, 0.9), 4),
            )
            for number in dice.sample(range(2 * phrases), phrases)
        )

    return search


class Chance:
    """A call as the dice have it. Answers come late, as a machine at work gives them."""

    def __init__(self, seed: int, search: Search) -> None:
        self._call_id = f"made-by-chance-{seed}"
        self._dice = random.Random(seed)
        self._search = search
        self._settings = Settings()
        self._spans: dict[Speaker, list[tuple[float, float]]] = {"customer": [], "agent": []}
        for speaker in self._spans:
            now = self._dice.uniform(0.0, 4.0)
            while now < SECONDS:
                end = now + self._dice.choice((0.05, 0.8, 2.0, 4.0, 6.0, 20.0))
                self._spans[speaker].append((now, end))
                now = end + self._dice.choice((0.1, 0.3, 0.5, 1.0, 4.0, 9.0))

    def record(self) -> Recorded:
        """Live it, and give the record of it."""
        session = CallSession(self._call_id, self._settings)
        inputs: list[Input] = []
        events: list[Event] = []
        due: list[tuple[float, Input]] = []

        def feed(item: Input) -> None:
            reaction = session.feed(item)
            inputs.append(item)
            events.extend(reaction.events)
            due.extend((item.at + self._dice.uniform(0.0, 0.4), self._answer(command)) for command in reaction.commands)
            for event in reaction.events:
                if isinstance(event, SuggestionOffered):
                    due.extend((item.at + after, AgentDid(command=gesture)) for after, gesture in self._gestures(event))

        for item in self._inputs():
            ripe = sorted((one for one in due if one[0] <= item.at), key=lambda one: one[0])
            due[:] = [one for one in due if one[0] > item.at]
            for _, answer in ripe:
                feed(replace(answer, at=item.at))
            feed(item)
        return Recorded(self._call_id, self._settings, tuple(inputs), tuple(events))

    def _inputs(self) -> Iterator[Input]:
        yield CallOpened(source="dice", started_at=STARTED)
        for number in range(int(SECONDS / WINDOW)):
            for speaker in self._spans:
                yield self._window(speaker, number * WINDOW)
        yield AudioEnded(at=SECONDS)
        yield CallClosed(at=SECONDS + 2.0, reason="audio ended")

    def _window(self, speaker: Speaker, begin: float) -> SpeechScored:
        speaks = any(first <= begin < last for first, last in self._spans[speaker])
        chance = self._dice.random()
        usual = 0.95 if speaks else 0.02
        probability = 0.7 if chance < 0.01 else 0.45 if chance < 0.04 else 0.1 if chance < 0.07 else usual
        level = self._dice.uniform(-30.0, -15.0) if speaks else self._dice.uniform(-80.0, -60.0)
        end = begin + WINDOW
        return SpeechScored(
            at=end, speaker=speaker, start=begin, end=end, probability=probability, level_db=round(level, 1)
        )

    def _answer(self, command: WorkerCommand) -> Input:
        dice = self._dice
        if dice.random() < 0.03:
            return failure_of(command, "The reader is ill.")
        match command:
            case Transcribe():
                return self._words(command)
            case ReadAffect():
                needs = {need: round(dice.uniform(0.5, 1.0), 3) for need in dice.sample(NEEDS, dice.choice((0, 1, 2)))}
                return AffectRead(
                    utterance_id=command.utterance_id,
                    emotion=dice.choice(("annoyance", "anger", "neutral", "gratitude", "abuse")),
                    confidence=round(dice.uniform(0.4, 1.0), 3),
                    valence=round(dice.uniform(-0.9, 0.4), 3),
                    arousal=0.2,
                    needs=needs,
                )
            case ReadActs():
                phrases = [*command.open_card, ""]
                likeness = dice.choice((0.0, 0.0, 0.9))
                return ActsRead(
                    utterance_id=command.utterance_id,
                    acts={},
                    answers={},
                    card_similarity=likeness,
                    card_phrase=phrases[0] if likeness else "",
                )
            case SearchBank():
                record = TrackRecord(useful=3.0, useless=1.0, expected=0.5, today=0)
                found = tuple(replace(one, record=dice.choice((None, record))) for one in self._search(command))
                return BankSearched(request_id=command.request_id, hits=found)

    def _words(self, command: Transcribe) -> Transcribed:
        """Two or three words a second, the more the longer the line was heard."""
        dice = random.Random(f"{command.utterance_id} {round(command.start, 3)}")
        said = [dice.choice(WORDS) for _ in range(60)][: max(0, int((command.end - command.start - 0.2) * 2.6))]
        return Transcribed(
            utterance_id=command.utterance_id,
            revision=command.revision,
            start=command.start,
            end=command.end,
            text=" ".join(said),
            confidence=round(self._dice.uniform(0.5, 0.99), 3),
        )

    def _gestures(self, card: SuggestionOffered) -> Iterator[tuple[float, AgentCommand]]:
        """What the agent does with a card, soon or so late that it has expired."""
        dice, names = self._dice, {"suggestion_id": card.suggestion_id, "phrase_id": card.phrase_id}
        if dice.random() < 0.7:
            yield dice.choice((0.2, 15.2)), ShowSuggestion(**names)
        kind = dice.choice((AcceptSuggestion, DismissSuggestion, RejectSuggestion, None))
        if kind:
            yield dice.uniform(0.5, 25.0), kind(**names)
        if dice.random() < 0.2:
            yield dice.uniform(0.5, 5.0), SnoozeNeed(need=card.need or "speed", seconds=dice.uniform(3.0, 20.0))
        if dice.random() < 0.1:
            yield 3.0, KeepQuiet(on=True)
            yield 9.0, KeepQuiet(on=False)


def write(recorded: Recorded, folder: Path) -> Path:
    """The record as a journal; returns its path."""
    path = folder / JOURNAL_NAME
    journal = JournalWriter(path, recorded.call_id, recorded.settings)
    for place, item in enumerate(recorded.inputs):
        journal.append(item, () if place else recorded.events)
    journal.close()
    return path
