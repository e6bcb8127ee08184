"""How the report writes times, feelings, needs and quotes. All of it is plain text."""

from __future__ import annotations

import re
from datetime import datetime

from assist.names import FEELINGS, NEEDS

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def clock(seconds: float) -> str:
    """Seconds as m:ss, or h:mm:ss from an hour on."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def lasting(seconds: float | None) -> str:
    """How long something took, as it is said: "12 seconds", "2 minutes"."""
    whole = round(seconds or 0.0)
    if whole < 90:
        return f"{whole} second{'' if whole == 1 else 's'}"
    return f"{round(whole / 60)} minutes"


def number_word(number: int) -> str:
    """A number as it is said: "no", "one" ... "twelve", then digits."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: "1 call", "3 calls"."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def feeling_word(emotion: str) -> str:
    """The adjective of an emotion."""
    return FEELINGS.get(emotion) or emotion.replace("_", " ")


def feeling(emotion: str) -> str:
    """The adjective of an emotion, capitalised."""
    return named(feeling_word(emotion))


def named(identifier: str) -> str:
    """A need, act or stage in words."""
    return NEEDS.get(identifier) or identifier.replace("_", " ").capitalize()


def need_word(need: str) -> str:
    """A need within a sentence: "certainty", "being heard"."""
    name = named(need)
    return name[:1].lower() + name[1:]


def quoted(words: str | None, most: int = 16) -> str:
    """The first words of a quote, in quotation marks."""
    kept = (words or "").split()
    text = " ".join(kept) if len(kept) <= most else " ".join(kept[:most]).rstrip(".,;:!?") + " …"
    return f"“{text.removesuffix('.')}”"


def sentences(text: str) -> list[str]:
    """The sentences of an utterance; words without punctuation are one."""
    return [part for part in _SENTENCE_END.split(text) if part]


def when(started_at: str) -> str:
    """When a call began, in the time of this machine; empty where it is not known."""
    try:
        return f"{datetime.fromisoformat(started_at).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return ""
