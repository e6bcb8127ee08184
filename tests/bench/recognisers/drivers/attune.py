"""Attune: the live call as the product builds it, without what reads language (``--whole``: with that too)."""

from __future__ import annotations

import argparse
import asyncio
from functools import partial
from pathlib import Path

import numpy as np

from assist import events, wiring
from assist.audio.wavfile import Recording
from assist.engine import LiveCall
from assist.feeds import FileFeed, hear, opening
from assist.settings import Settings, load_settings
from assist.speech.choose import open_transcriber
from assist.speech.vad import SileroModel
from tests.bench.recognisers.drivers.stage import Stage, read_voices
from tests.live import PlainLanguage


def load(settings: Settings, *, whole: bool) -> wiring.Models:
    """The models; without ``whole`` those that hear, and nothing that understands."""
    if whole:
        return wiring.load_models(settings, audio=True)
    transcriber, notice = open_transcriber(settings.speech)
    if notice:
        raise SystemExit(notice)
    return wiring.Models(PlainLanguage(), transcriber, SileroModel())  # type: ignore[arg-type]


def read_recording(folder: Path) -> Recording:
    """The call."""
    voices = {
        speaker: np.frombuffer(voice, np.int16).astype(np.float32) / 32768
        for speaker, voice in read_voices(folder).items()
    }
    return Recording(**voices)


def tell(stage: Stage, event: events.Event) -> None:
    """The words of an event."""
    match event:
        case events.UtteranceUpdated():
            stage.tell("partial", event.speaker, event.text)
        case events.UtteranceFinished():
            stage.tell("final", event.speaker, event.text)
        case _:
            pass


def main() -> None:
    """``MODEL FOLDER [--whole] [--set KEY=VALUE]``."""
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--set", dest="assignments", action="append", default=[])
    given = parser.parse_args()
    stage = Stage()
    settings = load_settings(None, [f"speech.model={given.model}", *given.assignments])
    models = load(settings, whole=given.whole)
    recording = read_recording(given.folder)
    line = wiring.make_line(settings, models)
    feed = FileFeed(given.folder / "customer.wav", hear(recording, line.ears), 1.0)
    call = wiring.make_call(settings, feed, partial(tell, stage), None)
    live = LiveCall(call, wiring.make_workers(settings, models, line), feed.expected_seconds)
    stage.begin()
    asyncio.run(live.run([opening(feed), *models.facts()], feed.stream()))
    stage.end()


if __name__ == "__main__":
    main()
