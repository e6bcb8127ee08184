"""The overlay's content as one live panel of a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from assist import events
from ui import wording
from ui.health import Surroundings, foremost, notice
from ui.overlay.state import Card, Line, OverlayState

TRANSCRIPT_LINES = 5
WIDTH = 84
FRAMES_PER_SECOND = 8

TONES: Mapping[wording.Tone, str] = {
    "calm": "white",
    "warm": "yellow",
    "hot": "bright_red",
    "uneasy": "magenta",
    "puzzled": "bright_blue",
    "glad": "green",
}


class LivePanel:
    """Redraws the panel in place, at most a few times a second; the last state stays when it closes."""

    def __init__(self, console: Console) -> None:
        self._state = OverlayState()
        self._live = Live(
            get_renderable=self._panel, console=console, refresh_per_second=FRAMES_PER_SECOND, vertical_overflow="crop"
        )
        self._live.start()

    def show(self, _event: events.Event, state: OverlayState) -> None:
        """Draw this state with the next frame."""
        self._state = state

    def link(self, state: OverlayState) -> None:
        """Draw this state with the next frame."""
        self._state = state

    def close(self) -> None:
        """Draw once more and give the terminal back."""
        self._live.stop()

    def _panel(self) -> Panel:
        return panel_of(self._state)


def panel_of(state: OverlayState) -> Panel:
    """The whole overlay as a panel."""
    trouble = foremost(state, Surroundings(), beside_notice=True)
    heard_by = wording.recognizer_name(state.recognizer) if state.recognizer else ""
    is_alert = trouble is not None and trouble.severity == "alert"
    foot = Text(trouble.line if trouble else "", style="yellow" if is_alert else "dim")
    return Panel(
        Group(
            _mood_and_needs(state), Text(), _card_panel(state), _nudge(state), _transcript(state.lines), Text(), foot
        ),
        title=f"[b]{wording.headline(state)}[/b]  {wording.clock(state.seconds)}",
        title_align="left",
        subtitle=heard_by or None,
        subtitle_align="right",
        width=WIDTH,
        padding=(1, 2),
        border_style="dim",
    )


def _mood_and_needs(state: OverlayState) -> Text:
    words = Text()
    if state.mood:
        feeling = wording.feeling(state.mood.emotion)
        words.append(f"{feeling.glyph} {feeling.word}", style=f"bold {TONES[feeling.tone]}")
    for need in state.needs:
        words.append("   " if words else "")
        sign, style = ("✓", "green") if need.met_at is not None else ("○", "cyan")
        words.append(f"{sign} ", style=style)
        words.append(wording.need_name(need.need))
    return words


def _nudge(state: OverlayState) -> Text:
    """One line that is always there, so that nothing moves; what is urgent stands in it before all else."""
    urgent = notice(state)
    if urgent:
        return Text(f"! {urgent.line}", style="bold yellow", no_wrap=True, overflow="ellipsis")
    return Text(f"→ {state.nudge.text}" if state.nudge else "", style="cyan", no_wrap=True, overflow="ellipsis")


def _card_panel(state: OverlayState) -> Panel:
    if state.abuse_quote is not None:
        return _framed(wording.BOUNDARY_CUE, wording.BOUNDARY_TEXT, state.abuse_quote, "")
    if state.card is None:
        quiet = Text(f"\n{wording.empty_card(state)}\n", style="dim", justify="center")
        return Panel(quiet, border_style="dim", height=8)
    return _card(state.card)


def _card(card: Card) -> Panel:
    return _framed(card.option.cue, card.option.text, card.quote, wording.STAGES.get(card.stage, ""))


def _framed(cue: str, text: str, quote: str, mark: str) -> Panel:
    parts: list[RenderableType] = [Text(text), Text()]
    if quote:
        parts.append(Text(f"{wording.BECAUSE}: “{quote}”", style="dim", no_wrap=True, overflow="ellipsis"))
    return Panel(
        Group(*parts),
        title=Text(cue, style="bold"),
        title_align="left",
        subtitle=Text(f"✓ {mark}", style="green") if mark else None,
        subtitle_align="right",
        border_style="cyan",
        padding=(1, 2),
        height=8,
    )


def _transcript(lines: tuple[Line, ...]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", width=8)
    table.add_column(ratio=1)
    for line in lines[-TRANSCRIPT_LINES:]:
        settled = line.stable if line.text.startswith(line.stable) else ""
        words = Text(settled)
        words.append(line.text[len(settled) :], style="dim")
        table.add_row(wording.SPEAKERS[line.speaker], words)
    for _ in range(TRANSCRIPT_LINES - len(lines)):
        table.add_row("", "")
    return table
