"""The task ``transfer_plan``: what a file would change in the team's bank. Nothing is changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assist.console.office import Office
from assist.console.progress import Progress
from phrasebank.transfer.entries import values_of
from phrasebank.transfer.storing import plan_for


def run(values: Mapping[str, Any], office: Office, progress: Progress) -> dict[str, Any]:
    """Compare ``{"path": file}`` with the bank as it stands.

    Returns:
        ``changes``: the phrases as they would be; ``problems``: a sentence for each row that is left out;
        ``unchanged``: how many rows say what the bank says already; ``mark`` of the bank; ``digest`` of it all, which
        `transfer_apply` asks for.
    """
    progress(0, 2, "reading the bank")
    snapshot = office.snapshot
    progress(1, 2, "comparing the file with the bank")
    found = plan_for(snapshot, Path(values["path"]))
    return {
        "changes": [values_of(change.after) for change in found.plan.changes],
        "problems": list(found.plan.problems),
        "unchanged": found.plan.unchanged,
        "mark": snapshot.mark,
        "digest": found.digest,
    }
