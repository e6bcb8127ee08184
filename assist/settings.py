"""Settings: data with units, a docstring under each field. Read from TOML and ``--set section.key=value``."""

from __future__ import annotations

import dataclasses
import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import platformdirs

from assist.errors import UsageError

DATA_FOLDER = platformdirs.user_data_path("attune", appauthor=False)


@dataclass(frozen=True, slots=True)
class AudioSettings:
    """Where the two voices come from."""

    customer_device: str = ""
    """Name (or a part of it) of the input that carries the customer: a loopback, a monitor, any input. Empty: a monitor
    or loopback if there is one."""
    agent_device: str = ""
    """Name (or a part of it) of the agent's microphone. Empty: the system's default input."""
    ring_seconds: float = 60.0
    """How much audio of each speaker is kept for the recogniser. Older audio is gone."""
    lost_after_seconds: float = 2.0
    """A device that delivers nothing for this long is reported as lost."""


@dataclass(frozen=True, slots=True)
class SpeechSettings:
    """From sound to words."""

    recognizer: str = "faster-whisper"
    """``faster-whisper`` or ``pocketsphinx`` (embedded, reduced accuracy)."""
    model: str = "base.en"
    """A faster-whisper model name (fetched on first use) or the folder of one."""
    language: str = "en"
    """The language spoken; fixed, since detection per utterance errs on short ones."""
    threads: int = 1
    """Recogniser threads; below the number of cores, or the call's own audio suffers."""
    speech_threshold: float = 0.5
    """Voice activity at or above this probability is speech (Silero's own default)."""
    silence_threshold: float = 0.35
    """Below this probability speech counts as paused; the gap to ``speech_threshold`` is Silero's hysteresis."""
    minimum_speech_seconds: float = 0.1
    """Shorter bursts do not begin an utterance: clicks and breaths."""
    pre_roll_seconds: float = 0.3
    """Audio before the first speech window that belongs to the utterance, so that its first word is whole."""
    pause_seconds: float = 0.16
    """After this much silence the utterance is read as if it were over; if it is, the words are there at its end."""
    endpoint_silence_seconds: float = 0.45
    """Silence that ends an utterance (300-600 ms is what live use needs)."""
    post_roll_seconds: float = 0.2
    """Audio after the last speech window that belongs to the utterance."""
    maximum_utterance_seconds: float = 18.0
    """A longer utterance is cut, so that words appear and buffers stay bounded."""
    partial_interval_seconds: float = 0.9
    """How often a running utterance is read again."""
    minimum_level_db: float = -55.0
    """Utterances quieter than this (dB full scale) are line noise."""
    minimum_confidence: float = 0.0
    """Finals below this recogniser confidence are dropped; 0 keeps them all for the transcript."""


@dataclass(frozen=True, slots=True)
class AffectSettings:
    """From words to feelings and needs."""

    emotion_floor: float = 0.35
    """Below this probability, or the label's own calibrated floor if that is higher, the emotion is *unsure* and
    nothing follows from it. The calibrated floors keep false alarms under 3 in 100 neutral utterances."""
    emotion_sure: float = 0.7
    """At or above this probability one reading changes the label; below, two in a row must agree."""
    need_floor: float = 0.4
    """A need below this probability, or its own floor, is not raised."""
    answer_floor: float = 0.5
    """The agent's words below this probability, or the need's own floor, do not close a need."""
    act_floor: float = 0.35
    """An act below this probability, or its own floor, is not noticed."""
    minimum_words: int = 3
    """Shorter words ("Also!", "and?") never change the label on their own, however sure the reading."""
    abuse_floor: float = 0.6
    """Abuse is flagged at or above this probability."""
    minimum_confidence: float = 0.55
    """Utterances that the recogniser is less sure of are not interpreted: garbage in, silence out."""
    need_open_seconds: float = 180.0
    """A need that is not repeated for this long has passed with its topic."""


