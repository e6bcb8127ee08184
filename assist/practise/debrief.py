"""After a role play: what came of it, and for each turn that went wrong what a better answer would have been."""

from __future__ import annotations

from collections.abc import Sequence

from assist import events as facts
from assist.commands import SearchBank
from assist.inputs import BankSearched
from assist.names import NEEDS
from assist.practise.outcome import Debrief, Lesson
from assist.practise.roleplay import Exchange, RolePlay
from assist.practise.scenario import MISSTEPS
from assist.practise.stage import Reader
from assist.suggest.ranking import ABUSE, Opportunity, rank
from phrasebank.slots import fill
from phrasebank.taxonomy import load_taxonomy

_WORTH_SAYING = 0.5
"""A phrase of the bank that scores below this fits the words too little to be held up as a better answer. Below the
floor of the cards (`suggest.floor`): here it is an example to think about, not words to be said now."""


def debrief(play: RolePlay, reader: Reader) -> Debrief:
    """Look back on a role play that has ended. ``reader`` searches the bank."""
    scenario, state = play.scenario, play.state
    ending = scenario.ending(state.ending)
    replies = [(exchange, exchange.reply) for exchange in play.exchanges if exchange.reply is not None]
    eased = [(reply.moved, exchange) for exchange, reply in replies if reply.moved > 0 and exchange.agent]
    best = max(eased, key=lambda pair: pair[0])[1] if eased else None
    return Debrief(
        title=scenario.title,
        ending=ending.name,
        good=ending.good,
        meaning=ending.meaning,
        turns=state.turns,
        tempers=(*(exchange.state.temper for exchange, _ in replies), state.temper),
        met=tuple((NEEDS[need], exchange.agent) for exchange, reply in replies for need in reply.met),
        unmet=tuple(NEEDS[want.need] for want in scenario.wants if want.need not in state.met and not want.hidden),
        hidden=tuple(NEEDS[want.need] for want in scenario.wants if want.need not in state.met and want.hidden),
        best=(best.customer, best.agent) if best else None,
        lessons=tuple(_lessons(play, reader)),
    )


def _lessons(play: RolePlay, reader: Reader) -> list[Lesson]:
    lessons: list[Lesson] = []
    for number, exchange in enumerate(play.exchanges):
        reply = exchange.reply
        if reply is None or not (reply.missed or reply.missteps):
            continue
        if not exchange.agent and "silence" not in reply.missteps:
            continue  # the agent ended the call
        need = (reply.missed or exchange.state.open or (play.scenario.wants[0].need,))[0]
        known = any(lesson.example == play.scenario.want(need).answer for lesson in lessons)
        cue, phrase, shown = _words(play, exchange, need, reader)
        lessons.append(
            Lesson(
                number=number,
                customer=exchange.customer,
                agent=exchange.agent,
                what=_what(reply.missteps, need),
                why=_why(need, abused=_emotion(play, exchange) == ABUSE),
                cue=cue,
                phrase=phrase,
                shown=shown,
                example="" if known else play.scenario.want(need).answer,
            )
        )
    return lessons


def _what(missteps: Sequence[str], need: str) -> str:
    if not missteps:
        return f"Your answer went past what they asked for: {NEEDS[need].lower()}."
    return f"This did not help: {MISSTEPS[missteps[0]]}."


def _why(need: str, *, abused: bool) -> str:
    if abused:
        return "They attacked you. You may set a boundary once, calmly, and go on with the matter when it is kept."
    answered_by = next(tag.answered_by for tag in load_taxonomy().needs if tag.id == need)
    return f"They needed {_NEEDED[need]}. What answers it: {answered_by}."


_NEEDED = {
    "heard": "to know that you had taken in what they said",
    "validated": "to hear that their reaction makes sense",
    "respected": "to be treated with respect, without blame",
    "fairness": "to see that it is just, or how to contest it",
    "control": "a say in what happens",
    "clarity": "to understand it in plain words",
    "certainty": "to know what will happen, and when",
    "speed": "it to be quick and easy",
    "ownership": "somebody to take it on",
    "continuity": "not to tell their story again",
    "competence": "to trust that you can solve it",
    "honesty": "a straight answer",
    "resource": "their money or goods to be protected",
    "safety": "to feel safe, before anything else",
}


def _words(play: RolePlay, exchange: Exchange, need: str, reader: Reader) -> tuple[str, str, bool]:
    """The card that stood there, or else what the bank has for this need and these words."""
    offered = next((event for event in exchange.events if isinstance(event, facts.SuggestionOffered)), None)
    if offered:
        return offered.cue, offered.text, True
    emotion = _emotion(play, exchange)
    search = SearchBank(
        request_id="debrief", query=_asked(play, exchange, need), emotion=emotion, needs={need: 1.0}, phase="discovery"
    )
    searched = reader.perform(search)
    hits = searched.hits if isinstance(searched, BankSearched) else ()
    moment = Opportunity(
        utterance_id="",
        quote=exchange.customer,
        emotion=emotion,
        confidence=1.0,
        valence=exchange.state.temper,
        shown={need: 1.0},
        still_open=(),
        phase="discovery",
        at=0.0,
    )
    ranked = [found for found in rank(hits, moment, (), (), 0.0) if need in found.hit.needs or emotion == ABUSE]
    if not ranked or ranked[0].hit.fits < _WORTH_SAYING:
        return "", "", False
    return ranked[0].hit.cue, fill(ranked[0].hit.text, {}), False


def _asked(play: RolePlay, exchange: Exchange, need: str) -> str:
    """The latest words up to here in which the customer brought the need up: "Hello?" is no question to answer."""
    voiced = play.scenario.want(need).voiced
    before = [other.customer for other in play.exchanges if other.mark <= exchange.mark]
    return next((said for said in reversed(before) if any(line in said for line in voiced)), play.scenario.opening)


def _emotion(play: RolePlay, exchange: Exchange) -> str:
    """How the customer felt with these words, as the engine read it."""
    if any(isinstance(event, facts.AbuseFlagged) for event in exchange.events):
        return ABUSE
    last = exchange.events[-1].seq if exchange.events else 0
    felt = [event for event in play.events if isinstance(event, facts.EmotionChanged) and event.seq <= last]
    return felt[-1].emotion if felt and felt[-1].emotion != ABUSE else "neutral"
