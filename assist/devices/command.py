"""`assist devices` in a terminal (a meter for each input, for a while), in a pipe and for programs (a list)."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from assist.audio.system import open_system
from assist.devices.gauge import bar
from assist.devices.listing import Listing, make_listing
from assist.devices.meters import Meter, Meters
from assist.errors import SourceError
from assist.settings import AudioSettings

SHOWN_SECONDS = 10.0
_PICTURES_PER_SECOND = 10
_BAR_CELLS = 16
_NAME_CELLS = 31
_LOUD_DB, _WARM_DB = -6.0, -18.0


def show_devices(settings: AudioSettings, *, as_json: bool, watch: bool) -> int:
    """Print the inputs; in a terminal with meters, for ten seconds or, to ``watch``, until q or Ctrl+C.

    Raises:
        SourceError: there are none, or they cannot be listed.
    """
    system = open_system()
    devices = system.devices()
    if not devices:
        raise SourceError("There is no audio input on this machine; plug in a headset or start the sound service.")
    listing = make_listing(devices, settings)
    if as_json:
        sys.stdout.writelines(json.dumps(listed.to_json()) + "\n" for listed in listing.all())
        return 0
    if not (watch or sys.stdout.isatty()):
        sys.stdout.write(plain(listing))
        return 0
    from assist.speech.vad import SileroModel  # noqa: PLC0415 - a list needs no network

    console = Console()
    model = SileroModel()
    with Meters(system, listing.all(), model.stream) as meters, keys() as pressed:
        _play(console, listing, meters, lambda: "q" in pressed(), None if watch else SHOWN_SECONDS)
    return 0


def plain(listing: Listing) -> str:
    """The inputs as text."""
    lines: list[str] = []
    width = max(len(listed.device.name) for listed in listing.all())
    for title, group in listing.groups.items():
        lines.append(title)
        for listed in group:
            mark = "*" if listed.carries else " "
            row = f"  {mark} {listed.device.name:<{width}}  [{listed.format}]  {listed.use}"
            lines.append(row.rstrip())
    return "\n".join([*lines, *listing.lacking]) + "\n"


def picture(listing: Listing, meters: Meters) -> Group:
    """The inputs with their meters, and below them whom each carries and what stands in the way; 80 columns do."""
    rows = {id(meter.listed): meter for meter in meters.rows}
    parts: list[Table | Text] = []
    for title, group in listing.groups.items():
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), title=Text(title), title_justify="left")
        table.add_column(width=1)
        table.add_column(max_width=_NAME_CELLS, no_wrap=True, overflow="ellipsis")
        table.add_column(width=_BAR_CELLS, no_wrap=True)
        table.add_column(width=7, justify="right")
        table.add_column(no_wrap=True)
        for listed in group:
            table.add_row("*" if listed.carries else "", Text(listed.device.name), *_gauge(rows[id(listed)]))
        parts.append(table)
    for meter in meters.rows:
        if meter.listed.use:
            parts.append(Text(f"* {meter.listed.device.name} carries {meter.listed.use}."))
        if meter.failure:
            parts.append(Text(meter.failure, style="yellow"))
    parts += [Text(sentence, style="yellow") for sentence in listing.lacking]
    parts.append(Text("q or Ctrl+C ends it.", style="dim"))
    return Group(*parts)


def _gauge(meter: Meter) -> tuple[Text, Text, Text]:
    gauge = meter.gauge
    if meter.failure:
        return Text("-" * _BAR_CELLS, style="dim"), Text(""), Text("cannot be heard", style="yellow")
    verdict = gauge.verdict(is_loopback=meter.listed.device.is_loopback)
    colour = "red" if gauge.peak_db > _LOUD_DB else "yellow" if gauge.level_db > _WARM_DB else "green"
    level = f"{gauge.level_db:.0f} dB" if gauge.level_db > -100.0 else "silent"
    return Text(bar(gauge.level_db, gauge.peak_db, _BAR_CELLS), style=colour), Text(level), Text(verdict)


def _play(
    console: Console, listing: Listing, meters: Meters, is_left: Callable[[], bool], seconds: float | None
) -> None:
    began = time.monotonic()
    with contextlib.suppress(KeyboardInterrupt), Live(console=console, auto_refresh=False) as live:
        while not is_left() and (seconds is None or time.monotonic() - began < seconds):
            meters.read()
            live.update(picture(listing, meters), refresh=True)
            time.sleep(1.0 / _PICTURES_PER_SECOND)


@contextlib.contextmanager
def keys() -> Iterator[Callable[[], str]]:
    """The keys that were pressed since the last time, without the Enter key; none where nobody can press one."""
    if not sys.stdin.isatty():
        yield lambda: ""
    elif sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - Windows only

        yield lambda: msvcrt.getwch() if msvcrt.kbhit() else ""
    else:
        import select  # noqa: PLC0415 - POSIX only
        import termios  # noqa: PLC0415
        import tty  # noqa: PLC0415

        before = termios.tcgetattr(sys.stdin)
        tty.setcbreak(sys.stdin)
        number = sys.stdin.fileno()  # what `sys.stdin` reads ahead would be seen by no `select`
        try:
            yield lambda: os.read(number, 64).decode(errors="replace") if select.select([number], [], [], 0)[0] else ""
        finally:
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
