"""The one wiring place: settings in, parts that fit together out. Every part can be replaced by keyword."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assist.audio.devices import find_device, list_devices
from assist.audio.listener import Listener
from assist.audio.ring import Ring
from assist.audio.wavfile import Recording, read_call
from assist.engine import Call, Publish
from assist.errors import SourceError
from assist.events import SPEAKERS, Speaker
from assist.feeds import DeviceFeed, Ears, Feed, FileFeed, hear, say
from assist.inputs import BankLoaded, Input, RecognizerChosen, UtteranceHeard
from assist.journal import JOURNAL_NAME, JournalWriter
from assist.session import CallSession
from assist.settings import Settings
from assist.speech.choose import open_transcriber
from assist.speech.transcriber import Transcriber
from assist.speech.vad import SileroModel
from assist.suggest.learning import Learning
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


def make_learning(settings: Settings, feed: Feed, *, live: bool) -> Learning | None:
    """What a call knows of earlier ones and leaves for later ones; None where it is to do neither."""
    rules = settings.suggest
    if rules.learn == "never" or (rules.learn == "live" and not live):
        return None
    day = datetime.fromisoformat(feed.started_at).astimezone().date().isoformat()
    return Learning(Path(rules.outcomes), Path(rules.review), day)


def make_workers(settings: Settings, models: Models, line: Line, learning: Learning | None = None) -> Workers:
    """The workers of one call."""
    return Workers(models.library, settings, models.transcriber, line.rings, learning)


def make_call(
    settings: Settings, feed: Feed, publish: Publish, folder: Path | None, learning: Learning | None = None
) -> Call:
    """A call, recorded in ``folder`` if one is given."""
    journal = JournalWriter(folder / JOURNAL_NAME, feed.call_id, settings) if folder else None
    return Call(CallSession(feed.call_id, settings), publish, journal, learning)


@dataclass(frozen=True, slots=True)
class FileSource:
    """A file that was read and found sound, before any model is loaded for it."""

    path: Path
    content: Recording | list[UtteranceHeard]

    @property
    def has_audio(self) -> bool:
        """Whether there is anything to listen to."""
        return isinstance(self.content, Recording)

    def feed(self, line: Line, speed: float | None) -> FileFeed:
        """The call in it, for one line's ears."""
        content = self.content
        items: Iterable[Input] = hear(content, line.ears) if isinstance(content, Recording) else say(content)
        return FileFeed(self.path, items, speed)


def open_file(path: Path, channels: tuple[Speaker, ...] = SPEAKERS) -> FileSource:
    """Read a recording, or turns where the name ends in ``.jsonl``.

    Raises:
        SourceError: the file cannot be heard or read.
    """
    if not path.exists():
        raise SourceError(f"{path}: there is no such file; check the name.")
    return FileSource(path, read_turns(path) if path.suffix == ".jsonl" else read_call(path, channels))


def check_devices(settings: Settings) -> None:
    """See that both devices are there, before any model is loaded for them.

    Raises:
        SourceError: one is not.
    """
    devices = list_devices()
    find_device(settings.audio.customer_device, "customer", devices)
    find_device(settings.audio.agent_device, "agent", devices)


def device_feed(settings: Settings, line: Line) -> DeviceFeed:
    """A feed of two live devices."""
    return DeviceFeed(settings.audio, line.ears)
