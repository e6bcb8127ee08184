"""An import into a store: what it would change, and the edits that do so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from phrasebank.errors import PhrasebankError
from phrasebank.store.content import packed
from phrasebank.store.flow import check_step
from phrasebank.store.records import Edit, Snapshot
from phrasebank.transfer.formats import format_of, read_file
from phrasebank.transfer.plan import Change, Plan, plan_import


@dataclass(frozen=True, slots=True)
class StorePlan:
    """What a file would change in a store as it stands.

    Attributes:
        plan: the changes that can be saved, and a sentence for each entry that is left out.
        edits: one for each change.
    """

    plan: Plan
    edits: tuple[Edit, ...]

    @property
    def digest(self) -> str:
        """Differs where anything else would be changed, so that what is saved is what was looked at."""
        parts = (b"%d " % edit.base + packed(edit.phrase) for edit in self.edits)
        return sha256(b"\n".join(parts)).hexdigest()[:16]


def plan_for(snapshot: Snapshot, path: Path) -> StorePlan:
    """Compare a file with the phrases of a store. Sound entries go in, whatever the others are like.

    Raises:
        PhrasebankError: the file as a whole cannot be read.
    """
    entries = read_file(path)
    plan = plan_import(snapshot.bank, entries, format_of(path).echo)
    places = {str(entry.values.get("id", "")).strip(): entry.where for entry in entries}
    sound: list[Change] = []
    problems = list(plan.problems)
    for change in plan.changes:
        try:
            _check(change)
            sound.append(change)
        except PhrasebankError as error:
            problems.append(_sayable(f"{places.get(change.after.id, path)}: {error}"))
    return StorePlan(replace(plan, changes=tuple(sound), problems=tuple(problems)), tuple(_edits(snapshot, sound)))


def _check(change: Change) -> None:
    """Refuse what the store would refuse: one such entry would keep all others out."""
    packed(change.after)
    if change.before is not None and change.before.status != change.after.status:
        check_step(change.before, change.after.status, two_person=False, own=False)


def _edits(snapshot: Snapshot, changes: Sequence[Change]) -> Iterator[Edit]:
    for change in changes:
        entry = snapshot.get(change.after.id)
        yield Edit(change.after, entry.revision if entry else 0)


def _sayable(sentence: str) -> str:
    """Half a character cannot be told to anyone either."""
    return sentence.encode("utf-8", "replace").decode("utf-8")
