"""The agent's side: acts, needs answered, and how much empathy the words show (EPITOME, levels 0-1-2)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from phrasebank.corpus import MECHANISMS, AgentRow
from phrasebank.evaluation.baselines import Baseline
from phrasebank.evaluation.held_out import OURS, HeldOut, LabelTask, at_floors, baselines_of, split_rows
from phrasebank.evaluation.intervals import IntArray, Measure, bootstrapped, class_f1, mean_of
from phrasebank.evaluation.material import Material
from phrasebank.evaluation.report import Section, compared
from phrasebank.taxonomy import load_taxonomy

LEVELS = ("none", "weak", "strong")


def evaluate_agents(material: Material) -> Section:
    """F1 of acts and answers on the held-out agent rows, at the floors."""
    held = split_rows(material.agents, material)
    baselines, readings = baselines_of(held, material), material.readings(held.texts)
    taxonomy, floors = load_taxonomy(), material.heads.floors
    act_floors = {label: floors["acts"][label] for label in taxonomy.strategy_ids}
    answer_floors = {label: floors["answers"][label] for label in taxonomy.need_ids}
    tasks: tuple[LabelTask[AgentRow], ...] = (
        LabelTask(
            "acts", taxonomy.strategy_ids, lambda row: row.acts, at_floors([r.acts for r in readings], act_floors)
        ),
        LabelTask(
            "needs answered",
            taxonomy.need_ids,
            lambda row: row.answers,
            at_floors([r.answers for r in readings], answer_floors),
        ),
    )
    rows = np.arange(len(held.rows))
    tables = [task.table(held, task.columns(held, baselines), rows, "written") for task in tasks]
    return Section("Agent acts and answers", (held.note,), tuple(tables))


def evaluate_empathy(material: Material) -> Section:
    """Accuracy and macro F1 of each mechanism's level on the held-out agent rows that a reader graded."""
    graded = split_rows([row for row in material.agents if row.epitome is not None], material)
    levels = np.array([[reading.epitome[name] for name in MECHANISMS] for reading in material.readings(graded.texts)])
    truth = {OURS: levels} | {each.name: _learned(each, graded) for each in baselines_of(graded, material)}
    tables = []
    for place, mechanism in enumerate(MECHANISMS):
        true = _grades(graded.rows)[:, place]
        figures = {name: bootstrapped(_measure(true, found[:, place]), len(true)) for name, found in truth.items()}
        counts = dict(zip(LEVELS, map(int, np.bincount(true, minlength=3)), strict=True))
        tables.append(compared(f"{mechanism.replace('_', ' ')}: F1 by level", figures, counts))
    return Section("Empathy (EPITOME)", (graded.note,), tuple(tables))


def _grades(rows: Sequence[AgentRow]) -> IntArray:
    return np.array([row.epitome for row in rows], dtype=np.int64)


def _learned(baseline: Baseline, held: HeldOut[AgentRow]) -> IntArray:
    taught = _grades(held.training)
    columns = [baseline.classes(held.training_texts, taught[:, place], held.texts) for place in range(len(MECHANISMS))]
    return np.stack(columns, axis=1)


def _measure(true: IntArray, found: IntArray) -> Measure:
    occurring = np.flatnonzero(np.bincount(true, minlength=len(LEVELS)))

    def measure(rows: IntArray) -> dict[str, float]:
        each = class_f1(true[rows], found[rows], len(LEVELS))
        return {
            **dict(zip(LEVELS, map(float, each), strict=True)),
            "macro F1": mean_of(each, occurring),
            "accuracy": float((true[rows] == found[rows]).mean()),
        }

    return measure
