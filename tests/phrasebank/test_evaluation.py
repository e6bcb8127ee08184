"""The evaluation of reading: figures by hand, sections on small made-up data with the real models, missing data."""

import gzip
import json
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from phrasebank.cli import main
from phrasebank.corpus import AUTHORED, MECHANISMS, CustomerRow, read_corpus, training_folder
from phrasebank.evaluation.command import CURVE, GROUP, SECTIONS, available, evaluated
from phrasebank.evaluation.curve import evaluate_curve
from phrasebank.evaluation.goemotions import RECIPE, best_thresholds
from phrasebank.evaluation.intervals import bootstrapped, class_f1, label_f1, micro_f1
from phrasebank.evaluation.material import Material, Sources
from phrasebank.evaluation.measures import ALARMS, AT_FLOORS, THREE_WAY, emotion_measure, emotion_numbers
from phrasebank.evaluation.report import Figure, Section, Table, compared
from phrasebank.heads import Heads, Network, load_heads
from phrasebank.taxonomy import load_taxonomy


def write_rows(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    """A file of rows, gzipped where its name says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    path.write_bytes(gzip.compress(lines) if path.suffix == ".gz" else lines)


def always(emotion: str) -> Heads:
    """Heads that are sure of one emotion whatever is said, and of nothing else."""
    heads = load_heads()
    shape = heads.network.out.shape
    bias = np.full(shape[1], -9.0, dtype=np.float32)
    bias[heads.labels["emotions"].index(emotion)] = 9.0
    constant = Network(heads.network.hidden, heads.network.hidden_bias, np.zeros(shape, dtype=np.float32), bias)
    return replace(heads, network=constant)


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small corpus: 36 customer rows of each emotion, half of them called real, and 60 agent rows."""
    folder = tmp_path_factory.mktemp("bundled")
    customers, agents = read_corpus([training_folder()])
    rows: list[dict[str, Any]] = []
    for emotion in load_taxonomy().emotion_ids:
        for place, row in enumerate([row for row in customers if row.emotion == emotion][:36]):
            source = AUTHORED if place % 2 else "a public set"
            rows.append({"text": row.text, "emotion": emotion, "needs": list(row.needs), "source": source})
    rows += [
        {
            "text": row.text,
            "acts": list(row.acts),
            "answers": list(row.answers),
            "epitome": dict(zip(MECHANISMS, row.epitome, strict=True)) if row.epitome else None,
        }
        for row in agents[:60]
    ]
    write_rows(folder / "rows.jsonl", rows)
    return folder


@pytest.fixture(scope="module")
def material(bundled: Path) -> Material:
    """The shipped models on the small corpus."""
    return Material(Sources(bundled=bundled))


def cells(table: Table, row: str) -> dict[str, Any]:
    """One row of a table by column."""
    return dict(zip(table.columns, dict(table.rows)[row], strict=True))


def value(cell: Any) -> float:
    """Of a figure."""
    assert isinstance(cell, Figure)
    return cell.value


def test_f1_by_hand() -> None:
    """Of classes, of free labels, and over all of these; what never occurs has none."""
    true, found = np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1])
    scores = class_f1(true, found, 3)
    assert scores[:2].tolist() == pytest.approx([2 / 3, 0.8])
    assert np.isnan(scores[2])
    labels, said = np.array([[1, 0], [1, 1]]), np.array([[1, 0], [0, 1]])
    assert label_f1(labels, said).tolist() == pytest.approx([2 / 3, 1.0])
    assert micro_f1(labels, said) == pytest.approx(0.8)


def test_an_unsure_reading_raises_no_alarm() -> None:
    """Below its floor an emotion counts as neutral; the likeliest label counts as it is."""
    true = emotion_numbers(["neutral"] * 8 + ["anger"] * 8)
    best = emotion_numbers(["anger"] * 2 + ["neutral"] * 6 + ["annoyance"] * 8)
    sure = emotion_numbers(["unsure"] * 1 + ["anger"] + ["neutral"] * 6 + ["annoyance"] * 8)
    figures = emotion_measure(true, best, sure)(np.arange(16))
    assert figures[ALARMS] == 25.0
    assert figures[f"{ALARMS} {AT_FLOORS}"] == 12.5
    assert figures["anger"] == 0.0
    assert figures[THREE_WAY] == pytest.approx((12 / 14 + 16 / 18) / 2)  # annoyance for anger is the right sign


