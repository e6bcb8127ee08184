"""``phrasebank evaluate``: chooses the sections, runs them, prints each as it is ready."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import EntryPoint, entry_points

from phrasebank.errors import UsageError
from phrasebank.evaluation.agents import evaluate_agents, evaluate_empathy
from phrasebank.evaluation.agreement import evaluate_agreement
from phrasebank.evaluation.calm import evaluate_calm
from phrasebank.evaluation.curve import evaluate_curve
from phrasebank.evaluation.development import evaluate_development
from phrasebank.evaluation.goemotions import evaluate_goemotions
from phrasebank.evaluation.maia import evaluate_maia
from phrasebank.evaluation.material import Material, MissingDataError, Sources
from phrasebank.evaluation.report import Section
from phrasebank.evaluation.words import run_suggestions

Evaluation = Callable[[Material], Section]

GROUP = "phrasebank.evaluations"
"""Entry points of this group are further sections: callables that take a `Material` and return a `Section`, or raise
`MissingDataError`. Other programs hang theirs in here."""
CURVE = "curve"
SECTIONS: Mapping[str, Evaluation] = {
    "development": evaluate_development,
    "maia": evaluate_maia,
    "goemotions": evaluate_goemotions,
    "calm": evaluate_calm,
    "agents": evaluate_agents,
    "empathy": evaluate_empathy,
    "agreement": evaluate_agreement,
}


def run(chosen: argparse.Namespace) -> int:
    """Run the command.

    Returns:
        0, also where sections are left out for want of data.

    Raises:
        PhrasebankError: a folder, file or section is named that does not exist or cannot be used.
    """
    # Many small products: with more threads than one the fits are slower by far.
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    if chosen.suggestions:
        with threadpool_limits(limits=1):
            return run_suggestions(chosen)
    sections = _chosen_sections(chosen)
    material = Material(_sources(chosen))
    report = {}
    with threadpool_limits(limits=1):
        for name, section in evaluated(sections, material):
            report[name] = section.plain()
            if not chosen.json:
                sys.stdout.write(section.text() + "\n")
                sys.stdout.flush()
    if chosen.json:
        sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n")
    return 0


def evaluated(sections: Mapping[str, Evaluation], material: Material) -> Iterator[tuple[str, Section]]:
    """Each section as it is ready; one that lacks its data says so."""
    for name, evaluation in sections.items():
        try:
            yield name, evaluation(material)
        except MissingDataError as missing:
            yield name, Section(f"{name}: left out", (str(missing),))


def available() -> dict[str, Evaluation]:
    """All sections by name, those of other programs included, the learning curve last."""
    others = {point.name: _loaded(point) for point in sorted(entry_points(group=GROUP), key=lambda point: point.name)}
    return {**SECTIONS, **others, CURVE: evaluate_curve}


def _loaded(point: EntryPoint) -> Evaluation:
    """The section of another program, loaded when it runs."""

    def evaluate(material: Material) -> Section:
        try:
            evaluation: Evaluation = point.load()
        except (ImportError, AttributeError) as error:
            raise MissingDataError(f"{point.value} cannot be loaded ({error}); reinstall its program.") from error
        return evaluation(material)

    return evaluate


def _chosen_sections(chosen: argparse.Namespace) -> dict[str, Evaluation]:
    known = available()
    if chosen.sections is None:
        return {name: evaluation for name, evaluation in known.items() if name != CURVE or chosen.curve}
    names = [name for name in chosen.sections.split(",") if name] + ([CURVE] if chosen.curve else [])
    for name in names:
        if name not in known:
            raise UsageError(f"--sections {name}: there is no such section; choose from {', '.join(known)}.")
    return {name: known[name] for name in known if name in names}


def _sources(chosen: argparse.Namespace) -> Sources:
    for option, folder in (("--data", chosen.data), ("--extra", chosen.extra), ("--dialogues", chosen.dialogues)):
        if folder is not None and not folder.is_dir():
            raise UsageError(f"{option} {folder}: there is no such folder; check the path.")
    return Sources(chosen.data, chosen.extra, chosen.second, chosen.cache, chosen.set, chosen.dialogues)
