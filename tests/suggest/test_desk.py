"""When a card is shown, and what becomes of it."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.commands import AcceptSuggestion, DismissSuggestion, RejectSuggestion, ShowSuggestion
from assist.events import Evidence, SuggestionExpired, SuggestionOffered, SuggestionShown
from assist.inputs import ActsRead, BankSearched
from assist.settings import SuggestSettings
from assist.suggest.desk import SuggestionDesk
from assist.suggest.ranking import Opportunity
from tests.scripts import hit

SETTINGS = SuggestSettings()
STRATEGIES = (
    *("empathy_language", "personalised_solution", "gratitude", "timely_response", "team_support"),
    *("warm_tone", "alternatives", "genuine_concern", "shared_goal", "inform"),
)
"""Which help an angry customer alike whom nobody owns: they leave the order to the phrases' names."""
HITS = tuple(hit(f"p{number}", strategy=STRATEGIES[number % 10]) for number in range(40))


def moment(at: float, emotion: str = "anger", needs=None, phase="discovery", name: str | None = None) -> Opportunity:
    shown = {"ownership": 0.9} if needs is None else needs
    return Opportunity(name or f"customer-{at}", "nobody here owns this", emotion, 0.9, -0.5, shown, (), phase, at)


def offer(desk: SuggestionDesk, opportunity: Opportunity, *, speaking: bool = False, delay: float = 0.0, hits=HITS):
    now = opportunity.at + delay
    search = desk.consider(opportunity, now)
    if search:
        desk.choose(BankSearched(request_id=search.request_id, hits=hits), {"issue": "the refund"})
    return desk.step(now, speaking)


HEARD = Evidence(utterance_id="agent-1", quote="i'll look into the refund myself")


def hits_from(number: int):
    """Another best phrase for another number."""
    return HITS[number:] + HITS[:number]


def said_like(phrase_id: str) -> ActsRead:
    """The agent's words were like this phrase."""
    return ActsRead(utterance_id="agent-1", acts={}, answers={}, card_similarity=0.8, card_phrase=phrase_id)


def offered(events):
    return [event for event in events if isinstance(event, SuggestionOffered)]


def test_a_card_has_its_words_its_reason_and_two_alternates():
    """Slots are filled from the call; the customer's words and the parts of the score are with it."""
    (card,) = offered(offer(SuggestionDesk(SETTINGS), moment(1.0)))
    assert card.text == "I'll look into the refund myself."
    assert card.because.quote == "nobody here owns this"
    assert set(card.because.parts) == {"fits", "good", "similarity", "need", "emotion", "phase", "strategy"}
    assert [other.phrase_id for other in card.alternates] == ["p1", "p12"]


def test_nothing_is_shown_below_the_floor():
    """Silence is better than a phrase that does not fit."""
    weak = (hit("weak", fits=SETTINGS.floor - 0.01),)
    assert offer(SuggestionDesk(SETTINGS), moment(1.0), hits=weak) == []


def test_a_neutral_customer_gets_no_card():
    """Plain work needs no words of empathy."""
    assert offer(SuggestionDesk(SETTINGS), moment(1.0, "neutral", {"clarity": 0.95})) == []


def test_flat_words_about_not_being_heard_get_one():
    """A sure relational need speaks for itself."""
    hits = (hit("again", needs=("continuity",)),)
    assert offered(offer(SuggestionDesk(SETTINGS), moment(1.0, "neutral", {"continuity": 0.9}), hits=hits))


def test_thanks_get_a_card_only_after_trouble():
    """A calm customer's closing thanks need no answer from a bank."""
    desk = SuggestionDesk(SETTINGS)
    assert offer(desk, moment(1.0, "gratitude", {}, "closing")) == []
    offer(desk, moment(10.0))
    warm = (hit("warm", emotions=("gratitude",), needs=()),)
    assert offered(offer(desk, moment(50.0, "gratitude", {}, "closing"), hits=warm))


