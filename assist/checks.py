"""The single checks of `assist doctor`: each gives sentences about what is there, or raises with the mend."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assist.audio.chunks import Chunk
from assist.audio.devices import Device, find_device
from assist.audio.system import open_system
from assist.choices import consent_file
from assist.consent import read_consent
from assist.errors import AttuneError, PortTakenError, RecognizerError
from assist.events import Speaker
from assist.finding import Finding
from assist.launcher import has_display
from assist.settings import Settings
from assist.soundcheck.ear import Meter, hear_device
from assist.speech.choose import open_transcriber
from assist.speech.weights import local_weights
from assist.wire.address import AddressFile

HEARD_SECONDS = 2.0
_LEAST_FREE_MB = 200
_DEAD_DB = -100.0
"""A live microphone always has some noise; a muted one has none."""

_NOISE_DB = -55.0
_DESKTOP_SECONDS = 10.0


def consent(config_file: Path) -> str:
    """Whether the agent agreed to be helped."""
    answer = read_consent(consent_file(config_file))
    if answer is None:
        raise AttuneError("Nobody has agreed to be helped on this machine yet; run 'assist setup'.")
    if not answer.agreed:
        raise AttuneError(f"The agent did not agree ({answer.at}), so Attune stays off; 'assist setup' asks again.")
    if not answer.holds:
        raise AttuneError("The agent agreed to an older text; run 'assist setup' to read the new one.")
    return f"the agent agreed ({answer.at})"


@dataclass(slots=True)
class _Ear:
    """A device under test."""

    role: Speaker
    device: Device
    chunks: Generator[Chunk]
    loudest_db: float = -120.0
    failure: str = ""
    meter: Meter = field(default_factory=Meter)

    def listen(self) -> bool:
        """Hear the next piece; whether there is more to come."""
        try:
            chunk = next(self.chunks)
        except AttuneError as error:
            self.failure = str(error)
            return False
        self.loudest_db = max([self.loudest_db, *(level.level_db for level in self.meter.hear(chunk))])
        return chunk.end_seconds < HEARD_SECONDS


def devices(settings: Settings) -> Iterator[Finding]:
    """Both devices, opened at once as in a call: can they be, and is there any sound within two seconds?"""
    wanted: dict[Speaker, str] = {
        "customer": settings.audio.customer_device,
        "agent": settings.audio.agent_device,
    }
    ears: list[_Ear] = []
    try:
        system = open_system()
        found = system.devices()
    except AttuneError as error:
        yield from (Finding(role, False, str(error)) for role in wanted)
        return
    for role, name in wanted.items():
        try:
            device = find_device(name, role, found)
        except AttuneError as error:
            yield Finding(role, False, str(error))
        else:
            ears.append(_Ear(role, device, hear_device(device, role, system)))
    with contextlib.ExitStack() as stack:
        for ear in ears:
            stack.enter_context(contextlib.closing(ear.chunks))
        listening = [ear for ear in ears if ear.listen()]
        while listening:
            listening = [ear for ear in listening if ear.listen()]
    yield from map(_heard, ears)


def _heard(ear: _Ear) -> Finding:
    name, level = ear.device.name, ear.loudest_db
    if ear.failure:
        return Finding(ear.role, False, ear.failure)
    if ear.device.is_muted:
        return Finding(ear.role, False, f"'{name}' is muted in the system's sound settings; switch it on there.")
    if level <= _DEAD_DB and not ear.device.is_loopback:
        return Finding(ear.role, False, f"'{name}' is silent: is it muted? Its switch, or the system's sound settings.")
    if level <= _DEAD_DB:
        return Finding(ear.role, True, f"'{name}' is open; nothing is playing on it just now")
    loud = "hardly anything is heard, so speak and look again" if level < _NOISE_DB else "it hears"
    return Finding(ear.role, True, f"'{name}' is open; {loud} ({level:.0f} dB)")


def recognizer(settings: Settings) -> str:
    """The recogniser that calls would have now; nothing is fetched."""
    speech = settings.speech
    if speech.recognizer == "faster-whisper" and local_weights(speech.model) is None:
        raise RecognizerError(
            f"The speech model '{speech.model}' is not on this machine, so calls are heard with pocketsphinx, at "
            "reduced accuracy; fetch it in 'assist setup', or set speech.model to the folder of a copied model."
        )
    transcriber, notice = open_transcriber(speech)
    transcriber.close()
    if notice:
        raise RecognizerError(notice)
    accuracy = ", at reduced accuracy" if transcriber.reduced_accuracy else ""
    return f"{transcriber.name} with {transcriber.model}{accuracy}"


def words(settings: Settings) -> Iterator[Finding]:
    """What reads words and finds phrases: the encoder by its weights, and whether heads and bank fit it.

    The bank is not read into the search, which takes half a minute the first time.
    """
    # Torch takes seconds to import, and other checks need not wait for it.
    from assist.suggest.editions import edition_of  # noqa: PLC0415
    from phrasebank.encoder import open_encoder  # noqa: PLC0415
    from phrasebank.errors import PhrasebankError  # noqa: PLC0415
    from phrasebank.heads import HEADS_FILE  # noqa: PLC0415
    from phrasebank.lessons import LessonBook  # noqa: PLC0415
    from phrasebank.reranker import RERANKER_FILE, load_grader  # noqa: PLC0415

    rules = settings.bank
    folder = Path(rules.encoder) if rules.encoder else None
    try:
        fingerprint = open_encoder(folder).fingerprint
    except PhrasebankError as error:
        yield Finding("encoder", False, str(error))
        return
    yield Finding("encoder", True, f"the weights are as they should be, fingerprint {fingerprint[:12]}")
    try:
        LessonBook(Path(rules.taught)).current(fingerprint, folder / HEADS_FILE if folder else None)
        load_grader(folder / RERANKER_FILE if folder else None, fingerprint)
        edition = edition_of(rules)
    except PhrasebankError as error:
        yield Finding("language", False, str(error))
    else:
        yield Finding("language", True, f"{len(edition.bank.approved)} approved phrases (bank {edition.version})")


def journal(settings: Settings) -> str:
    """Whether calls can be recorded."""
    folder = _existing(Path(settings.journal.folder))
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise AttuneError(
            f"{folder}: calls cannot be recorded here ({error.strerror}); make it writable or set journal.folder."
        ) from error
    return f"calls can be recorded in {settings.journal.folder}"


def disk(settings: Settings) -> str:
    """Whether there is room for the journals of calls."""
    folder = _existing(Path(settings.journal.folder))
    free_mb = shutil.disk_usage(folder).free // 2**20
    if free_mb < _LEAST_FREE_MB:
        raise AttuneError(
            f"{folder}: only {free_mb} MB are free; journals of calls need {_LEAST_FREE_MB} MB, make room."
        )
    return f"{free_mb} MB are free"


def port(settings: Settings) -> str:
    """Whether the engine can listen for its overlay."""
    host, number = settings.wire.host, settings.wire.port
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as tried:
        if os.name == "posix":  # as servers do: a port that was just left counts as free
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, number))
        except OSError as error:
            if number and is_running(settings):
                return f"{host}:{number} is in use by the Attune that runs"
            raise PortTakenError(
                f"{host}:{number} cannot be had ({error.strerror}); set wire.port=0 to take a free one."
            ) from error
    return f"{host}:{number} is free" if number else f"a free port of {host} is taken at each start"


def desktop(settings: Settings) -> Iterator[Finding]:
    """What a window of ours finds on this desktop, asked in a process of its own; no window is shown."""
    if not has_display():
        yield Finding(
            "display",
            False,
            "There is no display: `assist demo` shows the terminal view, `assist run` needs a desktop.",
        )
        return
    beside = ["--beside-overlay"] if is_running(settings) else []
    try:
        asked = subprocess.run(
            [sys.executable, "-m", "ui.setup.desktop", *beside],
            capture_output=True,
            text=True,
            timeout=_DESKTOP_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        yield Finding("display", False, "The display does not answer; see whether other programs can open windows.")
        return
    for line in asked.stdout.splitlines():
        with contextlib.suppress(ValueError, TypeError):
            yield Finding(**json.loads(line))
    if asked.returncode:
        said = asked.stderr.strip().splitlines()
        why = f" ({said[0]})" if said else ""
        yield Finding("display", False, f"No window can be opened here{why}; see whether other programs can.")


def is_running(settings: Settings) -> bool:
    """Whether this user's engine runs already."""
    file = settings.wire.address_file
    return bool(file) and AddressFile(Path(file)).answers


def _existing(folder: Path) -> Path:
    while not folder.exists():
        folder = folder.parent
    return folder
