"""The task ``check``: what is wrong with a phrase that is being written, beside which field, and what it repeats."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from assist.console.alike import MOST, Alike, Neighbours
from assist.console.office import Office
from assist.console.progress import Progress
from phrasebank.checks import ALIKE
from phrasebank.diction import word_breaches
from phrasebank.phrase import Phrase
from phrasebank.sketch import STAND_INS, Sketch, sketched
from phrasebank.wording import Breach, breaches

Finding = dict[str, str]

_FIELDS: Mapping[str, str] = {
    "cue-length": "cue",
    "cue-slot": "cue",
    "few-cues": "cues",
    "cue-and-avoid": "avoid",
    "id": "id",
    "unreviewed": "reviewed",
    "abuse-mixed": "emotions",
}
"""Rules of `phrasebank.wording` that are about another field than the text."""


def run(values: Mapping[str, Any], office: Office, progress: Progress) -> dict[str, Any]:
    """Check one phrase.

    Args:
        values: ``phrase``: its fields as they stand in the form, sound or not; ``id_before``: its id in the bank, empty
            for a new one.
        office: the bank and the encoder.
        progress: not needed; an answer takes less than a moment.

    Returns:
        ``findings``: field, rule, level (error or note), mend; ``forms``: every sentence that the agent may read;
        ``alike``: id, text, status, likeness, nearest first; ``error``, ``field``: the first reason why the values make
        no phrase yet, and the field that it is about.
    """
    sketch = sketched(values["phrase"])
    phrase_id = str(values.get("id_before", ""))
    findings = [*_faults(sketch), *_identity(sketch, phrase_id, office), *_rules(sketch)]
    alike: list[Alike] = []
    if "text" not in sketch.faulty:
        neighbours = _neighbours(office)
        neighbours.see(office.snapshot)
        alike = list(islice(neighbours.of(sketch.phrase, phrase_id), MOST))
        findings += _repeats(alike)
    first = sketch.faults[0] if sketch.faults else None
    return {
        "findings": findings,
        "forms": [] if "text" in sketch.faulty else list(sketch.phrase.forms),
        "alike": [_neighbour(one) for one in alike],
        "error": first.sentence if first else "",
        "field": first.field if first else "",
    }


@functools.lru_cache(maxsize=1)
def _neighbours(office: Office) -> Neighbours:
    return Neighbours(office.phrases, office.encoder)


def _faults(sketch: Sketch) -> Iterator[Finding]:
    for fault in sketch.faults:
        yield _finding(fault.field, "incomplete", "error", fault.sentence)


def _identity(sketch: Sketch, phrase_id: str, office: Office) -> Iterator[Finding]:
    if not phrase_id and "id" not in sketch.faulty and office.snapshot.get(sketch.phrase.id):
        yield _finding("id", "id-taken", "error", f"'{sketch.phrase.id}' names another phrase; choose another id")


def _rules(sketch: Sketch) -> Iterator[Finding]:
    """Broken rules beside the fields that break them; what only a stand-in breaks is left out."""
    own = [(_FIELDS.get(breach.rule, "text"), breach) for breach in breaches(sketch.phrase)]
    for field, breach in (*own, *_choice_of_words(sketch.phrase)):
        if field not in sketch.faulty:
            yield _finding(field, breach.rule, breach.level, breach.mend)


def _choice_of_words(phrase: Phrase) -> Iterator[tuple[str, Breach]]:
    """The rules on words look at several fields at once: whose words break one is found by leaving the others out."""
    found = list(word_breaches(phrase))
    if not found:
        return
    in_text = set(word_breaches(replace(phrase, cue=STAND_INS["cue"])))
    in_cues = set(word_breaches(replace(phrase, avoid=())))
    for breach in found:
        if breach.rule == "cue-spelling":
            yield "cues" if breach in in_cues else "avoid", breach
        else:
            yield "text" if breach in in_text else "cue", breach


def _repeats(alike: list[Alike]) -> Iterator[Finding]:
    for one in alike:
        if one.likeness > ALIKE:
            mend = f"it says the same as '{one.phrase.id}'; word it differently, or retire one of them"
            yield _finding("text", "duplicate-meaning", "error", mend)


def _finding(field: str, rule: str, level: str, mend: str) -> Finding:
    return {"field": field, "rule": rule, "level": level, "mend": mend}


def _neighbour(one: Alike) -> dict[str, Any]:
    phrase = one.phrase
    return {"id": phrase.id, "text": phrase.plain, "status": phrase.status, "likeness": round(one.likeness, 3)}
