"""The task ``transfer_apply``: a file's sound rows into the team's bank, all in one step."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assist.console.office import Office
from assist.console.progress import Progress
from phrasebank.errors import TransferError
from phrasebank.transfer.storing import plan_for


def run(values: Mapping[str, Any], office: Office, progress: Progress) -> dict[str, Any]:
    """Save what `transfer_plan` has shown: ``{"path": file, "digest": of the preview, "who": name, "why": reason}``.

    Returns:
        ``saved``: how many phrases; ``problems``: a sentence for each row that was left out.

    Raises:
        TransferError: the file or the bank is no longer what was shown.
        StoreError: somebody else saved one of the phrases in this very moment. Then nothing was saved.
    """
    path = Path(values["path"])
    progress(0, 2, "reading the file once more")
    found = plan_for(office.snapshot, path)
    if found.digest != values["digest"]:
        raise TransferError(f"{path}: the file or the bank has changed since you looked; look at the preview again.")
    progress(1, 2, "saving")
    if found.edits:
        office.store.save(found.edits, values["who"], values.get("why") or f"from {path.name}", "import")
    progress(2, 2, "saved")
    return {"saved": len(found.edits), "problems": list(found.plan.problems)}
