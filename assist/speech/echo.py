"""The customer's voice in the agent's microphone is no utterance of the agent's. Pure.

Two nets. Once the way of the echo is known, windows that are no louder than it makes them are no speech: nothing
begins, and where the agent speaks over the echo the utterance is theirs alone. Before that, what was taken for an
utterance is judged by its levels and its words together. The agent may repeat what the customer said, and does:
then the customer is silent, and the microphone hears more than an echo.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal

from assist.events import EchoSuppressed, UtteranceFinished, UtteranceUpdated
from assist.inputs import SpeechScored
from assist.settings import SpeechSettings
from assist.speech.channel import Output as ChannelOutput
from assist.speech.echo_path import EchoPath, Match
from assist.speech.levels import WINDOW_SECONDS, LevelTrack, window_of

Output = ChannelOutput | EchoSuppressed
Levels = Literal["follow", "resemble", "differ"]
Words = Literal["same", "unknown", "other"]

_LEARN_WINDOWS = 16
"""The way is looked for twice a second."""

_WAIT_SECONDS = 4.0
"""So long after its end an utterance waits for the customer's words at most; then its levels alone decide."""

_STRETCH_GAP_SECONDS = 1.0
_STRETCH_SECONDS = 0.5
"""Echo that was kept out is told of when it has been over for a second, if there was half a second of voice in it."""

_FOLLOWING = (0.7, 0.75, 30)
_RESEMBLING = (0.45, 0.6, 8)
"""Likeness, share and number of windows. Two readers who talk at once stay below 0.57 and 0.76 in stretches of 2 s, and
below 0.54 and 0.73 in 95 of 100 of them."""

_LEAST_ACTIVE = 0.8
"""In so much of an echo the customer is heard speaking: who repeats their words speaks after them."""

_SAME_WORDS = 0.75
"""An echo is read worse than the voice itself: so many of its words, in order, have to be the customer's."""

_NEAR_SECONDS = 1.0
"""Words of the customer's this close to the echo are compared with it: its delay, and where utterances were cut."""

_KEPT_TEXTS = 8

_TABLE: dict[tuple[Levels, Words], float] = {
    ("follow", "same"): 0.99,
    ("follow", "unknown"): 0.85,
    ("follow", "other"): 0.7,
    ("resemble", "same"): 0.9,
}
"""How sure an echo is by its levels and its words; elsewhere it is none."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


@dataclass(slots=True)
class _Stretch:
    """Echo that was kept out of the agent's line: from when to when, and how much voice there was in it."""

    start: float
    end: float
    voice_seconds: float = 0.0


