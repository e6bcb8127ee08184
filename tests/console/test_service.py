"""The worker of the console: orders in, news out, whatever goes wrong."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from assist.console.messages import Failed, Finished, News, Order, Progressed, line_of, read_news, read_order
from assist.console.office import Office
from assist.console.progress import Progress
from assist.console.registry import TASKS, find_task
from assist.console.service import Service, serve
from assist.errors import UsageError, WireError
from assist.settings import Settings


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(Settings(), tmp_path / "bank.db")


def known_as(monkeypatch: pytest.MonkeyPatch, task: Any) -> None:
    """Let the task ``warm`` be this one."""
    module = ModuleType("assist.console.warm")
    module.run = task  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "assist.console.warm", module)


def carried_out(office: Office, clock: list[float] | None = None, task: str = "warm") -> list[News]:
    told: list[News] = []
    times = iter(clock or [float(second) for second in range(1000)])
    Service(office, told.append, lambda: next(times)).carry_out(Order(number=7, task=task, values={"a": 1}))
    return told


def test_a_task_gets_its_values_and_its_result_goes_back(office, monkeypatch):
    """What a task returns is finished under the order's number; its values and progress go through."""

    def run(values: Mapping[str, Any], given: Office, progress: Progress) -> dict[str, Any]:
        progress(1, 2, "half")
        return {"twice": 2 * values["a"], "same": given is office}

    known_as(monkeypatch, run)
    assert carried_out(office) == [
        Progressed(number=7, done=1, total=2, words="half"),
        Finished(number=7, result={"twice": 2, "same": True}),
    ]


def test_progress_is_told_no_more_often_than_it_can_be_painted(office, monkeypatch):
    """Within a tenth of a second only the first and the last step are told."""

    def run(_values: Mapping[str, Any], _office: Office, progress: Progress) -> dict[str, Any]:
        for step in range(1, 101):
            progress(step, 100)
        return {}

    known_as(monkeypatch, run)
    told = carried_out(office, [0.001 * tick for tick in range(200)])
    assert [news.done for news in told if isinstance(news, Progressed)] == [1, 100]


def test_an_error_of_ours_is_told_as_its_sentence(office, monkeypatch):
    """Something a person can mend is told in its own words."""

    def run(*_given: object) -> dict[str, Any]:
        raise UsageError("There is no such call; choose another.")

    known_as(monkeypatch, run)
    assert carried_out(office) == [Failed(number=7, sentence="There is no such call; choose another.")]


def test_a_fault_in_a_task_costs_the_task_alone(office, monkeypatch, caplog):
    """A bug is told in one sentence, logged with its trace, and the next order is carried out."""

    def run(*_given: object) -> dict[str, Any]:
        return {"x": {}["y"]}

    known_as(monkeypatch, run)
    orders = line_of(Order(number=1, task="warm")) * 2
    out = io.BytesIO()
    serve(office, io.BytesIO(orders), out)
    told = [read_news(line) for line in out.getvalue().splitlines()]
    assert [type(news) for news in told] == [Failed, Failed]
    assert "KeyError" in told[0].sentence  # type: ignore[union-attr]
    assert "KeyError" in caplog.text


def test_an_unknown_task_is_told(office):
    """The sentence names what there is."""
    (failed,) = carried_out(office, task="dance")
    assert isinstance(failed, Failed)
    assert failed.sentence.startswith("The console knows no task 'dance'; there are: check, ")


@pytest.mark.parametrize("name", TASKS)
def test_every_task_that_is_registered_can_be_found(name):
    """No name stands in the registry without a module behind it."""
    assert callable(find_task(name))


def test_a_line_that_is_none_of_ours_is_refused():
    """Both sides say so in a sentence."""
    with pytest.raises(WireError, match="no order"):
        read_order(b"hello\n")
    with pytest.raises(WireError, match="no news"):
        read_news(b'{"type": "weather", "number": 1}\n')


def test_a_worker_without_a_bank_says_so(tmp_path):
    """The real process answers in a sentence where the bank is missing, and prints nothing else."""
    command = [sys.executable, "-m", "assist.console", "--store", str(tmp_path / "none.db")]
    order = line_of(Order(number=1, task="transfer_plan", values={"path": str(tmp_path / "none.csv")}))
    done = subprocess.run(command, input=order, capture_output=True, check=True, timeout=120)
    (line,) = [line for line in done.stdout.splitlines() if b'"failed"' in line]
    assert str(tmp_path / "none") in read_news(line).sentence  # type: ignore[union-attr]
    assert b"Traceback" not in done.stderr
