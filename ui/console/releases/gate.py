"""What the last comparison over past calls says about publishing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from PySide6.QtCore import QCoreApplication

from phrasebank.errors import PhrasebankError
from ui.console.desk import Desk

State = Literal["none", "stale", "passed", "unsure", "blocked"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether publishing needs a reason.

    Attributes:
        state: ``none``: nothing was compared; ``stale``: the bank has changed since; else the gate's verdict.
        findings: the sentences of the gate that decided it.
        gate: what is recorded with the release; None where nothing is known of this bank.
    """

    state: State
    findings: tuple[str, ...] = ()
    gate: Mapping[str, Any] | None = field(default=None)

    @property
    def needs_reason(self) -> bool:
        """Whether publishing all the same is a decision that the log should explain."""
        return self.state not in ("passed", "unsure")

    @property
    def words(self) -> str:
        """All of it for people."""
        translate = QCoreApplication.translate
        head = {
            "none": translate("Gate", "Nobody has compared these phrases with past calls yet."),
            "stale": translate("Gate", "The bank has changed since it was last compared with past calls."),
            "passed": translate("Gate", "✓ Past calls speak for it."),
            "unsure": translate("Gate", "? Past calls cannot tell."),
            "blocked": translate("Gate", "⚠ Past calls speak against it."),
        }[self.state]
        return " ".join((head, *self.findings))


def judgement_of(desk: Desk) -> Judgement:
    """What is known of the bank as it stands."""
    result = desk.gate
    if result is None:
        return Judgement("none")
    if not _is_of_now(desk, int(result["mark"])):
        return Judgement("stale")
    gate = result["gate"]
    telling = [one["sentence"] for one in gate["looked_at"] if one["verdict"] == gate["verdict"]]
    return Judgement(gate["verdict"], tuple(telling), gate)


def _is_of_now(desk: Desk, mark: int) -> bool:
    """Whether nothing but remarks has come to the bank since; the store asks the same when it publishes."""
    since = desk.snapshot.mark - mark
    if since <= 0:
        return since == 0
    try:
        return all(deed.what == "comment" for deed in desk.store.audit(limit=since))
    except PhrasebankError:
        return False
