"""Long deeds on a store, for a process that will be killed: `python -m tests.phrasebank.store.deeds STORE DEED`."""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from phrasebank.store.records import Edit
from phrasebank.store.store import Store


def opened(path: Path) -> Store:
    """The store, at a time that stands still."""
    return Store(path, lambda: datetime(2026, 3, 2, tzinfo=UTC))


def publish(store: Store) -> Callable[[], object]:
    """Publish all that is approved."""
    mark = store.snapshot().mark
    return lambda: store.publish("Ann", "killed?", mark=mark, override="a test")


def imports(store: Store) -> Callable[[], object]:
    """New words for 700 phrases."""
    entries = store.snapshot().entries[:700]
    edits = [Edit(replace(e.phrase, text=f"So. {e.phrase.text}"), e.revision) for e in entries]
    return lambda: store.save(edits, "Bea", "from a table", "import")


def bulk(store: Store) -> Callable[[], object]:
    """Retire every phrase."""
    ids = {entry.phrase.id: entry.revision for entry in store.snapshot().entries}
    return lambda: store.set_status(ids, "retired", "Bea")


DEEDS = {"publish": publish, "import": imports, "bulk": bulk}

if __name__ == "__main__":
    deed = DEEDS[sys.argv[2]](opened(Path(sys.argv[1])))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    deed()
    sys.stdout.write("done\n")
