"""Digests of three calls, as the worker tells them."""

from __future__ import annotations

from typing import Any

import msgspec

from assist.report.digest import Did, Digest, Felt, Line, Needed

REFUND = Digest(
    call_id="call-refund",
    path="/calls/a/call.journal",
    started_at="2026-03-02T09:30:00+00:00",
    seconds=125.0,
    packs=("retail",),
    said=(Line(at=1.0, quote="Where is my refund?", weight=0.9, theme=0, fit=1.0),),
    felt=(Felt(emotion="anger", at=1.0, quote="Where is my refund?"),),
    needed=(
        Needed(
            need="speed",
            at=1.0,
            quote="Where is my refund?",
            state="met",
            answer="I send it <today>.",
            met_at=9.0,
        ),
    ),
    did=(Did(act="asked_when", at=1.0, quote="When does it come?"),),
    before=-0.6,
    after=0.4,
)
LATE = Digest(
    call_id="call-late",
    path="/calls/b/call.journal",
    started_at="2026-03-05T14:00:00+00:00",
    seconds=90.0,
    packs=("travel",),
    said=(Line(at=2.0, quote="My refund has not come.", weight=0.8, theme=0, fit=0.8),),
    felt=(Felt(emotion="anxiety", at=2.0, quote="I am frightened of the post."),),
    needed=(Needed(need="certainty", at=2.0, quote="By what date do I hear?", state="open"),),
    before=-0.5,
    after=-0.6,
)
THANKS = Digest(
    call_id="call-thanks",
    path="/calls/c/call.journal",
    started_at="2026-03-09T11:00:00+00:00",
    seconds=60.0,
    packs=("retail",),
    said=(Line(at=1.0, quote="I only wanted to say thank you.", weight=0.7, theme=1, fit=1.0),),
    felt=(Felt(emotion="gratitude", at=1.0, quote="I only wanted to say thank you."),),
    did=(Did(act="thanked", at=1.0, quote="I only wanted to say thank you."),),
    before=0.4,
    after=0.6,
)
CALLS = [REFUND, LATE, THANKS]


def result(*failed: str, older: int = 0) -> dict[str, Any]:
    """The result of the task ``map``."""
    return {"calls": msgspec.to_builtins(CALLS), "older": older, "failed": list(failed)}
