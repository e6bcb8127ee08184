"""Why not this phrase: any phrase of the bank at a moment, also one that the search did not bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assist.console.office import Office
from assist.console.part import Part
from assist.errors import UsageError
from assist.inputs import Hit
from assist.suggest.editions import Edition
from assist.suggest.ranking import ABUSE, Candidate
from assist.trial.losing import Losers, Reason, Standing
from assist.trial.moments import search_for
from assist.trial.playground import Moment
from phrasebank.bank import Bank
from phrasebank.index import SITUATION_SIMILARITY
from phrasebank.phrase import Phrase
from phrasebank.selection import selected


class Nearest:
    """Which example of a phrase is most like what was said.

    Args:
        office: for its models and bank.
        words: what was said.
    """

    def __init__(self, office: Office, words: str) -> None:
        self._office = office
        self._words = words

    def of(self, examples: Sequence[str]) -> tuple[str, float]:
        """The example, and how like it the words are; nothing where there is no example."""
        if not examples:
            return "", 0.0
        said = self._office.encoder.encode([self._words])[0]
        likeness = self._office.phrases.encode(examples) @ said
        best = int(likeness.argmax())
        return examples[best], round(float(likeness[best]), 4)

    def avoided(self, hit: Hit) -> str:
        """The do-not-trigger example of a phrase of the bank."""
        phrase = self._office.snapshot.bank.get(hit.phrase_id)
        return self.of(phrase.avoid)[0] if phrase else ""


class Asked:
    """Answers for what is tried.

    Args:
        office: models and bank.
        part: what is tried.
    """

    def __init__(self, office: Office, part: Part) -> None:
        self._office = office
        self._part = part

    def standing(self, phrase_id: str, moment: Moment, known: Sequence[Standing], nearest: Nearest) -> Standing:
        """Where the phrase stands at a moment.

        Args:
            phrase_id: names it.
            moment: as the session judged it.
            known: the candidates of that moment.
            nearest: to the words of that moment.

        Raises:
            UsageError: the bank has no such phrase, not even as a draft.
        """
        found = next((one for one in known if one.candidate.hit.phrase_id == phrase_id), None)
        if found is not None:
            return found
        phrase = self._office.bank(self._part.which).get(phrase_id)
        if phrase is None or phrase.status != "approved":
            return self._not_here(phrase_id)
        reason = self._another_team(phrase)
        return _unsearched(phrase, reason) if reason else self._looked_for(phrase, moment, known, nearest)

    def _not_here(self, phrase_id: str) -> Standing:
        entry = self._office.snapshot.get(phrase_id)
        if entry is None:
            raise UsageError(f"There is no phrase '{phrase_id}' in this bank; choose one from the list.")
        approved = entry.approved is not None and entry.phrase.status != "retired"
        why = "unpublished" if approved and self._part.which == "published" else "status"
        return _unsearched(entry.phrase, Reason(why, {"status": entry.phrase.status}))

    def _another_team(self, phrase: Phrase) -> Reason | None:
        """Why the settings leave the phrase out."""
        rules = self._part.bank
        if len(selected(Bank((phrase,)), rules.pack_names, rules.register, rules.locale)):
            return None
        if not len(selected(Bank((replace(phrase, locale="any"),)), rules.pack_names, rules.register)):
            anywhere = selected(Bank((replace(phrase, pack="core", locale="any"),)), rules.pack_names)
            return Reason("pack", {"pack": phrase.pack}) if len(anywhere) else Reason("forbidden")
        return Reason("locale", {"locale": phrase.locale})

    def _looked_for(self, phrase: Phrase, moment: Moment, known: Sequence[Standing], nearest: Nearest) -> Standing:
        """Search a bank that holds nothing else: what is not found even so is ruled out."""
        lone = Edition(Bank((phrase,)), self._part.bank.register, phrase.id)
        library = replace(self._office.models, heads=self._office.heads).library(lone)
        hits = library.search(search_for(moment.opportunity))
        if not hits:
            return _unsearched(phrase, self._ruled_out(phrase, moment, nearest))
        losers = Losers(moment, (*(one.candidate.hit for one in known), *hits), self._part.rules)
        found = next(one for one in losers.all(nearest.avoided) if one.candidate.hit.phrase_id == phrase.id)
        if found.lost is None or found.lost.why == "moment":
            return replace(found, place="lost", lost=Reason("far"))
        return replace(found, place="lost")

    def _ruled_out(self, phrase: Phrase, moment: Moment, nearest: Nearest) -> Reason:
        if (ABUSE in phrase.emotions) != (moment.opportunity.emotion == ABUSE):
            return Reason("boundary" if ABUSE in phrase.emotions else "abuse")
        cue, likeness = nearest.of(phrase.cues)
        return Reason("situation", {"example": cue, "have": likeness, "least": SITUATION_SIMILARITY})


def _unsearched(phrase: Phrase, reason: Reason) -> Standing:
    """A phrase that has no score here."""
    hit = Hit(
        phrase_id=phrase.id,
        text=phrase.text,
        cue=phrase.cue,
        strategy=phrase.strategy,
        emotions=phrase.emotions,
        needs=phrase.needs,
        similarity=0.0,
        avoid_similarity=0.0,
        emotion_fit=0.0,
        need_fit=0.0,
        place_fit=0.0,
        strategy_fit=0.0,
        fits=0.0,
        good=0.0,
    )
    return Standing(Candidate(hit, 0.0), "lost", reason)
