"""One thing done well and one thing to try: each names words or numbers of the call, or is silent."""

from __future__ import annotations

from collections.abc import Mapping

from assist.report.customer import Mood, NeedOutcome
from assist.report.exchanges import EMPATHIC_ACTS
from assist.report.facts import CallFacts
from assist.report.moments import WELL, Moment
from assist.report.words import counted, feeling_word, lasting, quoted

MONOLOGUE_SECONDS = 45.0
"""From here on a stretch of the agent's is worth a remark; judgement."""
SLOW_SECONDS = 45.0
"""A need that waited this long for its answer was answered late; judgement."""
STUNG = -0.08
"""A slip after which the mood moved less than this much down is named only where nothing graver is; judgement."""
CONTENT = 0.2
"""From this mood on a customer is content enough to be asked how it went; judgement."""
LISTENED_SECONDS = 15.0
"""A customer who spoke for less was not kept from speaking, and that is no merit; judgement."""

_ADVICE: Mapping[str, str] = {
    "heard": "say their exact issue back to them first",
    "validated": "tell them that their reaction makes sense",
    "respected": "use their name and leave blame out",
    "fairness": "explain the rule and how they can contest it",
    "control": "offer them two ways to go on",
    "clarity": "explain it in plain words, one step at a time",
    "certainty": "tell them who does what by when",
    "speed": "acknowledge the time it has cost them, then take the shortest path",
    "ownership": "say what you yourself will do, and begin with: I will",
    "continuity": "sum up what they have told before, so that they need not repeat it",
    "competence": "name the steps that you will take",
    "honesty": "give them a straight answer about what went wrong",
    "resource": "acknowledge the loss and say how you protect their money now",
    "safety": "slow down, and ask whether they are all right before you go on",
}
"""What answers a need (the taxonomy's table), as advice."""
_SHOWN: Mapping[str, str] = {
    "validation": "You told them that their reaction made sense",
    "perspective_taking": "You saw it from their side",
    "active_listening": "You showed that you had listened",
    "genuine_concern": "You showed concern for them",
    "empathy_language": "You put their feeling into words",
    "apology": "You said sorry for something definite",
    "staying_calm": "You stayed calm",
    "ownership": "You took it on yourself",
    "personalised_solution": "You found something that fits them",
    "alternatives": "You offered them a choice",
    "commitment": "You promised something definite",
    "team_support": "You brought in the right people",
    "proactive_service": "You thought ahead for them",
    "gratitude": "You thanked them",
    "inform": "You gave a clear answer",
    "warm_greeting": "You opened warmly",
}
"""Acts as merits, the most telling first."""


def went_well(call: CallFacts) -> str | None:
    """One thing done well; None where nothing shows it."""
    return _held_up(call) or _turned_them(call) or _answered(call) or _found_words(call) or _let_speak(call)


def _held_up(call: CallFacts) -> str | None:
    """What the agent did in the face of abuse."""
    if not call.insults:
        return None
    held = next((insult for insult in call.insults if insult.boundary), None)
    if held:
        return f"When they said {quoted(held.quote)}, you set a boundary: {quoted(held.boundary)}."
    first = call.insults[0]
    later = [promise for promise in call.promises if promise.at > first.at]
    if later:
        return f"Even after {quoted(first.quote)} you kept to the matter: {quoted(later[0].quote)}."
    return None


def _turned_them(call: CallFacts) -> str | None:
    """The moment after which they were better off, by how much."""
    turned = [moment for moment in call.moments if moment.turned]
    if not turned:
        return None
    best = max(turned, key=lambda moment: (moment.rise, -moment.at))
    moved = f"they went from {feeling_word(best.before)} to {feeling_word(best.after)}"
    return f"You said {quoted(best.quote)}, and {moved}: {quoted(best.reply, 10)}."


def _answered(call: CallFacts) -> str | None:
    """A need met, by words after which they were not worse off."""
    fell = {slip.quote for slip in call.slips}
    moments = [moment for moment in call.moments if moment.reasons]
    for need in sorted((need for need in call.needs if need.met), key=lambda need: need.seconds_until_met or 0.0):
        moment = _moment_of(need, moments)
        if moment and not any(words in (need.answer or "") for words in fell):
            soon = (need.seconds_until_met or 0.0) <= SLOW_SECONDS
            within = f" within {lasting(need.seconds_until_met)}" if soon else ""
            return f"You answered {quoted(need.quote)}{within}: {quoted(need.answer)}."
    return None


def _moment_of(need: NeedOutcome, moments: list[Moment]) -> Moment | None:
    return next((moment for moment in moments if moment.quote == need.answer), None)


def _found_words(call: CallFacts) -> str | None:
    """Fitting words: of a card, of strong empathy, or of an act that customers value."""
    for card in call.cards:
        if card.spoken:
            return f"When they said {quoted(card.because)}, you found fitting words: {quoted(card.spoken)}."
    strong = max(call.moments, key=lambda moment: (len(moment.reasons), moment.rise), default=None)
    if strong and strong.reasons:
        return f"When they said {quoted(strong.asked)}, you {strong.reasons[0]}: {quoted(strong.quote)}."
    slips = {slip.quote for slip in call.slips}
    shown = {act.act: act for act in call.acts if not any(words in act.quote for words in slips)}
    upset = bool(call.slips) or (call.valence_end is not None and call.valence_end <= STUNG)
    names = [name for name in _SHOWN if name in shown and not (upset and name not in EMPATHIC_ACTS)]
    return f"{_SHOWN[names[0]]}: {quoted(shown[names[0]].quote)}." if names else None


