"""Proof: whether the store still says what the audit recorded."""

from __future__ import annotations

import sqlite3

from phrasebank.store.audit import walked
from phrasebank.store.records import Deed
from phrasebank.store.releases import digest_of_release
from phrasebank.store.revisions import digest_of_revisions

_MEND = "compare with an older copy of the store"
_ASTRAY = """
SELECT id FROM phrase p WHERE
    approved IS NOT (SELECT approved FROM history h WHERE h.phrase_id = p.id AND h.revision = p.revision)
    OR revision <> (SELECT MAX(revision) FROM history h WHERE h.phrase_id = p.id)
LIMIT 1
"""


def fault(database: sqlite3.Connection) -> str:
    """The first thing that is not as it was written, in one sentence; empty where all is sound.

    It finds a row that was changed, taken out or put in between by other means than this program, and a phrase's
    revision, a comment or a release whose content is not what its deed bound. It prevents nothing, and it cannot see
    that rows at the very end were taken away with all that they bound, nor a chain that somebody has worked out anew
    from the changed row on: against those, keep an exported audit (its last digest is enough) where they cannot write.
    """
    revisions = comments = publications = 0
    for expected, (deed, digest) in enumerate(walked(database), start=1):
        if deed.number != expected:
            return f"Row {expected} of the audit is missing; {_MEND}."
        if deed.digest != digest:
            return f"Row {deed.number} of the audit was changed after it was written; {_MEND}."
        if wrong := _unlike(database, deed):
            return f"{wrong} is not as row {deed.number} of the audit recorded it; {_MEND}."
        revisions += len(deed.detail.get("phrases", ()))
        comments += "comment" in deed.detail
        publications += "release" in deed.detail
    counts = {"history": revisions, "comment": comments, "publication": publications}
    for table, expected in counts.items():
        if database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] != expected:
            return f"The table '{table}' holds more than the audit recorded; {_MEND}."
    astray = database.execute(_ASTRAY).fetchone()
    return f"'{astray[0]}' does not stand at its last revision; {_MEND}." if astray else ""


def _unlike(database: sqlite3.Connection, deed: Deed) -> str:
    """What is not as the deed bound it; each kind of deed is known by what its detail names."""
    detail = deed.detail
    if "release" in detail:
        row = database.execute("SELECT release FROM publication WHERE deed = ?", (deed.number,)).fetchone()
        sound = row == (detail["release"],)
        if "content" in detail:
            sound = sound and digest_of_release(database, detail["release"]) == detail["content"]
        return "" if sound else f"Release {detail['release']}"
    if "comment" in detail:
        query = "SELECT at, who, text FROM comment WHERE phrase_id = ? AND number = ?"
        row = database.execute(query, (deed.subject, detail["comment"])).fetchone()
        return "" if row == (deed.at, deed.who, detail["text"]) else f"A comment on '{deed.subject}'"
    if "phrases" in detail and digest_of_revisions(database, detail["phrases"]) != detail["content"]:
        return f"The text of '{deed.subject}'" if deed.subject else "The text of a phrase"
    return ""
