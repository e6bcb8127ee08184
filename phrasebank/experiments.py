"""Experiments: two wordings in one cell, each in half of the calls, until it is plain which one agents say.

The call decides the variant, by a hash of its id and of the experiment's name: nothing needs to be stored, two programs
agree, and two experiments split independently.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

import platformdirs
import yaml

from phrasebank.errors import ExperimentError
from phrasebank.looks import CallResult, Plan, Verdict, judge
from phrasebank.outcomes import Outcome
from phrasebank.taxonomy import load_taxonomy

Arm = Literal["a", "b"]

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REACTED = frozenset({"accepted", "spoken", "dismissed", "rejected"})


@dataclass(frozen=True, slots=True)
class Variant:
    """One side of an experiment: phrases that stand in for those of the other side, or a whole bank.

    Attributes:
        phrases: ids; empty where the variant is a bank.
        bank: a folder of phrase files; empty where the variant is phrases.
    """

    phrases: tuple[str, ...] = ()
    bank: str = ""


@dataclass(frozen=True, slots=True)
class Experiment:
    """Two variants in a cell.

    Attributes:
        name: in kebab-case.
        a, b: what is compared; ``a`` is what there was before.
        emotion, need: the cell whose cards count; empty for any.
        plan: when it may end.
        started, stopped: days, ISO 8601; ``stopped`` is empty while it runs.

    Raises:
        ExperimentError: it compares nothing, or what cannot be compared.
    """

    name: str
    a: Variant
    b: Variant
    plan: Plan
    emotion: str = ""
    need: str = ""
    started: str = ""
    stopped: str = ""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ExperimentError(f"'{self.name}' is no name for an experiment; write it like late-refund-wording.")
        for side, variant in (("a", self.a), ("b", self.b)):
            if bool(variant.phrases) == bool(variant.bank):
                raise ExperimentError(f"Variant {side} of '{self.name}' must be either phrases or a folder of a bank.")
        if bool(self.a.bank) != bool(self.b.bank):
            raise ExperimentError(f"'{self.name}' compares phrases with a bank; give two of the same kind.")
        if self.a == self.b or not set(self.a.phrases).isdisjoint(self.b.phrases):
            raise ExperimentError(f"The variants of '{self.name}' share a phrase or a bank; give two that differ.")
        _check_cell(self)

    def arm(self, call_id: str) -> Arm:
        """The variant of a call."""
        digest = hashlib.sha256(f"{self.name}\n{call_id}".encode()).digest()
        return "b" if digest[0] & 1 else "a"

    def variant(self, call_id: str) -> Variant:
        """What a call shows."""
        return self.b if self.arm(call_id) == "b" else self.a

    def withheld(self, call_id: str) -> frozenset[str]:
        """The phrases that a call must not show: those of the other variant."""
        return frozenset((self.a if self.arm(call_id) == "b" else self.b).phrases)

    def results(self, outcomes: Iterable[Outcome]) -> list[CallResult]:
        """What each call says, in the order of the outcomes: the first card of the experiment that the agent saw."""
        first: dict[str, Outcome] = {}
        for outcome in outcomes:
            if self._counts(outcome):
                first.setdefault(outcome.call_id, outcome)
        return [
            CallResult(self.arm(call_id) == "b", outcome.result == "spoken", outcome.valence_change)
            for call_id, outcome in first.items()
        ]

    def verdict(self, outcomes: Iterable[Outcome]) -> Verdict:
        """Where it stands."""
        return judge(self.plan, self.results(outcomes))

    def _counts(self, outcome: Outcome) -> bool:
        if not (outcome.shown or outcome.result in _REACTED):
            return False
        if outcome.day < self.started or (self.stopped and outcome.day > self.stopped):
            return False
        if self.emotion not in ("", outcome.emotion) or self.need not in ("", outcome.need):
            return False
        variant = self.variant(outcome.call_id)
        return bool(variant.bank) or outcome.phrase_id in variant.phrases


class ExperimentFolder:
    """Experiments, one YAML file each.

    Args:
        folder: where they lie; the user's data folder by default.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or platformdirs.user_data_path("attune", appauthor=False) / "experiments"

    def all(self) -> list[Experiment]:
        """Every experiment, by name.

        Raises:
            ExperimentError: a file is broken; the message names it.
        """
        return [_read(path) for path in sorted(self.folder.glob("*.yaml"))]

    def running(self) -> list[Experiment]:
        """Those that have not been stopped."""
        return [experiment for experiment in self.all() if not experiment.stopped]

    def get(self, name: str) -> Experiment:
        """The experiment of this name.

        Raises:
            ExperimentError: there is none, or its file is broken.
        """
        path = self.folder / f"{name}.yaml"
        if not path.is_file():
            known = ", ".join(experiment.name for experiment in self.all()) or "none yet"
            raise ExperimentError(f"There is no experiment '{name}'; there are: {known}.")
        return _read(path)

    def start(self, experiment: Experiment) -> None:
        """Keep a new experiment.

        Raises:
            ExperimentError: the name is taken, or a running experiment has one of its phrases or splits banks, too.
        """
        for other in self.all():
            if other.name == experiment.name:
                raise ExperimentError(f"There is an experiment '{other.name}' already; choose another name.")
            if not other.stopped and _clash(other, experiment):
                raise ExperimentError(f"'{other.name}' is running on the same phrases; stop it first.")
        self._write(experiment)

    def stop(self, name: str, day: str) -> Experiment:
        """End an experiment; what was seen stays.

        Raises:
            ExperimentError: there is none of this name.
        """
        experiment = self.get(name)
        if not experiment.stopped:
            experiment = replace(experiment, stopped=day)
            self._write(experiment)
        return experiment

    def _write(self, experiment: Experiment) -> None:
        path = self.folder / f"{experiment.name}.yaml"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(".part")
            part.write_text(yaml.safe_dump(_plain(asdict(experiment)), sort_keys=False), encoding="utf-8")
            part.replace(path)
        except OSError as error:
            raise ExperimentError(f"{path}: the experiment cannot be kept ({error}); check folder and disk.") from error