class EchoGuard:
    """Stands between the ears and the agent's channel, and between the channel and everybody else."""

    def __init__(self, settings: SpeechSettings) -> None:
        self._on = settings.suppress_echo
        self._threshold = settings.speech_threshold
        self._customer, self._agent = LevelTrack(), LevelTrack()
        self._path = EchoPath(self._customer, self._agent)
        self._said: dict[str, UtteranceUpdated | UtteranceFinished] = {}
        self._shown: set[str] = set()
        self._waiting: deque[UtteranceFinished] = deque()
        self._stretch: _Stretch | None = None
        self._kept_out: list[EchoSuppressed] = []

    def hear(self, scored: SpeechScored) -> SpeechScored:
        """Take a window of either line; the agent's comes back as no speech where it is an echo."""
        if not self._on:
            return scored
        if scored.speaker == "customer":
            self._customer.hear(scored)
            return scored
        self._agent.hear(scored)
        number = window_of(scored.start)
        if number % _LEARN_WINDOWS == 0:
            self._path.learn()
        self._close_stretch(scored.end)
        if not self._path.explains(number, scored.level_db):
            return scored
        if scored.probability >= self._threshold:
            self._keep_out(scored)
        return replace(scored, probability=0.0)

    def judge(self, outputs: Iterable[ChannelOutput], *, customer_pending: bool) -> list[Output]:
        """Pass on what happened, without the agent's utterances that were echoes.

        Args:
            outputs: what the channels made of the input.
            customer_pending: words of the customer's are still to come: an utterance that may be their echo waits for
                them, and the agent's later ones behind it.
        """
        judged: list[Output] = list(self._kept_out)
        self._kept_out.clear()
        for output in outputs:
            match output:
                case UtteranceUpdated(speaker="agent") if self._suspicious(output):
                    continue
                case UtteranceFinished(speaker="agent", text=text) if text:
                    self._waiting.append(output)
                    continue
                case UtteranceUpdated() | UtteranceFinished():
                    self._remember(output)
            judged.append(output)
        while self._waiting:
            verdict = self._verdict(self._waiting[0], wait=customer_pending)
            if verdict is None:
                break
            judged += verdict
            self._waiting.popleft()
        return judged

    def _suspicious(self, partial: UtteranceUpdated) -> bool:
        """Whether it may be an echo: then it is not shown until its final words are judged."""
        return partial.utterance_id not in self._shown and self._levels(self._compare(partial)) != "differ"

    def _verdict(self, finished: UtteranceFinished, *, wait: bool) -> list[Output] | None:
        """What becomes of an utterance of the agent's; None while the customer's words are awaited."""
        match = self._compare(finished)
        levels = self._levels(match)
        if levels == "differ" or match is None:
            return [finished]
        words = self._words(finished)
        now = self._agent.until * WINDOW_SECONDS
        if words != "same" and wait and now < finished.end + _WAIT_SECONDS:
            return None
        confidence = _TABLE.get((levels, words), 0.0)
        if not confidence:
            return [finished]
        told = EchoSuppressed(
            utterance_id=finished.utterance_id, start=finished.start, end=finished.end, confidence=confidence
        )
        taken_back = replace(finished, text="", confidence=0.0)
        return [told, taken_back] if finished.utterance_id in self._shown else [told]

    def _compare(self, said: UtteranceUpdated | UtteranceFinished) -> Match | None:
        return self._path.compare(window_of(said.start), window_of(said.end))

    def _levels(self, match: Match | None) -> Levels:
        if match is None or match.active < _LEAST_ACTIVE:
            return "differ"
        measured = (match.likeness, match.share, match.windows)
        for name, least in (("follow", _FOLLOWING), ("resemble", _RESEMBLING)):
            if all(have >= need for have, need in zip(measured, least, strict=True)):
                return "follow" if name == "follow" else "resemble"
        return "differ"

    def _words(self, finished: UtteranceFinished) -> Words:
        near = [
            word
            for said in self._said.values()
            if said.start <= finished.end + _NEAR_SECONDS and said.end >= finished.start - _NEAR_SECONDS
            for word in _words_of(said.text)
        ]
        if not near:
            return "unknown"
        words = _words_of(finished.text)
        blocks = SequenceMatcher(None, words, near, autojunk=False).get_matching_blocks()
        return "same" if sum(block.size for block in blocks) >= _SAME_WORDS * len(words) else "other"

    def _remember(self, said: UtteranceUpdated | UtteranceFinished) -> None:
        if said.speaker == "agent":
            self._shown.add(said.utterance_id)
            return
        self._said[said.utterance_id] = said
        while len(self._said) > _KEPT_TEXTS:
            del self._said[next(iter(self._said))]

    def _keep_out(self, scored: SpeechScored) -> None:
        if self._stretch is None:
            self._stretch = _Stretch(scored.start, scored.end)
        self._stretch.end = scored.end
        self._stretch.voice_seconds += scored.end - scored.start

    def _close_stretch(self, now: float) -> None:
        stretch = self._stretch
        if stretch is None or now - stretch.end < _STRETCH_GAP_SECONDS:
            return
        self._stretch = None
        known = self._path.known
        if stretch.voice_seconds >= _STRETCH_SECONDS and known is not None:
            confidence = round(known.share, 2)
            self._kept_out.append(
                EchoSuppressed(utterance_id="", start=stretch.start, end=stretch.end, confidence=confidence)
            )


def _words_of(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("\u2019", "'"))