def test_intervals_hold_the_figure_and_come_out_the_same_again() -> None:
    """A fixed seed; too few rows give a figure without an interval; what is no number is left out."""
    hits = np.array([1, 0] * 20)

    def share(rows: np.ndarray) -> dict[str, float]:
        return {"share": float(hits[rows].mean()), "nothing": float("nan")}

    figures = bootstrapped(share, 40)
    assert figures == bootstrapped(share, 40)
    assert list(figures) == ["share"]
    low, high = figures["share"].low, figures["share"].high
    assert low is not None
    assert high is not None
    assert 0.3 < low < figures["share"].value == 0.5 < high < 0.7
    assert bootstrapped(share, 4)["share"] == Figure(0.5)


def test_a_table_reads_well_and_loses_nothing_as_json() -> None:
    """Columns line up; a figure shows its interval, a number per hundred one digit, a missing cell a dash."""
    columns = {"ours": {"F1": Figure(0.5, 0.4, 0.6), "per 100": Figure(0.5, 0.25, 4.0)}, "other": {"F1": Figure(0.25)}}
    table = compared("figures", columns, {"F1": 7})
    assert table.text() == (
        "figures  rows               ours  other\n"
        "F1          7  0.500 (0.40-0.60)  0.250\n"
        "per 100     -      0.5 (0.2-4.0)      -\n"
    )
    plain = Section("A section", ("a note",), (table,)).plain()
    assert json.loads(json.dumps(plain))["tables"][0]["rows"]["F1"]["ours"] == {"value": 0.5, "low": 0.4, "high": 0.6}


def test_thresholds_are_where_f1_is_best() -> None:
    """The lowest probability that still pays; one half for a label that never occurs."""
    chances = np.array([[0.1, 0.9], [0.2, 0.9], [0.3, 0.9], [0.4, 0.9]], dtype=np.float32)
    thresholds = best_thresholds(chances, np.array([[0, 0], [0, 0], [1, 0], [1, 0]]))
    assert thresholds.tolist() == pytest.approx([0.3, 0.5])


@pytest.mark.parametrize("name", ["maia", "goemotions", "calm", "agreement"])
@pytest.mark.parametrize("named", [False, True])
def test_missing_data_is_one_sentence(name: str, named: bool, tmp_path: Path, bundled: Path) -> None:
    """A section without its file says which one and how to give it; the evaluation goes on."""
    material = Material(Sources(data=tmp_path if named else None, bundled=bundled))
    ((_, section),) = evaluated({name: SECTIONS[name]}, material)
    assert section.title == f"{name}: left out"
    (note,) = section.notes
    assert ("there is no such file" in note) if named else ("--data DIR" in note or "--second FILE" in note)
    assert not section.tables


def test_a_damaged_file_is_named(tmp_path: Path, bundled: Path) -> None:
    """The line that stands in the section's place says which file."""
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "maia_dqe.jsonl.gz").write_bytes(b"no gzip")
    ((_, section),) = evaluated({"maia": SECTIONS["maia"]}, Material(Sources(data=tmp_path, bundled=bundled)))
    assert "maia_dqe.jsonl.gz: the file cannot be read" in section.notes[0]


@pytest.mark.models
def test_the_development_split_is_what_no_weight_saw(material: Material) -> None:
    """Real and written rows apart, ours beside two baselines, only held-out rows counted."""
    section = SECTIONS["development"](material)
    held = [row for row in material.customers if row.held_out]
    assert [table.title.split(" (")[0] for table in section.tables] == [
        f"{what}, {group}" for group in ("real", "written") for what in ("emotion", "needs at the floors")
    ]
    anger = cells(section.tables[0], "anger")
    assert anger["rows"] == sum(row.real and row.emotion == "anger" for row in held)
    assert set(anger) == {"rows", "ours", "MiniLM + logistic", "TF-IDF + logistic"}
    assert cells(section.tables[0], f"{ALARMS} {AT_FLOORS}")["TF-IDF + logistic"] is None


