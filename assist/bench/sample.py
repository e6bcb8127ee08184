"""`assist bench`: how long the agent waits for words, on the sample call in real time, against the script's truth."""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import jiwer
import numpy as np

from assist import events, wiring
from assist.bench.words import plain
from assist.demo.script import SampleCall, TurnTime, load_script, load_timing, sample_path
from assist.engine import LiveCall
from assist.feeds import opening
from assist.settings import Settings

_NEAR_SECONDS = 1.5
"""A recognised utterance whose end is this close to a turn's end is that turn's last one."""

READY_SECONDS = 0.1
"""A card that comes this soon after the customer's turn is there when the agent looks."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds from the end of the customer's speech to something, over the turns of a call."""

    count: int
    p50_seconds: float
    p95_seconds: float


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run of the sample call gave.

    Attributes:
        words_wait, card_wait: from the true end of speech.
        cards_ready: share of the cards that were there when the customer's turn was over, or `READY_SECONDS` later. The
            turn is over when `SpeechEnded` is told: after `speech.endpoint_silence_seconds` of silence.
    """

    recognizer: str
    load_seconds: float
    memory_mb: float
    words_wait: Waits
    card_wait: Waits
    cards_ready: float
    greatest_lag_seconds: float
    word_error_rate: float
    cards: int
    emotions_found: list[str]
    emotions_true: list[str]
    needs_found: list[str]
    needs_true: list[str]


def bench(settings: Settings, *, as_json: bool) -> int:
    """Play the sample call at real time and print what it took."""
    began = time.monotonic()
    models = wiring.load_models(settings, audio=True)
    load_seconds = time.monotonic() - began
    line = wiring.make_line(settings, models)
    feed = wiring.open_file(sample_path()).feed(line, 1.0)
    told: list[events.Event] = []
    call = wiring.make_call(settings, feed, told.append, None)
    live = LiveCall(call, wiring.make_workers(settings, models, line), feed.expected_seconds)
    if not as_json:
        sys.stdout.write("Playing the sample call in real time, a little under three minutes ...\n")
        sys.stdout.flush()
    asyncio.run(live.run([opening(feed), *models.facts()], feed.stream()))
    recognizer = models.transcriber.name if models.transcriber else ""
    measured = measure(told, load_script(), load_timing(), recognizer, load_seconds)
    sys.stdout.write(json.dumps(asdict(measured)) + "\n" if as_json else _table(measured))
    return 0


def measure(
    told: Sequence[events.Event],
    script: SampleCall,
    timing: Sequence[TurnTime],
    recognizer: str = "",
    load_seconds: float = 0.0,
) -> Measured:
    """Compare a run's events with the script and the true times of its turns."""
    ends = [time.end for turn, time in zip(script.turns, timing, strict=True) if turn.speaker == "customer"]
    finished = [event for event in told if isinstance(event, events.UtteranceFinished)]
    heard = [event for event in finished if event.speaker == "customer"]
    offered = [event for event in told if isinstance(event, events.SuggestionOffered)]
    over = {event.utterance_id: event.at for event in told if isinstance(event, events.SpeechEnded)}
    words, cards, ready = [], [], []
    for utterance in heard:
        shown = [card.at for card in offered if card.because.utterance_id == utterance.utterance_id]
        ready += [at - over.get(utterance.utterance_id, utterance.end) <= READY_SECONDS for at in shown]
        end = min(ends, key=lambda end: abs(end - utterance.end))
        if abs(end - utterance.end) <= _NEAR_SECONDS:
            words.append(utterance.at - end)
            cards += [at - end for at in shown]
    changed = [event.emotion for event in told if isinstance(event, events.EmotionChanged)]
    needs = [event.need for event in told if isinstance(event, events.NeedRaised)]
    return Measured(
        recognizer=recognizer,
        load_seconds=round(load_seconds, 2),
        memory_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 0),
        words_wait=_waits(words),
        card_wait=_waits(cards),
        cards_ready=round(float(np.mean(ready)), 4) if ready else 0.0,
        greatest_lag_seconds=max((e.behind_seconds for e in told if isinstance(e, events.LagMeasured)), default=0.0),
        word_error_rate=round(word_error_rate(script, finished), 4),
        cards=len(offered),
        emotions_found=changed,
        emotions_true=list(script.emotion_changes),
        needs_found=needs,
        needs_true=list(script.needs),
    )


def word_error_rate(script: SampleCall, finished: Sequence[events.UtteranceFinished]) -> float:
    """Word error rate of both speakers' finals against the script, each speaker's words in order."""
    references, hypotheses = [], []
    for speaker in events.SPEAKERS:
        references.append(plain(" ".join(turn.text for turn in script.turns if turn.speaker == speaker)))
        hypotheses.append(plain(" ".join(event.text for event in finished if event.speaker == speaker)))
    return float(jiwer.wer(references, hypotheses))


def _waits(seconds: Sequence[float]) -> Waits:
    if not seconds:
        return Waits(0, 0.0, 0.0)
    p50, p95 = np.percentile(seconds, [50, 95])
    return Waits(len(seconds), round(float(p50), 3), round(float(p95), 3))


def _table(measured: Measured) -> str:
    words, cards = measured.words_wait, measured.card_wait
    rows = [
        ("recogniser", measured.recognizer),
        ("models loaded in", f"{measured.load_seconds:.1f} s, {measured.memory_mb:.0f} MB"),
        (
            "end of speech to final words",
            f"p50 {words.p50_seconds:.2f} s, p95 {words.p95_seconds:.2f} s ({words.count})",
        ),
        ("end of speech to card", f"p50 {cards.p50_seconds:.2f} s, p95 {cards.p95_seconds:.2f} s ({cards.count})"),
        (f"cards within {READY_SECONDS * 1000:.0f} ms of the turn's end", f"{measured.cards_ready:.0%}"),
        ("greatest lag", f"{measured.greatest_lag_seconds:.2f} s"),
        ("word error rate", f"{measured.word_error_rate:.1%}"),
        ("cards", str(measured.cards)),
        ("emotions", f"{', '.join(measured.emotions_found)}  (script: {', '.join(measured.emotions_true)})"),
        ("needs", f"{', '.join(measured.needs_found)}  (script: {', '.join(measured.needs_true)})"),
    ]
    return "".join(f"{name:<38}{value}\n" for name, value in rows)
