"""The task ``map``: what recorded calls are about, digested so that the window folds any choice of them into a map.

The folding itself is `assist.report.empathy_map`: quick enough to follow each tick in the list of calls.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from assist.console.office import Office
from assist.console.progress import Progress
from assist.console.quoting import Sentences, with_themes
from assist.console.recordings import Shelf, journals_under
from assist.report.digesting import digest_of


def run(values: Mapping[str, Any], office: Office, progress: Progress) -> dict[str, Any]:
    """Digest the newest calls of ``{"calls": [folders], "most": 500}``.

    Returns:
        ``{"calls": [digest], "older": n, "failed": [sentence]}``, the calls by time; ``older`` ones were not read. A
        record that cannot be read is told in ``failed`` and left out.
    """
    found = journals_under(values["calls"])
    paths = found[: int(values.get("most", len(found)))]
    shelf = Shelf([])
    digests = []
    for done, recording in enumerate(shelf.read(paths), start=1):
        progress(done, len(paths), "reading calls")
        if recording is not None:
            digests.append(digest_of(recording.events, str(recording.path), recording.settings.bank.pack_names))
    digests.sort(key=lambda digest: digest.started_at)
    read = Sentences.of(digests, office.encoder, office.heads, progress)
    themed = with_themes([read.sharpened(digest) for digest in digests], read)
    return {"calls": msgspec.to_builtins(themed), "older": len(found) - len(paths), "failed": shelf.failed}
