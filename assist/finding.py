"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: whether it is well, and a sentence that says what is there or how to mend it."""

    check: str
    well: bool
    sentence: str
