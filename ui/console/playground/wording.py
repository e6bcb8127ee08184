"""What the playground says: why a moment brought no card, why a phrase lost, what a part of a score means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from ui.console.naming import status_name, tag_name

Values = Mapping[str, Any]


def say(words: str) -> str:
    """Look up a translation that `QT_TRANSLATE_NOOP` announced."""
    return QCoreApplication.translate("Playground", words)


def verdict_of(verdict: Values, words: str = "") -> str:
    """Whether the agent would see a card here, with these words, and why not, in a sentence."""
    translate = QCoreApplication.translate
    why = str(verdict["why"])
    sentences = {
        "shown": translate("Playground", "The agent sees: “{words}”"),
        "short": translate("Playground", "No card: {have} words carry too little; {least} are the least."),
        "unsure": translate("Playground", "No card: the feeling is only {have_share} sure; {least_share} are needed."),
        "need": translate(
            "Playground",
            "No card: nothing is felt, and {need_name} is only {have_share} sure; {least_share} are needed.",
        ),
        "thanks": translate("Playground", "No card: everyday thanks need no answer of empathy."),
        "work": translate("Playground", "No card: these words call for work rather than for words of empathy."),
        "cooldown": translate("Playground", "No card: the last one came {have} s ago; {least} s must lie between two."),
        "topic": translate(
            "Playground", "No card: the last one about {topic_name} came {have} s ago; {least} s must lie between."
        ),
        "cap": translate("Playground", "No card: {cards} have been shown within {minutes} minutes, which is the most."),
        "floor": translate(
            "Playground", "No card: the best phrase fits with a chance of {have_share}; {least_share} are needed."
        ),
        "nothing": translate("Playground", "No card: no phrase of this bank is left for this moment."),
    }
    return _filled(sentences.get(why, why), {**verdict, "words": words})


def lost_of(lost: Values) -> str:
    """Why a phrase was not the one, in a sentence."""
    translate = QCoreApplication.translate
    why = str(lost["why"])
    sentences = {
        "moment": translate("Playground", "The best there is, had the moment been worth a card."),
        "floor": translate(
            "Playground", "Below the floor: fits with a chance of {have_share}; {least_share} are needed."
        ),
        "strategy": translate(
            "Playground", "The last card did the same ({strategy_name}), which takes {taken_points} from its score."
        ),
        "behind": translate(
            "Playground", "Would fit too, but a coach would be less glad of it ({have_points} against {best_points})."
        ),
        "used": translate("Playground", "It was on a card of this call already."),
        "avoid": translate(
            "Playground",
            "Its do-not-trigger example “{example}” is closer ({have_points}) than its cues ({near_points}).",
        ),
        "boundary": translate("Playground", "It sets a boundary against abuse, and this is none."),
        "abuse": translate("Playground", "To abuse only a boundary is answered."),
        "situation": translate(
            "Playground",
            "Only said where words are close to its cues: “{example}” is {have_points} like them; "
            "{least_points} are needed.",
        ),
        "far": translate(
            "Playground", "Too far off to be compared: many others are nearer in words, feeling and need."
        ),
        "status": translate("Playground", "It is not in this bank: {status_name}."),
        "unpublished": translate("Playground", "It is not in this release: approved since, or put aside in it."),
        "pack": translate("Playground", "It belongs to another sector: {pack_name}."),
        "locale": translate("Playground", "It is written for another country: {locale_name}."),
        "forbidden": translate("Playground", "A rule of your sector forbids its words."),
    }
    return _filled(sentences.get(why, why), lost)


def _filled(sentence: str, values: Values) -> str:
    told = dict(values)
    for name in ("have", "least", "near", "best", "taken"):
        if name in values:
            told[f"{name}_share"] = f"{float(values[name]):.0%}"
            told[f"{name}_points"] = f"{float(values[name]):.2f}"
            told[name] = f"{float(values[name]):g}"
    told["minutes"] = f"{float(values.get('seconds', 0.0)) / 60:g}"
    told["topic_name"] = topic_name(str(values.get("topic", "")))
    told["need_name"] = tag_name("needs", str(values.get("need", "")))
    told["strategy_name"] = tag_name("strategy", str(values.get("strategy", "")))
    told["pack_name"] = tag_name("pack", str(values.get("pack", "")))
    told["locale_name"] = tag_name("locale", str(values.get("locale", "")))
    told["status_name"] = status_name(str(values.get("status", "")))
    return sentence.format(**told)


def topic_name(topic: str) -> str:
    """The name of a need, or of a feeling."""
    named = tag_name("needs", topic)
    return named if named != topic.replace("_", " ").capitalize() else tag_name("emotions", topic)


def part_name(part: str) -> str:
    """What a part of a score is called."""
    translate = QCoreApplication.translate
    return {
        "fits": translate("Playground", "Fits"),
        "good": translate("Playground", "Glad of it"),
        "similarity": translate("Playground", "Like its cues"),
        "need": translate("Playground", "Need"),
        "emotion": translate("Playground", "Feeling"),
        "phase": translate("Playground", "Part of call"),
        "strategy": translate("Playground", "Strategy"),
        "repetition": translate("Playground", "Repeated"),
        "prior": translate("Playground", "Record"),
    }.get(part, part)


def part_hint(part: str) -> str:
    """What a part of a score means."""
    translate = QCoreApplication.translate
    return {
        "fits": translate("Playground", "The chance that a coach would find it fitting, said now."),
        "good": translate("Playground", "The chance that a coach would be glad to hear it."),
        "similarity": translate("Playground", "How like the words are to what it answers."),
        "need": translate("Playground", "How well it answers the needs."),
        "emotion": translate("Playground", "How well it answers the feeling."),
        "phase": translate("Playground", "How well it fits this part of the call, in tone and register, too."),
        "strategy": translate("Playground", "How well what it does answers feeling and needs here."),
        "repetition": translate("Playground", "Taken for a strategy that this call has used already."),
        "prior": translate("Playground", "What became of it in earlier calls."),
    }.get(part, part)


def place_name(place: str, rank: int) -> str:
    """Where a candidate stands."""
    translate = QCoreApplication.translate
    if place == "shown":
        return translate("Playground", "Shown")
    if place == "alternate":
        return translate("Playground", "Next to leaf to")
    return translate("Playground", "Place {rank}").format(rank=rank) if rank else translate("Playground", "No place")


def emotion_name(emotion: str) -> str:
    """The name of a feeling; of ``unsure``, too."""
    unsure = QCoreApplication.translate("Playground", "Not sure")
    return unsure if emotion == "unsure" else tag_name("emotions", emotion)
