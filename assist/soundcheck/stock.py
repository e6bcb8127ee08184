"""Which speech models are on this machine, and fetching one that is not."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assist.errors import RecognizerError
from assist.soundcheck.news import Fetching, Model
from assist.speech.weights import fetch_weights, local_weights

OFFERED = {"tiny.en": 75, "base.en": 145, "small.en": 484}
"""English models that keep up with a call on a processor, with the megabytes of their files on the hub."""

Tell = Callable[[Fetching], None]
_TELL_SECONDS = 0.25


def models() -> tuple[Model, ...]:
    """The models that are offered, small to large."""
    return tuple(Model(name, size, str(local_weights(name) or "")) for name, size in OFFERED.items())


def fetch(model: str, tell: Tell) -> Path:
    """Fetch a model and tell how far it is, four times a second; where it is then.

    Raises:
        RecognizerError: it cannot be fetched.
    """
    tally = _Tally()
    with _Teller(tally, tell):
        return fetch_weights(model, _counting(tally))


class _Tally:
    """Bytes so far, over all files. The hub's threads write, the teller's reads."""

    def __init__(self) -> None:
        self.done = 0
        self.total = 0

    def raise_to(self, done: float, total: float | None) -> None:
        """The hub counts what it receives and what it writes in two bars; the one that is ahead is true."""
        self.done = max(self.done, int(done))
        self.total = max(self.total, int(total or 0))


class _Teller:
    """Tells of the tally until the end of the block, also while nothing moves: so a window knows that we live."""

    def __init__(self, tally: _Tally, tell: Tell) -> None:
        self._tally = tally
        self._tell = tell
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="progress", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._say()

    def _run(self) -> None:
        while not self._over.wait(_TELL_SECONDS):
            self._say()

    def _say(self) -> None:
        self._tell(Fetching(done_bytes=self._tally.done, total_bytes=self._tally.total))


def _counting(tally: _Tally) -> type:
    """A tqdm that draws nothing and counts bytes."""
    from tqdm import tqdm  # type: ignore[import-untyped]  # noqa: PLC0415 - only who fetches needs it

    class Counting(tqdm):  # type: ignore[misc]  # as above
        """What the hub takes for a progress bar."""

        def __init__(self, *values: Any, **options: Any) -> None:
            options.pop("name", None)  # the hub's own
            super().__init__(*values, **{**options, "disable": False, "gui": True})

        def display(self, *_values: Any, **_options: Any) -> bool:
            """Draw nothing."""
            return True

        def update(self, n: float | None = 1) -> bool | None:
            """Count."""
            self.n += n or 0
            if self.unit == "B":
                tally.raise_to(self.n, self.total)
            return None

    return Counting


def usable_folder(name: str) -> Path:
    """The folder of a copied model, in full, after a look whether it is one.

    Raises:
        RecognizerError: it is none.
    """
    folder = Path(name).expanduser()
    if not folder.is_dir():
        raise RecognizerError(f"{folder}: there is no such folder; choose the one that holds model.bin.")
    local_weights(str(folder))
    return folder.resolve()