@pytest.mark.models
def test_near_twins_of_training_rows_are_left_out(material: Material) -> None:
    """What differs from a training text by a comma was learned, not read."""
    row = next(row for row in material.customers if not row.held_out)
    twin, other = row.text.replace(" ", ", ", 1), "my kayak was delivered with a hole in it"
    assert material.twins([twin, other], [row.text]).tolist() == [True, False]


@pytest.mark.models
def test_calm_customers_count_every_emotion(tmp_path: Path, bundled: Path) -> None:
    """Heads that are always angry raise 100 false alarms in 100 turns; the agent's turns do not count."""
    turns = [{"role": "customer", "text": "a latte please"}, {"role": "agent", "text": "coming up"}]
    write_rows(tmp_path / "text" / "taskmaster4_dialogues.jsonl.gz", [{"turns": turns}] * 12)
    section = SECTIONS["calm"](Material(Sources(data=tmp_path, bundled=bundled), heads=always("anger")))
    assert value(cells(section.tables[0], "any emotion")["ours, at the floors"]) == 100.0
    assert value(cells(section.tables[0], "a negative emotion")["ours, at the floors"]) == 100.0
    assert section.tables[1].rows == (("anger", (12,)),)


@pytest.mark.models
def test_the_labels_of_maia_are_mapped(tmp_path: Path, bundled: Path) -> None:
    """Always grateful: every sentence is positive and is their happiness; other splits and agents do not count."""

    def row(label: str, **changes: str) -> dict[str, str]:
        plain = {"text": f"so much {label}", "label": label, "speaker": "customer", "split": "val", "subset": "one"}
        return {**plain, **changes}

    rows = [row("happiness"), row("empathy"), row("anger"), row("neutral"), row("anxiety", subset="de_client_02")]
    rows += [row("happiness", split="train"), row("happiness", speaker="agent")]
    write_rows(tmp_path / "text" / "maia_dqe.jsonl.gz", rows)
    everything, trusted = SECTIONS["maia"](
        Material(Sources(data=tmp_path, bundled=bundled), heads=always("gratitude"))
    ).tables
    assert value(cells(everything, "positive sign")["ours"]) == pytest.approx(2 * 2 / (5 + 2))
    assert value(cells(everything, "happiness")["ours"]) == pytest.approx(2 * 1 / (4 + 1))
    assert cells(trusted, "negative sign")["rows"] == 1


