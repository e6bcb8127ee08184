"""Scenarios read from YAML; a broken one gets one sentence with file, line and mend."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from assist.practise.fields import Fields, ScenarioError, mend
from assist.practise.scenario import MISSTEPS, Beat, Condition, Ending, Persona, Scenario, Want
from phrasebank.errors import BankError
from phrasebank.packs import CORE, pack_ids
from phrasebank.rows import Row, read_rows
from phrasebank.taxonomy import load_taxonomy

_PHRASES = "'phrases:' list"
"""In the bank's sentence about a file that is no mapping; a scenario has other fields."""
_FEWEST_LINES = 2
"""Of ways to bring up a need: it may be missed once."""


def bundled_folder() -> Path:
    """Where the scenarios that come with the package lie."""
    return Path(str(files("assist.practise"))) / "scenarios"


def bundled_scenarios() -> list[Scenario]:
    """All of them, the easy ones first."""
    found = [read_scenario(path) for path in sorted(bundled_folder().glob("*.yaml"))]
    return sorted(found, key=lambda scenario: (scenario.difficulty, scenario.title))


def find_scenario(name: str) -> Scenario:
    """A bundled scenario by its name, or one from a file by its path.

    Raises:
        ScenarioError: there is none of this name, or the file is broken.
    """
    if name.endswith((".yaml", ".yml")):
        return read_scenario(Path(name))
    names = sorted(path.stem for path in bundled_folder().glob("*.yaml"))
    if name not in names:
        near = difflib.get_close_matches(name, names, n=1)
        advice = f"did you mean '{near[0]}'?" if near else "`assist practise --list` names them."
        raise ScenarioError(f"There is no scenario '{name}'; {advice}")
    return read_scenario(bundled_folder() / f"{name}.yaml")


def read_scenario(path: Path) -> Scenario:
    """Read one file.

    Raises:
        ScenarioError: it cannot be read, or something in it is wrong.
    """
    content = _content(path)
    taxonomy = load_taxonomy()
    top = Fields(path, content, "the scenario", 1)
    needs = taxonomy.need_ids
    acts = (*taxonomy.strategy_ids, *MISSTEPS)
    wants = tuple(_want(fields, needs, taxonomy.strategy_ids) for fields in top.groups("wants", fewest=2))
    _check_once(top, "wants", [want.need for want in wants])
    if wants[0].hidden:
        raise top.fail("wants", "the first want has a 'hint', yet the opening shows it; put another one first.")
    wanted = tuple(want.need for want in wants)
    endings = tuple(_ending(fields, wanted, acts) for fields in top.groups("endings", fewest=2))
    _check_endings(top, endings)
    names = tuple(ending.name for ending in endings)
    reactions = _reactions(top.group("reactions"))
    scenario = Scenario(
        name=path.stem,
        title=top.text("title"),
        sector=top.text("sector", among=tuple(pack for pack in pack_ids() if pack != CORE)),
        emotion=top.text("emotion", among=taxonomy.emotion_ids),
        difficulty=int(top.number("difficulty", 2, 1, 3)),  # type: ignore[arg-type]  # 1..3 was checked
        culture=top.text("culture", "plain English"),
        situation=top.text("situation"),
        goals=top.texts("goals"),
        customer=_persona(top.group("customer"), top),
        opening=top.text("opening"),
        wants=wants,
        endings=endings,
        facts=top.texts("facts", ()),
        beats=tuple(_beat(fields, wanted, acts, names) for fields in top.groups("beats")),
        reactions=reactions,
        jargon=top.texts("jargon", ()),
        temper=top.number("temper", -0.4, -0.9, 0.9),
        trust=top.number("trust", 0.3, 0, 1),
        patience=int(top.number("patience", 4, 1, 10)),
        longest=int(top.number("longest", 14, 4, 40)),
        listens_first=top.flag("listens_first", default=True),
    )
    top.done()
    return scenario


def _content(path: Path) -> Row:
    try:
        return read_rows(path)
    except BankError as error:
        sentence = str(error)
        if _PHRASES in sentence:
            sentence = f"{path}:1: the file holds no fields; start it with title, sector, emotion and situation."
        raise ScenarioError(sentence) from error


