"""The choice of words, measured on cases: is a card shown where one helps, and is it the right one?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from phrasebank.bank import Bank
from phrasebank.encoder import FloatArray
from phrasebank.evaluation.cases import Case
from phrasebank.evaluation.intervals import IntArray, Measure, bootstrapped
from phrasebank.evaluation.rankers import Embed, rankers
from phrasebank.evaluation.ranking import FIGURES, mean_measure, ranking_figures
from phrasebank.evaluation.report import Cell, Figure, Section, Table, compared
from phrasebank.evaluation.sessions import Choice
from phrasebank.packs import CORE
from phrasebank.phrase import Phrase
from phrasebank.selection import selected
from phrasebank.taxonomy import load_taxonomy

OURS, TOLD = "ours", "ours, told the cell"


@dataclass(frozen=True)
class Trial:
    """Cases, the bank and what was chosen for each case.

    Attributes:
        cases: what was asked.
        choices: what was shown, one a case.
        bank: all phrases; a case uses those of its pack.
    """

    cases: Sequence[Case]
    choices: Sequence[Choice]
    bank: Bank

    @cached_property
    def phrases(self) -> Mapping[str, tuple[Phrase, ...]]:
        """By pack, what may be shown."""
        packs = {case.pack for case in self.cases}
        return {pack: selected(self.bank, [pack] if pack != CORE else []).approved for pack in packs}

    @property
    def speaking(self) -> list[int]:
        """Places of the cases that ask for words."""
        return [place for place, case in enumerate(self.cases) if not case.silence]

    def gains(self, place: int, order: Sequence[str]) -> list[int]:
        """The relevance of phrases, by id, for a case; 0 for one that the bank does not have."""
        phrases = (self.bank.get(name) for name in order)
        return [self.cases[place].relevance(phrase) if phrase else 0 for phrase in phrases]

    def relevance(self, place: int) -> int | None:
        """Of the card shown in a case: 0 to 2, 0 for any card where silence is right; None where none was shown."""
        case, phrase = self.cases[place], self.bank.get(self.choices[place].phrase_id)
        if phrase is None:
            return None
        return 0 if case.silence else case.relevance(phrase)


def describe_trial(trial: Trial, embed: Embed) -> Section:
    """Both questions as tables; intervals over cases.

    Args:
        trial: what was asked and chosen.
        embed: the sentence embedding of the baselines.
    """
    cases, speaking = trial.cases, trial.speaking
    matched = sum(case.phase == choice.phase for case, choice in zip(cases, trial.choices, strict=True))
    notes = (
        f"{len(cases)} cases, {len(speaking)} of them ask for words; bank {trial.bank.version}, "
        f"{len(trial.bank.approved)} approved phrases; the phase was followed in {matched}.",
        "Each case runs through a session of its own, its last turn alone finds the bank open: no card comes before.",
        "recall@k: the share of cases with a phrase of the right cell among the first k. nDCG: 2 for the right cell by "
        "a strategy that helps, 1 by another.",
        f"'{TOLD}' has feeling and needs from the case: what is missing to 1 is then the choice, not the reading.",
    )
    return Section(
        "Choice of words", notes, (_cards(trial), _silences(trial), ranking_table(trial, embed), _by_need(trial))
    )


def _cards(trial: Trial) -> Table:
    """Whether a card comes, and whether it is the right one."""
    wanted = np.array([not case.silence for case in trial.cases])
    found = [trial.relevance(place) for place in range(len(trial.cases))]
    shown = np.array([gain is not None for gain in found])
    cell = np.array([bool(gain) for gain in found])
    both = np.array([gain == 2 for gain in found])
    figures = bootstrapped(_card_measure(wanted, shown, cell, both), len(trial.cases))
    counts = {
        "silence, recall": int((~wanted).sum()),
        "silence, precision": int((~shown).sum()),
        "speaking, recall": int(wanted.sum()),
        "speaking, precision": int(shown.sum()),
        "right card, of cards shown": int(shown.sum()),
        "right card and strategy, of cards shown": int(shown.sum()),
        "right card, of moments that ask for one": int(wanted.sum()),
    }
    return compared("a card or silence", {OURS: figures}, counts, list(counts))


def _card_measure(wanted: np.ndarray, shown: np.ndarray, cell: np.ndarray, both: np.ndarray) -> Measure:
    def measure(rows: IntArray) -> dict[str, float]:
        asks, comes = wanted[rows], shown[rows]
        right, best = cell[rows], both[rows]
        return {
            "silence, recall": _share(~comes, ~asks),
            "silence, precision": _share(~asks, ~comes),
            "speaking, recall": _share(comes, asks),
            "speaking, precision": _share(asks, comes),
            "right card, of cards shown": _share(right, comes),
            "right card and strategy, of cards shown": _share(best, comes),
            "right card, of moments that ask for one": _share(right, asks),
        }

    return measure


def _share(part: np.ndarray, whole: np.ndarray) -> float:
    return float(part[whole].mean()) if whole.any() else float("nan")


def _silences(trial: Trial) -> Table:
    """Why no card came, and whether the best candidate would have done."""
    groups: dict[str, list[int]] = {"the moment was not worth a card": [], "nothing reached the floor": []}
    for place, choice in enumerate(trial.choices):
        if not choice.phrase_id:
            groups[list(groups)[choice.worth]].append(place)
    rows: list[tuple[str, tuple[Cell, ...]]] = []
    for reason, places in groups.items():
        missed = [place for place in places if not trial.cases[place].silence]
        fits = sum(trial.gains(place, trial.choices[place].ranked)[:1] not in ([], [0]) for place in missed)
        rows.append((reason, (len(places) - len(missed), len(missed), fits)))
    columns = ("rightly silent", "should speak", "of these, best candidate in the right cell")
    return Table("why it was silent", columns, tuple(rows))


def ranking_table(trial: Trial, embed: Embed) -> Table:
    """Every order of the phrases, ours and the baselines', on the cases that ask for words."""
    places = trial.speaking
    columns: dict[str, dict[str, Figure]] = {}
    for name, attribute in ((OURS, "ranked"), (TOLD, "told")):
        orders = {place: getattr(trial.choices[place], attribute) for place in places}
        columns[name] = _figures([_our_row(trial, place, order) for place, order in orders.items()])
    for name, ranker in rankers(embed).items():
        rows: dict[int, tuple[float, ...]] = {}
        for pack, phrases in trial.phrases.items():
            mine = [place for place in places if trial.cases[place].pack == pack]
            if mine:
                scores = ranker([trial.cases[place] for place in mine], phrases)
                rows |= {
                    place: _scored_row(trial.cases[place], phrases, row)
                    for place, row in zip(mine, scores, strict=True)
                }
        columns[name] = _figures([rows[place] for place in places])
    return compared(f"order of the phrases ({len(places)} cases)", columns, order=FIGURES)


