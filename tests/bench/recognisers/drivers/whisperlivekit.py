"""WhisperLiveKit: its engine once, a processor a speaker as its server has one a connection, LocalAgreement."""

from __future__ import annotations

import asyncio
import logging
import sys
import wave
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from whisperlivekit import AudioProcessor, TranscriptionEngine

from tests.bench.recognisers.drivers.stage import SAMPLE_RATE, Stage, Voices, chunks, read_voices


def open_engine(model: str) -> Any:
    """The engine; its SimulStreaming needs PyTorch weights, which a CTranslate2 model has not."""
    with TemporaryDirectory() as folder:
        silence = Path(folder) / "warm.wav"  # else it fetches a recording to warm up with
        with wave.open(str(silence), "wb") as file:
            file.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
            file.writeframes(bytes(2 * SAMPLE_RATE))
        return TranscriptionEngine(
            model_path=model,
            lan="en",
            backend="faster-whisper",
            backend_policy="localagreement",
            pcm_input=True,
            warmup_file=str(silence),
        )


async def follow(results: Any, stage: Stage, speaker: str) -> None:
    """Tell what is added to the committed lines as final, and the buffer after them as partial."""
    committed = buffer = ""
    async for front in results:
        whole = " ".join((line.text or "").strip() for line in front.lines if line.text)
        if whole != committed:
            stage.tell("final", speaker, added(committed, whole))
            committed = whole
        if front.buffer_transcription != buffer:
            buffer = front.buffer_transcription
            stage.tell("partial", speaker, buffer)


def added(before: str, after: str) -> str:
    """The words that are new."""
    old, new = before.split(), after.split()
    if new[: len(old)] != old:
        logging.getLogger(__name__).error("committed words were changed: %r to %r", before[-80:], after[-80:])
    return " ".join(new[len(old) :])


async def hear(engine: Any, stage: Stage, voices: Voices) -> None:
    """Both voices at once."""
    processors = {speaker: AudioProcessor(transcription_engine=engine) for speaker in voices}
    results = {speaker: await processor.create_tasks() for speaker, processor in processors.items()}
    stage.begin()
    following = [asyncio.create_task(follow(results[speaker], stage, speaker)) for speaker in voices]
    for due, speaker, chunk in chunks(voices):
        await asyncio.sleep(max(0.0, due - stage.now))
        await processors[speaker].process_audio(chunk)
    for processor in processors.values():
        await processor.process_audio(b"")
    await asyncio.gather(*following)
    stage.end()
    for processor in processors.values():
        await processor.cleanup()


def main() -> None:
    """``MODEL FOLDER``."""
    model, call_folder = sys.argv[1:3]
    stage = Stage()
    engine = open_engine(model)
    logging.disable(logging.INFO)  # it writes a line for every chunk
    asyncio.run(hear(engine, stage, read_voices(Path(call_folder))))


if __name__ == "__main__":
    main()
