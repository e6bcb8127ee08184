"""The task ``play``: what a session makes of some turns, each card's score in parts, and why each phrase lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from assist.console.asked import Asked, Nearest
from assist.console.office import Office
from assist.console.part import Choice, Part, part_of
from assist.console.progress import Progress
from assist.errors import SourceError
from assist.header import Speaker
from assist.inputs import UtteranceHeard
from assist.trial.course import typed
from assist.trial.losing import Losers, Standing, verdict
from assist.trial.moments import search_for
from assist.trial.playground import Moment, Playground
from phrasebank.slots import fill

CARDS = 12
"""Candidates told of one moment; further down are phrases that nobody would expect."""


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """A turn of the call that is tried; without times it is spoken at an ordinary pace after the one before."""

    speaker: Speaker
    text: str
    start: float | None = None
    end: float | None = None


class Question(Choice, frozen=True, kw_only=True):
    """What is asked, and which phrases are tried.

    Attributes:
        turns: in their order; the last of the customer's is explained.
        phrase: an id: why not this one?
        every: whether each of the customer's turns is explained.
        taught: whether lessons have changed since the last question.
    """

    turns: tuple[Turn, ...]
    phrase: str = ""
    every: bool = False
    taught: bool = False


def run(values: Mapping[str, Any], office: Office, progress: Progress) -> dict[str, Any]:
    """Play the turns through a session of their own.

    Returns:
        What `Teller.told` says of the customer's last turn; ``moments`` holds the same of all, if ``every`` is asked.

    Raises:
        SourceError: there is no turn of a customer's, or one is not a turn.
    """
    try:
        question = msgspec.convert(dict(values), Question)
    except msgspec.ValidationError as error:
        raise SourceError(f"These are no turns of a call ({error}); give each a speaker and a text.") from error
    if question.taught:
        office.forget_heads()
    teller = Teller(office, part_of(office, question), question.phrase)
    moments = judged(timed(question.turns), teller, progress, every=question.every)
    return {**moments[-1], "moments": moments} if question.every else moments[-1]


def judged(turns: Sequence[UtteranceHeard], teller: Teller, progress: Progress, *, every: bool) -> list[dict[str, Any]]:
    """What `Teller.told` says of every turn of the customer's, or of the last one alone.

    Raises:
        SourceError: there is none.
    """
    progress(0, len(turns), "reading")
    told: list[dict[str, Any]] = []
    last: Moment | None = None
    for last in teller.playground().moments(turns):
        progress(last.turn + 1, len(turns), "reading")
        if every:
            told.append(teller.told(last))
    if last is None:
        raise SourceError("The customer says nothing here; write what they say, such as 'Where is my parcel?'.")
    return told or [teller.told(last)]


def timed(turns: Sequence[Turn]) -> list[UtteranceHeard]:
    """The turns at their times, or at plausible ones where any of them has none."""
    if any(turn.start is None or turn.end is None for turn in turns):
        return typed((turn.speaker, turn.text.strip()) for turn in turns)
    times = [(turn.start or 0.0, turn.end or 0.0) for turn in turns]
    return [
        UtteranceHeard(at=end, speaker=turn.speaker, start=start, end=end, text=turn.text.strip())
        for turn, (start, end) in zip(turns, times, strict=True)
    ]


class Teller:
    """Puts moments into words of JSON.

    Args:
        office: models and bank.
        part: what is tried.
        phrase: an id that is asked after, or none.
    """

    def __init__(self, office: Office, part: Part, phrase: str = "") -> None:
        self._office = office
        self._part = part
        self._phrase = phrase

    def playground(self) -> Playground:
        """For a call of its own."""
        return Playground(self._part.library, self._part.settings)

    def told(self, moment: Moment) -> dict[str, Any]:
        """The reading, the ledger, the verdict and the candidates of a moment; ``asked`` tells of the asked phrase.

        ``place`` of a candidate is ``shown``, ``alternate`` or ``lost``; ``lost`` and ``verdict`` are a name (``why``)
        and its numbers.
        """
        library, rules = self._part.library, self._part.rules
        hits = library.search(search_for(moment.opportunity)) if moment.hits is None else moment.hits
        losers = Losers(moment, hits, rules)
        nearest = Nearest(self._office, moment.opportunity.quote)
        standings = list(losers.all(nearest.avoided))
        return {
            **_read(moment),
            "bank": library.version,
            "phrases": library.phrases,
            "floor": rules.floor,
            "verdict": verdict(moment, rules, losers.best).plain(),
            "worth": moment.policy.worth_a_card(moment.opportunity),
            "cards": [card(standing, place, moment) for place, standing in enumerate(standings[:CARDS], 1)],
            "asked": self._asked(moment, standings, nearest) if self._phrase else None,
        }

    def _asked(self, moment: Moment, standings: Sequence[Standing], nearest: Nearest) -> dict[str, Any]:
        asked = Asked(self._office, self._part).standing(self._phrase, moment, standings, nearest)
        return card(asked, standings.index(asked) + 1 if asked in standings else 0, moment)


def card(standing: Standing, rank: int, moment: Moment) -> dict[str, Any]:
    """A candidate with the parts of its score."""
    hit = standing.candidate.hit
    return {
        "phrase_id": hit.phrase_id,
        "text": fill(hit.text, moment.slots),
        "cue": hit.cue,
        "strategy": hit.strategy,
        "score": standing.candidate.score,
        "parts": standing.candidate.parts,
        "rank": rank,
        "place": standing.place,
        "lost": standing.lost.plain() if standing.lost else None,
    }


def _read(moment: Moment) -> dict[str, Any]:
    reading, shown = moment.reading, moment.opportunity.shown
    still = {entry.need: entry for entry in moment.ledger}
    names = dict.fromkeys([*shown, *still])
    return {
        "turn": moment.turn,
        "quote": moment.opportunity.quote,
        "emotion": reading.emotion,
        "confidence": reading.confidence,
        "probabilities": {name: round(share, 4) for name, share in moment.emotions.items()},
        "valence": reading.valence,
        "arousal": reading.arousal,
        "phase": moment.opportunity.phase,
        "needs": [
            {
                "need": name,
                "confidence": shown.get(name, still[name].confidence if name in still else 0.0),
                "shown": name in shown,
                "open": name in still,
                "times": still[name].times if name in still else 0,
            }
            for name in names
        ],
        "need_probabilities": {name: round(share, 4) for name, share in moment.needs.items()},
    }