def _let_speak(call: CallFacts) -> str | None:
    talk = call.talk
    if talk.interruptions or talk.customer_seconds < LISTENED_SECONDS or not talk.agent_seconds:
        return None
    return f"You let them finish: they spoke for {lasting(talk.customer_seconds)} and were not interrupted once."


def to_try(call: CallFacts) -> str | None:
    """One thing to try next time. After an insult it sides with the agent, and nothing else is asked of them."""
    if call.insults:
        return _after_insult(call)
    lessons = (_slip, _unmet, _missed, _flow, _promised_vaguely, _slow, _monologue, _unasked)
    return next((lesson for lesson in (find(call) for find in lessons) if lesson), None)


def balance(call: CallFacts) -> str:
    """Needs, interruptions and silences of the call in one sentence."""
    talk = call.talk
    if not talk.customer_seconds:
        return f"No word of the customer was heard in {lasting(call.duration_seconds)}."
    due = len(call.needs_due)
    needs = f"{len(call.needs_met)} of {counted(due, 'need')} met" if due else "no need was raised"
    broken = counted(len(talk.interruptions), "interruption") if talk.interruptions else "no interruption"
    silent = counted(len(talk.dead_air), "long silence") if talk.dead_air else "no long silence"
    return f"In {lasting(call.duration_seconds)}: {needs}, {broken}, {silent}."


def _after_insult(call: CallFacts) -> str:
    worst = call.insults[0]
    times = f", one of {counted(len(call.insults), 'insult')}," if len(call.insults) > 1 else ""
    if worst.boundary or worst.at > call.last_chance:
        return f"{quoted(worst.quote)}{times} was not about you: take two minutes before the next call."
    return (
        f"{quoted(worst.quote)}{times} is not yours to bear: next time, ask once for respectful words, "
        "and if it goes on, end the call or bring in your supervisor."
    )


def _slip(call: CallFacts) -> str | None:
    """Words of the agent's after which the mood fell; without a fall they yield to a need left open."""
    if not call.slips:
        return None
    worst = min(call.slips, key=lambda slip: slip.change)
    if worst.change > STUNG and call.open_needs:
        return None
    return f"After {quoted(worst.quote)} they said {quoted(worst.reply)}: next time, {worst.advice}."


def _unmet(call: CallFacts) -> str | None:
    if not call.open_needs:
        return None
    need = max(call.open_needs, key=lambda need: (need.times, need.offered is not None))
    often = f", shown {need.times} times," if need.times > 1 else ""
    advice = _ADVICE.get(need.need, "answer it before you go on")
    better = f" The card had words for it: {quoted(need.offered, 30)}." if need.offered else ""
    return f"{quoted(need.quote)}{often} stayed unanswered: next time, {advice}.{better}"


def _missed(call: CallFacts) -> str | None:
    """A feeling that an answer passed by: the first, since the rest of the call hangs on it."""
    if not call.misses:
        return None
    miss = call.misses[0]
    return f"When they said {quoted(miss.asked)}, you answered {quoted(miss.quote)}: next time, {miss.advice}."


def _flow(call: CallFacts) -> str | None:
    """Interruptions, silences, holds that nobody explained."""
    talk = call.talk
    if talk.interruptions:
        first = talk.interruptions[0]
        return f"You began {quoted(first.words)} over their {quoted(first.quote)}: next time, let them finish first."
    if talk.dead_air:
        silence = max(talk.dead_air, key=lambda silence: silence.seconds)
        after = f"After {quoted(silence.quote)} it was silent for {lasting(silence.seconds)}"
        return f"{after}: next time, say what you are doing while it lasts."
    for hold in talk.holds:
        if not hold.explained:
            began = f"With {quoted(hold.quote)} they waited {lasting(hold.seconds)}"
            return f"{began}: next time, say why and for how long before you put them on hold."
    return None


def _promised_vaguely(call: CallFacts) -> str | None:
    vague = next((promise for promise in call.promises if promise.vague), None)
    return f"You promised {quoted(vague.quote)}: next time, add who does it and by when." if vague else None


def _slow(call: CallFacts) -> str | None:
    met = [need for need in call.needs if need.met and not need.excused]
    slow = max(met, key=lambda need: need.seconds_until_met or 0.0, default=None)
    if slow is None or (slow.seconds_until_met or 0.0) < SLOW_SECONDS:
        return None
    waited = f"{quoted(slow.quote)} waited {lasting(slow.seconds_until_met)} for its answer"
    return f"{waited}: next time, {_ADVICE.get(slow.need, 'answer it')} before anything else."


def _monologue(call: CallFacts) -> str | None:
    turn = call.talk.longest_monologue
    if turn is None or turn.seconds < MONOLOGUE_SECONDS or not call.talk.customer_seconds:
        return None
    began = f"From {quoted(turn.quote)} on you spoke for {lasting(turn.seconds)} in one go"
    return f"{began}: next time, stop after a step or two and ask whether it is clear."


def _unasked(call: CallFacts) -> str | None:
    """A customer who was upset and left content was not asked how the call went."""
    words = content_words(call)
    if words is None or all(mood.emotion in WELL for mood in call.moods):
        return None
    return f"They left content ({quoted(words.quote)}): next time, ask them how the call went for them."


def content_words(call: CallFacts) -> Mood | None:
    """The grateful words of a customer who ended content and was not asked for feedback."""
    last = next((mood for mood in reversed(call.moods) if mood.emotion == "gratitude"), None)
    asked = any(act.act == "feedback_request" for act in call.acts)
    content = call.valence_end is not None and call.valence_end >= CONTENT
    return last if content and not asked else None
