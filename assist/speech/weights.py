"""Where a Whisper model's weights are: a folder, the local cache, or the hub that they are fetched from once."""

from __future__ import annotations

import difflib
import errno
import os
import threading
import urllib.error
import urllib.request
from pathlib import Path

import platformdirs

from assist.errors import RecognizerError

_SYSTRAN = ("tiny", "tiny.en", "base", "base.en", "small", "small.en", "medium", "medium.en")
_LARGE = ("large-v1", "large-v2", "large-v3")
REPOSITORIES = {
    **{name: f"Systran/faster-whisper-{name}" for name in (*_SYSTRAN, *_LARGE)},
    "large": "Systran/faster-whisper-large-v3",
    "large-v3-turbo": "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
    "turbo": "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
    "distil-small.en": "Systran/faster-distil-whisper-small.en",
    "distil-medium.en": "Systran/faster-distil-whisper-medium.en",
    "distil-large-v3": "Systran/faster-distil-whisper-large-v3",
}
"""Model names and where the hub keeps their CTranslate2 form: faster-whisper's own table, here because importing that
library takes seconds and offline we need only the name."""

MODEL_FILES = ("config.json", "preprocessor_config.json", "model.bin", "tokenizer.json", "vocabulary.*")
"""What a model's folder holds."""
MODELS_FOLDER = platformdirs.user_data_path("attune", appauthor=False) / "models"
"""Models that were carried here (``assist models import``), a folder each."""
_HUB_ANSWERS_SECONDS = 5.0


def find_weights(model: str) -> Path:
    """The folder of a model: given itself, cached, or fetched now with a progress bar on stderr.

    Args:
        model: a folder, a name such as ``base.en``, or ``owner/repository`` on the hub.

    Raises:
        RecognizerError: there is no such folder or name, or the hub cannot be reached. Offline this takes seconds.
    """
    return local_weights(model) or fetch_weights(model)


def local_weights(model: str) -> Path | None:
    """The folder of a model that is on this machine, None for one that would have to be fetched. Asks no network.

    Raises:
        RecognizerError: there is no such folder or name.
    """
    folder = Path(model).expanduser()
    carried = MODELS_FOLDER / model.replace("/", "--")
    if folder.is_dir() or (model and carried.is_dir()):
        return checked_folder(folder if folder.is_dir() else carried)
    return _cached(_repository(model))


def fetch_weights(model: str, bar: type | None = None) -> Path:
    """Fetch a model that has a name; what was fetched before an interruption is not fetched again.

    Args:
        model: a name such as ``base.en``, or ``owner/repository`` on the hub.
        bar: stands in for tqdm, which draws on stderr.

    Raises:
        RecognizerError: there is no such model, or the hub cannot be reached, or the disk is full.
    """
    return _fetched(model, _repository(model), bar)


def _repository(model: str) -> str:
    repository = REPOSITORIES.get(model, model if _names_repository(model) else "")
    if not repository:
        near = difflib.get_close_matches(model, REPOSITORIES, n=1)
        mend = (
            f"did you mean '{near[0]}'?" if near else "give the folder of a converted model or a name such as base.en."
        )
        raise RecognizerError(f"speech.model={model}: there is no such folder and no such Whisper model; {mend}")
    return repository


def checked_folder(folder: Path) -> Path:
    """The same folder.

    Raises:
        RecognizerError: it is not that of a model.
    """
    missing = [name for name in ("model.bin", "config.json") if not (folder / name).is_file()]
    if missing:
        raise RecognizerError(
            f"{folder}: {missing[0]} is missing, so this is not the folder of a faster-whisper model; "
            "convert one with ct2-transformers-converter or give a name such as base.en."
        )
    return folder


def _names_repository(model: str) -> bool:
    return model.count("/") == 1 and not model.startswith((".", "/", "~")) and not model.endswith("/")


def _cached(repository: str) -> Path | None:
    from huggingface_hub import try_to_load_from_cache  # noqa: PLC0415 - slow to import, and a folder needs none

    found = try_to_load_from_cache(repository, "model.bin")
    return Path(found).parent if isinstance(found, str) else None


def _fetched(model: str, repository: str, bar: type | None) -> Path:
    unreachable = RecognizerError(
        f"The Whisper model '{model}' is not on this machine and cannot be fetched; connect once, "
        "or carry it here: 'assist models export' on a machine that has it, 'assist models import' here."
    )
    if os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"} or not _hub_answers(repository):
        raise unreachable
    from huggingface_hub import snapshot_download  # noqa: PLC0415 - as above

    try:
        return checked_folder(Path(snapshot_download(repository, allow_patterns=list(MODEL_FILES), tqdm_class=bar)))
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise unreachable from error
        raise RecognizerError(f"The disk is full, so '{model}' was not fetched; make room and try again.") from error
    except Exception as error:  # the hub raises its own errors, httpx's and the system's
        raise unreachable from error


def _hub_answers(repository: str) -> bool:
    """Ask for one small file. In a thread, since a name look-up without a network ignores every time limit."""
    endpoint = os.environ.get("HF_ENDPOINT", "https://huggingface.co").rstrip("/")
    request = urllib.request.Request(f"{endpoint}/{repository}/resolve/main/config.json", method="HEAD")
    answered = threading.Event()

    def ask() -> None:
        try:
            with urllib.request.urlopen(request, timeout=_HUB_ANSWERS_SECONDS):
                answered.set()
        except (OSError, ValueError):
            return

    asking = threading.Thread(target=ask, name="hub", daemon=True)
    asking.start()
    asking.join(_HUB_ANSWERS_SECONDS)
    return answered.is_set()
