"""The playground's answer: what the session itself did, with the reasons of its own rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assist.console.asked import Asked, Nearest
from assist.console.office import Office
from assist.console.part import Choice, part_of
from assist.console.play import Turn, run, timed
from assist.console.progress import silent
from assist.errors import SourceError, UsageError
from assist.settings import BankSettings, Settings
from assist.trial.course import typed
from assist.trial.losing import Losers
from assist.trial.moments import search_for
from assist.trial.playground import Playground
from phrasebank.bank import Bank, load_bank
from phrasebank.evaluation.cases import read_cases
from phrasebank.store.records import Edit, Profile
from phrasebank.store.store import Store

pytestmark = pytest.mark.models

SAID = "i have told three people about this already and nobody ever called me back"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The bundled bank in a store, the models, no lessons."""
    folder = tmp_path_factory.mktemp("office")
    Store.create(folder / "bank.db", load_bank(), "Attune")
    return Office(Settings(bank=BankSettings(taught=str(folder / "taught"))), folder / "bank.db")


def customer(*texts: str) -> list[dict[str, Any]]:
    """Turns of the customer's alone."""
    return [{"speaker": "customer", "text": text} for text in texts]


def play(office: Office, *texts: str, **values: Any) -> dict[str, Any]:
    """The answer to some words of the customer's."""
    return run({"turns": customer(*texts), **values}, office, silent)


def asked(office: Office, phrase: str, text: str = SAID, **values: Any) -> Mapping[str, Any]:
    """Why not this phrase?"""
    told = play(office, text, phrase=phrase, **values)["asked"]
    assert told["phrase_id"] == phrase
    return dict(told["lost"] or {"why": told["place"]})


def test_what_is_told_is_what_the_session_did(office: Office) -> None:
    """Over written moments: the first candidate is the card; silence has a reason, and a worth moment was searched."""
    library, rules = office.library("trial"), office.settings.suggest.for_level()
    seen = set()
    for case in read_cases()[::12]:
        turns = typed((turn.speaker, turn.text) for turn in case.turns)
        for moment in Playground(library, office.settings).moments(turns):
            hits = moment.hits if moment.hits is not None else library.search(search_for(moment.opportunity))
            losers = Losers(moment, hits, rules)
            room = moment.policy.within_ration(moment.opportunity, moment.now)
            assert (moment.hits is not None) == (moment.policy.worth_a_card(moment.opportunity) and room)
            if moment.card is not None:
                assert losers.best is not None
                best = losers.best
                assert (best.hit.phrase_id, best.score) == (moment.card.phrase_id, moment.card.score)
                assert best.parts == moment.card.because.parts
            seen.add(moment.card is not None)
    assert seen == {True, False}


def test_the_parts_of_a_score_make_it(office: Office) -> None:
    """Half of the two chances together, less what is taken for repetition."""
    told = play(office, SAID)
    assert told["verdict"]["why"] == "shown"
    assert told["cards"][0]["place"] == "shown"
    assert len(told["cards"]) == 12
    for card in told["cards"]:
        parts = card["parts"]
        whole = (parts["fits"] + parts["good"]) / 2 + parts.get("repetition", 0.0)
        assert card["score"] == pytest.approx(max(whole, 0.0), abs=2e-4)


def test_the_reading_says_feeling_needs_and_place(office: Office) -> None:
    """Probabilities add up to one; needs that the words show are open."""
    told = play(office, SAID)
    assert sum(told["probabilities"].values()) == pytest.approx(1.0, abs=0.01)
    assert max(told["probabilities"], key=lambda name: told["probabilities"][name]) == told["emotion"]
    assert told["valence"] < 0
    assert {entry["need"] for entry in told["needs"] if entry["open"] and entry["shown"]} >= {"heard"}
    assert told["phase"] == "discovery"


