"""Settings: data with units, a docstring under each field. Read from TOML and ``--set section.key=value``."""

from __future__ import annotations

import dataclasses
import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import msgspec
import platformdirs

from assist.call_settings import CallSettings
from assist.card_settings import Level as Level  # noqa: PLC0414 - the nudges' too
from assist.card_settings import SuggestSettings, capped
from assist.errors import UsageError
from assist.speech_settings import SpeechSettings as SpeechSettings  # noqa: PLC0414 - a section like the others
from assist.telephone.settings import TelephoneSettings

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
class AffectSettings:
    """From words to feelings and needs."""

    emotion_floor: float = 0.35
    """Below this probability, or the label's own calibrated floor if that is higher, the emotion is *unsure* and
    nothing follows from it. The calibrated floors keep false alarms under 3 in 100 neutral utterances."""
    emotion_sure: float = 0.7
    """At or above this probability one reading changes the label; below, two in a row must agree."""
    need_floor: float = 0.4
    """A need below this probability, or its own floor, is not raised."""
    answer_floor: float = 0.2
    """The agent's words close an open need at or above this probability. Lower than the floors of the label itself,
    since words that follow an open need are likely about it: on written dialogues with true ledgers, F1 of closing rose
    from 0.54 to 0.74 on those it was chosen on and from 0.59 to 0.80 on others, at a precision of 0.9."""
    act_floor: float = 0.35
    """An act below this probability, or its own floor, is not noticed."""
    minimum_words: int = 3
    """Shorter words ("Also!", "and?") never change the label on their own, however sure the reading."""
    abuse_floor: float = 0.6
    """Abuse is flagged at or above this probability."""
    minimum_confidence: float = 0.55
    """Utterances that the recogniser is less sure of are not interpreted: garbage in, silence out."""
    clear_confidence: float = 0.75
    """Utterances that the recogniser is less sure of are read with less confidence, in proportion."""
    need_open_seconds: float = 180.0
    """A need that is not repeated for this long has passed with its topic."""
    mood_smoothing: float = 0.6
    """How far a fully sure reading moves the mood from where it was (0..1): one such turn weighs more than all before
    it, since customers do change from one turn to the next, and two nearly decide."""
    mood_unsure_weight: float = 0.5
    """What an unsure reading moves it, beside a sure one. Not nothing: its valence is the mean over all labels, and
    between annoyance and disappointment the label is in doubt but not the direction."""
    mood_neutral_weight: float = 0.4
    """What plain words move it: "my number is ..." says little about a mood, and a mood outlasts it."""
    mood_turns: int = 5
    """The trend is that of this many turns of the customer: about a minute of talk."""
    mood_slope: float = 0.08
    """Change of valence a turn from which the mood rises or falls: over five turns as far as from annoyed (-0.4) to
    neutral."""
    pace_deviation: float = 1.5
    """The agent speaks fast above this many standard deviations of their own speaking rate; twice in a row that
    happens by chance once in two hundred utterances."""
    loud_deviation: float = 1.5
    """The agent speaks up above this many standard deviations of their own level."""


@dataclass(frozen=True, slots=True)
class NudgeSettings:
    """When a small reminder about the call itself may be given. All numbers without a source are judgement."""

    enabled: bool = True
    """False gives none."""
    cooldown_seconds: float = 45.0
    """Least time between two nudges."""
    kind_cooldown_seconds: float = 180.0
    """Least time between two of the same kind: said twice in a row, advice is nagging."""
    cap: int = 4
    """At most this many in ``cap_window_seconds``."""
    cap_window_seconds: float = 600.0
    """The window of ``cap``."""
    after_card_seconds: float = 8.0
    """None while a card is open, nor this soon after one was on the screen."""
    abuse_quiet_seconds: float = 30.0
    """None this soon after abuse: it is not the moment for advice."""
    stale_seconds: float = 8.0
    """One that could not be given within this time is dropped."""
    dead_air_grade: int = 2
    """Silences from this grade on are worth one: 1 is over 7 s, 2 over 10, 3 over 15. At 7 s many agents are just about
    to speak."""
    monologue_seconds: float = 45.0
    """The agent speaking for this long in one go is worth one (the report names it from here on, too)."""
    interruptions: int = 2
    """So many in ``interruption_seconds`` are worth one: the first may be an accident of the line."""
    interruption_seconds: float = 120.0
    """The window of ``interruptions``."""
    upset_seconds: float = 60.0
    """How long after an angry word of the customer's a raised voice of the agent's counts as an answer to it."""
    discovery_turns: int = 3
    """So many turns of the agent in discovery that ask an upset customer nothing open are worth one."""
    story_words: int = 40
    """A complaint of so many words is worth summing up before it is answered."""

    def for_level(self, level: Level) -> NudgeSettings:
        """These settings with the cap that the level leaves."""
        return dataclasses.replace(self, cap=capped(self.cap, level))


