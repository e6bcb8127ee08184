"""The heads: fitted, kept in a file, read back."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from phrasebank.context import Earlier
from phrasebank.corpus import EPITOME_LEVELS, indicators, read_corpus
from phrasebank.encoder import FEATURE_DIMENSIONS, MODEL_SHA256, open_encoder
from phrasebank.errors import HeadsError, TrainingError
from phrasebank.fitting import Recipe, fit_network, joined, temperature
from phrasebank.floors import emotion_floors, label_floors
from phrasebank.heads import TASKS, Heads, Network, load_heads, save_heads, softmax
from phrasebank.taxonomy import load_taxonomy

TAXONOMY = load_taxonomy()
LABELS = dict(
    zip(
        TASKS,
        (TAXONOMY.emotion_ids, TAXONOMY.need_ids, TAXONOMY.strategy_ids, TAXONOMY.need_ids, EPITOME_LEVELS),
        strict=True,
    )
)


def random_heads(encoder: str = MODEL_SHA256) -> Heads:
    """Heads of random weights."""
    random = np.random.default_rng(0)
    width = sum(len(labels) for labels in LABELS.values())
    network = Network(
        random.normal(size=(FEATURE_DIMENSIONS, 8)).astype(np.float16).astype(np.float32),
        random.normal(size=8).astype(np.float32),
        random.normal(size=(8, width)).astype(np.float32),
        random.normal(size=width).astype(np.float32),
    )
    floors = {task: dict.fromkeys(labels, 0.5) for task, labels in LABELS.items()}
    context = random.normal(size=(2 * (24 + 37 + 2), 24)).astype(np.float32)
    return Heads(network, context, LABELS, floors, encoder, "rows", {"emotions": {}})


def test_heads_come_back_from_their_file(tmp_path: Path) -> None:
    """What was saved reads the same."""
    heads = random_heads()
    save_heads(heads, tmp_path / "heads.safetensors")
    again = load_heads(tmp_path / "heads.safetensors")
    features = np.ones(FEATURE_DIMENSIONS, dtype=np.float32)
    earlier = Earlier(customer=(0.1,) * 24, agent=(0.2,) * 37)
    assert again.read(features) == heads.read(features)
    assert again.read(features, earlier, 2) == heads.read(features, earlier, 2) != heads.read(features)
    assert again.floors == heads.floors


def test_a_level_of_empathy_counts_only_with_the_one_below_it() -> None:
    """The network's labels are thresholds; a strong one alone is a mistake."""
    heads = random_heads()
    features = np.ones(FEATURE_DIMENSIONS, dtype=np.float32)
    first, *_, last = EPITOME_LEVELS
    always = dict.fromkeys(EPITOME_LEVELS, 0.0)
    never_first = {**always, first: 1.1}
    assert set(replace(heads, floors={**heads.floors, "epitome": always}).read(features).epitome.values()) == {2}
    reading = replace(heads, floors={**heads.floors, "epitome": never_first}).read(features)
    assert reading.epitome["emotional_reaction"] == 0
    assert reading.epitome[last.split(":")[0]] == 2


def test_weights_that_lie_transposed_in_memory_come_back_as_they_are(tmp_path: Path) -> None:
    """A trained layer is often handed over as a transposed view."""
    plain = random_heads()
    turned = Network(*(np.asfortranarray(part) for part in vars_of(plain.network)))
    save_heads(replace(plain, network=turned), tmp_path / "heads.safetensors")
    features = np.linspace(-1.0, 1.0, FEATURE_DIMENSIONS, dtype=np.float32)
    assert load_heads(tmp_path / "heads.safetensors").read(features) == plain.read(features)


def vars_of(network: Network) -> tuple[np.ndarray, ...]:
    """The arrays of a network, in its order."""
    return (network.hidden, network.hidden_bias, network.out, network.out_bias)


def test_a_reading_holds_probabilities() -> None:
    """Emotions sum to 1, every other label stands on its own, all in 0..1."""
    reading = random_heads().read(np.full(FEATURE_DIMENSIONS, 3.0, dtype=np.float32))
    assert abs(sum(reading.emotions.values()) - 1.0) < 1e-5
    assert tuple(reading.emotions) == TAXONOMY.emotion_ids
    for table in (reading.needs, reading.acts, reading.answers):
        assert all(0.0 <= chance <= 1.0 for chance in table.values())


def test_a_damaged_or_foreign_file_is_refused(tmp_path: Path) -> None:
    """Missing, damaged, or fitted for another encoder: one sentence each, with the mend."""
    path = tmp_path / "heads.safetensors"
    with pytest.raises(HeadsError, match="cannot be read"):
        load_heads(path)
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(HeadsError, match="damaged"):
        load_heads(path)
    save_heads(random_heads(encoder="another"), path)
    with pytest.raises(HeadsError, match="another sentence encoder"):
        load_heads(path, encoder="mine")


