"""The one wiring place: settings in, parts that fit together out. Every part can be replaced by keyword."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assist.audio.listener import Listener
from assist.audio.ring import Ring
from assist.audio.wavfile import read_call
from assist.engine import Call, Publish
from assist.errors import SourceError
from assist.events import SPEAKERS, Speaker
from assist.feeds import DeviceFeed, Ears, Feed, FileFeed, hear, say
from assist.inputs import BankLoaded, Input, RecognizerChosen
from assist.journal import JOURNAL_NAME, JournalWriter
from assist.session import CallSession
from assist.settings import Settings
from assist.speech.choose import open_transcriber
from assist.speech.transcriber import Transcriber
from assist.speech.vad import SileroModel
from assist.suggest.library import PhraseLibrary, open_library
from assist.turns import read_turns
from assist.workers import Workers


@dataclass(frozen=True, slots=True)
class Models:
    """What is slow to load and shared by all calls of a process. ``transcriber`` is None for text only."""

    library: PhraseLibrary
    transcriber: Transcriber | None
    voice_activity: SileroModel | None
    notice: str = ""

    def facts(self) -> list[Input]:
        """What a call should know about them."""
        loaded: list[Input] = [BankLoaded(version=self.library.version, phrases=self.library.phrases)]
        if self.transcriber is None:
            return loaded
        chosen = RecognizerChosen(
            recognizer=self.transcriber.name,
            model=self.transcriber.model,
            reduced_accuracy=self.transcriber.reduced_accuracy,
            reason=self.notice,
        )
        return [*loaded, chosen]


def load_models(settings: Settings, *, audio: bool, library: PhraseLibrary | None = None) -> Models:
    """Load the models: seconds, once a process. ``audio``: whether there is anything to listen to."""
    library = library or open_library(settings.bank)
    if not audio:
        return Models(library, None, None)
    transcriber, notice = open_transcriber(settings.speech)
    return Models(library, transcriber, SileroModel(), notice)


@dataclass(frozen=True, slots=True)
class Line:
    """The audio side of one call: ears and the rings that they fill."""

    rings: dict[Speaker, Ring]
    ears: Ears


def make_line(settings: Settings, models: Models) -> Line:
    """New ears for a new call."""
    rings = {speaker: Ring(settings.audio.ring_seconds) for speaker in SPEAKERS}
    if models.voice_activity is None:
        return Line(rings, {})
    model = models.voice_activity
    return Line(rings, {speaker: Listener(speaker, rings[speaker], model.stream()) for speaker in SPEAKERS})


def make_workers(settings: Settings, models: Models, line: Line) -> Workers:
    """The workers of one call."""
    return Workers(models.library, settings, models.transcriber, line.rings)


def make_call(settings: Settings, feed: Feed, publish: Publish, folder: Path | None) -> Call:
    """A call, recorded in ``folder`` if one is given."""
    journal = JournalWriter(folder / JOURNAL_NAME, feed.call_id, settings) if folder else None
    return Call(CallSession(feed.call_id, settings), publish, journal)


def file_feed(path: Path, line: Line, speed: float | None, channels: tuple[Speaker, ...] = SPEAKERS) -> FileFeed:
    """A feed of a recording, or of turns where the name ends in ``.jsonl``.

    Raises:
        SourceError: the file cannot be heard or read.
    """
    if not path.is_file():
        raise SourceError(f"{path}: there is no such file; check the name.")
    items: Iterable[Input]
    items = say(read_turns(path)) if is_turns(path) else hear(read_call(path, channels), line.ears)
    return FileFeed(path, items, speed)


def device_feed(settings: Settings, line: Line) -> DeviceFeed:
    """A feed of two live devices."""
    return DeviceFeed(settings.audio, line.ears)


def is_turns(path: Path) -> bool:
    """Whether the file holds turns of text."""
    return path.suffix == ".jsonl"
