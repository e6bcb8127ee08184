"""RealtimeSTT: one recorder a speaker, partials on, fed by hand; everything else as it comes."""

from __future__ import annotations

import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

from RealtimeSTT import AudioToTextRecorder

from tests.bench.recognisers.drivers.stage import Stage, Voices, read_voices

_LAST_WORDS_SECONDS = 4.0
"""So long after the call its last words are awaited."""


def open_recorder(model: str, stage: Stage, speaker: str) -> Any:
    """A recorder that tells its partials."""
    return AudioToTextRecorder(
        model=model,
        realtime_model_type=model,
        language="en",
        device="cpu",
        use_microphone=False,
        spinner=False,
        no_log_file=True,
        enable_realtime_transcription=True,
        on_realtime_transcription_update=partial(stage.tell, "partial", speaker),
    )


def listen(recorder: Any, stage: Stage, speaker: str) -> None:
    """Tell every utterance, until the recorder is shut down."""
    while not recorder.is_shut_down:
        stage.tell("final", speaker, recorder.text() or "")


def main() -> None:
    """``MODEL FOLDER``."""
    model, call_folder = sys.argv[1:3]
    stage = Stage()
    voices: Voices = read_voices(Path(call_folder))
    recorders = {speaker: open_recorder(model, stage, speaker) for speaker in voices}
    for speaker, recorder in recorders.items():
        threading.Thread(target=listen, args=(recorder, stage, speaker), daemon=True).start()
    stage.begin()
    stage.feed(voices, lambda speaker, chunk: recorders[speaker].feed_audio(chunk))
    time.sleep(_LAST_WORDS_SECONDS)
    stage.end()
    for recorder in recorders.values():
        recorder.shutdown()


if __name__ == "__main__":
    main()