def test_an_answered_need_is_closed_and_an_old_one_stays_open(office: Office) -> None:
    """The ledger is the session's."""
    answered = [
        *customer(SAID),
        {
            "speaker": "agent",
            "text": "You've explained this three times. I've read all your notes, so I won't ask again.",
        },
        *customer("so what happens now with my money"),
    ]
    before = {entry["need"] for entry in play(office, SAID)["needs"]}
    after = {entry["need"] for entry in run({"turns": answered}, office, silent)["needs"] if entry["open"]}
    assert before - after
    kept = play(office, SAID, "i see", every=True)["moments"][-1]
    assert {entry["need"] for entry in kept["needs"] if not entry["shown"]} == before


def test_a_second_card_too_soon_is_told(office: Office) -> None:
    """The cooldown stands in the way, with how long ago the last card was."""
    told = play(office, SAID, "this is outrageous and i want to speak to somebody who can help me")
    assert told["worth"]
    assert told["verdict"]["why"] == "cooldown"
    assert 0 < told["verdict"]["have"] < told["verdict"]["least"]


def test_plain_work_brings_no_card(office: Office) -> None:
    """Nothing is felt and nothing is missed."""
    told = play(office, "could you tell me your opening times please")
    assert (told["worth"], told["verdict"]["why"]) == (False, "work")
    assert told["cards"][0]["lost"]["why"] in {"moment", "floor"}


def test_below_the_floor_is_told_with_its_numbers(office: Office) -> None:
    """Every candidate under it."""
    told = play(office, SAID)
    lost = [card for card in told["cards"] if card["lost"] and card["lost"]["why"] == "floor"]
    assert lost
    assert all(card["lost"]["have"] == card["parts"]["fits"] < told["floor"] == card["lost"]["least"] for card in lost)


def test_a_candidate_is_explained_where_it_stands(office: Office) -> None:
    """Asked after, it tells the same as in the list."""
    card = play(office, SAID)["cards"][3]
    assert asked(office, card["phrase_id"]) == card["lost"]


def test_a_phrase_that_was_not_found_has_the_score_that_it_would_have(office: Office) -> None:
    """The same as where it is found."""
    phrase = play(office, SAID)["cards"][5]
    alone = Asked(office, part_of(office, Choice()))
    (moment,) = Playground(office.library("trial"), office.settings).moments(typed([("customer", SAID)]))
    told = alone.standing(phrase["phrase_id"], moment, [], Nearest(office, SAID))
    assert told.candidate.parts == phrase["parts"]
    assert told.candidate.score == phrase["score"]


def test_a_boundary_is_for_abuse_alone(office: Office) -> None:
    """And to abuse nothing else is said."""
    assert asked(office, "boundary-threat-1")["why"] == "boundary"
    shown = play(office, SAID)["cards"][0]["phrase_id"]
    assert asked(office, shown, "you are a useless stupid idiot and i hope you choke")["why"] == "abuse"


def test_a_situation_needs_its_cue(office: Office) -> None:
    """With the nearest cue and how far it is off."""
    phrase = next(p for p in office.bank("trial").approved if p.scope == "situation" and "abuse" not in p.emotions)
    lost = asked(office, phrase.id)
    assert lost["why"] in {"situation", "floor"}
    far = asked(office, phrase.id, "my dog likes the colour of the sea and the wind")
    assert far["why"] == "situation"
    assert far["example"] in phrase.cues
    assert far["have"] < far["least"]


def test_other_sectors_and_places_are_named(office: Office) -> None:
    """The settings of the office leave them out."""
    bank = office.bank("trial")
    sector = next(phrase for phrase in bank.approved if phrase.pack == "banking" and phrase.locale == "any")
    assert asked(office, sector.id) == {"why": "pack", "pack": "banking"}
    abroad = next(phrase for phrase in bank.approved if phrase.pack == "core" and phrase.locale != "any")
    assert asked(office, abroad.id) == {"why": "locale", "locale": abroad.locale}


def test_a_sector_is_tried_with_its_phrases(office: Office) -> None:
    """Chosen, it is no other one any more."""
    sector = next(p for p in office.bank("trial").approved if p.pack == "banking" and p.locale == "any")
    assert asked(office, sector.id, packs=["banking"])["why"] != "pack"
    assert play(office, SAID, packs=["banking"])["phrases"] > play(office, SAID)["phrases"]


