"""The fields of an empathy map in words: what the page shows, prints and exports. No widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt

from assist.report.digest import Digest
from assist.report.empathy_map import Arc, EmpathyMap, Need, Quote
from assist.report.words import clock
from ui.wording import feeling, need_name


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a field.

    Attributes:
        head: what it is; empty where the words speak for themselves.
        words: the quote.
        note: in how many calls.
        where: the call of the quote and the time in it.
    """

    head: str
    words: str
    note: str
    where: str


@dataclass(frozen=True, slots=True)
class Section:
    """A field of the map; ``empty`` is said where it has no entry."""

    name: str
    title: str
    entries: tuple[Entry, ...]
    empty: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole map in words: a title, what it is of, how the mood went, four fields, pains and gains."""

    title: str
    scope: str
    mood: str
    fields: tuple[Section, ...]
    results: tuple[Section, ...]
    foot: str


def sheet_of(drawn: EmpathyMap, calls: Sequence[Digest]) -> Sheet:
    """Put a map of these calls into words."""
    return _Writer(drawn, calls).sheet()


class _Writer:
    """Knows the calls that quotes come from."""

    def __init__(self, drawn: EmpathyMap, calls: Sequence[Digest]) -> None:
        self._map = drawn
        self._calls = {call.key: call for call in calls}

    def sheet(self) -> Sheet:
        """All of it."""
        nothing = QCoreApplication.translate("EmpathyMap", "Nothing in these calls shows it.")
        return Sheet(
            title=QCoreApplication.translate("EmpathyMap", "Empathy map"),
            scope=self._scope(),
            mood=self._mood(),
            fields=(
                Section("said", QCoreApplication.translate("EmpathyMap", "Said"), self._said(), nothing),
                Section("felt", QCoreApplication.translate("EmpathyMap", "Felt"), self._felt(), nothing),
                Section("needed", QCoreApplication.translate("EmpathyMap", "Needed"), self._needed(), nothing),
                Section("did", QCoreApplication.translate("EmpathyMap", "Did"), self._did(), nothing),
            ),
            results=(
                Section("pains", QCoreApplication.translate("EmpathyMap", "Pains: left open"), self._pains(), nothing),
                Section(
                    "gains", QCoreApplication.translate("EmpathyMap", "Gains: what helped"), self._gains(), nothing
                ),
            ),
            foot=QCoreApplication.translate(
                "EmpathyMap",
                "Words of recorded calls, personal data taken out. Feelings and needs are readings, and may be wrong.",
            ),
        )

    @property
    def _alone(self) -> bool:
        return self._map.calls == 1

    def _scope(self) -> str:
        if not self._map.calls:
            return QCoreApplication.translate("EmpathyMap", "No call is on the map.")
        if self._alone:
            words = QCoreApplication.translate("EmpathyMap", "One call of {minutes} minutes, {day}.")
            return words.format(minutes=f"{self._map.minutes:.1f}", day=_day(self._map.first))
        words = QCoreApplication.translate("EmpathyMap", "{calls} calls, {minutes} minutes, {first} to {last}.")
        days = {"first": _day(self._map.first), "last": _day(self._map.last)}
        return words.format(calls=self._map.calls, minutes=f"{self._map.minutes:.0f}", **days)

    def _mood(self) -> str:
        arc = self._map.arc
        if not self._map.calls:
            return ""
        if arc is None:
            return QCoreApplication.translate("EmpathyMap", "No customer was heard.")
        if self._alone:
            return self._journey(arc)
        words = QCoreApplication.translate(
            "EmpathyMap", "The mood rose in {rose}, fell in {fell} and stayed much the same in {stayed} of them."
        )
        return words.format(rose=arc.rose, fell=arc.fell, stayed=arc.stayed)

    def _journey(self, arc: Arc) -> str:
        (call,) = self._calls.values()
        felt = [feeling(one.emotion).word for one in call.felt]
        path = " → ".join(felt) or feeling("neutral").word
        words = QCoreApplication.translate(
            "EmpathyMap", "{feelings}. The mood went from {before} to {after} (of -1 to 1)."
        )
        return words.format(feelings=path, before=f"{arc.before:+.1f}", after=f"{arc.after:+.1f}")

    def _said(self) -> tuple[Entry, ...]:
        return tuple(
            self._entry("", quote, self._in_calls(quote.calls) if quote.calls > 1 else "") for quote in self._map.said
        )

    def _felt(self) -> tuple[Entry, ...]:
        return tuple(
            self._entry(feeling(felt.emotion).word if place == 0 else "", quote, self._in_calls(felt.calls))
            for felt in self._map.felt
            for place, quote in enumerate(felt.quotes if self._alone else felt.quotes[:1])
        )

    def _needed(self) -> tuple[Entry, ...]:
        return tuple(
            self._entry(need_name(need.need), _first(need.quotes), self._in_calls(need.calls))
            for need in self._map.needed
        )

    def _did(self) -> tuple[Entry, ...]:
        words = doing_words()
        return tuple(
            self._entry(words.get(did.act, did.act), _first(did.quotes), self._in_calls(did.calls))
            for did in self._map.did
        )

    def _pains(self) -> tuple[Entry, ...]:
        """With other words than the field of needs has, where there are any."""
        words = QCoreApplication.translate("EmpathyMap", "left open in {some} of {all}")
        return self._results(self._map.pains, words, lambda need: need.open, lambda need: need.quotes[-1:])

    def _gains(self) -> tuple[Entry, ...]:
        words = QCoreApplication.translate("EmpathyMap", "met in {some} of {all}")
        return self._results(self._map.gains, words, lambda need: need.met, lambda need: need.answers)

    def _results(
        self,
        needs: Sequence[Need],
        words: str,
        count: Callable[[Need], int],
        quotes: Callable[[Need], Sequence[Quote]],
    ) -> tuple[Entry, ...]:
        return tuple(
            self._entry(
                need_name(need.need),
                _first(quotes(need)),
                "" if self._alone else words.format(some=count(need), all=need.calls),
            )
            for need in needs
        )

    def _in_calls(self, calls: int) -> str:
        if self._alone:
            return ""
        one, more = (
            QCoreApplication.translate("EmpathyMap", "1 call"),
            QCoreApplication.translate("EmpathyMap", "{n} calls"),
        )
        return one if calls == 1 else _together(more.format(n=calls))

    def _entry(self, head: str, quote: Quote | None, note: str) -> Entry:
        if quote is None:
            return Entry(head, "", note, "")
        call = self._calls.get(quote.call)
        began = began_words(call) if call and not self._alone else ""
        return Entry(head, f"“{quote.words}”", note, _together(began, clock(quote.at)))


def doing_words() -> dict[str, str]:
    """What customers did, by the names of `assist.report.doings`."""
    return {
        "called_again": QCoreApplication.translate("EmpathyMap", "Had called before"),
        "made_effort": QCoreApplication.translate("EmpathyMap", "Had waited or tried"),
        "wanted_to_leave": QCoreApplication.translate("EmpathyMap", "Spoke of cancelling or leaving"),
        "wanted_to_complain": QCoreApplication.translate("EmpathyMap", "Spoke of a complaint or a lawyer"),
        "asked_for_a_person": QCoreApplication.translate("EmpathyMap", "Asked for somebody else"),
        "asked_for_money": QCoreApplication.translate("EmpathyMap", "Asked about a refund or who pays"),
        "asked_when": QCoreApplication.translate("EmpathyMap", "Asked when"),
        "asked_why": QCoreApplication.translate("EmpathyMap", "Asked why"),
        "asked_what_to_do": QCoreApplication.translate("EmpathyMap", "Asked what they can do"),
        "agreed": QCoreApplication.translate("EmpathyMap", "Agreed"),
        "apologised": QCoreApplication.translate("EmpathyMap", "Apologised"),
        "thanked": QCoreApplication.translate("EmpathyMap", "Thanked"),
        "insulted": QCoreApplication.translate("EmpathyMap", "Insulted or threatened"),
    }


def began_words(call: Digest) -> str:
    """When a call began, in this machine's time and the language's form."""
    began = QDateTime.fromString(call.started_at, Qt.DateFormat.ISODate).toLocalTime()
    return QLocale().toString(began, "d MMM hh:mm") if began.isValid() else call.call_id


def _day(day: str) -> str:
    began = QDateTime.fromString(day, Qt.DateFormat.ISODate)
    return QLocale().toString(began.date(), "d MMM yyyy") if began.isValid() else "-"


def _together(*parts: str) -> str:
    """Parts that stay on one line."""
    return " · ".join(filter(None, parts)).replace(" ", "\N{NO-BREAK SPACE}")


def _first(quotes: Sequence[Quote]) -> Quote | None:
    return quotes[0] if quotes else None
