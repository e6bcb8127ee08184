"""A moment worth praise, and the words that tell its agent so."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QCoreApplication, QDate, QLocale, Qt

from assist.report.empathy_map import cut
from ui.wording import feeling

MOST_WORDS = 45
"""A longer quote is cut: the praise shall be read."""


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """What the worker tells of a moment (`assist.console.moments.Praised`)."""

    day: str
    call_id: str
    at: float
    asked: str
    quote: str
    reply: str
    reasons: tuple[str, ...]
    before: str
    after: str
    by: str

    @property
    def why(self) -> str:
        """What the agent did, in words that continue "You" or "They"."""
        return ", ".join(self.reasons)

    def holds(self, words: str) -> bool:
        """Whether these words are somewhere in it."""
        return words.casefold() in f"{self.asked}\n{self.quote}\n{self.reply}\n{self.why}\n{self.by}".casefold()


def day_words(day: str) -> str:
    """A day in the language's form."""
    date = QDate.fromString(day, Qt.DateFormat.ISODate)
    return QLocale().toString(date, "d MMMM yyyy") if date.isValid() else day


def felt(emotion: str) -> str:
    """A feeling within a sentence."""
    return feeling(emotion).word.lower()


def quoted(words: str) -> str:
    """Words in quotation marks, cut where they are long."""
    return f"“{cut(words, MOST_WORDS)}”"


def praise(moment: Moment) -> str:
    """A few sentences to send to the agent. They name what was said, never a number."""
    said = {
        "day": day_words(moment.day),
        "asked": quoted(moment.asked),
        "answer": quoted(moment.quote),
        "reasons": moment.why,
        "reply": quoted(moment.reply),
    }
    lines = [QCoreApplication.translate("Praise", "Thank you for a moment in a call on {day}.")]
    if moment.asked:
        lines.append(QCoreApplication.translate("Praise", "The customer said: {asked}"))
    lines.append(QCoreApplication.translate("Praise", "You answered: {answer}"))
    if moment.reasons:
        lines.append(QCoreApplication.translate("Praise", "With that you {reasons}."))
    if moment.reply:
        lines.append(QCoreApplication.translate("Praise", "Then they said: {reply}"))
    return "\n".join(line.format(**said) for line in lines)