def told(experiment: Experiment, verdict: Verdict) -> str:
    """Where an experiment stands, in plain words."""
    return f"{_head(experiment, verdict)}\n  {_standing(verdict, stopped=bool(experiment.stopped))}\n"


def _head(experiment: Experiment, verdict: Verdict) -> str:
    sides = zip("ab", verdict.spoken, verdict.calls, strict=True)
    counts = ", ".join(f"{side} said in {spoken} of {calls} calls" for side, spoken, calls in sides)
    cell = " and ".join(tag for tag in (experiment.emotion, experiment.need) if tag) or "any moment"
    state = f"stopped {experiment.stopped}" if experiment.stopped else f"since {experiment.started}"
    return f"{experiment.name} ({cell}; {state}): {counts}."


def _standing(verdict: Verdict, *, stopped: bool) -> str:
    places, difference = verdict.plan.places, verdict.difference
    if not verdict.over and stopped:
        return "Stopped before there was an answer."
    if not verdict.over and difference is None:
        return f"Too early: the next look comes at {places[verdict.look]} calls."
    if difference is None:
        return "No answer: one of the variants had too few calls."
    where = f"b is said between {_points(difference.low)} and {_points(difference.high)} than a"
    if verdict.harmful:
        return f"No winner: {where}, but where it is said more often customers feel worse afterwards. Keep neither."
    if verdict.winner:
        return f"{verdict.winner} wins after {places[verdict.look - 1]} calls: {where}. {_mood(verdict)}"
    if verdict.over:
        return f"No winner after all {places[-1]} calls: {where}. {_mood(verdict)} Keep the one you like."
    return (
        f"No difference yet after {places[verdict.look - 1]} calls: {where}. Next look: {places[verdict.look]} calls."
    )


def _points(share: float) -> str:
    return f"{abs(100 * share):.0f} points {'less' if share < 0 else 'more'} often"


def _mood(verdict: Verdict) -> str:
    if verdict.valence is None:
        return "How customers feel afterwards is not known."
    span = f"{verdict.valence.low:+.2f} to {verdict.valence.high:+.2f}"
    return f"Customers' mood after b, against a: {span}{'' if verdict.valence.sign else ', which may be nothing'}."


def _check_cell(experiment: Experiment) -> None:
    taxonomy = load_taxonomy()
    for what, tag, known in (
        ("emotion", experiment.emotion, taxonomy.emotion_ids),
        ("need", experiment.need, taxonomy.need_ids),
    ):
        if tag and tag not in known:
            raise ExperimentError(f"'{experiment.name}': there is no {what} '{tag}'; choose from {', '.join(known)}.")
    plan = experiment.plan
    if not (1 <= plan.looks <= 5 and plan.calls >= 2 * plan.least_calls and 0 < plan.error < 0.5):
        raise ExperimentError(
            f"'{experiment.name}' plans {plan.calls} calls and {plan.looks} looks; plan at least "
            f"{2 * plan.least_calls} calls and one to five looks."
        )


def _clash(one: Experiment, other: Experiment) -> bool:
    if one.a.bank and other.a.bank:
        return True
    return not {*one.a.phrases, *one.b.phrases}.isdisjoint({*other.a.phrases, *other.b.phrases})


def _read(path: Path) -> Experiment:
    try:
        values: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        a, b = (Variant(tuple(values[side]["phrases"]), values[side]["bank"]) for side in ("a", "b"))
        tags = {name: str(values[name]) for name in ("emotion", "need", "started", "stopped")}
        return Experiment(values["name"], a, b, Plan(**values["plan"]), **tags)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as error:
        reason = " ".join(str(error).split())
        raise ExperimentError(f"{path}: the experiment is damaged ({reason}); mend or delete the file.") from error


def _plain(values: Any) -> Any:
    """YAML's safe writer knows lists, not tuples."""
    if isinstance(values, dict):
        return {name: _plain(value) for name, value in values.items()}
    return list(values) if isinstance(values, tuple) else values
