"""What the task ``compare`` returns, by hand."""

from __future__ import annotations

from typing import Any


def card(phrase_id: str, at: float = 12.0, fate: str = "") -> dict[str, Any]:
    """A card."""
    return {
        "at": at,
        "moment": "customer-1",
        "quote": "",
        "phrase_id": phrase_id,
        "text": f"Words of {phrase_id}.",
        "fate": fate,
    }


def moment(call_id: str, quote: str, *sides: str, fate: str = "") -> dict[str, Any]:
    """A moment; the sides are phrases of the published bank, the next one, and the call; empty for none."""
    one, other, then = (
        card(side, fate=fate if place == 2 else "") if side else None for place, side in enumerate(sides)
    )
    return {"call_id": call_id, "quote": quote, "at": 12.0, "one": one, "other": other, "then": then}


MOMENTS = [
    moment("call-a", "nobody rings me back", "old-1", "new-1", "old-1", fate="accepted"),
    moment("call-a", "it is late again", "", "new-2", ""),
    moment("call-b", "i paid twice for it", "old-3", "", "old-3", fate="rejected"),
]


def finding(name: str, verdict: str = "passed") -> dict[str, Any]:
    """A finding."""
    sentence = f"A sentence about {name}."
    return {"name": name, "verdict": verdict, "sentence": sentence, "one": 0.5, "other": 0.4, "limit": 0.1}


def figure(value: float) -> dict[str, float]:
    """A figure with its interval."""
    return {"value": value, "low": value / 2, "high": value * 2}


def result(
    mark: int, verdict: str = "passed", which: str = "candidate", failed: tuple[str, ...] = ()
) -> dict[str, Any]:
    """A comparison of two calls."""
    looked_at = [finding("precision", verdict), finding("silence")]
    shown = {"cards": 2, "first_at": 12.0}
    return {
        "calls": 2,
        "minutes": 9.6,
        "figures": {"published": {"cards a call": figure(2.0)}, "draft": {"precision": figure(0.5)}},
        "by_call": [
            {"call_id": "call-a", "path": "/a", "minutes": 5.0, "one": shown, "other": shown, "changed": 2},
            {
                "call_id": "call-b",
                "path": "/b",
                "minutes": 4.6,
                "one": shown,
                "other": {"cards": 0, "first_at": None},
                "changed": 1,
            },
        ],
        "moments": MOMENTS,
        "gate": {
            "passed": verdict == "passed",
            "verdict": verdict,
            "findings": [one["sentence"] for one in looked_at],
            "looked_at": looked_at,
            "calls": 2,
            "judged": 2,
        },
        "mark": mark,
        "which": which,
        "failed": list(failed),
    }
