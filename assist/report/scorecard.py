"""What a call came to, computed from its events alone. Pure; a call that breaks off or is empty has a scorecard too.

Only speech with words counts as talk: music on hold and line noise pass for voice, but carry no words.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from assist import events as facts
from assist.events import Event, Speaker

DEAD_AIR_SECONDS = 7.0
"""A longer silence of both is dead air."""
OVERLAP_SECONDS = 0.3
"""Shorter overlaps are ordinary turn-taking (gaps between turns scatter around 0.2 s: Heldner & Edlund 2010)."""
MONOLOGUE_SECONDS = 45.0
"""From here on a stretch of the agent's is worth a remark; judgement."""
SLOW_SECONDS = 45.0
"""A need that waited this long for its answer was answered late; judgement."""
LIFT = 0.3
"""A rise of valence worth naming, on the scale of -1..1; judgement."""
LIFT_WITHIN_SECONDS = 60.0
"""A later change of emotion is not put down to the answer before it; judgement."""

STAGES = ("offered", "shown", "accepted", "spoken", "dismissed", "rejected", "expired")

FEELINGS = MappingProxyType(
    {
        "annoyance": "annoyed",
        "anger": "angry",
        "disappointment": "disappointed",
        "anxiety": "anxious",
        "confusion": "confused",
        "distress": "distressed",
        "embarrassment": "embarrassed",
        "gratitude": "grateful",
        "abuse": "abusive",
    }
)
"""The adjective of each emotion; neutral is its own."""

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

