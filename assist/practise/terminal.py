"""A role play in a terminal: the customer's lines and the cards as text, the agent's answers from the keyboard."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable
from pathlib import Path

from assist import events as facts
from assist.commands import ShowSuggestion
from assist.events import Event
from assist.names import FEELINGS, NEEDS
from assist.practise.outcome import Debrief, Lesson
from assist.practise.roleplay import RolePlay
from assist.practise.scenario import MISSTEPS, Scenario
from assist.practise.state import Reply
from assist.practise.voice import Voice
from assist.practise.wiring import Studio
from assist.telling import told

WIDTH = 92
HELP = "Answer as you would on the phone. /again goes back one line, /end ends the call, an empty line is silence."
_DIFFICULTY = {1: "gentle", 2: "testing", 3: "hard"}
_BAR_CELLS = 10

Ask = Callable[[str], str]
Tell = Callable[[str], None]


class TerminalPractice:
    """Plays one scenario. ``ask`` shows a prompt and returns the agent's line; an `EOFError` ends the call."""

    def __init__(self, studio: Studio, ask: Ask, tell: Tell, voice: Voice | None = None) -> None:
        self._studio = studio
        self._ask = ask
        self._tell = tell
        self._voice = voice

    def run(self, scenario: Scenario) -> Debrief:
        """Play to an ending, tell what came of it, and offer to try a line again until the agent has had enough."""
        for line in introduction(scenario):
            self._tell(line)
        play = self._studio.play(scenario)
        self._show(play)
        while True:
            while not play.over:
                self._turn(play)
            outcome, page = self._studio.close(play)
            for line in told_outcome(outcome, page):
                self._tell(line)
            number = self._chosen(outcome.lessons)
            if number is None:
                return outcome
            play.again(number)
            self._show(play)

    def _turn(self, play: RolePlay) -> None:
        try:
            words = self._ask("You: ").strip()
        except EOFError:
            words = "/end"
        if words in ("/help", "/?"):
            self._tell(HELP)
            return
        if words == "/again":
            play.again(max(0, len(play.exchanges) - 2))
            self._show(play)
            return
        before = len(play.events)
        if words in ("/end", "/quit"):
            reply = play.leave()
        else:
            interrupted = self._voice is not None and self._voice.speaking
            reply = play.answer(words, interrupted=interrupted)
        self._reaction(play, reply, play.events[before:])

    def _reaction(self, play: RolePlay, reply: Reply, events: Iterable[Event]) -> None:
        self._tell(standing(reply))
        self._say(play.scenario, reply.text)
        for line in _cards(events):
            if not play.over:
                self._tell(line)
        self._shown(play)

    def _show(self, play: RolePlay) -> None:
        exchange = play.exchanges[-1]
        self._say(play.scenario, exchange.customer)
        for line in _cards(exchange.events):
            self._tell(line)
        self._shown(play)

    def _shown(self, play: RolePlay) -> None:
        """A card in the terminal has been seen."""
        if play.over or not play.exchanges:
            return
        for event in play.exchanges[-1].events:
            if isinstance(event, facts.SuggestionOffered):
                shown = ShowSuggestion(suggestion_id=event.suggestion_id, phrase_id=event.phrase_id)
                play.stage.gesture(shown)

    def _say(self, scenario: Scenario, text: str) -> None:
        first = scenario.customer.name
        self._tell("")
        self._tell(_wrapped(f"{first}: {text}"))
        if self._voice is not None:
            self._voice.speak(text, scenario.customer)

    def _chosen(self, lessons: tuple[Lesson, ...]) -> int | None:
        if not lessons:
            return None
        try:
            answer = self._ask("Try a line again? Its number, or Enter to stop: ").strip()
        except EOFError:
            return None
        chosen = {str(place): lesson.number for place, lesson in enumerate(lessons, start=1)}
        return chosen.get(answer)


def listing(scenarios: Iterable[Scenario]) -> list[str]:
    """One line a scenario."""
    rows = [(one.name, one.sector, FEELINGS[one.emotion], _DIFFICULTY[one.difficulty], one.title) for one in scenarios]
    widths = [max(len(row[place]) for row in rows) for place in range(4)] if rows else []
    return ["  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]]) for row in rows]


def introduction(scenario: Scenario) -> list[str]:
    """Who calls, what the agent knows, and what to practise."""
    customer = scenario.customer
    return [
        f"{scenario.title}  ({scenario.sector}, {_DIFFICULTY[scenario.difficulty]})",
        _wrapped(f"{customer.name}, {customer.age}: {customer.manner} ({scenario.culture})."),
        _wrapped(f"On your screen: {scenario.situation}"),
        *(_wrapped(f"- {goal}", "  ") for goal in scenario.goals),
        HELP,
    ]


def standing(reply: Reply) -> str:
    """How the answer went down, in one line."""
    filled = round((reply.temper + 1.0) / 2.0 * _BAR_CELLS)
    parts = [f"[{'#' * filled}{'.' * (_BAR_CELLS - filled)}]", _moved(reply.moved)]
    parts += [f"answered: {NEEDS[need].lower()}" for need in reply.met]
    parts += [MISSTEPS[name] for name in reply.missteps[:1]]
    parts += [f"still open: {NEEDS[need].lower()}" for need in reply.missed if not reply.missteps]
    return "      " + "  ".join(parts)


def _moved(change: float) -> str:
    if abs(change) < 0.05:
        return "unmoved"
    return "eased" if change > 0 else "more upset"


def told_outcome(outcome: Debrief, page: Path | None) -> list[str]:
    """What came of it: the ending, the best answer, and what a better one would have been."""
    lines = ["", f"{'Well done' if outcome.good else 'How it ended'}: {outcome.meaning}"]
    lines += [_wrapped(f"Answered: {need} - “{_short(words)}”", "  ") for need, words in outcome.met]
    if outcome.unmet:
        lines.append(f"Left open: {', '.join(outcome.unmet)}")
    if outcome.hidden:
        lines.append(f"Never asked about: {', '.join(outcome.hidden)}. An open question would have brought it up.")
    if outcome.best:
        lines.append(_wrapped(f"Your best line: “{outcome.best[1]}”"))
    for place, lesson in enumerate(outcome.lessons, start=1):
        lines += ["", *_lesson(place, lesson)]
    return [*lines, "", *([f"The report of this call: {page}"] if page else [])]


def _lesson(place: int, lesson: Lesson) -> list[str]:
    said = f"“{lesson.agent.rstrip('.')}”" if lesson.agent else "nothing"
    lines = [
        _wrapped(f"{place}. They said: “{lesson.customer}”", "   "),
        _wrapped(f"   You said {said}. {lesson.what}", "   "),
        _wrapped(f"   {lesson.why}", "   "),
    ]
    if lesson.phrase:
        where = "On your card" if lesson.shown else "From the bank"
        lines.append(_wrapped(f"   {where}: {lesson.cue}: “{lesson.phrase}”", "   "))
    if lesson.example:
        lines.append(_wrapped(f"   For example: “{lesson.example}”", "   "))
    return lines


def _cards(events: Iterable[Event]) -> list[str]:
    shown = (
        facts.SuggestionOffered,
        facts.NudgeGiven,
        facts.AbuseFlagged,
        facts.EmotionChanged,
        facts.SuggestionSpoken,
    )
    return [f"      {told(event)}" for event in events if isinstance(event, shown)]


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(text, WIDTH, subsequent_indent=indent)


def _short(text: str, most: int = 14) -> str:
    words = text.split()
    return text if len(words) <= most else " ".join(words[:most]) + " …"
