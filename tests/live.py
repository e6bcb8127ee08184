"""Live calls for tests: devices that play what a test says, models that answer by table, a clock that stands still."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from assist.audio.chunks import SAMPLE_RATE, Chunk, Samples
from assist.call_settings import CallSettings
from assist.card_settings import SuggestSettings
from assist.commands import Said, SearchBank
from assist.events import Event, Speaker
from assist.inputs import Hit
from assist.scale import AffectScale, WordsDone
from assist.settings import AudioSettings, JournalSettings, Settings
from assist.speech.transcriber import Hypothesis
from assist.wiring import Models

BLOCK = 512
LOUD = 0.1


class PlayedDevices:
    """A source whose sound comes when the test says so, as `LiveSource` brings it."""

    def __init__(self, settings: AudioSettings, deliver: Any, *, on_lost: Any, on_restored: Any) -> None:
        self.deliver, self.on_lost, self.on_restored = deliver, on_lost, on_restored
        self.open = False
        self.overruns = 0
        self._count: dict[Speaker, int] = {"customer": 0, "agent": 0}

    def start(self) -> None:
        """Open."""
        self.open = True

    def stop(self) -> None:
        """Close."""
        self.open = False

    def play(self, seconds: float, *, customer: float = 0.0, agent: float = 0.0) -> None:
        """Both lines for a while, each at a level (0..1)."""
        for _ in range(round(seconds * SAMPLE_RATE / BLOCK)):
            for speaker, level in (("customer", customer), ("agent", agent)):
                self.deliver(Chunk(speaker, self._count[speaker], np.full(BLOCK, level, np.float32)))  # type: ignore[arg-type,index]
                self._count[speaker] += BLOCK  # type: ignore[index]


class LoudIsSpeech:
    """Voice activity: a window with sound in it is speech."""

    def stream(self) -> LoudIsSpeech:
        """A new state."""
        return self

    def scores(self, windows: Samples) -> list[float]:
        """Probabilities of speech."""
        return [0.95 if float(np.abs(window).max()) > LOUD / 2 else 0.01 for window in windows]


class Transcript:
    """A recogniser that gives how many seconds it was given as words, and keeps them."""

    name, model, reduced_accuracy = "test", "none", False

    def __init__(self) -> None:
        self.heard: list[Samples] = []

    def transcribe(self, utterance_id: str, samples: Samples, *, final: bool, **_more: object) -> Hypothesis:
        """The words of an utterance."""
        self.heard.append(samples)
        return Hypothesis(text=f"these are the words of {utterance_id.replace('-', ' number ')}", confidence=0.95)


class PlainLanguage:
    """A library that reads nothing but what a table says, and finds one bank."""

    version, phrases = "test", 2

    def __init__(self, hits: tuple[Hit, ...] = (), emotion: str = "neutral") -> None:
        self.scale = AffectScale(
            circumplex={"neutral": (0.0, 0.0), "anger": (-0.8, 0.8)}, emotions={}, needs={}, acts={}, answers={}
        )
        self._hits = hits
        self._emotion = emotion

    def customer(self, text: str, context: tuple[Said, ...] = ()) -> tuple[Mapping[str, float], Mapping[str, float]]:
        """Probabilities."""
        return {"neutral": 0.05, "anger": 0.05, self._emotion: 0.95}, {"ownership": 0.9}

    def agent(self, text: str) -> WordsDone:
        """What the words do."""
        return WordsDone(acts={}, answers={}, empathy={})

    def likeness(self, text: str, card: str) -> float:
        """Nothing is like anything."""
        return 0.0

    def search(self, command: SearchBank) -> tuple[Hit, ...]:
        """The bank."""
        return self._hits


def models(hits: tuple[Hit, ...] = (), emotion: str = "neutral") -> Models:
    """Models that answer by table."""
    return Models(PlainLanguage(hits, emotion), Transcript(), LoudIsSpeech())  # type: ignore[arg-type]


def live_settings(folder: Path, **calls: Any) -> Settings:
    """Settings whose files lie in a folder of the test's."""
    return Settings(
        calls=CallSettings(**calls),
        journal=JournalSettings(folder=str(folder / "calls"), commit_seconds=0.0),
        suggest=SuggestSettings(
            outcomes=str(folder / "outcomes.db"),
            review=str(folder / "review.jsonl"),
            experiments=str(folder / "experiments"),
        ),
    )


class Told(list[Event]):
    """What the engine tells; a test may wait for a kind of event."""

    def __init__(self) -> None:
        super().__init__()
        self._news = asyncio.Condition()

    def __call__(self, event: Event) -> None:
        """Take an event."""
        self.append(event)
        asyncio.get_running_loop().create_task(self._wake())

    async def _wake(self) -> None:
        async with self._news:
            self._news.notify_all()

    async def until(self, kind: type[Event], count: int = 1) -> Event:
        """Wait for the ``count``-th event of this kind."""
        async with self._news:
            await self._news.wait_for(lambda: sum(isinstance(event, kind) for event in self) >= count)
        return [event for event in self if isinstance(event, kind)][count - 1]
