"""The task ``transfer_export``: phrases to a table or file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assist.console.office import Office
from assist.console.progress import Progress
from phrasebank.transfer.formats import write_file


def run(values: Mapping[str, Any], office: Office, progress: Progress) -> dict[str, Any]:
    """Write ``{"path": file, "release": number}``; release 0 stands for all phrases as they are, drafts too.

    Returns:
        ``phrases``: how many.
    """
    progress(0, 2, "reading the bank")
    number = int(values.get("release", 0))
    bank = office.store.release_bank(number) if number else office.snapshot.bank
    progress(1, 2, "writing the file")
    write_file(Path(values["path"]), bank.phrases)
    return {"phrases": len(bank)}