_PROMISES = {"commitment", "follow_up"}
_EMPATHIC = ("validation", "perspective_taking", "active_listening", "genuine_concern", "empathy_language", "ownership")
_PROMISING = re.compile(r"\b(?:I|we|you)(?:['\u2019]ll\b|\s+will\b|['\u2019](?:m|re) going to\b)", re.IGNORECASE)
_BACKCHANNEL = re.compile(
    r"(?:(?:oh|uh|mm|mhm|hmm|yes|yeah|right|okay|ok|sure|of course|i see|go on)\W*)+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of the call, ``at`` seconds from its start, with the words that began it or came before it."""

    at: float
    seconds: float
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Interruption:
    """The agent began ``words`` (more than a backchannel) over the customer's ``quote``."""

    at: float
    quote: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """Who spoke how long.

    Attributes:
        talk_listen_ratio: the agent's seconds per second of the customer's; None without a customer's word.
        overlap_seconds: both spoke.
        longest_monologue: the agent's longest turn, its pauses left out.
        dead_air: silences of both between words, each after its quote; announced holds are none.
    """

    customer_seconds: float = 0.0
    agent_seconds: float = 0.0
    talk_listen_ratio: float | None = None
    overlap_seconds: float = 0.0
    interruptions: tuple[Interruption, ...] = ()
    longest_monologue: Stretch | None = None
    dead_air: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """From ``at`` on the customer felt ``emotion`` (valence -1..1), as ``quote`` showed."""

    at: float
    emotion: str
    valence: float
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedOutcome:
    """A need and what became of it; one that was raised again after it had been met is open again.

    Attributes:
        at: when it was first raised, with ``quote``.
        times: how often the customer showed it.
        met: whether the agent's words (``answer``, at ``met_at``) answered it.
        seconds_until_met: since it was raised, or raised anew.
    """

    need: str
    at: float
    quote: str
    times: int = 1
    met: bool = False
    met_at: float | None = None
    answer: str | None = None
    seconds_until_met: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActOutcome:
    """An act of the agent's: how often it was noticed, and its surest words, said at ``at``."""

    act: str
    times: int
    at: float
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardOutcome:
    """A suggestion, the customer's words that caused it, and the stages it reached, in order.

    ``text`` is the alternate's where the agent took one; ``spoken`` are the agent's words, where they said it.
    """

    suggestion_id: str
    at: float
    cue: str
    text: str
    because: str
    stages: tuple[str, ...] = ("offered",)
    spoken: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What the agent promised to do, at ``at`` seconds."""

    at: float
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """A call in numbers and quotes. Times are seconds since the call began.

    Attributes:
        complete: False where the record breaks off before the call ended.
        reduced_accuracy: whether a recogniser that hears less well was in use.
        valence_start: of the customer's first words; None without a customer's word.
        valence_end: of the last emotion that was noticed.
        stages: how many suggestions reached each stage; one that expired may still have been spoken.
        went_well: one thing done well, in words of this call; None where nothing shows it.
        to_try: one thing to try next time, likewise.
    """

    call_id: str = ""
    source: str = ""
    started_at: str = ""
    duration_seconds: float = 0.0
    complete: bool = False
    reduced_accuracy: bool = False
    talk: Talk = field(default_factory=Talk)
    moods: tuple[Mood, ...] = ()
    valence_start: float | None = None
    valence_end: float | None = None
    needs: tuple[NeedOutcome, ...] = ()
    acts: tuple[ActOutcome, ...] = ()
    cards: tuple[CardOutcome, ...] = ()
    stages: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STAGES, 0))
    promises: tuple[Promise, ...] = ()
    went_well: str | None = None
    to_try: str | None = None


def scorecard(events: Sequence[Event]) -> Scorecard:
    """Judge a call by its events, in order."""
    spans = _spans(events)
    moods = tuple(
        Mood(at=event.at, emotion=event.emotion, valence=event.valence, quote=event.evidence.quote)
        for event in events
        if isinstance(event, facts.EmotionChanged)
    )
    cards = _cards(events)
    reached = Counter(stage for card in cards for stage in set(card.stages))
    card = replace(
        _opening(events, spans),
        talk=_talk(spans, events),
        moods=moods,
        valence_start=_valence_start(events, spans),
        valence_end=(moods[-1].valence if moods else 0.0) if _first(spans, "customer") else None,
        needs=_needs(events),
        acts=_acts(events),
        cards=cards,
        stages={stage: reached[stage] for stage in STAGES},
        promises=_promises(events),
    )
    return replace(card, went_well=_went_well(card), to_try=_to_try(card))


def _opening(events: Sequence[Event], spans: Sequence[_Span]) -> Scorecard:
    started = next((event for event in events if isinstance(event, facts.CallStarted)), None)
    ended = next((event for event in events if isinstance(event, facts.CallEnded)), None)
    last = max((0.0, *(event.at for event in events), *(span.end for span in spans)))
    return Scorecard(
        call_id=events[0].call_id if events else "",
        source=started.source if started else "",
        started_at=started.started_at if started else "",
        duration_seconds=ended.duration_seconds if ended else round(last, 3),
        complete=ended is not None,
        reduced_accuracy=any(isinstance(event, facts.RecognizerChanged) and event.reduced_accuracy for event in events),
    )


# --- who spoke when ---


@dataclass(frozen=True, slots=True)
class _Span:
    utterance_id: str
    speaker: Speaker
    start: float
    end: float
    text: str = ""


def _spans(events: Iterable[Event]) -> list[_Span]:
    """The utterances with words, by start; of one that was cut off, as far as it is known."""
    spans: dict[str, _Span] = {}
    for event in events:
        match event:
            case facts.SpeechEnded(utterance_id=name, speaker=speaker, start=start, end=end):
                spans[name] = _Span(name, speaker, start, end, spans[name].text if name in spans else "")
            case facts.UtteranceUpdated() | facts.UtteranceFinished():
                name = event.utterance_id
                spans[name] = _Span(name, event.speaker, event.start, event.end, event.text)
    return sorted((span for span in spans.values() if span.text), key=lambda span: (span.start, span.end))


def _first(spans: Iterable[_Span], speaker: Speaker) -> _Span | None:
    return next((span for span in spans if span.speaker == speaker), None)


def _talk(spans: Sequence[_Span], events: Sequence[Event]) -> Talk:
    agent = [span for span in spans if span.speaker == "agent"]
    customer = [span for span in spans if span.speaker == "customer"]
    spoken, heard = (sum(span.end - span.start for span in side) for side in (agent, customer))
    both = (max(0.0, min(a.end, c.end) - max(a.start, c.start)) for a in agent for c in customer)
    return Talk(
        customer_seconds=round(heard, 3),
        agent_seconds=round(spoken, 3),
        talk_listen_ratio=round(spoken / heard, 2) if heard else None,
        overlap_seconds=round(sum(both), 3),
        interruptions=tuple(
            Interruption(at=a.start, quote=c.text, words=a.text)
            for a in agent
            for c in customer
            if c.start < a.start
            and min(a.end, c.end) - a.start >= OVERLAP_SECONDS
            and not _BACKCHANNEL.fullmatch(a.text)
        ),
        longest_monologue=_longest_monologue(spans),
        dead_air=tuple(_dead_air(spans, events)),
    )


def _longest_monologue(spans: Sequence[_Span]) -> Stretch | None:
    turns = [
        list(turn) for speaker, turn in itertools.groupby(spans, key=lambda span: span.speaker) if speaker == "agent"
    ]
    stretches = [
        Stretch(at=turn[0].start, seconds=round(sum(span.end - span.start for span in turn), 3), quote=turn[0].text)
        for turn in turns
    ]
    return max(stretches, key=lambda stretch: stretch.seconds, default=None)


def _dead_air(spans: Sequence[_Span], events: Sequence[Event]) -> Iterable[Stretch]:
    phases = [event for event in events if isinstance(event, facts.PhaseChanged)]
    last: _Span | None = None
    for span in spans:
        if last and span.start - last.end > DEAD_AIR_SECONDS:
            # A hold is noticed a moment after the words that announce it, so the phase counts at the silence's end.
            phase = next((event.phase for event in reversed(phases) if event.at < span.start), "opening")
            if phase != "hold":
                yield Stretch(at=last.end, seconds=round(span.start - last.end, 3), quote=last.text)
        last = span if last is None or span.end > last.end else last


# --- the customer ---


def _valence_start(events: Iterable[Event], spans: Sequence[_Span]) -> float | None:
    """Neutral unless the customer's very first words showed an emotion."""
    first = _first(spans, "customer")
    if first is None:
        return None
    changes = (event for event in events if isinstance(event, facts.EmotionChanged))
    return next((event.valence for event in changes if event.evidence.utterance_id == first.utterance_id), 0.0)


def _needs(events: Iterable[Event]) -> tuple[NeedOutcome, ...]:
    needs: dict[str, NeedOutcome] = {}
    opened: dict[str, float] = {}
    for event in events:
        match event:
            case facts.NeedRaised() | facts.NeedReraised():
                known = needs.get(event.need)
                if known is None:
                    needs[event.need] = NeedOutcome(need=event.need, at=event.at, quote=event.evidence.quote)
                else:
                    needs[event.need] = NeedOutcome(
                        need=known.need, at=known.at, quote=known.quote, times=known.times + 1
                    )
                opened.setdefault(event.need, event.at)
            case facts.NeedMet(need=name) if name in needs:
                needs[name] = replace(
                    needs[name],
                    met=True,
                    met_at=event.at,
                    answer=event.evidence.quote,
                    seconds_until_met=round(event.at - opened.pop(name, event.at), 3),
                )
    return tuple(needs.values())


# --- the agent ---


def _acts(events: Iterable[Event]) -> tuple[ActOutcome, ...]:
    noticed: dict[str, list[facts.AgentActNoticed]] = {}
    for event in events:
        if isinstance(event, facts.AgentActNoticed):
            noticed.setdefault(event.act, []).append(event)
    acts = []
    for act, found in noticed.items():
        best = max(found, key=lambda event: event.confidence)
        acts.append(ActOutcome(act=act, times=len(found), at=best.at, quote=best.evidence.quote))
    return tuple(sorted(acts, key=lambda outcome: -outcome.times))


def _cards(events: Iterable[Event]) -> tuple[CardOutcome, ...]:
    cards: dict[str, CardOutcome] = {}
    texts: dict[str, dict[str, str]] = {}
    for event in events:
        match event:
            case facts.SuggestionOffered(suggestion_id=name):
                texts[name] = {other.phrase_id: other.text for other in event.alternates}
                cards[name] = CardOutcome(
                    suggestion_id=name, at=event.at, cue=event.cue, text=event.text, because=event.because.quote
                )
            case facts.SuggestionEvent(suggestion_id=name) if name in cards:
                stage = type(event).__name__.removeprefix("Suggestion").lower()
                cards[name] = _advanced(cards[name], stage, event, texts[name])
    return tuple(cards.values())


def _advanced(card: CardOutcome, stage: str, event: facts.SuggestionEvent, texts: dict[str, str]) -> CardOutcome:
    stages = card.stages if stage in card.stages else (*card.stages, stage)
    if isinstance(event, facts.SuggestionSpoken):
        return replace(card, stages=stages, spoken=event.evidence.quote)
    taken = isinstance(event, facts.SuggestionAccepted)
    return replace(card, stages=stages, text=texts.get(event.phrase_id, card.text) if taken else card.text)


def _promises(events: Iterable[Event]) -> tuple[Promise, ...]:
    """What the agent promised, an utterance once: its sentences that say what will be, or else all of it."""
    said: dict[str, Promise] = {}
    for event in events:
        if isinstance(event, facts.AgentActNoticed) and event.act in _PROMISES:
            sentences = re.split(r"(?<=[.!?])\s+", event.evidence.quote)
            promising = " ".join(sentence for sentence in sentences if _PROMISING.search(sentence))
            promise = Promise(at=event.at, quote=promising or event.evidence.quote)
            said.setdefault(event.evidence.utterance_id, promise)
    return tuple(said.values())


# --- one thing done well, one thing to try: each names words of the call, or is silent ---


def _went_well(card: Scorecard) -> str | None:
    met = [need for need in card.needs if need.met]
    for need in sorted(met, key=lambda need: (-_lift(card, need)[0], need.seconds_until_met or 0.0)):
        lift, before, after = _lift(card, need)
        if lift >= LIFT:
            moved = f"they went from {FEELINGS.get(before, before)} to {FEELINGS.get(after, after)}"
            return f"You answered {_quoted(need.quote)} with {_quoted(need.answer)}, and {moved}."
    if met:
        need = min(met, key=lambda need: need.seconds_until_met or 0.0)
        return f"You answered {_quoted(need.quote)} within {_spoken(need.seconds_until_met)}: {_quoted(need.answer)}."
    for suggestion in card.cards:
        if suggestion.spoken:
            return (
                f"When they said {_quoted(suggestion.because)}, you found fitting words: {_quoted(suggestion.spoken)}."
            )
    shown = {outcome.act: outcome for outcome in card.acts}
    act = next((shown[name] for name in _EMPATHIC if name in shown), None)
    return f"You showed {act.act.replace('_', ' ')} when you said {_quoted(act.quote)}." if act else None


def _lift(card: Scorecard, need: NeedOutcome) -> tuple[float, str, str]:
    """How far valence rose, to neutral or better, after a need was met; the emotions before and after."""
    at = need.met_at or 0.0
    before = next((mood for mood in reversed(card.moods) if mood.at <= at), None)
    after = next((mood for mood in card.moods if at < mood.at <= at + LIFT_WITHIN_SECONDS), None)
    if before is None or after is None or after.valence < 0.0:
        return 0.0, "", ""
    return after.valence - before.valence, before.emotion, after.emotion


def _to_try(card: Scorecard) -> str | None:
    abusive = {mood.quote for mood in card.moods if mood.emotion == "abuse"}
    unmet = [need for need in card.needs if not need.met and need.quote not in abusive]
    if unmet:
        need = max(unmet, key=lambda need: need.times)
        often = f", shown {need.times} times," if need.times > 1 else ""
        advice = _ADVICE.get(need.need, "answer it before you go on")
        return f"{_quoted(need.quote)}{often} stayed unanswered: next time, {advice}."
    talk = card.talk
    if talk.interruptions:
        first = talk.interruptions[0]
        return f"You began {_quoted(first.words)} over their {_quoted(first.quote)}: next time, let them finish first."
    if talk.dead_air:
        silence = max(talk.dead_air, key=lambda silence: silence.seconds)
        after = f"After {_quoted(silence.quote)} it was silent for {_spoken(silence.seconds)}"
        return f"{after}: next time, say what you are doing while it lasts."
    met = [need for need in card.needs if need.met and need.quote not in abusive]
    slow = max(met, key=lambda need: need.seconds_until_met or 0.0, default=None)
    if slow and (slow.seconds_until_met or 0.0) >= SLOW_SECONDS:
        waited = f"{_quoted(slow.quote)} waited {_spoken(slow.seconds_until_met)} for an answer"
        return f"{waited}: next time, {_ADVICE.get(slow.need, 'answer it')} straight away."
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
