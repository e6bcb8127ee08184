"""The task ``warm``: the models are loaded before the first question comes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assist.console.office import Office
from assist.console.progress import Progress


def run(values: Mapping[str, Any], office: Office, progress: Progress) -> dict[str, Any]:
    """Load encoder, heads and one bank: ``{"bank": "trial"}``. Returns how many phrases can be shown."""
    progress(0, 2, "loading the models")
    office.encoder.encode(["hello"])
    progress(1, 2, "reading the bank")
    return {"phrases": office.library(values.get("bank", "trial")).phrases}
