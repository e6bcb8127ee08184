"""Cases of the evaluation of suggestions, each run through a session of its own: what would the agent have seen?

Entry point ``cases`` of ``phrasebank.sessions``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from assist.affect.fusion import NEUTRAL
from assist.commands import ReadActs, ReadAffect, SearchBank, WorkerCommand
from assist.engine import Call, play
from assist.errors import AttuneError
from assist.events import Event, Speaker, SuggestionOffered
from assist.feeds import closing, say
from assist.inputs import ActsRead, AffectRead, BankSearched, Hit, Input
from assist.session import CallSession
from assist.settings import BankSettings, Settings
from assist.suggest.ranking import Candidate, Opportunity, rank
from assist.trial.banks import load_banks
from assist.trial.course import Reader, turn_of, typed
from assist.trial.moments import last_moment, search_for, told_moment
from assist.trial.past import Asked
from assist.workers import Language, Workers
from phrasebank.bank import load_bank
from phrasebank.errors import UsageError
from phrasebank.evaluation.cases import Case
from phrasebank.evaluation.sessions import Choice
from phrasebank.packs import CORE

_GREETING: tuple[Speaker, str] = ("customer", "Hello, I am calling about my account.")
_TAKEN_ON: tuple[Speaker, str] = ("agent", "Let me look into that for you.")
_ANYTHING: tuple[Speaker, str] = ("agent", "Is there anything else I can do for you today?")
LEAD_IN: Mapping[str, tuple[tuple[Speaker, str], ...]] = {
    "opening": (),
    "discovery": (_GREETING,),
    "resolution": (_GREETING, _TAKEN_ON),
    "closing": (_GREETING, _TAKEN_ON, _ANYTHING),
}
"""Plain turns that bring a call to each phase. Nothing is felt in them, and they are no context for the case."""


def choose(cases: Sequence[Case], folder: Path | None = None) -> list[Choice]:
    """Run every case with the phrases of its pack, and with the settings as they come.

    Args:
        cases: what is asked.
        folder: of phrase files; the bundled bank by default.

    Raises:
        UsageError: the models or the bank cannot be loaded.
    """
    name = str(folder or "")
    try:
        return choose_among(cases, load_banks({name: load_bank(folder)}, BankSettings()))[name]
    except AttuneError as error:
        raise UsageError(str(error)) from error


def choose_among(cases: Sequence[Case], banks: Asked) -> dict[str, list[Choice]]:
    """Run every case with each of some banks, by their names.

    Raises:
        AttuneError: the phrases of a pack cannot be selected.
    """
    settings = Settings()
    rules = {pack: replace(settings.bank, packs=() if pack == CORE else (pack,)) for pack in {c.pack for c in cases}}
    banks.expect([turn.text for case in cases for turn in case.turns])
    return {
        name: [choose_one(case, banks.library(name, rules[case.pack]), settings) for case in cases]
        for name in banks.names
    }


def choose_one(case: Case, library: Language, settings: Settings) -> Choice:
    """Run one case with the models and phrases of a library."""
    lead = LEAD_IN[case.phase]
    turns = typed([*lead, *((turn.speaker, turn.text) for turn in case.turns)])
    reader = CaseReader(Workers(library, settings), len(lead), len(turns) - 1)
    events: list[Event] = []
    play(Call(CallSession(case.id, settings), events.append), closing(say(turns)), reader)  # type: ignore[arg-type]
    read = last_moment(events, reader.last, settings)
    hits = library.search(search_for(read)) if reader.hits is None else reader.hits
    ranked = rank(hits, read, (), (), 0.0)
    told = told_moment(case, read)
    card = next((event for event in reversed(events) if isinstance(event, SuggestionOffered)), None)
    return Choice(
        phrase_id=card.phrase_id if card else "",
        text=card.text if card else _silence(ranked, searched=reader.hits is not None),
        worth=reader.hits is not None,
        score=card.score if card else ranked[0].score if ranked else 0.0,
        read=_told(read),
        phase=read.phase,
        ranked=_ids(ranked),
        told=_ids(rank(library.search(search_for(told)), told, (), (), 0.0)),
    )


def _silence(ranked: Sequence[Candidate], *, searched: bool) -> str:
    best = f"the best would be {ranked[0].hit.phrase_id}" if ranked else "no phrase fits"
    return f"{'nothing reached the floor' if searched else 'the moment was not worth a card'}; {best}"


def _told(read: Opportunity) -> str:
    needs = ", ".join(f"{need} {share:.2f}" for need, share in read.shown.items()) or "no need"
    return f"{read.emotion} {read.confidence:.2f}, valence {read.valence:+.2f}; {needs}"


def _ids(ranked: Sequence[Candidate]) -> tuple[str, ...]:
    return tuple(candidate.hit.phrase_id for candidate in ranked)


class CaseReader:
    """Workers for a case: the lead-in is plain, and no card can come before the last turn.

    Attributes:
        last: what was read of the last turn.
        hits: what the session's own search found there; None where it did not search.
    """

    def __init__(self, workers: Reader, lead: int, last_turn: int) -> None:
        self._workers = workers
        self._lead = lead
        self._last_turn = last_turn
        self._turn = 0
        self.last = _plain("")
        self.hits: tuple[Hit, ...] | None = None

    def perform(self, command: WorkerCommand) -> Input:
        """Do what is asked."""
        match command:
            case ReadAffect():
                return self._read_customer(command)
            case ReadActs() if turn_of(command.utterance_id) < self._lead:
                acts = {"ownership": 1.0} if command.text == _TAKEN_ON[1] else {}
                return ActsRead(utterance_id=command.utterance_id, acts=acts, answers={})
            case SearchBank() if self._turn < self._last_turn:
                return BankSearched(request_id=command.request_id, hits=())
            case _:
                answer = self._workers.perform(command)
        if isinstance(answer, BankSearched):
            self.hits = answer.hits
        return answer

    def _read_customer(self, command: ReadAffect) -> Input:
        self._turn = turn_of(command.utterance_id)
        if self._turn < self._lead:
            return _plain(command.utterance_id)
        earlier = self._turn - self._lead  # turns of the case itself
        answer = self._workers.perform(replace(command, context=command.context[-earlier:] if earlier else ()))
        if self._turn == self._last_turn and isinstance(answer, AffectRead):
            self.last = answer
        return answer


def _plain(utterance_id: str) -> AffectRead:
    return AffectRead(utterance_id=utterance_id, emotion=NEUTRAL, confidence=1.0, valence=0.0, arousal=0.0, needs={})