def test_a_network_learns_both_kinds_of_task() -> None:
    """Classes and free labels are learned from separable rows, also when joined into one network."""
    random = np.random.default_rng(1)
    targets = random.integers(0, 3, size=240)
    features = (random.normal(size=(240, 12)) + 4 * np.eye(12)[targets]).astype(np.float32)
    weights, recipe = np.ones(240, dtype=np.float32), Recipe(units=8, learning_rate=0.02, epochs=30, seeds=(0, 1))
    classes = fit_network(features, targets, weights, recipe)
    several = fit_network(features, np.eye(3, dtype=np.int64)[targets], weights, recipe)
    assert (classes.logits(features).argmax(axis=1) == targets).mean() > 0.95
    both = joined([classes, several]).logits(features)
    assert np.allclose(both[:, :3], classes.logits(features), atol=1e-4)
    assert ((both[:, 3:] > 0).argmax(axis=1) == targets).mean() > 0.95


def test_temperature_cools_overconfident_scores() -> None:
    """Scores that are surer than they are right are divided down."""
    random = np.random.default_rng(2)
    targets = random.integers(0, 2, size=400)
    shown = np.where(random.random(400) < 0.7, targets, 1 - targets)
    logits = (8 * np.eye(2)[shown]).astype(np.float32)
    factor = temperature(logits, targets)
    assert abs(float(softmax(logits * np.float32(factor)).max(axis=1).mean()) - 0.7) < 0.05


def test_emotion_floors_keep_false_alarms_rare() -> None:
    """No more neutral rows than allowed raise an emotion at the chosen floors."""
    random = np.random.default_rng(3)
    targets = np.repeat([0, 1, 2], [300, 60, 60])
    chances = softmax((random.normal(size=(420, 3)) + 1.5 * np.eye(3)[targets]).astype(np.float32))
    floors = emotion_floors(chances, targets, np.ones(420, dtype=bool), 0.03)
    best = chances.argmax(axis=1)
    raised = (best > 0) & (chances.max(axis=1) >= floors[best])
    assert raised[targets == 0].mean() <= 0.03
    assert raised[targets > 0].mean() > 0.1


def test_label_floors_are_the_best_of_a_common_label() -> None:
    """A label whose scores lie low gets a low floor; a rare one keeps one half."""
    targets = np.zeros((100, 2), dtype=np.int64)
    targets[:40, 0] = 1
    targets[:5, 1] = 1
    chances = np.where(targets == 1, 0.42, 0.05).astype(np.float32)
    floors = label_floors(chances, targets, np.ones(100, dtype=np.float32))
    assert floors[0] <= 0.42
    assert floors[1] == 0.5


def test_training_rows_are_read_once_each(tmp_path: Path) -> None:
    """Texts that differ only in case and punctuation are one row; a row's source says whether it is real."""
    (tmp_path / "rows.jsonl").write_text(
        '{"text": "Where is it?", "emotion": "neutral", "needs": ["certainty"], "source": "written for this project"}\n'
        '{"text": "where is it", "emotion": "anger", "needs": []}\n'
        '{"text": "I hate this", "emotion": "anger", "needs": [], "source": "phone"}\n'
        '{"text": "I will check", "acts": ["ownership"], "answers": []}\n'
    )
    customers, agents = read_corpus([tmp_path])
    assert [(row.text, row.emotion, row.real) for row in customers] == [
        ("Where is it?", "neutral", False),
        ("I hate this", "anger", True),
    ]
    assert agents[0].acts == ("ownership",)
    assert indicators([row.needs for row in customers], ["speed", "certainty"]).tolist() == [[0, 1], [0, 0]]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("{", "not a JSON row"),
        ('{"text": ""}', "no 'text'"),
        ('{"text": "a"}', "neither"),
        ('{"text":"a","emotion":"joy"}', "'joy'"),
    ],
)
def test_a_broken_training_row_is_named(tmp_path: Path, row: str, reason: str) -> None:
    """File, line and mend."""
    (tmp_path / "rows.jsonl").write_text('{"text": "I will", "acts": []}\n' + row + "\n")
    with pytest.raises(TrainingError, match=rf"rows\.jsonl:2: .*{reason}"):
        read_corpus([tmp_path])


@pytest.mark.models
def test_the_bundled_heads_read_plain_cases() -> None:
    """Loud anger, warm thanks and a plain request are told apart, with their needs."""
    encoder = open_encoder()
    heads = load_heads(encoder=encoder.fingerprint)
    texts = (
        "this is an absolute disgrace you people have lied to me for weeks",
        "thank you so much that's brilliant you've been so helpful",
        "hi i'd like to change the address on my account please",
    )
    readings = [heads.read(row) for row in encoder.features(texts)]
    assert [heads.emotion(reading) for reading in readings] == ["anger", "gratitude", "neutral"]
    refund = heads.read(encoder.features(["I was charged twice for the same order"]))
    assert heads.needs(refund)[0] == "resource"
