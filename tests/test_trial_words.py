"""The trial of words: cases through a session of their own, and recorded calls with another bank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from assist.affect.fusion import NEUTRAL
from assist.commands import (
    AcceptSuggestion,
    AgentCommand,
    DismissSuggestion,
    RejectSuggestion,
    Said,
    SearchBank,
)
from assist.engine import Call, play
from assist.events import Event
from assist.feeds import closing, say
from assist.inputs import AgentDid, Hit, Input
from assist.journal import JOURNAL_NAME, JournalWriter
from assist.scale import AffectScale, WordsDone
from assist.session import CallSession
from assist.settings import BankSettings, Settings
from assist.trial.cases import LEAD_IN, CaseReader, choose_one
from assist.trial.moments import last_moment, search_for
from assist.trial.past import replay
from assist.workers import Workers
from phrasebank.evaluation.cases import Case, CaseTurn
from phrasebank.evaluation.sessions import PastCall
from tests.scripts import FakeWorkers, affect, hit, turn

LATE = "nobody ever rings me back about my parcel"
PLAIN = "it is the blue one by the door"


class FakeLanguage:
    """Reads annoyance and a need from one sentence, and nothing from others; finds the same phrases every time."""

    def __init__(self, hits: tuple[Hit, ...] = (), felt: Mapping[str, str] | None = None) -> None:
        self.scale = AffectScale(circumplex={"neutral": (0.0, 0.0), "annoyance": (-0.5, 0.4), "gratitude": (0.8, 0.2)})
        self.contexts: dict[str, tuple[Said, ...]] = {}
        self.searches: list[SearchBank] = []
        self._hits = hits
        self._felt = {LATE: "annoyance"} if felt is None else felt

    def customer(self, text: str, context: Sequence[Said] = ()) -> tuple[Mapping[str, float], Mapping[str, float]]:
        self.contexts[text] = tuple(context)
        felt = self._felt.get(text, "neutral")
        emotions = {name: 0.9 if name == felt else 0.05 for name in self.scale.circumplex}
        return emotions, {"ownership": 0.9} if felt == "annoyance" else {}

    def agent(self, text: str) -> WordsDone:
        return WordsDone({}, {}, {})

    def likeness(self, text: str, card: str) -> float:
        return 0.0

    def search(self, command: SearchBank) -> tuple[Hit, ...]:
        self.searches.append(command)
        return self._hits


def case(*turns: tuple[str, str], phase: str = "discovery", **changes: object) -> Case:
    """A case of these turns."""
    said = tuple(CaseTurn(speaker, text) for speaker, text in turns)  # type: ignore[arg-type]
    plain = Case("case-1", "core", phase, said, silence=False, emotions=("annoyance",), needs=("ownership", "speed"))
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_a_case_shows_what_the_session_would_show() -> None:
    """The card, the order of the candidates, and what was read."""
    language = FakeLanguage((hit("p1", good=0.4), hit("p2", good=0.6)))
    choice = choose_one(case(("agent", "how can i help"), ("customer", LATE)), language, Settings())
    assert (choice.phrase_id, choice.text, choice.worth) == ("p2", "I'll look into this myself.", True)
    assert choice.ranked == choice.told == ("p2", "p1")
    assert choice.read.startswith("annoyance 0.90, valence -0.4")


def test_silence_says_why() -> None:
    """No moment for a card, or no phrase that is good enough."""
    quiet = choose_one(case(("customer", PLAIN)), FakeLanguage((hit(),)), Settings())
    assert (quiet.phrase_id, quiet.worth) == ("", False)
    assert quiet.text.startswith("the moment was not worth a card")
    poor = hit(fits=0.4)
    none = choose_one(case(("customer", LATE)), FakeLanguage((poor,)), Settings())
    assert (none.phrase_id, none.worth) == ("", True)
    assert none.text == "nothing reached the floor; the best would be p1"


@pytest.mark.parametrize("phase", LEAD_IN)
def test_the_lead_in_brings_the_call_to_the_phase_of_the_case(phase: str) -> None:
    """Without a trace in the context; words of substance move an opening on, as in every call."""
    language = FakeLanguage()
    choice = choose_one(case(("customer", "it is late"), phase=phase), language, Settings())
    assert choice.phase == phase
    assert language.contexts == {"it is late": ()}
    turns = (("customer", "hello"), ("agent", "hello to you"), ("customer", "it is late"))
    choose_one(case(*turns, phase=phase), language, Settings())
    assert [said.text for said in language.contexts["it is late"]] == ["hello", "hello to you"]


def test_no_card_comes_before_the_last_turn() -> None:
    """What the customer said before is heard, but the card in question is that of the end."""
    language = FakeLanguage((hit(),))
    choice = choose_one(case(("customer", LATE), ("agent", "i see"), ("customer", PLAIN)), language, Settings())
    assert choice.phrase_id == ""
    again = choose_one(case(("customer", LATE), ("agent", "i see"), ("customer", LATE)), language, Settings())
    assert again.phrase_id == "p1"


def test_the_moment_is_the_one_that_the_session_searches_for() -> None:
    """Feeling, needs, what is still open and the phase, also from turns before."""
    settings, language = Settings(), FakeLanguage((hit(),), felt={LATE: "annoyance", LATE + " ever": "annoyance"})
    events: list[Event] = []
    reader = CaseReader(Workers(language, settings), lead=0, last_turn=2)
    turns = [
        turn("customer", 0.0, LATE),
        turn("agent", 4.0, "one moment please sir"),
        turn("customer", 8.0, LATE + " ever"),
    ]
    play(Call(CallSession("case", settings), events.append), closing(say(turns)), reader)  # type: ignore[arg-type]
    (searched,) = language.searches
    assert search_for(last_moment(events, reader.last, settings)) == searched


def test_a_told_moment_has_the_feeling_and_the_needs_of_the_case() -> None:
    """The first two needs, whatever was read."""
    language = FakeLanguage((hit(),), felt={})
    choose_one(case(("customer", PLAIN)), language, Settings())
    told = language.searches[-1]
    assert (told.emotion, list(told.needs)) == ("annoyance", ["ownership", "speed"])
    choose_one(case(("customer", PLAIN), emotions=(), needs=("clarity",)), language, Settings())
    assert language.searches[-1].emotion == NEUTRAL


def record(folder: Path, hits: tuple[Hit, ...], *gestures: AgentCommand) -> Path:
    """A call of two moments, recorded while these phrases were the bank."""
    workers = FakeWorkers(readings={LATE: affect("annoyance", needs={"ownership": 0.9})}, hits=hits)
    items: list[Input] = [turn("customer", 0.0, LATE)]
    items += [AgentDid(at=3.0 + place, command=command) for place, command in enumerate(gestures)]
    items += [turn("customer", 30.0, PLAIN), turn("customer", 200.0, LATE)]
    settings = Settings()
    path = folder / "call-1" / JOURNAL_NAME
    call = Call(CallSession("call-1", settings), lambda _: None, JournalWriter(path, "call-1", settings))
    play(call, closing(items), workers)  # type: ignore[arg-type]
    call.close()
    return path


@dataclass
class OneBank:
    """One library for every call."""

    language: FakeLanguage
    names: Sequence[str] = ("new",)

    def library(self, name: str, rules: BankSettings) -> FakeLanguage:
        return self.language

    def expect(self, texts: Sequence[str]) -> None:
        """Nothing has to be encoded."""


def run_one(path: Path, language: FakeLanguage) -> PastCall:
    """The recorded call with another bank."""
    return replay([path], OneBank(language)).columns["new"][0]


ACCEPTED = AcceptSuggestion(suggestion_id="suggestion-1", phrase_id="p1")


@pytest.mark.parametrize(
    ("gesture", "fate"),
    [
        (ACCEPTED, "accepted"),
        (DismissSuggestion(suggestion_id="suggestion-1", phrase_id="p1"), "dismissed"),
        (RejectSuggestion(suggestion_id="suggestion-1", phrase_id="p1"), "rejected"),
    ],
)
def test_a_recorded_call_runs_again_with_another_bank(tmp_path: Path, gesture: AgentCommand, fate: str) -> None:
    """The readings stay, the cards are new; what agents did with the old ones is told."""
    language = FakeLanguage((hit("new"),))
    call = run_one(record(tmp_path, (hit("p1"), hit("p2", similarity=0.5)), gesture), language)
    assert (call.then[0].phrase_id, call.then[0].fate) == ("p1", fate)
    assert [(fire.quote, fire.phrase_id, fire.fate) for fire in call.now] == [(LATE, "new", "")]
    assert call.now[0].at == call.then[0].at
    assert not language.contexts
    assert call.seconds == pytest.approx(202.0)


def test_the_same_bank_gives_the_same_cards(tmp_path: Path) -> None:
    """A recorded call that runs again shows what it showed."""
    hits = (hit("p1"), hit("p2", similarity=0.5))
    call = run_one(record(tmp_path, hits, ACCEPTED), FakeLanguage(hits))
    assert [(fire.at, fire.phrase_id) for fire in call.now] == [(fire.at, fire.phrase_id) for fire in call.then]
