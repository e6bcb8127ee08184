"""Cases one by one with what was shown, to be read by a person or a program."""

from __future__ import annotations

from typing import Any

from phrasebank.evaluation.suggestions import Trial


def verdict(trial: Trial, place: int) -> str:
    """What happened in a case, in few words; capitals where it went wrong."""
    gain = trial.relevance(place)
    if trial.cases[place].silence:
        return "rightly silent" if gain is None else "SHOULD BE SILENT"
    if gain is None:
        return "SHOULD SPEAK"
    return ("WRONG CELL", "right cell, other strategy", "right")[gain]


def listed_cases(trial: Trial) -> str:
    """Every case: the words, what was wanted, what was read, what was shown."""
    return "\n".join(_told(trial, place) for place in range(len(trial.cases)))


def case_rows(trial: Trial) -> list[dict[str, Any]]:
    """The same for a program."""
    return [
        {
            "case": case.id,
            "verdict": verdict(trial, place),
            "phrase_id": choice.phrase_id,
            "text": choice.text,
            "score": choice.score,
            "read": choice.read,
            "phase": choice.phase,
            "ranked": choice.ranked[:10],
        }
        for place, (case, choice) in enumerate(zip(trial.cases, trial.choices, strict=True))
    ]


def _told(trial: Trial, place: int) -> str:
    case, choice = trial.cases[place], trial.choices[place]
    phrase = trial.bank.get(choice.phrase_id)
    tags = ", ".join((*case.emotions, *case.needs))
    card = f"silent   {choice.text}"
    if phrase:
        cell = ", ".join(phrase.needs or phrase.emotions)
        card = f"card     {choice.text}\n           {choice.phrase_id} {choice.score:.2f}: {cell} by {phrase.strategy}"
    lines = [
        f"{case.id}  {case.pack}, {case.phase}: {verdict(trial, place)}",
        *(f"  {turn.speaker:<8} {turn.text}" for turn in case.turns),
        f"  wanted   {'silence' if case.silence else f'{tags} by ' + ', '.join(case.strategies)}",
        f"  because  {case.why}",
        f"  read     {choice.read}; phase {choice.phase}",
        f"  {card}",
    ]
    return "\n".join(lines) + "\n"
