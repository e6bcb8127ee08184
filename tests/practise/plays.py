"""A small scenario, stock lines and readers for tests of the role play."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assist.commands import ReadActs, ReadAffect, SearchBank, WorkerCommand
from assist.inputs import ActsRead, Input
from assist.practise.lines import BANDS, Stock
from assist.practise.scenario import MISSTEPS, Beat, Condition, Ending, Persona, Scenario, Want
from tests.scripts import FakeWorkers, affect, hit

KINDS = ("met", "listened", "told", "missed", "details", *MISSTEPS)


def want(need: str, **changes: object) -> Want:
    """A need whose lines are single words of their own."""
    plain = Want(
        need=need,
        voiced=(f"{need}-voiced-1", f"{need}-voiced-2"),
        met=(f"{need}-met",),
        answer=f"{need}-answer",
        weight=0.4,
    )
    return replace(plain, **changes)


def scenario(**changes: object) -> Scenario:
    """A scenario of three needs, the last of them hidden."""
    plain = Scenario(
        name="small",
        title="A small one",
        sector="retail",
        emotion="anger",
        difficulty=1,
        culture="plain",
        situation="Nothing.",
        goals=("Listen.",),
        customer=Persona(name="Ada", age=40, voice="female", manner="brief"),
        opening="opening",
        wants=(want("heard"), want("certainty"), want("safety", hint="hint")),
        endings=(
            Ending(
                name="good", good=True, say="good-end", meaning="Well.", when=Condition(settled=("all",), temper=(0, 1))
            ),
            Ending(name="gone", good=False, say="gone-end", meaning="Gone.", when=Condition(temper=(-1, -0.9))),
            Ending(name="partly", good=False, say="partly-end", meaning="So so."),
        ),
        facts=("fact-1", "fact-2"),
        beats=(Beat(when=Condition(did=("blame",)), say=("beat-blame",), temper=-0.05),),
    )
    return replace(plain, **changes)


def stock() -> Stock:
    """Two lines a kind and band, each a word of its own."""
    by_kind = {kind: {band: (f"{kind}-{band}-1", f"{kind}-{band}-2") for band in BANDS} for kind in KINDS}
    needs = ("heard", "certainty", "safety")
    return Stock(
        by_kind,
        {need: (f"{need}-again",) for need in needs},
        {"heard": ("active_listening",), "certainty": ("commitment",), "safety": ("genuine_concern",)},
    )


class PlayReader(FakeWorkers):
    """Reads the small scenario: lines show the need that they name, the agent's ``does ...`` words do these acts."""

    def __init__(self, answers: Mapping[str, str] | None = None) -> None:
        super().__init__(hits=(hit(needs=("heard", "certainty", "safety", "ownership")),))
        self._answers = answers or {}

    def perform(self, command: WorkerCommand) -> Input:
        """Answer a command."""
        match command:
            case ReadAffect():
                needs = {need: 0.9 for need in ("heard", "certainty", "safety") if f"{need}-voiced" in command.text}
                self.performed.append(command)
                return replace(affect("anger", needs=needs), utterance_id=command.utterance_id)
            case ReadActs():
                self.performed.append(command)
                words = command.text.split()
                acts = {word: 0.9 for word in words if "_" in word or word in ("commitment", "validation")}
                answers = {word.removesuffix("-answer"): 0.9 for word in words if word.endswith("-answer")}
                return ActsRead(utterance_id=command.utterance_id, acts=acts, answers=answers)
            case SearchBank():
                return super().perform(command)
            case _:
                return super().perform(command)