def test_a_team_is_tried_under_its_rules(tmp_path: Path, office: Office) -> None:
    """Its sectors, and how soon a card may follow another."""
    store = Store.create(tmp_path / "bank.db", load_bank(), "Attune")
    other = Office(office.settings, tmp_path / "bank.db")
    other.__dict__["models"] = office.models
    store.save_profile(Profile(name="Claims", packs=("insurance",), level="expert", cooldown_seconds=1.0), "Ann")
    again = (SAID, "this is outrageous and i want to speak to somebody who can help me")
    assert play(other, *again)["verdict"]["why"] == "cooldown"
    told = play(other, *again, team="Claims")
    assert told["verdict"]["why"] != "cooldown"
    assert told["floor"] == pytest.approx(0.85)
    assert told["phrases"] == play(other, SAID, packs=["insurance"])["phrases"]
    with pytest.raises(UsageError, match="There is no team 'Loans'"):
        play(other, SAID, team="Loans")


def test_a_name_that_there_is_not_is_told(office: Office) -> None:
    """One sentence."""
    with pytest.raises(UsageError, match="There is no phrase 'nobody'"):
        asked(office, "nobody")


@pytest.mark.parametrize("turns", [[], [{"speaker": "agent", "text": "hello"}]])
def test_without_a_word_of_the_customers_there_is_nothing_to_tell(office: Office, turns: list[dict[str, str]]) -> None:
    """One sentence with the mend."""
    with pytest.raises(SourceError, match="The customer says nothing here"):
        run({"turns": turns}, office, silent)


def test_what_is_no_turn_is_told(office: Office) -> None:
    """One sentence."""
    with pytest.raises(SourceError, match="These are no turns of a call"):
        run({"turns": [{"speaker": "dog", "text": "woof"}]}, office, silent)


def test_a_draft_is_tried_before_it_is_released(tmp_path: Path, office: Office) -> None:
    """An example that must not be answered takes effect with the drafts, not in what is published."""
    shown = play(office, SAID)["cards"][0]["phrase_id"]
    phrase = load_bank()[shown]
    store = Store.create(tmp_path / "bank.db", Bank([phrase, *load_bank().approved[:40]]), "Attune")
    other = Office(office.settings, tmp_path / "bank.db")
    other.__dict__["models"] = office.models  # loaded once
    draft = replace(phrase, avoid=(*phrase.avoid, SAID))
    store.save([Edit(draft, 1)], "Ann")
    assert play(other, SAID, bank="published")["cards"][0]["phrase_id"] == shown
    tried = play(other, SAID, bank="trial", phrase=shown)
    assert tried["asked"]["place"] == "lost"
    lost = tried["asked"]["lost"]
    assert (lost["why"], lost["example"]) == ("avoid", SAID)
    assert lost["have"] == pytest.approx(1.0, abs=0.01)


def test_a_new_phrase_is_not_in_the_release(tmp_path: Path, office: Office) -> None:
    """It is told how far it is."""
    bank = Bank(load_bank().approved[:40])
    store = Store.create(tmp_path / "bank.db", bank, "Attune")
    other = Office(office.settings, tmp_path / "bank.db")
    other.__dict__["models"] = office.models
    store.save([Edit(replace(bank.phrases[0], id="quite-new-1", status="draft"), 0)], "Ann")
    for which in ("published", "candidate"):
        assert asked(other, "quite-new-1", bank=which) == {"why": "status", "status": "draft"}


def test_turns_have_their_own_times_or_plausible_ones() -> None:
    """One turn without times makes all of them typed ones."""
    whole = [
        Turn(speaker="customer", text=" hello ", start=3.0, end=5.0),
        Turn(speaker="agent", text="good day", start=6.0, end=7.0),
    ]
    assert [(turn.at, turn.start, turn.text) for turn in timed(whole)] == [(5.0, 3.0, "hello"), (7.0, 6.0, "good day")]
    assert timed([whole[0], Turn(speaker="agent", text="good day")])[0].start == 0.0