def test_nothing_pops_while_the_agent_speaks():
    """The card waits for the agent to finish, and is dropped when it has become stale."""
    desk = SuggestionDesk(SETTINGS)
    assert offer(desk, moment(1.0), speaking=True) == []
    assert offered(desk.step(4.0, False))
    late = SuggestionDesk(SETTINGS)
    offer(late, moment(1.0), speaking=True)
    assert late.step(1.0 + SETTINGS.stale_seconds + 0.1, False) == []


def test_an_untouched_card_expires():
    """After its time, once."""
    desk = SuggestionDesk(SETTINGS)
    (card,) = offered(offer(desk, moment(1.0)))
    expired = SuggestionExpired(suggestion_id=card.suggestion_id, phrase_id=card.phrase_id, reason="timeout")
    assert desk.step(1.0 + SETTINGS.shown_seconds, False) == [expired]
    assert desk.step(30.0, False) == []


@pytest.mark.parametrize("command", [AcceptSuggestion, DismissSuggestion, RejectSuggestion])
def test_a_choice_is_taken_once(command):
    """Accepted, dismissed and rejected end a card; it does not expire any more."""
    desk = SuggestionDesk(SETTINGS)
    (card,) = offered(offer(desk, moment(1.0)))
    gesture = command(suggestion_id=card.suggestion_id, phrase_id=card.phrase_id)
    assert desk.gesture(gesture, 2.0) is not None
    assert desk.gesture(gesture, 2.0) is None
    assert desk.step(60.0, False) == []


def test_a_gesture_for_another_card_is_nothing():
    """An overlay that lags cannot touch the wrong card, nor a phrase that was not on it."""
    desk = SuggestionDesk(SETTINGS)
    (card,) = offered(offer(desk, moment(1.0)))
    assert desk.gesture(ShowSuggestion(suggestion_id="suggestion-9", phrase_id=card.phrase_id), 2.0) is None
    assert desk.gesture(AcceptSuggestion(suggestion_id=card.suggestion_id, phrase_id="other"), 2.0) is None


EVERY_MINUTE = SuggestSettings(cap=40, need_cooldown_seconds=20.0)


def three_cards(desk: SuggestionDesk) -> list[SuggestionOffered]:
    """One a minute; the first two have expired."""
    return [offered(offer(desk, moment(60.0 * n), hits=hits_from(n)))[0] for n in range(3)]


@pytest.mark.parametrize("command", [AcceptSuggestion, DismissSuggestion, RejectSuggestion])
def test_a_card_that_is_pinned_beyond_its_time_still_counts(command):
    """It was let go of here, and two newer ones came; the newest stays open."""
    desk = SuggestionDesk(EVERY_MINUTE)
    first, _, last = three_cards(desk)
    gesture = command(suggestion_id=first.suggestion_id, phrase_id=first.phrase_id)
    assert desk.gesture(gesture, 121.0) is not None
    assert desk.gesture(gesture, 122.0) is None
    assert desk.step(200.0, False)[0].suggestion_id == last.suggestion_id


def test_a_phrase_that_was_taken_late_may_be_said():
    """Its words count for as long after the click as after its coming, whatever card is newer."""
    desk = SuggestionDesk(EVERY_MINUTE)
    first, _, last = three_cards(desk)
    assert first.phrase_id not in desk.open_card(121.0)
    desk.gesture(AcceptSuggestion(suggestion_id=first.suggestion_id, phrase_id=first.phrase_id), 121.0)
    assert next(iter(desk.open_card(122.0))) == last.phrase_id
    spoken = desk.agent_said(said_like(first.phrase_id), HEARD, 125.0)
    assert spoken is not None
    assert spoken.suggestion_id == first.suggestion_id
    assert first.phrase_id not in desk.open_card(126.0)


