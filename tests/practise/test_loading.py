"""Scenarios from files: the bundled ones are sound and varied, a broken one is told in one sentence."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

from assist.practise.fields import ScenarioError
from assist.practise.lines import load_stock
from assist.practise.loading import bundled_scenarios, find_scenario, read_scenario
from assist.practise.scenario import MISSTEPS, Scenario

SCENARIOS = bundled_scenarios()
SOUND = """\
title: A parcel
sector: retail
emotion: annoyance
situation: It is late.
goals: [Listen.]
customer: {name: Ada, age: 40, voice: female, manner: brief}
opening: Where is it?
wants:
  - need: heard
    voiced: [You do not listen., Hello?]
    met: [Right.]
    answer: Your parcel is late, and you waited.
  - need: certainty
    voiced: ["When, then?", And when exactly?]
    met: [Good.]
    answer: It will be there on Friday.
endings:
  - name: well
    good: true
    when: {settled: [all]}
    say: Thanks.
    meaning: Well.
  - name: so-so
    say: Bye.
    meaning: So so.
"""


def write(folder: Path, text: str) -> Path:
    """A scenario file."""
    path = folder / "parcel.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shortest_file_is_enough(tmp_path: Path) -> None:
    """What is not written has a sensible value."""
    scenario = read_scenario(write(tmp_path, SOUND))
    assert scenario.name == "parcel"
    assert [want.need for want in scenario.wants] == ["heard", "certainty"]
    assert scenario.patience == 4
    assert scenario.endings[0].when is not None
    assert scenario.endings[0].when.settled == ("all",)


BROKEN = [
    (
        "sector: retail",
        "sector: retial",
        "parcel.yaml:2: the scenario: 'sector' has no 'retial' to choose; did you mean 'retail'?",
    ),
    ("emotion: annoyance\n", "", "parcel.yaml:1: the scenario: 'emotion' is missing; add it."),
    ("need: heard", "need: herd", "parcel.yaml:9: 'wants' 1: 'need' has no 'herd' to choose; did you mean 'heard'?"),
    ("    met: [Right.]\n", "    mett: [Right.]\n", "parcel.yaml:9: 'wants' 1: 'met' is missing; add it."),
    (
        "opening: Where is it?",
        "opening: [a, b]",
        "parcel.yaml:7: the scenario: 'opening' is not a text; put it in quotes.",
    ),
    ("age: 40", "age: old", "parcel.yaml:6: the scenario, 'customer': 'age' is 'old'; write a number from 10 to 110."),
    (
        "[You do not listen., Hello?]",
        "[Hello?]",
        "parcel.yaml:10: 'wants' 1: 'voiced' has 1 of at least 2 lines; add another.",
    ),
    ("need: certainty", "need: heard", "'heard' stands twice in 'wants'; keep one."),
    ("    good: true\n", "", "none is good; mark the one to aim for with good: true."),
    ("    when: {settled: [all]}\n", "", "'well' has no 'when' and hides those after it; give it one."),
    ("settled: [all]", "temper: [1, 2]", "'temper' is '[1, 2]'; write two numbers, such as [-1, 1]."),
    ("title: A parcel", "title: A parcel\nmood: bad", "there is no field 'mood'; "),
    ("title: A parcel", "title: 'A parcel", "this is not valid YAML"),
]


@pytest.mark.parametrize(("sound", "broken", "sentence"), BROKEN)
def test_what_is_wrong_is_told_in_a_sentence(tmp_path: Path, sound: str, broken: str, sentence: str) -> None:
    """The sentence names file and line, and how to mend it."""
    assert sound in SOUND
    with pytest.raises(ScenarioError) as raised:
        read_scenario(write(tmp_path, SOUND.replace(sound, broken, 1)))
    assert sentence in str(raised.value)
    assert "parcel.yaml:" in str(raised.value)


def test_a_file_that_is_no_scenario_is_told(tmp_path: Path) -> None:
    """A list, a missing file and an unknown name each have their sentence."""
    with pytest.raises(ScenarioError, match="holds no fields; start it with title"):
        read_scenario(write(tmp_path, "- a\n- b\n"))
    with pytest.raises(ScenarioError, match="cannot be read"):
        find_scenario(str(tmp_path / "none.yaml"))
    with pytest.raises(ScenarioError, match="did you mean 'third-call'"):
        find_scenario("thrid-call")


def test_the_bundled_scenarios_are_varied() -> None:
    """All sectors, all feelings, three grades of difficulty, and boundaries and silence to learn as well."""
    assert len(SCENARIOS) >= 14
    assert len({one.sector for one in SCENARIOS}) == 8
    assert len({one.emotion for one in SCENARIOS}) == 10
    assert {one.difficulty for one in SCENARIOS} == {1, 2, 3}
    assert len({one.culture for one in SCENARIOS}) == len(SCENARIOS)
    assert any(not one.listens_first for one in SCENARIOS)
    assert sum(any(want.hidden for want in one.wants) for one in SCENARIOS) >= 4


@pytest.mark.parametrize("one", SCENARIOS, ids=lambda one: one.name)
def test_no_line_is_written_twice(one: Scenario) -> None:
    """Two wants or beats never share a line, nor does the stock: a customer who repeats themselves is a machine."""
    own = [one.opening, *one.facts, *chain(*one.reactions.values()), *(line for beat in one.beats for line in beat.say)]
    own += [line for want in one.wants for line in (*want.voiced, *want.met, *filter(None, [want.hint]))]
    own += [ending.say for ending in one.endings]
    twice = [line for line, times in Counter(own).items() if times > 1]
    assert not twice


def test_there_is_a_stock_line_for_every_misstep() -> None:
    """Whatever an agent does wrong, and however upset the customer is, there are words for it, none of them twice."""
    stock = load_stock()
    assert set(MISSTEPS) <= set(stock.by_kind)
    lines = [line for bands in stock.by_kind.values() for band in bands.values() for line in band]
    lines += [line for reminders in stock.reminders.values() for line in reminders]
    assert len(lines) == len(set(lines))
    assert all(stock.lines(kind, "hot") for kind in stock.by_kind)
