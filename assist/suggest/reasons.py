"""Why a card came, in one short sentence for people: what the customer shows, and what the phrase does about it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SIGNS: Mapping[str, str] = MappingProxyType(
    {
        "heard": "they do not feel listened to",
        "validated": "they want to be taken seriously",
        "respected": "they feel talked down to",
        "fairness": "they find it unfair",
        "control": "they see no choice",
        "clarity": "it is not clear to them",
        "certainty": "they do not know what will happen",
        "speed": "it takes them too long",
        "ownership": "nobody takes it on",
        "continuity": "they repeat their story",
        "competence": "they doubt that it can be solved",
        "honesty": "they were promised something else",
        "resource": "their money is at stake",
        "safety": "their wellbeing is at stake",
        "neutral": "they need something",
        "annoyance": "they are annoyed",
        "anger": "they are angry",
        "disappointment": "they expected better",
        "anxiety": "they are worried",
        "confusion": "they are confused",
        "distress": "they are going through a lot",
        "embarrassment": "they blame themselves",
        "gratitude": "they are thankful",
        "abuse": "they insult you",
    }
)
"""What shows a need or a feeling."""

EFFECTS: Mapping[str, str] = MappingProxyType(
    {
        "warm_greeting": "welcomes them",
        "active_listening": "shows that you heard it",
        "empathy_language": "says what it does to them",
        "perspective_taking": "sees it from their side",
        "staying_calm": "keeps it calm",
        "personalised_solution": "fits it to their case",
        "proactive_service": "does the next thing unasked",
        "gratitude": "thanks them",
        "positivity": "says what you can do",
        "timely_response": "respects their time",
        "team_support": "brings in the right colleague",
        "warm_tone": "is kind to them as a person",
        "alternatives": "gives them a choice",
        "follow_up": "arranges to come back to them",
        "feedback_request": "asks how it went",
        "open_question": "lets them tell more",
        "validation": "says that it is understandable",
        "genuine_concern": "asks after them",
        "shared_goal": "says that you want the same",
        "apology": "says sorry for it",
        "ownership": "takes it into your hands",
        "inform": "explains it",
        "commitment": "says who does what by when",
    }
)
"""What a phrase of each strategy does."""


def why(emotion: str, need: str, strategy: str, *, again: bool) -> str:
    """The sentence; without a need that the words show it is about the feeling.

    Args:
        emotion: its id.
        need: its id, or empty.
        strategy: the phrase's.
        again: the need had been shown before.
    """
    sign = SIGNS.get(need) or SIGNS.get(emotion, "")
    if emotion == "abuse":
        return "They insult you: sets a boundary"
    told = f"again {sign}" if again and need in SIGNS else sign
    effect = EFFECTS.get(strategy, "")
    return ": ".join(part for part in (told[:1].upper() + told[1:], effect) if part)
