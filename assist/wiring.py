"""The one wiring place: settings in, parts that fit together out. Every part can be replaced by keyword."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from assist.audio.listener import Listener
from assist.audio.ring import Ring
from assist.audio.system import list_devices
from assist.audio.wavfile import Recording, read_call
from assist.calls.device_feed import LaterAudio
from assist.calls.standby import SpeechWatch, Standby
from assist.devices.listing import make_listing
from assist.engine import Call, Publish
from assist.errors import SourceError
from assist.events import SPEAKERS, Speaker
from assist.feeds import Ears, Feed, FileFeed, hear, say
from assist.inputs import BankLoaded, Input, RecognizerChosen, UtteranceHeard
from assist.journal import JOURNAL_NAME, JournalWriter
from assist.session import CallSession
from assist.settings import Settings
from assist.speech.choose import open_transcriber
from assist.speech.transcriber import Transcriber
from assist.speech.vad import SileroModel
from assist.suggest.editions import Edition, edition_of, published, released, team_rules
from assist.suggest.learning import Learning
from assist.suggest.library import PhraseLibrary, load_language, told_in_a_sentence
from assist.suggest.splitting import Split, split_of
from assist.turns import read_turns
from assist.workers import Audio, Workers


class Librarian(Protocol):
    """Makes libraries: the models of language that all of them share."""

    def library(self, edition: Edition) -> PhraseLibrary:
        """An edition, ready to be searched."""
        ...


@dataclass(frozen=True, slots=True)
class Models:
    """What is slow to load and shared by all calls of a process.

    Attributes:
        transcriber, voice_activity: None for text only.
        notice: a sentence where the recogniser is not the one asked for.
        banks: those that experiments compare, by their folders, as far as they have been loaded.
        language: makes a library of another edition; None where there is only this one.
        edition: what the library was made of.
    """

    library: PhraseLibrary
    transcriber: Transcriber | None
    voice_activity: SileroModel | None
    notice: str = ""
    banks: dict[str, PhraseLibrary] = field(default_factory=dict)
    language: Librarian | None = None
    edition: Edition | None = None

    def library_of(self, split: Split) -> PhraseLibrary:
        """The library of a call."""
        return self.banks.get(split.bank, self.library)

    def facts(self, split: Split | None = None) -> list[Input]:
        """What a call should know about them."""
        split = split or Split()
        library = self.library_of(split)
        loaded: list[Input] = [
            BankLoaded(version=library.version, phrases=library.phrases, experiments=split.arms),
        ]
        if self.transcriber is None:
            return loaded
        chosen = RecognizerChosen(
            recognizer=self.transcriber.name,
            model=self.transcriber.model,
            reduced_accuracy=self.transcriber.reduced_accuracy,
            reason=self.notice,
        )
        return [*loaded, chosen]


def load_models(settings: Settings, *, audio: bool) -> Models:
    """Load the models: seconds, once a process. ``audio``: whether there is anything to listen to.

    Raises:
        AttuneError: a file is missing or damaged.
    """
    with told_in_a_sentence():
        edition = edition_of(settings.bank)
        language = load_language(settings.bank)
        library = language.library(edition)
        library.customer("hello")  # the first pass is slow; not in a call
    models = Models(library, None, None, language=language, edition=edition)
    if not audio:
        return models
    transcriber, notice = open_transcriber(settings.speech)
    return replace(models, transcriber=transcriber, voice_activity=SileroModel(), notice=notice)


def load_release(settings: Settings, models: Models) -> Models | None:
    """The models with the release that is published now: slow where many of its phrases are new.

    Returns:
        None where they have that release already, or there is none.

    Raises:
        PhrasebankError: the release cannot be read.
    """
    if models.language is None or models.edition is None:
        return None
    if published(settings.bank) in (0, models.edition.number):
        return None
    edition = released(settings.bank)
    if edition is None:
        return None
    return replace(models, library=models.language.library(edition), edition=edition, banks={})


def rules_of(settings: Settings, models: Models) -> Settings:
    """The settings of the next call: those of its team, where one is named."""
    return team_rules(settings, models.edition.profile if models.edition else None)


def load_bank_of(settings: Settings, models: Models, split: Split) -> None:
    """Load the bank that this call tries, if it is not there yet: seconds.

    Raises:
        AttuneError: it cannot be loaded.
    """
    if split.bank and split.bank not in models.banks:
        with told_in_a_sentence():
            edition = edition_of(replace(settings.bank, folder=split.bank))
            models.banks[split.bank] = (models.language or load_language(settings.bank)).library(edition)


@dataclass(frozen=True, slots=True)
class Line:
    """The audio side of one call: ears, and the audio that they have heard."""

    audio: Mapping[Speaker, Audio]
    ears: Ears


def make_line(settings: Settings, models: Models, from_seconds: float = 0.0) -> Line:
    """New ears for a new call, or for one that goes on at ``from_seconds``."""
    rings = {speaker: Ring(settings.audio.ring_seconds) for speaker in SPEAKERS}
    audio = {speaker: LaterAudio(ring, from_seconds) for speaker, ring in rings.items()} if from_seconds else rings
    if models.voice_activity is None:
        return Line(audio, {})
    model = models.voice_activity
    return Line(audio, {speaker: Listener(speaker, rings[speaker], model.stream()) for speaker in SPEAKERS})


def make_learning(settings: Settings, feed: Feed, *, live: bool) -> Learning | None:
    """What a call knows of earlier ones and leaves for later ones; None where it is to do neither."""
    rules = settings.suggest
    if rules.learn == "never" or (rules.learn == "live" and not live):
        return None
    day = datetime.fromisoformat(feed.started_at).astimezone().date().isoformat()
    review = Path(rules.review) if settings.journal.keep_days else None
    return Learning(Path(rules.outcomes), review, day)


def make_split(settings: Settings, feed: Feed, learning: Learning | None) -> Split:
    """What the running experiments mean for a call. It takes part if others learn from it."""
    if learning is None:
        return Split()
    return split_of(feed.call_id, Path(settings.suggest.experiments), learning)


def make_workers(
    settings: Settings, models: Models, line: Line, learning: Learning | None = None, split: Split | None = None
) -> Workers:
    """The workers of one call. A ``split`` knows what was learned."""
    library = models.library_of(split) if split else models.library
    return Workers(library, settings, models.transcriber, line.audio, split or learning)


def make_call(
    settings: Settings, feed: Feed, publish: Publish, folder: Path | None, learning: Learning | None = None
) -> Call:
    """A call, recorded in ``folder`` if one is given.

    Raises:
        JournalError: nothing can be written there.
    """
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


def missing_devices(settings: Settings) -> list[str]:
    """A sentence for each line that has no device yet; known before any model is loaded.

    Raises:
        SourceError: nothing on this machine can list one.
    """
    return list(dict.fromkeys(make_listing(list_devices(), settings.audio).lacking))


def make_standby(
    settings: Settings, models: Models, noticed: Callable[[], None], tell: Publish, *, settled: bool
) -> Standby:
    """Who listens between two calls. ``settled``: speech may begin one right away."""
    calls, speech, model = settings.calls, settings.speech, models.voice_activity
    if calls.start != "speech" or model is None:
        return Standby(calls.pre_roll_seconds, noticed, tell)
    ear = Listener("customer", Ring(speech.pre_roll_seconds), model.stream())
    watch = SpeechWatch(calls, speech.speech_threshold, speech.minimum_level_db, settled=settled)
    return Standby(calls.pre_roll_seconds, noticed, tell, ear, watch)
