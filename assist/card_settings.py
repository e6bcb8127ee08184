"""Settings of the cards: what fits well enough, how often, how early, and what is learned."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Literal

import platformdirs

Level = Literal["novice", "standard", "expert"]
Learn = Literal["live", "always", "never"]

_DATA_FOLDER = platformdirs.user_data_path("attune", appauthor=False)


@dataclass(frozen=True, slots=True)
class SuggestSettings:
    """When a card may be shown. Numbers and their sources: human factors."""

    level: Level = "standard"
    """How much help the agent wants. ``novice``: a third more cards, sooner again; ``standard``: each training nudge
    once a call; ``expert``: near silence, that is half the cards and nudges, no training nudge, and only cards that fit
    clearly. Assistance raised novices' results by 30 % and experts' hardly (Brynjolfsson, Li & Raymond 2025)."""
    floor: float = 0.8
    """The least chance that a coach would find the phrase fitting; where none reaches it, silence is better. At 0.8
    nine of ten cards were fitting in cross-validation over graded moments (model card)."""
    cooldown_seconds: float = 20.0
    """Least time between two cards."""
    need_cooldown_seconds: float = 90.0
    """Least time between two cards about the same need or feeling."""
    cap: int = 6
    """At most this many cards in ``cap_window_seconds``."""
    cap_window_seconds: float = 600.0
    """The window of ``cap``."""
    stale_seconds: float = 8.0
    """A card that could not be shown this long after the customer's words is dropped."""
    shown_seconds: float = 15.0
    """A card that nobody touched expires after this long."""
    emotion_floor: float = 0.55
    """The customer's emotion must be this sure to bring a card; the chip shows it sooner."""
    valence_floor: float = 0.35
    """Or the valence must be this far below zero: the customer is upset, whatever the label."""
    minimum_words: int = 4
    """Shorter words ("and then?") carry too little to answer with empathy."""
    plain_need_floor: float = 0.8
    """A need must be this sure to bring a card when the customer's emotion is neutral."""
    thanks_floor: float = 0.9
    """Thanks at the end of a call bring a card by themselves at or above this probability ..."""
    thanks_words: int = 8
    """... and from this length on; shorter ones are the everyday ones."""
    novelty_penalty: float = 0.15
    """Taken from the score of a phrase whose strategy the last card carried."""
    variety_penalty: float = 0.02
    """Taken for each earlier card of the call that carried the same strategy, for at most three."""
    today_penalty: float = 0.06
    """Taken for each time that the phrase was on the agent's screen today, for at most three: +5 points of repeats cut
    acceptance by 10 % (Ancker et al. 2017)."""
    prior_weight: float = 0.08
    """How far the score can move by what became of earlier cards. It orders the phrases that reach the floor without
    it, and lifts none over it. Judgement: enough to decide between phrases that fit about equally well."""
    prior_strength: float = 8.0
    """So many cards a phrase must have had before its own record weighs as much as that of its cell. Judgement."""
    learn: Learn = "live"
    """Which calls use what was learned and add to it: ``live`` ones (a call from a file goes the same way every time),
    ``always`` or ``never``."""
    outcomes: str = str(_DATA_FOLDER / "outcomes.db")
    """Where it is kept what became of each card; it holds no words."""
    experiments: str = str(_DATA_FOLDER / "experiments")
    """Where ``phrasebank experiment`` keeps what is tried; calls that are learned from take part."""
    review: str = str(_DATA_FOLDER / "review.jsonl")
    """Where the customer's words are kept to which the agent said "not this", until an editor deletes them; nowhere if
    ``journal.keep_days`` is 0."""
    spoken_similarity: float = 0.68
    """The agent's words at least this like the card count as having said it."""
    spoken_seconds: float = 30.0
    """They count for this long after the card came."""
    prepare: bool = True
    """Whether a card is prepared while the customer still speaks, so that it is there when they stop."""
    prepare_words: int = 6
    """So many words that will not change are read before the utterance is over: about half of a complaint."""
    prepare_growth_words: int = 3
    """And again each time so many have come; a card made from words that lack more than so many is not shown."""
    turn_pause_seconds: float = 0.25
    """After this much silence a prepared card may come, where the words do not end in the middle of a sentence. Longer
    than `speech.pause_seconds`, after which they are read as if the turn were over, and shorter than the silence that
    ends it. Judgement."""
    unheard_seconds: float = 0.6
    """Where the recogniser is late, a card may be made from words that reach this close to the silence (about two are
    missing); it comes when the turn is over, not before."""

    def for_level(self) -> SuggestSettings:
        """These settings with what the level changes."""
        match self.level:
            case "expert":
                return dataclasses.replace(
                    self,
                    cap=capped(self.cap, self.level),
                    cooldown_seconds=2 * self.cooldown_seconds,
                    floor=min(1.0, self.floor + 0.05),
                    plain_need_floor=min(1.0, self.plain_need_floor + 0.1),
                )
            case "novice":
                return dataclasses.replace(
                    self, cap=self.cap + self.cap // 3, need_cooldown_seconds=self.need_cooldown_seconds * 2 / 3
                )
            case _:
                return self


def capped(cap: int, level: Level) -> int:
    """The cap that the level leaves."""
    return cap // 2 if level == "expert" else cap
