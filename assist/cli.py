"""The command line. Heavy imports happen inside the commands that need them, so that the launcher starts at once."""

from __future__ import annotations

import argparse
import logging
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from assist.bench.arguments import add_arguments as add_bench_arguments
from assist.choices import CONFIG_FILE, needs_setup
from assist.errors import AttuneError, UsageError
from assist.launcher import has_display, launch
from assist.models.arguments import add_arguments as add_model_arguments
from assist.practise.arguments import add_arguments
from assist.settings import Settings, load_settings

WRONG_USE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the exit status (0 done, 2 wrong use or bad input, with one sentence on stderr)."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=options.log_level.upper(), format="%(message)s", stream=sys.stderr)
    try:
        return int(options.perform(options))
    except AttuneError as error:
        print(f"assist: {error}", file=sys.stderr)  # noqa: T201
        return WRONG_USE
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()  # the reader left; nothing to tell anyone
        return 0


class _Commands:
    """The commands of the parser; each takes the common options."""

    def __init__(self) -> None:
        self.parser = argparse.ArgumentParser(
            prog="assist", description="Hears a call, understands it, offers one fitting phrase."
        )
        self._commands = self.parser.add_subparsers(required=True, metavar="COMMAND")
        self._common = argparse.ArgumentParser(add_help=False)
        self._common.add_argument("--config", type=Path, metavar="FILE", help="settings in TOML")
        self._common.add_argument(
            "--set", dest="assignments", action="append", default=[], metavar="KEY=VALUE", help="one setting"
        )
        self._common.add_argument("--log-level", default="warning", choices=["debug", "info", "warning", "error"])

    def add(self, name: str, perform: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        """A command, and what performs it."""
        command = self._commands.add_parser(name, help=text, description=text, parents=[self._common])
        command.set_defaults(perform=perform)
        return command


def _parser() -> argparse.ArgumentParser:
    commands = _Commands()
    commands.add("run", _run, "the overlay, listening to two live devices; the first time it opens the set-up")
    commands.add("setup", _setup, "consent, devices, speech model and hot keys, page by page")
    demo = commands.add("demo", _demo, "the bundled sample call through the whole pipeline")
    demo.add_argument("--speed", default="1", help="1 for real time, N for N times")
    demo.add_argument("--terminal", action="store_true", help="the terminal view, also where there is a display")
    replay = commands.add("replay", _replay, "a recording, a file of turns or a journal, understood again")
    replay.add_argument("file", type=Path)
    replay.add_argument("--speed", default="max", help="1 for real time, N for N times, max")
    replay.add_argument("--json", action="store_true", help="one event a line on stdout and nothing else")
    replay.add_argument("--channels", default="customer,agent", help="who is on the left and right channel")
    replay.add_argument("--out", type=Path, metavar="DIR", help="write journal and report there")
    read = commands.add("read", _read, "rows of text, each read on its own")
    read.add_argument("file", type=Path)
    serve = commands.add("serve", _serve, "the engine without an overlay: events on a websocket")
    serve.add_argument("--play", type=Path, metavar="FILE", help="a recording or turns instead of live devices")
    serve.add_argument("--speed", default="1")
    report = commands.add("report", _report, "the report of a call from its journal")
    report.add_argument("call", type=Path, help="a journal file, or the id of a call")
    report.add_argument("--out", type=Path, metavar="DIR")
    shift = commands.add("shift", _shift, "the calls of a day in one page, for the agent alone")
    shift.add_argument("--day", metavar="YYYY-MM-DD", help="another day than today")
    shift.add_argument("--out", type=Path, metavar="DIR")
    practise = commands.add("practise", _practise, "role play against a scripted customer")
    add_arguments(practise)
    console = commands.add("console", _console, "the supervisor's console: tune the phrases with evidence")
    console.add_argument("--store", type=Path, metavar="FILE", help="the team's bank (default: bank.store)")
    console.add_argument("--calls", type=Path, action="append", default=[], metavar="DIR", help="more recorded calls")
    console.add_argument("--outcomes", type=Path, action="append", default=[], metavar="FILE", help="more outcomes")
    console.add_argument("--who", default="", metavar="NAME", help="the name that history and audit keep")
    console.add_argument("--sample", action="store_true", help="look round with sample data")
    link = commands.add("open", _open, "a link such as attune://call/start?id=..., carried out by the running engine")
    link.add_argument("url", nargs="?", default="")
    link.add_argument("--register", action="store_true", help="have this user's attune:// links opened so")
    models = commands.add("models", _models, "speech models: list, fetch, import from a folder, export to one")
    add_model_arguments(models)
    devices = commands.add("devices", _devices, "what audio inputs there are, whom each would carry, how loud each is")
    devices.add_argument("--watch", action="store_true", help="show the meters until q or Ctrl+C")
    doctor = commands.add("doctor", _doctor, "what works, what does not, and what to do about it")
    bench = commands.add("bench", _bench, "how long words and cards take on the sample call, or word error on your own")
    add_bench_arguments(bench)
    for command in (read, report, shift, devices, doctor, bench):
        command.add_argument("--json", action="store_true", help="for programs")
    return commands.parser


def _config(options: argparse.Namespace) -> Path:
    """The settings file: the one that was named, else the one that the set-up writes, there or not."""
    config: Path | None = options.config
    return config or CONFIG_FILE


def _settings(options: argparse.Namespace) -> Settings:
    named = options.config or (CONFIG_FILE if CONFIG_FILE.is_file() else None)
    return load_settings(named, options.assignments)


def _passed_on(options: argparse.Namespace) -> list[str]:
    """Settings as arguments for a child; checked here first, so that a wrong one is told once."""
    _settings(options)
    passed = ["--log-level", options.log_level]
    passed += ["--config", str(options.config.resolve())] if options.config else []  # a child finds the usual one
    return passed + [part for assignment in options.assignments for part in ("--set", assignment)]


def _run(options: argparse.Namespace) -> int:
    if not has_display():
        raise UsageError(
            "assist run needs a display for the overlay; use `assist serve` here and connect from a desktop."
        )
    if needs_setup(_config(options)):
        status = _setup(options)
        if status != 0:
            return status
    passed = _passed_on(options)
    return launch(passed, passed, terminal=False)


def _setup(options: argparse.Namespace) -> int:
    if not has_display():
        raise UsageError("assist setup needs a display; without one, write the settings into a TOML file (README).")
    return subprocess.call([sys.executable, "-m", "ui.setup", "--config", str(_config(options))])


def _demo(options: argparse.Namespace) -> int:
    from assist.demo.script import sample_path  # noqa: PLC0415
    from assist.feeds import require_speed  # noqa: PLC0415

    require_speed(options.speed)
    passed = _passed_on(options)
    engine = [*passed, "--play", str(sample_path()), "--speed", options.speed]
    return launch(engine, passed, terminal=options.terminal or not has_display())


def _replay(options: argparse.Namespace) -> int:
    from assist.replay import replay  # noqa: PLC0415

    return replay(options.file, _settings(options), options)


def _read(options: argparse.Namespace) -> int:
    from assist.reading import read_file  # noqa: PLC0415

    return read_file(options.file, _settings(options), as_json=options.json)


def _devices(options: argparse.Namespace) -> int:
    from assist.devices.command import show_devices  # noqa: PLC0415

    return show_devices(_settings(options).audio, as_json=options.json, watch=options.watch)


def _doctor(options: argparse.Namespace) -> int:
    from assist.doctor import show_checks  # noqa: PLC0415

    return show_checks(_settings(options), as_json=options.json, config_file=_config(options))


def _serve(options: argparse.Namespace) -> int:
    from assist.serving import serve  # noqa: PLC0415

    return serve(_settings(options), options.play, options.speed)


def _report(options: argparse.Namespace) -> int:
    from assist.journal import read_journal  # noqa: PLC0415
    from assist.report.render import call_journal, report_journal, to_json  # noqa: PLC0415
    from assist.report.scorecard import scorecard  # noqa: PLC0415

    path = options.call if options.call.exists() else Path(_settings(options).journal.folder) / options.call
    if options.json:
        print(to_json(scorecard(read_journal(call_journal(path)).events)))  # noqa: T201
    else:
        print(report_journal(path, options.out))  # noqa: T201
    return 0


def _shift(options: argparse.Namespace) -> int:
    from assist.report.shift import show_shift  # noqa: PLC0415

    return show_shift(_settings(options), options.day, options.json, options.out)


def _practise(options: argparse.Namespace) -> int:
    from assist.practise.command import practise  # noqa: PLC0415

    return practise(options, _settings(options))


def _console(options: argparse.Namespace) -> int:
    if not has_display():
        raise UsageError("assist console needs a display; `phrasebank` does most of it in a terminal.")
    _settings(options)
    passed = ["--config", str(_config(options))] if _config(options).is_file() else []
    passed += [part for assignment in options.assignments for part in ("--set", assignment)]
    passed += [part for folder in options.calls for part in ("--calls", str(folder))]
    passed += [part for file in options.outcomes for part in ("--outcomes", str(file))]
    passed += ["--store", str(options.store)] if options.store else []
    passed += ["--who", options.who] if options.who else []
    passed += ["--sample"] if options.sample else []
    return subprocess.call([sys.executable, "-m", "ui.console", *passed])


def _open(options: argparse.Namespace) -> int:
    from assist.links.opening import open_url, register  # noqa: PLC0415

    if options.register:
        return register()
    if not options.url:
        raise UsageError("assist open needs a link, such as attune://call/start?id=4711, or --register.")
    return open_url(options.url, _settings(options))


def _models(options: argparse.Namespace) -> int:
    from assist.models.command import run  # noqa: PLC0415

    return run(options)


def _bench(options: argparse.Namespace) -> int:
    if options.audio or options.references:
        from assist.bench.site import bench_recordings  # noqa: PLC0415

        return bench_recordings(_settings(options), options.audio, options.references, as_json=options.json)
    from assist.bench.sample import bench  # noqa: PLC0415

    return bench(_settings(options), as_json=options.json)


if __name__ == "__main__":
    sys.exit(main())
