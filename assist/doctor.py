"""`assist doctor` and `assist devices`: what works here, what does not, and what to do about it."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from assist.audio.devices import list_devices
from assist.errors import AttuneError, SourceError
from assist.launcher import has_display
from assist.settings import Settings
from assist.speech.choose import open_transcriber
from assist.suggest.library import open_library

_LEAST_FREE_MB = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: whether it is well, and a sentence that says what is there or how to mend it."""

    check: str
    well: bool
    sentence: str


def show_devices(*, as_json: bool) -> int:
    """Print the audio inputs.

    Raises:
        SourceError: there are none.
    """
    devices = list_devices()
    if not devices:
        raise SourceError("There is no audio input on this machine; plug in a headset or start the sound service.")
    for device in devices:
        if as_json:
            sys.stdout.write(json.dumps(asdict(device)) + "\n")
        else:
            marks = [word for word, set_ in (("default", device.is_default), ("loopback", device.is_loopback)) if set_]
            mark = f"  ({', '.join(marks)})" if marks else ""
            sys.stdout.write(f"{device.index:>3}  {device.name}  [{device.host_api}, {device.channels} ch]{mark}\n")
    return 0


def show_checks(settings: Settings, *, as_json: bool) -> int:
    """Print every check; 0 if all is well, else 2."""
    findings = [_checked(name, check, settings) for name, check in _CHECKS.items()]
    for finding in findings:
        mark = "ok " if finding.well else "-- "
        line = json.dumps(asdict(finding)) if as_json else f"{mark} {finding.check:<12} {finding.sentence}"
        sys.stdout.write(line + "\n")
    return 0 if all(finding.well for finding in findings) else 2


def _checked(name: str, check: Callable[[Settings], str], settings: Settings) -> Finding:
    try:
        return Finding(name, True, check(settings))
    except AttuneError as error:
        return Finding(name, False, str(error))


def _recognizer(settings: Settings) -> str:
    transcriber, notice = open_transcriber(settings.speech)
    transcriber.close()
    if notice:
        raise AttuneError(notice)
    return f"{transcriber.name} with {transcriber.model}"


def _language(settings: Settings) -> str:
    library = open_library(settings.bank)
    return f"encoder and heads loaded, {library.phrases} approved phrases (bank {library.version})"


def _audio(settings: Settings) -> str:
    devices = list_devices()
    if not devices:
        raise SourceError("There is no audio input; plug in a headset or start the sound service.")
    loopbacks = [device.name for device in devices if device.is_loopback]
    if not loopbacks:
        raise SourceError(
            f"{len(devices)} inputs and no loopback: the customer's voice cannot be heard by itself; make a monitor or "
            "a virtual device visible (README, live use) or set audio.customer_device to another input."
        )
    return f"{len(devices)} inputs, loopback: {loopbacks[0]}"


def _display(settings: Settings) -> str:
    if not has_display():
        raise AttuneError("There is no display: `assist demo` shows the terminal view, `assist run` needs a desktop.")
    return "a display for the overlay"


def _disk(settings: Settings) -> str:
    folder = Path(settings.journal.folder)
    while not folder.exists():
        folder = folder.parent
    free_mb = shutil.disk_usage(folder).free // 2**20
    if free_mb < _LEAST_FREE_MB:
        raise AttuneError(
            f"{folder}: only {free_mb} MB are free; journals of calls need {_LEAST_FREE_MB} MB, make room."
        )
    return f"{free_mb} MB free for journals in {settings.journal.folder}"


_CHECKS: dict[str, Callable[[Settings], str]] = {
    "recogniser": _recognizer,
    "language": _language,
    "audio": _audio,
    "display": _display,
    "disk": _disk,
}
