"""`assist practise`: a role play in a window with the live overlay, or in the terminal."""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from assist.errors import UsageError
from assist.launcher import has_display
from assist.practise.loading import bundled_scenarios, find_scenario, read_scenario
from assist.practise.scenario import Scenario
from assist.practise.voice import NO_VOICE, Voice, find_voice
from assist.settings import Settings


def practise(options: argparse.Namespace, settings: Settings) -> int:
    """Do what the options say; return the exit status.

    Raises:
        AttuneError: a scenario is broken, or a model cannot be used.
    """
    if options.check:
        scenario = read_scenario(options.check)
        sys.stdout.write(f"{options.check}: '{scenario.title}' is sound: {_counted(scenario)}.\n")
        return 0
    if options.list:
        from assist.practise.terminal import listing  # noqa: PLC0415 - loads the engine

        sys.stdout.write("".join(f"{line}\n" for line in listing(bundled_scenarios())))
        return 0
    own = find_scenario(options.scenario) if options.scenario else None
    if options.serve:
        return _serve(settings, own)
    if options.text or not has_display():
        return _in_terminal(settings, own, aloud=options.voice)
    return _in_window(options, own)


def _counted(scenario: Scenario) -> str:
    lines = sum(len(want.voiced) + len(want.met) for want in scenario.wants) + len(scenario.facts)
    lines += sum(len(beat.say) for beat in scenario.beats) + len(scenario.endings) + 1
    return f"{len(scenario.wants)} needs, {len(scenario.beats)} beats, {len(scenario.endings)} endings, {lines} lines"


def _in_terminal(settings: Settings, scenario: Scenario | None, *, aloud: bool) -> int:
    if scenario is None:
        raise UsageError("assist practise needs a scenario in the terminal; `assist practise --list` names them.")
    from assist.practise.terminal import TerminalPractice  # noqa: PLC0415 - loads the engine
    from assist.practise.wiring import Studio  # noqa: PLC0415 - loads the engine

    def tell(line: str) -> None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    voice = _voice(aloud=aloud)
    if aloud and voice is None:
        tell(NO_VOICE)
    TerminalPractice(Studio(settings), input, tell, voice).run(scenario)
    return 0


def _voice(*, aloud: bool) -> Voice | None:
    return find_voice() if aloud else None


def _in_window(options: argparse.Namespace, scenario: Scenario | None) -> int:
    """The window is another process, as the overlay is: models and paint never share an interpreter lock."""
    command = [sys.executable, "-m", "ui.practise"]
    command += ["--play", scenario.name] if scenario else []
    command += ["--voice"] if options.voice else []
    return subprocess.run([*command, "--", *_passed_on(options)], check=False).returncode


def _passed_on(options: argparse.Namespace) -> list[str]:
    passed = [str(Path(options.scenario).resolve())] if options.scenario.endswith((".yaml", ".yml")) else []
    config = getattr(options, "config", None)
    passed += ["--config", str(config.resolve())] if config else []
    assignments: Sequence[str] = getattr(options, "assignments", ())
    return passed + [part for assignment in assignments for part in ("--set", assignment)]


def _serve(settings: Settings, own: Scenario | None) -> int:
    from assist.practise.service import serve  # noqa: PLC0415 - loads the engine

    scenarios = bundled_scenarios()
    if own is not None and own.name not in {scenario.name for scenario in scenarios}:
        scenarios = [own, *scenarios]
    token = settings.wire.token or os.environ.get("ATTUNE_TOKEN", "")
    asyncio.run(serve(settings, scenarios, find_voice(), sys.stdin.buffer, sys.stdout, token))
    return 0