def test_a_card_that_waited_is_seen_late():
    """That does not open it again, but its words count from then on."""
    desk = SuggestionDesk(EVERY_MINUTE)
    first, _, _ = three_cards(desk)
    assert desk.gesture(ShowSuggestion(suggestion_id=first.suggestion_id, phrase_id=first.phrase_id), 121.0) is not None
    assert first.phrase_id in desk.open_card(140.0)
    assert [event.suggestion_id for event in desk.step(200.0, False)] == ["suggestion-3"]


def test_five_cards_are_remembered():
    """A gesture on an older one comes too late."""
    desk = SuggestionDesk(EVERY_MINUTE)
    first, second, *_ = [offered(offer(desk, moment(60.0 * n), hits=hits_from(n)))[0] for n in range(6)]
    taken = [AcceptSuggestion(suggestion_id=card.suggestion_id, phrase_id=card.phrase_id) for card in (first, second)]
    assert [desk.gesture(command, 301.0) is not None for command in taken] == [False, True]


STEPS = st.one_of(
    st.tuples(
        st.sampled_from([ShowSuggestion, AcceptSuggestion, DismissSuggestion, RejectSuggestion]), st.integers(1, 9)
    ),
    st.tuples(st.just("say"), st.integers(0, 39)),
    st.tuples(st.just("offer"), st.integers(0, 39)),
    st.tuples(st.just("quiet"), st.booleans()),
)


@given(st.lists(st.tuples(st.floats(0.1, 40.0), STEPS), max_size=40))
def test_a_card_has_no_outcome_twice(script):
    """Whatever the agent does, and however late: at most one of each kind for a card, and one choice at most."""
    desk = SuggestionDesk(EVERY_MINUTE)
    cards: dict[str, SuggestionOffered] = {}
    outcomes: list[tuple[str, str]] = []
    now = 0.0
    for wait, (step, number) in script:
        now += wait
        events = list(desk.step(now, False))
        if step == "offer":
            events += offer(desk, moment(now), hits=hits_from(number))
        elif step == "say":
            events.append(desk.agent_said(said_like(f"p{number}"), HEARD, now))
        elif step == "quiet":
            events += desk.keep_quiet(on=number)
        elif (card := cards.get(f"suggestion-{number}")) is not None:
            events.append(desk.gesture(step(suggestion_id=card.suggestion_id, phrase_id=card.phrase_id), now))
        for event in (event for event in events if event is not None):
            if isinstance(event, SuggestionOffered):
                cards[event.suggestion_id] = event
            elif not isinstance(event, SuggestionShown):
                outcomes.append((event.suggestion_id, type(event).__name__))
    assert len(outcomes) == len(set(outcomes))
    chosen = [name for name, kind in outcomes if kind not in ("SuggestionExpired", "SuggestionSpoken")]
    assert len(chosen) == len(set(chosen))


def test_what_the_agent_says_is_noticed_without_a_click():
    """Words like the card's count as having said it, once."""
    desk = SuggestionDesk(SETTINGS)
    offer(desk, moment(1.0))
    assert list(desk.open_card(2.0)) == ["p0", "p1", "p12"]
    said = ActsRead(utterance_id="agent-1", acts={}, answers={}, card_similarity=0.8)
    evidence = Evidence(utterance_id="agent-1", quote="i'll look into the refund myself")
    spoken = desk.agent_said(said, evidence, 5.0)
    assert spoken is not None
    assert (spoken.phrase_id, spoken.evidence) == ("p0", evidence)
    assert desk.agent_said(said, evidence, 6.0) is None


def test_an_alternate_that_the_agent_says_counts_as_itself():
    """Whichever phrase of the card was said is told, and does not come again."""
    desk = SuggestionDesk(SETTINGS)
    offer(desk, moment(1.0))
    said = ActsRead(utterance_id="agent-1", acts={}, answers={}, card_similarity=0.8, card_phrase="p12")
    spoken = desk.agent_said(said, Evidence(utterance_id="agent-1", quote="i'll look into it"), 5.0)
    assert spoken is not None
    assert spoken.phrase_id == "p12"
    (later,) = offered(offer(desk, moment(120.0), hits=HITS[12:14]))
    assert later.phrase_id == "p13"


