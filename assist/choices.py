"""The settings that people choose in the set-up, in the file that `assist run` reads where no other is named."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs
import tomlkit
from tomlkit.exceptions import TOMLKitError

from assist.consent import read_consent
from assist.errors import UsageError

CONFIG_FILE = platformdirs.user_config_path("attune", appauthor=False) / "attune.toml"


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen; the fields are settings of the same meaning (`assist.settings`)."""

    customer_device: str = ""
    agent_device: str = ""
    recognizer: str = "faster-whisper"
    model: str = "base.en"

    def as_settings(self) -> Mapping[str, str]:
        """By ``section.key``."""
        return {
            "audio.customer_device": self.customer_device,
            "audio.agent_device": self.agent_device,
            "speech.recognizer": self.recognizer,
            "speech.model": self.model,
        }


def load_choices(path: Path = CONFIG_FILE) -> Choices:
    """The choices in the file; the defaults for what it does not name, and where it cannot be read."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        return Choices()
    values: dict[str, str] = {}
    for name in Choices().as_settings():
        section, key = name.split(".")
        keys = found.get(section)
        value = keys.get(key) if isinstance(keys, dict) else None
        if isinstance(value, str):
            values[key] = value
    return Choices(**values)


def save_choices(path: Path, choices: Choices) -> None:
    """Write the choices into the file, in one step. Comments, order and all other settings stay as they are.

    Raises:
        UsageError: the file is not valid TOML, or cannot be read or written.
    """
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        document = tomlkit.parse(text)
        for name, value in choices.as_settings().items():
            section, key = name.split(".")
            if section not in document:
                document[section] = tomlkit.table()
            document[section][key] = value
        path.parent.mkdir(parents=True, exist_ok=True)
        written = path.with_suffix(".new")
        written.write_text(tomlkit.dumps(document), encoding="utf-8")
        written.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: the settings cannot be written ({error.strerror}); make it writable.") from error
    except (TOMLKitError, TypeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: the settings file is not valid TOML ({error}); mend it or move it away.") from error


def needs_setup(config_file: Path = CONFIG_FILE) -> bool:
    """Whether `assist run` is to open the set-up first: nobody has finished it, or nobody agreed to the text of now.

    The answer to the consent text lies beside the settings file.
    """
    consent = read_consent(consent_file(config_file))
    return consent is None or not consent.holds or not config_file.is_file()


def consent_file(config_file: Path) -> Path:
    """Where the answer to the consent text is kept for this settings file."""
    return config_file.with_name("consent.json")