@dataclass(frozen=True, slots=True)
class WireSettings:
    """The loopback websocket between engine and overlay."""

    host: str = "127.0.0.1"
    """Address to listen on; anything but loopback lets others on the network connect with the token."""
    port: int = 0
    """Port; 0 takes a free one."""
    token: str = ""
    """Shared secret; empty makes a new one at each start (or takes ``ATTUNE_TOKEN``)."""
    address_file: str = str(DATA_FOLDER / "engine.json")
    """Where the running engine leaves its address and token for this user's other programs; empty: nowhere."""
    origins: str | tuple[str, ...] = ()
    """Web pages that may connect from a browser, such as https://crm.example.com: a list, or names with commas
    between. They need the token as well."""
    maximum_message_bytes: int = 65536
    """Larger messages from a peer end its connection."""
    queue_messages: int = 2000
    """A peer that is this many messages behind is disconnected; it reconnects and gets the call again."""

    @property
    def origin_names(self) -> tuple[str, ...]:
        """The web pages one by one."""
        return _listed(self.origins)


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
    """A folder of phrase files instead of the bundled bank, and instead of ``store``."""
    store: str = str(DATA_FOLDER / "bank.db")
    """The file of the team's bank, tuned in ``assist console``: where it is there, its published release is used
    instead of the bundled bank. A release that is published takes effect with the next call."""
    team: str = ""
    """The team whose profile in the release sets packs, register, place, level and caps; empty for none."""
    encoder: str = ""
    """A folder with another (larger) sentence-transformers model, which ``python -m phrasebank.training --base FOLDER``
    has tuned, instead of all-MiniLM-L6-v2."""
    taught: str = str(DATA_FOLDER / "taught")
    """Where ``phrasebank teach`` keeps its lessons."""
    packs: str | tuple[str, ...] = ()
    """Sectors whose phrases are shown beside the core, and whose do-nots hold for all: a list, or names with commas
    between: banking, healthcare, insurance, retail, software, telecom, travel, utilities."""
    register: str = "plain"
    """``plain``, ``formal`` or ``warm``: phrases that sound so come first; the others still come."""
    locale: str = "any"
    """``any``, ``en-US`` or ``en-GB``: besides phrases that are right everywhere, those for this place are shown."""

    @property
    def pack_names(self) -> tuple[str, ...]:
        """The sectors one by one."""
        return _listed(self.packs)


@dataclass(frozen=True, slots=True)
class SharingSettings:
    """What leaves this machine for the team's supervisors. Nothing does unless the agent says so."""

    share: Literal["nothing", "outcomes", "calls"] = "nothing"
    """``outcomes``: what became of each card, without any words. ``calls``: also the journals of calls, with their
    words."""
    folder: str = ""
    """The shared folder that it goes to."""
    name: str = ""
    """Under which name; empty for none: then nobody can tell whose it is."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All sections. Immutable: a change makes a new one."""

    audio: AudioSettings = field(default_factory=AudioSettings)
    speech: SpeechSettings = field(default_factory=SpeechSettings)
    affect: AffectSettings = field(default_factory=AffectSettings)
    suggest: SuggestSettings = field(default_factory=SuggestSettings)
    nudges: NudgeSettings = field(default_factory=NudgeSettings)
    calls: CallSettings = field(default_factory=CallSettings)
    wire: WireSettings = field(default_factory=WireSettings)
    journal: JournalSettings = field(default_factory=JournalSettings)
    bank: BankSettings = field(default_factory=BankSettings)
    sharing: SharingSettings = field(default_factory=SharingSettings)
    telephone: TelephoneSettings = field(default_factory=TelephoneSettings)


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


def _listed(names: str | Iterable[str]) -> tuple[str, ...]:
    """Names that a file lists and the command line joins with commas."""
    several = names.split(",") if isinstance(names, str) else names
    return tuple(name.strip() for name in several if name.strip())


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
