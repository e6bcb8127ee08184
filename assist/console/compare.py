"""The task ``compare``: recorded calls run again with the published bank and with the next one, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, Literal, TypeVar

from assist.console.office import Office
from assist.console.progress import Progress
from assist.trial.banks import Banks
from assist.trial.cases import choose_among
from assist.trial.crew import Crew, Piece
from assist.trial.past import Replayed, joined, journals_in, replay
from phrasebank.bank import Bank
from phrasebank.evaluation.cases import Case, read_cases
from phrasebank.evaluation.gate import judge
from phrasebank.evaluation.past import Moment, changed_moments, figures_of
from phrasebank.evaluation.report import Figure
from phrasebank.evaluation.sessions import Choice, PastCall
from phrasebank.evaluation.suggestions import Trial

PUBLISHED, DRAFT = "published", "draft"
_CALLS = 12
"""Calls in a piece of work: a second or two, so that progress is seen, and their words are read together."""
_CASES = 45

Part = TypeVar("Part")


def run(values: Mapping[str, Any], office: Office, progress: Progress) -> dict[str, Any]:
    """Compare two banks.

    Args:
        values: ``calls``: folders of journals; ``which``: ``candidate`` or ``trial``; ``pick``: paths of the journals
            that count, all if it is missing or null.
        office: has the team's bank.
        progress: told in calls and cases.

    Returns:
        ``calls``, ``minutes``; ``figures`` by bank and name, each with ``value``, ``low``, ``high``; ``by_call``;
        ``moments`` that differ; ``gate``; ``mark`` of the bank as it was compared; ``which``; ``failed``: a sentence
        for each journal that was left out.

    Raises:
        AttuneError: the models cannot be loaded.
        PhrasebankError: the bank cannot be read.
    """
    which: Literal["candidate", "trial"] = "trial" if values.get("which") == "trial" else "candidate"
    progress(0, 0, "finding the calls")
    paths = _picked(journals_in(map(Path, values["calls"])), values.get("pick"))
    mark = office.snapshot.mark  # first: a change that comes now makes the verdict stale, never one on other phrases
    banks = {PUBLISHED: office.bank("published"), DRAFT: office.bank(which)}
    cases = sorted(read_cases(), key=lambda case: case.pack)  # a process loads the phrases of few sectors
    replayed, choices = _run(paths, cases, banks, office, progress)
    one, other = replayed.columns[PUBLISHED], replayed.columns[DRAFT]
    trials = Trial(cases, choices[PUBLISHED], banks[PUBLISHED]), Trial(cases, choices[DRAFT], banks[DRAFT])
    moments = changed_moments(one, other)
    return {
        "calls": len(one),
        "minutes": sum(call.seconds for call in one) / 60,
        "figures": {name: _plain(figures_of(calls)) for name, calls in replayed.columns.items()},
        "by_call": _by_call(replayed),
        "moments": [_moment(moment) for moment in moments],
        "gate": judge(one, other, trials).plain(),
        "mark": mark,
        "which": which,
        "failed": list(replayed.failed),
    }


def _picked(paths: Sequence[Path], pick: Iterable[str] | None) -> list[Path]:
    if pick is None:
        return list(paths)
    wanted = {Path(one).resolve() for one in pick}
    return [path for path in paths if path in wanted]


def _run(
    paths: Sequence[Path], cases: Sequence[Case], banks: Mapping[str, Bank], office: Office, progress: Progress
) -> tuple[Replayed, dict[str, list[Choice]]]:
    """All calls and all cases with both banks, in as many processes as there are processors."""
    calls, questions = list(_parts(paths, _CALLS)), list(_parts(cases, _CASES))
    pieces: list[Piece] = [partial(_choose, part) for part in questions]
    pieces += [partial(_replay, part) for part in calls]
    total, done = len(paths) + len(cases), 0
    progress(0, total, "loading the models")
    found: dict[int, Any] = {}
    with Crew(banks, office.settings.bank) as crew:
        for place, part in crew.done(pieces):
            found[place] = part
            done += len([*questions, *calls][place])
            progress(done, total, "running the calls" if len(found) > len(questions) else "running the cases")
    progress(total, total, "comparing")
    answered = [found[place] for place in range(len(questions))]
    choices = {name: [choice for part in answered for choice in part[name]] for name in banks}
    replayed = joined([found[place] for place in range(len(questions), len(pieces))], banks)
    return replayed.without_copies(), choices


def _replay(paths: Sequence[Path], banks: Banks) -> Replayed:
    return replay(paths, banks)


def _choose(cases: Sequence[Case], banks: Banks) -> dict[str, list[Choice]]:
    return choose_among(cases, banks)


def _parts(items: Sequence[Part], size: int) -> Iterator[Sequence[Part]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _plain(figures: Mapping[str, Figure]) -> dict[str, dict[str, float | None]]:
    return {name: asdict(figure) for name, figure in figures.items()}


def _by_call(replayed: Replayed) -> list[dict[str, Any]]:
    """What each bank shows in each call. Calls may share an id, so they are told by their paths."""
    rows = zip(replayed.paths, replayed.started_at, *replayed.columns.values(), strict=True)
    return [
        {
            "call_id": one.call_id,
            "path": path,
            "started_at": started_at,
            "minutes": one.seconds / 60,
            "one": _shown(one),
            "other": _shown(other),
            "changed": len(changed_moments([one], [other])),
        }
        for path, started_at, one, other in rows
    ]


def _shown(call: PastCall) -> dict[str, Any]:
    return {"cards": len(call.now), "first_at": call.now[0].at if call.now else None}


def _moment(moment: Moment) -> dict[str, Any]:
    """A moment with the time of its first card, by which a reader finds it."""
    ats = [fire.at for fire in (moment.one, moment.other, moment.then) if fire]
    return {**moment.plain(), "at": min(ats)}