def _figures(rows: list[tuple[float, ...]]) -> dict[str, Figure]:
    return bootstrapped(mean_measure(np.array(rows)), len(rows)) if rows else {}


def _our_row(trial: Trial, place: int, order: Sequence[str]) -> tuple[float, ...]:
    case = trial.cases[place]
    return ranking_figures(trial.gains(place, order), [case.relevance(phrase) for phrase in trial.phrases[case.pack]])


def _scored_row(case: Case, phrases: Sequence[Phrase], scores: FloatArray) -> tuple[float, ...]:
    gains = [case.relevance(phrase) for phrase in phrases]
    return ranking_figures([gains[place] for place in np.argsort(-scores, kind="stable")], gains)


def _by_need(trial: Trial) -> Table:
    """Where the work is: by the most urgent need, or the feeling where the case names none."""
    groups: dict[str, list[int]] = {}
    for place in trial.speaking:
        case = trial.cases[place]
        groups.setdefault(case.needs[0] if case.needs else case.emotions[0], []).append(place)
    taxonomy = load_taxonomy()
    rows: list[tuple[str, tuple[Cell, ...]]] = []
    for name in (*taxonomy.need_ids, *taxonomy.emotion_ids):
        if mine := groups.get(name):
            found = [trial.relevance(place) for place in mine]
            silent = sum(gain is None for gain in found)
            rows.append((name, (len(mine), sum(bool(gain) for gain in found), found.count(0), silent)))
    return Table("most urgent", ("cases", "right card", "wrong card", "silent"), tuple(rows))
