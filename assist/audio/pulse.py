"""Inputs of PulseAudio and PipeWire, by the sound server's own programs: microphones, and monitors of what is played.

PortAudio on Linux knows ALSA only, where a monitor is seen by those alone who write an asound.conf. `pactl` and `parec`
come with every desktop that has one of the two servers. A recorder is a process of its own: it cannot hang ours, and
what it is connected to can be asked. That matters, for when a device goes, the server moves the recorder silently to
another one: then the agent's microphone would be heard as the customer.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from assist.audio.devices import Device
from assist.audio.opening import BLOCK_SECONDS, Post, Stream, View, refusal
from assist.errors import SourceError
from assist.events import Speaker

NAME = "pulse"
_PATIENCE_SECONDS = 5.0
_START_SECONDS = 0.15
"""A recorder that the server refuses has ended by then (15 ms measured)."""

_TOLD = ("'new' on source #", "'remove' on source #", "on server", "'change' on source-output #")
"""Not that a source has changed: a softphone's automatic gain moves the volume several times a second. Another rate,
which is told by the same words, is seen by the next look."""
_REMOVED = re.compile(r"'remove' on source #(\d+)")
_SAMPLE_BYTES = 4

_UNNAMED = ("", "(null)")
"""`pactl` 16 says "(null)" in JSON for every name that is not ASCII; in its text the name is right."""

_NAMED = re.compile(r"^\tName: (.+)\n\tDescription: (.+)$", re.MULTILINE)


class PulseServer:
    """The sound server, as far as inputs are concerned.

    Args:
        environment: of its programs; ours where none is given.
    """

    name = NAME
    looks_often = True
    """It also tells of every change (`watch`); but one that was missed would be another speaker's voice."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = {**(os.environ if environment is None else environment), "LC_ALL": "C"}
        self._recorders: list[_Recorder] = []
        self.view = View()
        self._answered = False
        self._watch: subprocess.Popen[str] | None = None

    @staticmethod
    def is_installed() -> bool:
        """Whether there are programs to ask."""
        return shutil.which("pactl") is not None and shutil.which("parec") is not None

    def devices(self) -> list[Device]:
        """All sources as they are now; empty where no server answers.

        Raises:
            SourceError: it did answer before. Another library is no substitute: it would take the hardware from it.
        """
        try:
            asked = self._ask("info")
            rows = self._ask("list", "sources")
            if any(row.get("description") in _UNNAMED for row in rows):
                named = dict(_NAMED.findall(self._run("list", "sources")))
                rows = [{**row, "description": named.get(row["name"])} for row in rows]
            source, sink = asked.get("default_source_name"), asked.get("default_sink_name")
            found = [_device(row, str(source), str(sink)) for row in rows]
            self._notice_moved(found)
        except (OSError, ValueError, KeyError, TypeError, subprocess.SubprocessError) as error:
            if not self._answered:
                return []
            raise SourceError(
                "The sound server does not answer; Attune goes on as soon as it does "
                "('systemctl --user restart pulseaudio pipewire-pulse' starts it anew)."
            ) from error
        self._answered = True
        return _told_apart(found)

    def look(self) -> list[Device]:
        """The same: a server always knows."""
        return self.devices()

    def refresh(self) -> None:
        """Nothing to do."""

    def watch(self, changed: Callable[[], None]) -> None:
        """Tell of each change among the sources, on a thread of its own, until closed or the server goes."""
        self._watch = subprocess.Popen(
            ["pactl", "subscribe"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=self._environment,
        )
        threading.Thread(target=self._hear, args=(self._watch, changed), name="pactl", daemon=True).start()

    @property
    def is_watched(self) -> bool:
        """Whether changes are told."""
        return self._watch is not None and self._watch.poll() is None

    def close(self) -> None:
        """Tell no more."""
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.kill()
            watch.wait()

    def open(self, device: Device, role: Speaker, post: Post) -> Stream:
        """A running recorder."""
        try:
            recorder = _Recorder(device, self._environment, post)
        except OSError as error:
            raise refusal(device, role, error.strerror) from error
        failure = recorder.early_failure()
        if failure:
            raise refusal(device, role, failure)
        self._recorders = [*(one for one in self._recorders if one.active), recorder]
        return recorder

    def _hear(self, watch: subprocess.Popen[str], changed: Callable[[], None]) -> None:
        assert watch.stdout is not None
        with watch.stdout as told:
            for line in told:
                gone = _REMOVED.search(line)
                if gone is not None:
                    self._drop(int(gone[1]))
                if any(subject in line for subject in _TOLD):
                    changed()
        watch.wait()

    def _drop(self, index: int) -> None:
        """At once: the server has connected the recorders of this source to another one already."""
        for recorder in self._recorders:
            if recorder.index == index:
                recorder.drop()

    def _notice_moved(self, found: list[Device]) -> None:
        """Stop the recorders that the server has moved to another source than theirs."""
        self._recorders = [recorder for recorder in self._recorders if recorder.active]
        if not self._recorders:
            return
        handles = {device.index: device.handle for device in found}
        for row in self._ask("list", "source-outputs"):
            number = str(row["properties"].get("application.process.id", ""))
            for recorder in self._recorders:
                if number == str(recorder.pid) and handles.get(row["source"]) != recorder.handle:
                    recorder.drop()

    def _ask(self, *arguments: str) -> Any:
        return json.loads(self._run("--format=json", *arguments))

    def _run(self, *arguments: str) -> str:
        told = subprocess.run(
            ["pactl", *arguments], capture_output=True, env=self._environment, timeout=_PATIENCE_SECONDS, check=True
        )
        return told.stdout.decode(errors="replace")


_ENDS_SECONDS = 1.0
"""A recorder that is asked to end does so at once."""


class _Recorder:
    """A `parec`; it delivers at the source's own rate, since the server's resampler is a poor one by default."""

    def __init__(self, device: Device, environment: Mapping[str, str], post: Post) -> None:
        self.handle, self.index = device.handle, device.index
        self._post = post
        self._open = True
        self._block = round(device.rate_hz * BLOCK_SECONDS) * _SAMPLE_BYTES
        self._process = subprocess.Popen(
            ["parec", "--raw", f"--device={device.handle}", "--format=float32le", "--channels=1",
             f"--rate={device.rate_hz}", f"--latency-msec={BLOCK_SECONDS * 1000:.0f}", "--client-name=Attune"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
        )  # fmt: skip
        self.pid = self._process.pid
        self._reader = threading.Thread(target=self._read, name="parec", daemon=True)
        self._reader.start()

    @property
    def active(self) -> bool:
        return self._open and self._process.poll() is None

    def early_failure(self) -> str:
        """Why it ended right away; empty if it did not."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_START_SECONDS)
            assert self._process.stderr is not None
            said = self._process.stderr.read().decode(errors="replace").strip()
            self.close()
            return said or "the recorder ended"
        return ""

    def drop(self) -> None:
        """What comes from now on is another source's."""
        self._open = False

    def close(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(_ENDS_SECONDS)
        except subprocess.TimeoutExpired:  # what hangs must not hold up the devices that do not
            self._process.kill()
            self._process.wait()
        self._reader.join()
        self._open = False
        for pipe in (self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        number, rest = self._process.stdout.fileno(), b""
        while True:
            try:
                came = os.read(number, self._block)
            except OSError:
                return
            if not came:
                return
            rest += came
            whole = len(rest) - len(rest) % _SAMPLE_BYTES
            if whole and self._open:
                self._post(np.frombuffer(rest[:whole], np.float32).reshape(-1, 1), False)
            rest = rest[whole:]


def _device(row: Mapping[str, Any], default_source: str, default_sink: str) -> Device:
    """A row of `pactl list sources`. ``monitor_source``: of which sink it is the monitor, if of one."""
    _, channels, rate = str(row["sample_specification"]).split()
    played = str(row.get("monitor_source") or "")
    is_monitor = bool(played) and row["properties"].get("device.class") == "monitor"
    return Device(
        index=int(row["index"]),
        name=str(row.get("description") or row["name"]),
        host_api="PulseAudio",
        channels=int(channels.removesuffix("ch")),
        rate_hz=int(rate.removesuffix("Hz")),
        is_loopback=is_monitor,
        is_default=played == default_sink if is_monitor else row["name"] == default_source,
        library=NAME,
        handle=str(row["name"]),
        is_muted=bool(row.get("mute")),
    )


def _told_apart(devices: list[Device]) -> list[Device]:
    """Names that each stand for one device."""
    names = Counter(device.name for device in devices)
    return [
        replace(device, name=f"{device.name} ({device.handle})") if names[device.name] > 1 else device
        for device in devices
    ]
