"""Each engine's own virtual environment, made once: pinned packages, and nothing of it in ours."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import platformdirs

from assist.errors import AttuneError

REQUIREMENTS = Path(__file__).parent / "requirements"
CACHE = platformdirs.user_cache_path("attune-bench", appauthor=False)


class UnmadeEnvironmentError(AttuneError):
    """An engine's packages cannot be had."""

    code = "no_environment"


def python_of(name: str, tell: Callable[[str], None], cache: Path = CACHE) -> Path:
    """The interpreter of an engine's environment, which is made where it is not there or other packages are pinned.

    Raises:
        UnmadeEnvironmentError: it cannot be made.
    """
    if not name:
        return Path(sys.executable)
    pinned = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")
    folder = cache / name
    python, stamp = folder / "bin" / "python", folder / "requirements.sha256"
    wanted = hashlib.sha256(pinned.encode()).hexdigest()
    if not (stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted):
        tell(f"Making the environment of {name} in {folder}; this takes minutes ...")
        shutil.rmtree(folder, ignore_errors=True)
        _run(name, [sys.executable, "-m", "venv", str(folder)])
        for packages in installs(pinned):
            _run(name, [str(python), "-m", "pip", "install", "--quiet", *packages])
        stamp.write_text(wanted, encoding="utf-8")
    return python


def installs(pinned: str) -> list[list[str]]:
    """What pip is asked for, one after the other.

    torch goes first and with what it needs, so that its CPU build is taken where the registry offers one. The rest is
    complete as it is pinned, and goes without its dependencies: RealtimeSTT wants PyAudio, which has to be compiled and
    only serves its microphone, and both want torchaudio, which they do not import.
    """
    packages = [line.strip() for line in pinned.splitlines() if line.strip() and not line.startswith("#")]
    torch = [package for package in packages if package.startswith("torch==")]
    rest = [package for package in packages if package not in torch]
    return [*([torch] if torch else []), ["--no-deps", *rest]]


def _run(name: str, command: Sequence[str]) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise UnmadeEnvironmentError(
            f"The environment of {name} cannot be made ({last}); see that the package registry answers and that the "
            "disk has 2 GB, or leave the engine out with --engines."
        )
