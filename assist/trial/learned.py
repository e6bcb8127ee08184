"""Readers of the baselines: a logistic regression says which needs a turn shows or answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from assist.commands import ReadActs, ReadAffect, SearchBank, Transcribe, WorkerCommand
from assist.inputs import ActsRead, AffectRead, BankSearched, Input
from assist.trial.course import Reader, turn_of
from assist.workers import failure_of
from phrasebank.corpus import AgentRow, CustomerRow, indicators
from phrasebank.dialogues import Dialogue
from phrasebank.evaluation.held_out import baselines_of, split_rows
from phrasebank.evaluation.intervals import IntArray
from phrasebank.evaluation.material import Material
from phrasebank.taxonomy import load_taxonomy

Needs = Mapping[str, tuple[str, ...]]
"""The needs that a text shows (a customer's) or answers (an agent's)."""


class LearnedReader:
    """Answers from what was read beforehand of one dialogue's turns. Feels nothing and knows no phrase."""

    def __init__(self, heard: Needs, said: Needs, dialogue: Dialogue) -> None:
        self._heard, self._said = heard, said
        self._texts = [turn.text for turn in dialogue.turns]

    def perform(self, command: WorkerCommand) -> Input:
        """Do what is asked."""
        match command:
            case ReadAffect():
                needs = dict.fromkeys(self._heard[self._text(command)], 1.0)
                return AffectRead(
                    utterance_id=command.utterance_id,
                    emotion="neutral",
                    confidence=1.0,
                    valence=0.0,
                    arousal=0.0,
                    needs=needs,
                )
            case ReadActs():
                answers = dict.fromkeys(self._said[self._text(command)], 1.0)
                return ActsRead(utterance_id=command.utterance_id, acts={}, answers=answers)
            case SearchBank():
                return BankSearched(request_id=command.request_id, hits=())
            case Transcribe():
                return failure_of(command, "Written calls have no sound.")

    def _text(self, command: ReadAffect | ReadActs) -> str:
        """As it was written: the session has left personal data out of its own."""
        return self._texts[turn_of(command.utterance_id)]


def learned_readers(dialogues: Sequence[Dialogue], material: Material) -> dict[str, Callable[[Dialogue], Reader]]:
    """A reader for each dialogue, by the name of the baseline."""
    needs = load_taxonomy().need_ids
    turns = [turn for dialogue in dialogues for turn in dialogue.turns]
    heard = [turn.text for turn in turns if isinstance(turn, CustomerRow)]
    said = [turn.text for turn in turns if isinstance(turn, AgentRow)]
    customers, agents = split_rows(material.customers, material), split_rows(material.agents, material)
    shown = indicators([row.needs for row in customers.training], needs)
    answered = indicators([row.answers for row in agents.training], needs)
    readers: dict[str, Callable[[Dialogue], Reader]] = {}
    for listens, answers in zip(baselines_of(customers, material), baselines_of(agents, material), strict=True):
        readers[listens.name] = partial(
            LearnedReader,
            _named(heard, listens.labels(customers.training_texts, shown, heard)),
            _named(said, answers.labels(agents.training_texts, answered, said)),
        )
    return readers


def _named(texts: Sequence[str], found: IntArray) -> Needs:
    needs = load_taxonomy().need_ids
    return {
        text: tuple(need for need, has in zip(needs, row, strict=True) if has)
        for text, row in zip(texts, found.tolist(), strict=True)
    }
