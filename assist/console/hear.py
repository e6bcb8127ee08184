"""The task ``hear``: the turns of a recording, of a file of turns or of a journal, and what is made of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from assist import wiring
from assist.audio.chunks import SAMPLE_RATE
from assist.audio.wavfile import Recording, read_call
from assist.console.office import Office
from assist.console.part import Choice, part_of
from assist.console.play import Teller, judged
from assist.console.progress import Progress
from assist.engine import Call, play
from assist.errors import SourceError
from assist.events import Event, UtteranceFinished
from assist.feeds import hear, say
from assist.inputs import Input, UtteranceHeard
from assist.journal import is_journal, read_journal
from assist.session import CallSession
from assist.speech.choose import open_transcriber
from assist.speech.vad import SileroModel
from assist.suggest.library import PhraseLibrary
from assist.turns import read_turns


def run(values: Mapping[str, Any], office: Office, progress: Progress) -> dict[str, Any]:
    """Understand the call in a file: ``{"path": ...}`` and what `Choice` takes.

    Returns:
        ``turns`` with speaker, start, end and text; ``moments`` as the task ``play`` tells them; ``notice``: a sentence
        where the recogniser is not the one asked for.

    Raises:
        AttuneError: the file cannot be heard or read, or nobody says a word in it.
    """
    path, choice = Path(values["path"]), msgspec.convert(dict(values), Choice)
    if not path.is_file():
        raise SourceError(f"{path}: there is no such file; check the name.")
    notice = ""
    if is_journal(path):
        turns = _finished(read_journal(path).events)
    elif path.suffix == ".jsonl":
        turns = [item for item in say(read_turns(path)) if isinstance(item, UtteranceHeard)]
    else:
        recording = read_voices(path)
        progress(0, 0, "loading the models")
        turns, notice = transcribed(recording, office, part_of(office, choice).library, progress)
    if not any(turn.speaker == "customer" for turn in turns):
        raise SourceError(f"{path}: no words of a customer's are to be heard in it; give another call.")
    moments = judged(turns, Teller(office, part_of(office, choice)), progress, every=True)
    plain = [{"speaker": turn.speaker, "start": turn.start, "end": turn.end, "text": turn.text} for turn in turns]
    return {"turns": plain, "moments": moments, "notice": notice}


def read_voices(path: Path) -> Recording:
    """A recording with the customer left and the agent right; one voice alone is the customer's.

    Raises:
        SourceError: it is no sound that can be read.
    """
    import soundfile  # noqa: PLC0415 - loads libsndfile, which text does without
    import soxr  # noqa: PLC0415 - as above

    try:
        with soundfile.SoundFile(path) as file:
            if file.channels != 1 or not file.frames:
                return read_call(path)
            voice, rate = file.read(dtype="float32"), file.samplerate
    except (soundfile.LibsndfileError, OSError, ValueError):
        return read_call(path)  # it says what is wrong
    customer = soxr.resample(voice, rate, SAMPLE_RATE).astype(np.float32, copy=False)
    return Recording(customer, np.zeros_like(customer))


def transcribed(
    recording: Recording, office: Office, library: PhraseLibrary, progress: Progress
) -> tuple[list[UtteranceHeard], str]:
    """What both say, as a call would hear it, and the notice of a recogniser that stands in for another."""
    transcriber, notice = open_transcriber(office.settings.speech)
    models = wiring.Models(library, transcriber, SileroModel(), notice)
    line = wiring.make_line(office.settings, models)
    events: list[Event] = []
    call = Call(CallSession("heard", office.settings), events.append)
    items = _followed(hear(recording, line.ears), recording.seconds, progress)
    play(call, items, wiring.make_workers(office.settings, models, line))
    return _finished(events), notice


def _followed(items: Iterable[Input], seconds: float, progress: Progress) -> Iterator[Input]:
    """The items, the progress told for each second of the call."""
    told = -1
    for item in items:
        if int(item.at) > told:
            told = int(item.at)
            progress(told, int(seconds) + 1, "listening")
        yield item


def _finished(events: Sequence[Event]) -> list[UtteranceHeard]:
    """Everything that was said, in the order in which it began."""
    said = [event for event in events if isinstance(event, UtteranceFinished) and event.text]
    return [
        UtteranceHeard(at=event.end, speaker=event.speaker, start=event.start, end=event.end, text=event.text)
        for event in sorted(said, key=lambda event: event.start)
    ]
