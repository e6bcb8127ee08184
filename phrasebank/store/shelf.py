"""Shelf: a store's snapshots and releases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from phrasebank.bank import Bank
from phrasebank.store.audit import Author, last_deed
from phrasebank.store.content import unpacked_bank, unpacked_profiles
from phrasebank.store.file import PATIENCE_SECONDS, StoreFile
from phrasebank.store.reading import Known, read_release
from phrasebank.store.records import Profile, Release, Snapshot
from phrasebank.store.releases import check_judged, publish, read_published_release, read_releases, roll_back
from phrasebank.transfer.plan import Change


def local_time() -> datetime:
    """Now, in the zone of this machine."""
    return datetime.now().astimezone()


class Shelf:
    """The part of a `Store` that reads it and publishes.

    Args:
        path: of the file.
        clock: the time.
        patience_seconds: how long to wait while another program writes.
    """

    def __init__(
        self,
        path: Path,
        clock: Callable[[], datetime] = local_time,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self.path = path
        self._clock = clock
        self._file = StoreFile(path, patience_seconds)
        self._known = Known()
        self.mark()

    def mark(self) -> int:
        """Differs after any change by anybody; cheap."""
        with self._file.reading() as database:
            return last_deed(database)[0]

    def snapshot(self) -> Snapshot:
        """All that stands in the store now."""
        with self._file.reading() as database:
            known = self._known.renewed(database)
        self._known = known
        return known.snapshot

    def releases(self) -> tuple[Release, ...]:
        """All releases, the latest first."""
        with self._file.reading() as database:
            return read_releases(database)

    def published(self) -> Release | None:
        """The release that agents have."""
        with self._file.reading() as database:
            return read_published_release(database)

    def release_bank(self, number: int) -> Bank:
        """The phrases of a release. Raises `StoreError` where there is none of this number."""
        with self._file.reading() as database:
            body, _ = read_release(database, number)
        return Bank(unpacked_bank(body, f"{self.path}: release {number}"))

    def release_profiles(self, number: int) -> tuple[Profile, ...]:
        """The teams' profiles of a release. Raises `StoreError` where there is none of this number."""
        with self._file.reading() as database:
            _, profiles = read_release(database, number)
        return unpacked_profiles(profiles, f"{self.path}: release {number}")

    def publish(
        self, who: str, notes: str, *, mark: int, gate: Mapping[str, Any] | None = None, override: str = ""
    ) -> Release:
        """Make a release of the candidate (`Snapshot.candidate`) and the profiles, and publish it.

        Args:
            who: publishes.
            notes: what is new.
            mark: of the snapshot that was judged. Comments made since do not matter, all else does.
            gate: what the comparison with past calls gave, as plain data.
            override: why it is published although the comparison speaks against it; recorded as a deed of its own.

        Raises:
            StoreError: something was changed since the mark, nothing is approved, or nothing is new.
        """
        author = Author.of(who, self._clock())
        with self._file.writing() as database:
            known = self._known.renewed(database)
            check_judged(database, known.snapshot, mark)
            return publish(database, known.snapshot, author, notes, (gate, override))

    def roll_back(self, number: int, who: str, why: str) -> Release:
        """Publish an older release again. Drafts stay as they are.

        Raises:
            StoreError: there is no such release, it is the published one, or no reason is given.
        """
        author = Author.of(who, self._clock())
        with self._file.writing() as database:
            return roll_back(database, author, number, why)

    def diff(self, older: int, newer: int | None) -> tuple[Change, ...]:
        """What changes from one release to another, or to the candidate (None).

        A phrase that is no longer there counts as retired.

        Args:
            older: number of a release; 0 for nothing at all.
            newer: number of a release, or None.
        """
        before = self.release_bank(older) if older else Bank(())
        after = self.snapshot().candidate() if newer is None else self.release_bank(newer)
        stays = [Change(before.get(p.id), p) for p in after.phrases if before.get(p.id) != p]
        gone = [Change(p, replace(p, status="retired")) for p in before.phrases if p.id not in after]
        return (*stays, *gone)