def _persona(fields: Fields | None, top: Fields) -> Persona:
    if fields is None:
        raise top.fail("customer", "'customer' is missing; add it with name, age, voice and manner.")
    voice = fields.text("voice", among=("female", "male"))
    persona = Persona(
        name=fields.text("name"),
        age=int(fields.number("age", ..., 10, 110)),
        voice="female" if voice == "female" else "male",
        manner=fields.text("manner"),
        pace=fields.number("pace", 1.0, 0.5, 2.0),
    )
    fields.done()
    return persona


def _want(fields: Fields, needs: tuple[str, ...], acts: tuple[str, ...]) -> Want:
    want = Want(
        need=fields.text("need", among=needs),
        voiced=fields.texts("voiced", fewest=_FEWEST_LINES),
        met=fields.texts("met"),
        answer=fields.text("answer"),
        met_by=fields.texts("met_by", (), among=acts),
        words=fields.texts("words", ()),
        by_words=fields.texts("by_words", ()),
        hint=fields.text("hint", ""),
        weight=fields.number("weight", 0.25, 0, 1),
    )
    fields.done()
    return want


def _condition(fields: Fields | None, needs: tuple[str, ...], acts: tuple[str, ...]) -> Condition | None:
    if fields is None:
        return None
    condition = Condition(
        did=fields.texts("did", (), among=acts),
        did_not=fields.texts("did_not", (), among=acts),
        met=fields.texts("met", (), among=needs),
        settled=fields.texts("settled", (), among=(*needs, "all")),
        open=fields.texts("open", (), among=needs),
        says=fields.texts("says", ()),
        temper=fields.range("temper", -1.0, 1.0),
        trust=fields.range("trust", 0.0, 1.0),
        turns=fields.range("turns", 0.0, 1000.0),
        fruitless=fields.range("fruitless", 0.0, 1000.0),
    )
    fields.done()
    return condition


def _beat(fields: Fields, needs: tuple[str, ...], acts: tuple[str, ...], endings: tuple[str, ...]) -> Beat:
    when = _condition(fields.group("when"), needs, acts)
    if when is None:
        raise fields.fail("when", "'when' is missing; say what the agent has to do for it, such as did: [blame].")
    beat = Beat(
        when=when,
        say=fields.texts("say"),
        temper=fields.number("temper", 0.0, -1, 1),
        trust=fields.number("trust", 0.0, -1, 1),
        meets=fields.texts("meets", (), among=needs),
        goes_on=fields.flag("goes_on", default=False),
        ends=fields.text("ends", "", among=endings),
    )
    fields.done()
    return beat


def _ending(fields: Fields, needs: tuple[str, ...], acts: tuple[str, ...]) -> Ending:
    ending = Ending(
        name=fields.text("name"),
        good=fields.flag("good", default=False),
        say=fields.text("say"),
        meaning=fields.text("meaning"),
        when=_condition(fields.group("when"), needs, acts),
    )
    fields.done()
    return ending


def _check_endings(top: Fields, endings: tuple[Ending, ...]) -> None:
    _check_once(top, "endings", [ending.name for ending in endings])
    if endings[-1].when is not None:
        raise top.fail("endings", "the last ending has a 'when'; leave it out, so that every call ends somehow.")
    early = next((ending for ending in endings[:-1] if ending.when is None), None)
    if early:
        raise top.fail("endings", f"'{early.name}' has no 'when' and hides those after it; give it one.")
    if not any(ending.good for ending in endings):
        raise top.fail("endings", "none is good; mark the one to aim for with good: true.")


def _check_once(top: Fields, name: str, values: list[str]) -> None:
    twice = next((value for place, value in enumerate(values) if value in values[:place]), None)
    if twice:
        raise top.fail(name, f"'{twice}' stands twice in '{name}'; keep one.")


def _reactions(fields: Fields | None) -> Mapping[str, tuple[str, ...]]:
    if fields is None:
        return {}
    reactions = {name: fields.texts(name) for name in MISSTEPS if name in fields.row}
    for name in fields.row:
        if name not in MISSTEPS:
            raise fields.fail(name, f"there is no misstep '{name}'; {mend(name, tuple(MISSTEPS))}")
    return reactions
