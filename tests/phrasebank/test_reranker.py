"""The second look: what a coach would find fitting."""

import json

import numpy as np
import pytest

from phrasebank.bank import load_bank
from phrasebank.encoder import CachedEncoder, open_encoder
from phrasebank.errors import RerankerError, TrainingError
from phrasebank.evaluation.cases import CaseTurn
from phrasebank.grades import grade_name, read_grades
from phrasebank.heads import load_heads
from phrasebank.index import PhraseIndex
from phrasebank.reranker import Candidates, Reranker, leanings_of, load_grader, save_grader
from phrasebank.reranking import Graded, cross_validated, leanings, moment_of, table
from phrasebank.selection import selected

ROW = {
    "id": "m-1",
    "pack": "core",
    "phase": "discovery",
    "turns": [{"speaker": "customer", "text": "nobody calls me back"}],
    "grades": {"ownership-next-step-1@1": 2},
}


def written(folder, *lines):
    (folder / "grades.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "row",
    [
        "not json",
        json.dumps({**ROW, "pack": "circus"}),
        json.dumps({**ROW, "turns": [{"speaker": "agent", "text": "hello"}]}),
        json.dumps({**ROW, "grades": {"ownership-next-step-1@1": 3}}),
        json.dumps({key: value for key, value in ROW.items() if key != "grades"}),
    ],
)
def test_a_broken_row_of_grades_is_named(tmp_path, row):
    """One sentence with file and line; nothing is read past it."""
    with pytest.raises(TrainingError, match=r"grades\.jsonl, line 2: not a graded moment"):
        read_grades(written(tmp_path, json.dumps(ROW), row))


def test_the_bundled_grades_speak_of_phrases_that_exist():
    """Few grades have lost their phrase or its wording; the moments are many and of all sectors."""
    moments = read_grades()
    known = {grade_name(phrase) for phrase in load_bank().phrases}
    names = [name for moment in moments for name in moment.grades]
    assert len(moments) > 1000
    assert sum(name in known for name in names) / len(names) > 0.75
    assert len({moment.pack for moment in moments}) == 9


def test_a_reranker_that_is_missing_damaged_or_of_another_encoder_is_refused(tmp_path):
    """One sentence each, with the mend."""
    path = tmp_path / "reranker.safetensors"
    with pytest.raises(RerankerError, match=r"cannot be read .*phrasebank\.reranking"):
        load_grader(path)
    save_grader(load_grader(), path)
    with pytest.raises(RerankerError, match="another sentence encoder"):
        load_grader(path, "another")
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(RerankerError, match="damaged"):
        load_grader(path)


@pytest.fixture(scope="module")
def reading():
    encoder = open_encoder()
    return encoder, load_heads(encoder=encoder.fingerprint)


@pytest.fixture(scope="module")
def desk(reading):
    encoder, _ = reading
    bank = selected(load_bank(), ())
    cached = CachedEncoder(encoder)
    grader = load_grader(encoder=encoder.fingerprint)
    return PhraseIndex(bank, cached), Reranker(grader, Candidates(bank.approved, cached))


def said(words, reading):
    return moment_of((CaseTurn("customer", words),), "discovery", *reading)


def judged(desk, moment):
    index, reranker = desk
    hits = index.search(moment.embedding, moment.emotion, moment.needs, moment.phase, len(index))
    return hits, reranker.grades(moment, hits)


@pytest.mark.models
def test_chances_are_chances(desk, reading):
    """Fitting is never less likely than good; nothing found, nothing judged."""
    moment = said("I have told this story three times now and nobody writes it down", reading)
    hits, grades = judged(desk, moment)
    assert grades.shape == (len(hits), 2)
    assert ((grades >= 0.0) & (grades <= 1.0)).all()
    assert (grades[:, 0] >= grades[:, 1]).all()
    assert desk[1].grades(moment, []).shape == (0, 2)


@pytest.mark.models
def test_the_best_phrase_answers_a_repeated_story_and_not_a_plain_question(desk, reading):
    """A complaint has a phrase that fits for continuity; where nothing is felt, no phrase is as sure."""
    complaint = said("this is the third time I explain it all to somebody new", reading)
    hits, grades = judged(desk, complaint)
    best = hits[int(np.argmax(grades.sum(axis=1)))].phrase
    assert {"continuity", "heard"} & set(best.needs)
    plain = said("what are your opening hours on saturday", reading)
    assert judged(desk, plain)[1][:, 0].max() < 0.6 < grades[:, 0].max()


def test_cross_validation_tells_a_signal_from_noise():
    """Features that tell the grade give cards that fit; features that do not give hardly any card at a high floor."""
    draw = np.random.default_rng(7)
    grades = draw.integers(0, 3, 600)
    moments = np.repeat(np.arange(150), 4)
    telling = (grades[:, None] + draw.normal(0.0, 0.2, (600, 3))).astype(np.float32)
    names = np.array([f"phrase-{number % 7}@1" for number in range(600)])
    report = cross_validated(Graded(telling, grades, moments, names))
    assert report["auc"]["fits"] > 0.95
    assert report["floors"]["0.85"]["fitting"] > 0.95
    blind = cross_validated(Graded(draw.normal(0.0, 1.0, (600, 3)).astype(np.float32), grades, moments, names))
    assert blind["auc"]["fits"] < 0.6
    assert "150 moments, 600 candidates" in table(report)


def test_a_phrase_that_is_worse_than_its_kind_is_told_apart():
    """Where the features say nothing, its own grades do; a phrase with few grades leans little."""
    names = np.array(["good@1"] * 40 + ["bad@1"] * 40 + ["new@1"])
    grades = np.array([2] * 40 + [0] * 40 + [0])
    found = leanings(np.zeros((81, 2), dtype=np.float32), Graded(np.zeros((81, 1)), grades, np.arange(81), names))
    assert min(found["good@1"]) > 1.0
    assert max(found["bad@1"]) < -1.0
    assert -0.3 < min(found["new@1"]) < 0.0
    assert leanings_of(found, ["unknown@1"]).tolist() == [[0.0, 0.0]]
