"""Where this user's running engine is: a small file that only they may read."""

from __future__ import annotations

import contextlib
import os
import socket
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import msgspec

from assist.errors import EngineError

_ANSWER_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class EngineAddress:
    """``url`` of the websocket, the ``token`` that it asks for, and the engine's process."""

    url: str
    token: str
    pid: int


def with_agent(url: str, agent: str) -> str:
    """The address for a program of this agent's, which is told their calls alone; as it is where no name is given."""
    return f"{url}?{urlencode({'agent': agent})}" if agent.strip() else url


def agent_in(path: str) -> str:
    """The agent whom an address names; empty where it names none."""
    named = parse_qs(path.partition("?")[2]).get("agent", [""])
    return named[0].strip()


class AddressFile:
    """The file at ``path``: written by an engine when it listens, removed when it ends.

    An engine that was killed leaves it behind; nobody answers there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> EngineAddress:
        """The address of the engine that is said to run.

        Raises:
            EngineError: there is none, or the file is not this user's own.
        """
        try:
            with self.path.open("rb") as file:
                status = os.fstat(file.fileno())
                body = file.read()
        except OSError as error:
            raise EngineError("No Attune engine is running; start it with 'assist run'.") from error
        if os.name == "posix" and (status.st_uid != os.getuid() or status.st_mode & 0o077):
            raise EngineError(f"{self.path}: others may write or read this file; delete it and start Attune again.")
        try:
            return msgspec.json.decode(body, type=EngineAddress)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise EngineError(f"{self.path}: this is no engine's address; delete it and start Attune again.") from error

    def write(self, address: EngineAddress) -> None:
        """Leave the address, in place of that of an engine before.

        Raises:
            EngineError: the file cannot be written.
        """
        part = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            part.unlink(missing_ok=True)
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(msgspec.json.encode(asdict(address)))
            part.replace(self.path)
        except OSError as error:
            raise EngineError(
                f"{self.path}: the engine's address cannot be written ({error.strerror}); links from other programs "
                "will not find it."
            ) from error

    def remove(self, pid: int) -> None:
        """Take the address of this process away; another engine's stays."""
        with contextlib.suppress(EngineError, OSError):
            if self.read().pid == pid:
                self.path.unlink()

    @property
    def answers(self) -> bool:
        """Whether something listens at the address."""
        try:
            place = urlsplit(self.read().url)
            with socket.create_connection((place.hostname or "", place.port or 0), _ANSWER_SECONDS):
                return True
        except (EngineError, OSError, ValueError):
            return False