@dataclass(frozen=True, slots=True)
class SuggestSettings:
    """When a card may be shown. Numbers and their sources: human factors."""

    floor: float = 0.6
    """A candidate below this score is not shown: silence is better."""
    cooldown_seconds: float = 20.0
    """Least time between two cards."""
    need_cooldown_seconds: float = 90.0
    """Least time between two cards about the same need or feeling."""
    cap: int = 6
    """At most this many cards in ``cap_window_seconds``."""
    cap_window_seconds: float = 600.0
    """The window of ``cap``."""
    stale_seconds: float = 8.0
    """A card that could not be shown this long after the customer's words is dropped."""
    shown_seconds: float = 15.0
    """A card that nobody touched expires after this long."""
    emotion_floor: float = 0.55
    """The customer's emotion must be this sure to bring a card; the chip shows it sooner."""
    valence_floor: float = 0.35
    """Or the valence must be this far below zero: the customer is upset, whatever the label."""
    minimum_words: int = 4
    """Shorter words ("and then?") carry too little to answer with empathy."""
    plain_need_floor: float = 0.8
    """A need must be this sure to bring a card when the customer's emotion is neutral."""
    novelty_penalty: float = 0.15
    """Taken from the score of a phrase whose strategy the last card carried."""
    spoken_similarity: float = 0.68
    """The agent's words at least this like the card count as having said it."""


@dataclass(frozen=True, slots=True)
class WireSettings:
    """The loopback websocket between engine and overlay."""

    host: str = "127.0.0.1"
    """Address to listen on; anything but loopback lets others on the network connect with the token."""
    port: int = 0
    """Port; 0 takes a free one."""
    token: str = ""
    """Shared secret; empty makes a new one at each start (or takes ``ATTUNE_TOKEN``)."""
    maximum_message_bytes: int = 65536
    """Larger messages from a peer end its connection."""
    queue_messages: int = 2000
    """A peer that is this many messages behind is disconnected; it reconnects and gets the call again."""


@dataclass(frozen=True, slots=True)
class JournalSettings:
    """The local record of each call (words and events, no audio)."""

    folder: str = str(DATA_FOLDER / "calls")
    """Where journals are written, one file a call."""
    keep_days: int = 30
    """Older journals are deleted when the engine starts; 0 keeps none after the call."""
    commit_seconds: float = 0.5
    """A killed process loses at most this much of the journal."""


@dataclass(frozen=True, slots=True)
class BankSettings:
    """The phrase bank."""

    folder: str = ""
    """A folder of phrase files instead of the bundled bank."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All sections. Immutable: a change makes a new one."""

    audio: AudioSettings = field(default_factory=AudioSettings)
    speech: SpeechSettings = field(default_factory=SpeechSettings)
    affect: AffectSettings = field(default_factory=AffectSettings)
    suggest: SuggestSettings = field(default_factory=SuggestSettings)
    wire: WireSettings = field(default_factory=WireSettings)
    journal: JournalSettings = field(default_factory=JournalSettings)
    bank: BankSettings = field(default_factory=BankSettings)


def load_settings(config: Path | None = None, assignments: Iterable[str] = ()) -> Settings:
    """Read the settings: defaults, then a TOML file, then ``section.key=value`` assignments.

    Raises:
        UsageError: the file cannot be read, a name is unknown or a value has the wrong type.
    """
    values = _read_toml(config) if config else {}
    where = str(config) if config else "--set"
    for section, keys in values.items():
        if not isinstance(keys, dict):
            raise UsageError(f"{where}: '{section}' stands outside a section; write it under one, such as [speech].")
        for key in keys:
            _check_name(f"{section}.{key}", where)
    for assignment in assignments:
        name, separator, value = assignment.partition("=")
        if not separator:
            raise UsageError(f"--set {assignment}: write section.key=value, such as speech.recognizer=pocketsphinx.")
        _check_name(name, "--set")
        section, key = name.split(".")
        values.setdefault(section, {})[key] = value
    try:
        return msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise UsageError(f"{where}: a setting has the wrong kind of value: {error}.") from error


def settings_from(values: Mapping[str, Any]) -> Settings:
    """Settings out of what `as_dict` gave, names that this version does not know left out."""
    return msgspec.convert(values, Settings)


def as_dict(settings: Settings) -> dict[str, Any]:
    """Settings as plain data, for a journal."""
    return dataclasses.asdict(settings)


def setting_names() -> list[str]:
    """Every setting as ``section.key``."""
    sections = dataclasses.asdict(Settings())
    return [f"{section}.{key}" for section, keys in sections.items() for key in keys]


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: the settings file cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: the settings file is not valid TOML: {error}.") from error


def _check_name(name: str, where: str) -> None:
    names = setting_names()
    if name in names:
        return
    near = difflib.get_close_matches(name, names, n=1)
    mend = f"did you mean '{near[0]}'?" if near else f"sections are {', '.join(dataclasses.asdict(Settings()))}."
    raise UsageError(f"{where}: there is no setting '{name}'; {mend}")