def test_a_card_says_why_in_a_sentence():
    """What the customer shows, that they show it again, and what the phrase does about it."""
    again = replace(moment(1.0), again=frozenset({"ownership"}))
    hits = (hit("p1", strategy="ownership"),)
    (card,) = offered(offer(SuggestionDesk(SETTINGS), again, hits=hits))
    assert card.because.why == "Again nobody takes it on: takes it into your hands"
    assert card.because.utterance_id == again.utterance_id


def test_a_rehearsal_changes_nothing():
    """Searching for words that may still change uses up no card, no phrase and no moment."""
    desk = SuggestionDesk(SETTINGS)
    search = desk.rehearse(moment(1.0), "customer-1/1", 1.0)
    assert search is not None
    assert search.early
    assert desk.card(HITS, moment(1.0), {}) == desk.card(HITS, moment(1.0), {})
    assert desk.step(1.0, False) == []
    assert offered(offer(desk, moment(1.0)))


def test_abuse_is_not_rehearsed():
    """A boundary waits for the final words, with which abuse is flagged."""
    assert SuggestionDesk(SETTINGS).rehearse(moment(1.0, "abuse", {}), "customer-1/1", 1.0) is None


def test_one_utterance_brings_one_card():
    """Also where no cooldown keeps the second one back."""
    desk = SuggestionDesk(SuggestSettings(cooldown_seconds=0.0, need_cooldown_seconds=0.0))
    assert offered(offer(desk, moment(1.0)))
    assert offer(desk, moment(1.0)) == []


@pytest.mark.parametrize(("level", "cards"), [("novice", 8), ("standard", 6), ("expert", 3)])
def test_the_level_decides_how_many_cards_there_are(level, cards):
    """More for a novice, few for an expert; and those must fit more clearly."""
    settings = SuggestSettings(level=level).for_level()
    desk = SuggestionDesk(settings)
    needs = ("ownership", "heard", "speed", "clarity", "certainty", "honesty", "control", "fairness", "safety")
    hits = [
        tuple(hit(f"{need}{n}", strategy=STRATEGIES[(3 * place + n) % 10], needs=(need,)) for n in range(3))
        for place, need in enumerate(needs)
    ]
    shown = [offer(desk, moment(50.0 * n, needs={need: 0.9}), hits=hits[n]) for n, need in enumerate(needs)]
    assert sum(len(offered(events)) for events in shown) == cards
    plain = (hit("plain", fits=SETTINGS.floor + 0.01),)
    assert bool(offered(offer(SuggestionDesk(settings), moment(1.0), hits=plain))) == (level != "expert")


@given(
    st.lists(
        st.tuples(st.floats(0.2, 60.0), st.sampled_from(["anger", "anxiety", "neutral", "gratitude"]), st.booleans()),
        max_size=60,
    ),
    st.sampled_from(
        [SETTINGS, SuggestSettings(level="novice").for_level(), SuggestSettings(level="expert").for_level()]
    ),
)
def test_the_ration_is_never_exceeded(steps, settings):
    """Whatever a call brings: cooldown and cap hold, no phrase comes twice, nothing while the agent speaks."""
    desk, now, cards = SuggestionDesk(settings), 0.0, []
    for number, (gap, emotion, speaking) in enumerate(steps):
        now += gap
        needs = {("ownership", "heard", "speed", "clarity", "certainty")[number % 5]: 0.9}
        fresh = offered(offer(desk, moment(now, emotion, needs, name=f"customer-{number}"), speaking=speaking))
        assert not (fresh and speaking)
        assert all(card.because.quote for card in fresh)
        cards += [(now, card) for card in fresh]
    times = [at for at, _ in cards]
    assert all(later - earlier >= settings.cooldown_seconds for earlier, later in itertools.pairwise(times))
    assert all(sum(0 <= at - first <= settings.cap_window_seconds for at in times) <= settings.cap for first in times)
    assert len({card.phrase_id for _, card in cards}) == len(cards)
