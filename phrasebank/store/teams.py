"""Teams: how each is served, and whether two persons approve."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, replace

from phrasebank.store.audit import Author, add_deed
from phrasebank.store.content import packed_profiles
from phrasebank.store.reading import read_two_person
from phrasebank.store.records import Profile, StoreError


def save_profile(database: sqlite3.Connection, author: Author, profile: Profile) -> Profile:
    """Keep a profile; returns it with its new revision.

    Raises:
        StoreError: somebody else has saved or deleted it since.
    """
    _check_base(database, profile.name, profile.revision)
    saved = replace(profile, revision=profile.revision + 1)
    add_deed(database, author, "profile", profile.name, "", asdict(saved))
    row = (saved.name, saved.revision, packed_profiles([saved]))
    database.execute("INSERT OR REPLACE INTO profile VALUES (?, ?, ?)", row)
    return saved


def delete_profile(database: sqlite3.Connection, author: Author, name: str, base: int) -> None:
    """Delete a profile. Raises `StoreError` as `save_profile`, or where there is none."""
    if not base:
        raise StoreError(f"There is no saved profile '{name}'; look at the list again.")
    _check_base(database, name, base)
    add_deed(database, author, "profile_deleted", name, "", {"revision": base})
    database.execute("DELETE FROM profile WHERE name = ?", (name,))


def set_two_person(database: sqlite3.Connection, author: Author, *, on: bool) -> None:
    """Ask for a second person, or no longer."""
    if read_two_person(database) != on:
        add_deed(database, author, "two_person", "", "", {"on": on})
        database.execute("UPDATE setting SET value = ? WHERE name = 'two_person'", (on,))


def _check_base(database: sqlite3.Connection, name: str, base: int) -> None:
    row = database.execute("SELECT revision FROM profile WHERE name = ?", (name,)).fetchone()
    standing = row[0] if row else 0
    if standing and not base:
        raise StoreError(f"There is a profile '{name}' already; choose another name, or change that one.")
    if standing != base:
        done = "saved" if standing else "deleted"
        raise StoreError(f"The profile '{name}' was {done} by somebody else meanwhile; look at it again.")