@pytest.mark.models
def test_goemotions_trains_a_head_and_keeps_features(
    tmp_path: Path, material: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both encoders' features under the same head; what is kept on disk gives the same figures."""
    monkeypatch.setattr("phrasebank.evaluation.goemotions.RECIPE", replace(RECIPE, epochs=2))
    feelings = {"anger": "i hate this", "joy": "this is lovely", "neutral": "the bus is red"}
    rows = [
        {"text": f"{text} number {place}", "label": [label], "split": split}
        for split, count in (("train", 24), ("dev", 3), ("test", 3))
        for label, text in feelings.items()
        for place in range(count)
    ]
    write_rows(tmp_path / "text" / "goemotions.jsonl.gz", rows)
    sources = Sources(data=tmp_path, cache=tmp_path / "cache", bundled=material.sources.bundled)
    section = SECTIONS["goemotions"](Material(sources))
    assert cells(section.tables[0], "anger")["rows"] == 3
    assert set(cells(section.tables[0], "micro F1")) == {"rows", "ours", "MiniLM, same head"}
    assert SECTIONS["goemotions"](Material(sources)) == section


@pytest.mark.models
def test_agents_are_read_by_acts_answers_and_empathy(material: Material) -> None:
    """Micro and macro F1 of both tasks, levels of each mechanism."""
    acts, answers = SECTIONS["agents"](material).tables
    assert "micro F1" in dict(acts.rows)
    assert "macro F1" in dict(answers.rows)
    mechanisms = SECTIONS["empathy"](material).tables
    assert len(mechanisms) == len(MECHANISMS)
    assert 0.0 <= value(cells(mechanisms[0], "accuracy")["ours"]) <= 1.0


def test_two_readings_are_compared_text_by_text(tmp_path: Path, bundled: Path) -> None:
    """Kappa, F1 and needs of rows whose text was read before, however it is spelt; other rows do not count."""
    customers, _ = read_corpus([bundled])

    def again(row: CustomerRow, emotion: str) -> dict[str, Any]:
        return {"text": f"  {row.text.upper()} ", "emotion": emotion, "needs": list(row.needs)}

    angry = [row for row in customers if row.emotion == "anger"][:10]
    neutral = [row for row in customers if row.emotion == "neutral"][:10]
    rows = [again(row, "anger") for row in angry] + [again(row, "neutral") for row in neutral[:5]]
    rows += [again(row, "anger") for row in neutral[5:]]
    rows.append({"text": "nobody read this before", "emotion": "abuse", "needs": []})
    write_rows(tmp_path / "second.jsonl", rows)
    material = Material(Sources(second=tmp_path / "second.jsonl", bundled=bundled))
    section = SECTIONS["agreement"](material)
    figures = {name: value(cell) for name, (cell,) in section.tables[0].rows}
    assert section.notes[0].startswith("20 rows")
    assert figures["emotion, Cohen's kappa"] == pytest.approx(0.5)  # 15 of 20 alike, 10 by chance
    assert figures["emotion, macro F1"] == pytest.approx((20 / 25 + 10 / 15) / 2)
    assert figures["needs, micro F1"] == 1.0


@pytest.mark.models
def test_the_curve_grows_in_rows(material: Material, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quarter, half and all of the training rows; without real rows there is nothing to score on."""
    for name in ("EMOTION_RECIPE", "LABELS_RECIPE"):
        monkeypatch.setattr(f"phrasebank.evaluation.curve.{name}", replace(RECIPE, epochs=2))
    (table,) = evaluate_curve(material).tables
    count = sum(not row.held_out for row in material.customers)
    assert table.columns == (
        f"a quarter ({round(count / 4)})",
        f"half ({round(count / 2)})",
        f"all ({count})",
    )
    assert {"emotion, three-way macro F1", "needs, micro F1"} <= set(dict(table.rows))


def test_other_programs_hang_theirs_in() -> None:
    """The ledger comes with the assistant; a section that cannot be loaded says so."""
    assert "ledger" in available()
    assert list(available())[-1] == CURVE
    point = EntryPoint("broken", "no.such.module:evaluate", GROUP)
    assert "cannot be loaded" in left_out(point)


def left_out(point: EntryPoint) -> str:
    """The line in place of a section of another program."""
    from phrasebank.evaluation.command import _loaded

    ((_, section),) = evaluated({"broken": _loaded(point)}, Material(Sources()))
    return section.notes[0]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--sections", "weather"], "--sections weather: there is no such section"),
        (["--data", "nowhere"], "--data nowhere: there is no such folder"),
        (["--extra", "nowhere"], "--extra nowhere: there is no such folder"),
        (["--set", "test"], "argument --set: invalid choice"),
    ],
)
def test_wrong_use_is_one_sentence(arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, before anything is loaded."""
    assert main(["evaluate", "--affect", *arguments]) == 2
    assert sentence in capsys.readouterr().err


def test_the_command_prints_sections_or_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    """Text section by section, or JSON with all of them by name."""
    command = ["evaluate", "--affect", "--sections", "calm,agreement"]
    assert main(command) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("## calm: left out\nit needs text/taskmaster4_dialogues.jsonl.gz")
    assert main([*command, "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"calm", "agreement"}
