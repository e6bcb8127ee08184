"""Our recogniser beside others: ``python -m tests.bench.recognisers [--engines NAME ...] [--minutes N] [--json]``.

Each engine hears the same call in real time, in an environment and a process of its own, on the same model. Runs can be
kept and read again, so that an engine can be measured while the machine has nothing else to do:

    python -m tests.bench.recognisers --engines attune --keep RUNS
    python -m tests.bench.recognisers --engines whisperlivekit --keep RUNS
    python -m tests.bench.recognisers --read RUNS
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from assist.errors import AttuneError, UsageError
from tests.bench.recognisers.engines import ENGINES, Engine
from tests.bench.recognisers.environments import python_of
from tests.bench.recognisers.hearing import Heard
from tests.bench.recognisers.played import Played, sample_call, spoken_call
from tests.bench.recognisers.running import run
from tests.bench.recognisers.table import Figures, Run, figures, table
from tests.models import WHISPER_MICRO


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, or read again, and print one table."""
    given = _arguments(arguments)
    try:
        call = spoken_call(given.minutes) if given.minutes else sample_call()
        chosen = [engine.with_settings(given.settings) for engine in ENGINES if engine.name in given.engines]
        runs = _kept(given.read, call) if given.read else _run_all(chosen, call, given)
    except AttuneError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    by_name = {engine.name: engine for engine in ENGINES}
    rows = [figures(one, call.turns, call.seconds, live=by_name[one.engine].live) for one in runs]
    sys.stdout.write(
        json.dumps([asdict(row) for row in rows]) + "\n" if given.json else _told(call, runs[0].model, rows, by_name)
    )
    return 0


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.recognisers", description="Recognisers side by side.")
    names = [engine.name for engine in ENGINES]
    parser.add_argument("--engines", nargs="+", choices=names, default=names, metavar="NAME", help=", ".join(names))
    parser.add_argument("--minutes", type=float, default=0.0, help="speak a call of this length; 0: the sample call")
    parser.add_argument("--set", dest="settings", action="append", default=[], metavar="KEY=VALUE", help="for Attune")
    parser.add_argument("--model", type=Path, default=WHISPER_MICRO, help="folder of a CTranslate2 Whisper model")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the runs here")
    parser.add_argument("--read", type=Path, metavar="DIR", help="read kept runs of the same call instead")
    parser.add_argument("--json", action="store_true", help="for programs")
    return parser.parse_args(arguments)


def _run_all(chosen: Sequence[Engine], call: Played, given: argparse.Namespace) -> list[Run]:
    runs = []
    pythons = {engine.name: python_of(engine.environment, _progress) for engine in chosen}
    with tempfile.TemporaryDirectory() as folder:
        call.write(Path(folder))
        for engine in chosen:
            _progress(f"{engine.name} hears {call.name}, {call.seconds:.0f} s ...")
            done = run(engine, pythons[engine.name], given.model, Path(folder), call)
            runs.append(done)
            if given.keep:
                given.keep.mkdir(parents=True, exist_ok=True)
                (given.keep / f"{engine.name}.json").write_text(json.dumps(asdict(done)), encoding="utf-8")
    return runs


def _kept(folder: Path, call: Played) -> list[Run]:
    places = {engine.name: place for place, engine in enumerate(ENGINES)}
    rows = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")]
    runs = [Run(**{**row, "heard": tuple(Heard(**one) for one in row["heard"])}) for row in rows]
    if not runs:
        raise UsageError(f"{folder}: no run was kept there; make one with --keep.")
    if {(one.call, one.model) for one in runs} != {(call.name, runs[0].model)}:
        raise UsageError(f"{folder}: not all runs are of {call.name} and one model; keep those of others elsewhere.")
    return sorted(runs, key=lambda one: places[one.engine])


def _told(call: Played, model: str, rows: Sequence[Figures], by_name: dict[str, Engine]) -> str:
    notes = "".join(f"  {row.engine}: {by_name[row.engine].note}\n" for row in rows)
    return (
        f"{call.name}: {len(call.turns)} turns, {call.seconds:.0f} s, both voices at once, in real time, "
        f"model {model}\n{table(rows)}"
        "first words: from the true beginning of a turn, and how many begin as it does; last word shown, which may\n"
        f"still change, and final words, which stand: from its true end; others: what else ran\n{notes}"
    )


def _progress(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


if __name__ == "__main__":
    sys.exit(main())
