"""One thing done well and one thing to try: each names words of the call, or is silent."""

from __future__ import annotations

from collections.abc import Sequence

from assist.affect.turntaking import Talk
from assist.names import FEELINGS
from assist.report.agent import ActOutcome, CardOutcome
from assist.report.customer import Mood, NeedOutcome

MONOLOGUE_SECONDS = 45.0
"""From here on a stretch of the agent's is worth a remark; judgement."""
SLOW_SECONDS = 45.0
"""A need that waited this long for its answer was answered late; judgement."""
LIFT = 0.3
"""A rise of valence worth naming, on the scale of -1..1; judgement."""
LIFT_WITHIN_SECONDS = 60.0
"""A later change of emotion is not put down to the answer before it; judgement."""

_ADVICE = {
    "heard": "say their exact issue back to them first",
    "validated": "tell them that their reaction makes sense",
    "respected": "use their name and leave blame out",
    "fairness": "explain the rule and how they can contest it",
    "control": "offer them two ways to go on",
    "clarity": "explain it in plain words, one step at a time",
    "certainty": "tell them who does what by when",
    "speed": "acknowledge the time it has cost them, then take the shortest path",
    "ownership": "say what you yourself will do, beginning with “I will”",
    "continuity": "sum up what they have told before, so that they need not repeat it",
    "competence": "name the steps that you will take",
    "honesty": "give them a straight answer about what went wrong",
    "resource": "acknowledge the loss and say how you protect their money now",
    "safety": "slow down and ask whether they are safe",
}
"""What answers a need (the taxonomy's table), as advice."""
_EMPATHIC = ("validation", "perspective_taking", "active_listening", "genuine_concern", "empathy_language", "ownership")


def went_well(
    moods: Sequence[Mood], needs: Sequence[NeedOutcome], cards: Sequence[CardOutcome], acts: Sequence[ActOutcome]
) -> str | None:
    """One thing done well; None where nothing shows it."""
    met = [need for need in needs if need.met]
    for need in sorted(met, key=lambda need: (-_lift(moods, need)[0], need.seconds_until_met or 0.0)):
        lift, before, after = _lift(moods, need)
        if lift >= LIFT:
            moved = f"they went from {FEELINGS.get(before, before)} to {FEELINGS.get(after, after)}"
            return f"You answered {_quoted(need.quote)} with {_quoted(need.answer)}, and {moved}."
    if met:
        need = min(met, key=lambda need: need.seconds_until_met or 0.0)
        return f"You answered {_quoted(need.quote)} within {_spoken(need.seconds_until_met)}: {_quoted(need.answer)}."
    for suggestion in cards:
        if suggestion.spoken:
            return (
                f"When they said {_quoted(suggestion.because)}, you found fitting words: {_quoted(suggestion.spoken)}."
            )
    shown = {outcome.act: outcome for outcome in acts}
    act = next((shown[name] for name in _EMPATHIC if name in shown), None)
    return f"You showed {act.act.replace('_', ' ')} when you said {_quoted(act.quote)}." if act else None


def _lift(moods: Sequence[Mood], need: NeedOutcome) -> tuple[float, str, str]:
    """How far valence rose, to neutral or better, after a need was met; the emotions before and after."""
    at = need.met_at or 0.0
    before = next((mood for mood in reversed(moods) if mood.at <= at), None)
    after = next((mood for mood in moods if at < mood.at <= at + LIFT_WITHIN_SECONDS), None)
    if before is None or after is None or after.valence < 0.0:
        return 0.0, "", ""
    return after.valence - before.valence, before.emotion, after.emotion


def to_try(moods: Sequence[Mood], needs: Sequence[NeedOutcome], talk: Talk, last_chance: float) -> str | None:
    """One thing to try next time; ``last_chance`` is when the agent began to speak last."""
    abusive = {mood.quote for mood in moods if mood.emotion == "abuse"}
    unmet = [need for need in needs if not need.met and need.at <= last_chance and need.quote not in abusive]
    if unmet:
        need = max(unmet, key=lambda need: need.times)
        often = f", shown {need.times} times," if need.times > 1 else ""
        advice = _ADVICE.get(need.need, "answer it before you go on")
        return f"{_quoted(need.quote)}{often} stayed unanswered: next time, {advice}."
    if talk.interruptions:
        first = talk.interruptions[0]
        return f"You began {_quoted(first.words)} over their {_quoted(first.quote)}: next time, let them finish first."
    if talk.dead_air:
        silence = max(talk.dead_air, key=lambda silence: silence.seconds)
        after = f"After {_quoted(silence.quote)} it was silent for {_spoken(silence.seconds)}"
        return f"{after}: next time, say what you are doing while it lasts."
    met = [need for need in needs if need.met and need.quote not in abusive]
    slow = max(met, key=lambda need: need.seconds_until_met or 0.0, default=None)
    if slow and (slow.seconds_until_met or 0.0) >= SLOW_SECONDS:
        waited = f"{_quoted(slow.quote)} waited {_spoken(slow.seconds_until_met)} for its answer"
        return f"{waited}: next time, {_ADVICE.get(slow.need, 'answer it')} before anything else."
    turn = talk.longest_monologue
    if turn and turn.seconds >= MONOLOGUE_SECONDS and talk.customer_seconds:
        began = f"From {_quoted(turn.quote)} on you spoke for {_spoken(turn.seconds)} in one go"
        return f"{began}: next time, stop after a step or two and ask whether it is clear."
    return None


def _quoted(words: str | None, most: int = 16) -> str:
    """The first words of a quote, in quotation marks."""
    kept = (words or "").split()
    text = " ".join(kept) if len(kept) <= most else " ".join(kept[:most]).rstrip(".,;:!?") + " …"
    return f"“{text.rstrip('.')}”"


def _spoken(seconds: float | None) -> str:
    whole = round(seconds or 0.0)
    if whole < 90:
        return f"{whole} second{'' if whole == 1 else 's'}"
    return f"{round(whole / 60)} minutes"
