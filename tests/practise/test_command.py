"""`assist practise` in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from assist.cli import main as assist_command
from assist.practise.loading import bundled_folder, bundled_scenarios
from assist.practise.terminal import TerminalPractice
from assist.practise.wiring import Studio
from assist.settings import JournalSettings, Settings
from tests.practise.plays import PlayReader, scenario, stock


def answers(lines: Iterable[str]) -> Callable[[str], str]:
    """An agent who types these, and then closes the input."""
    waiting = iter(lines)

    def ask(_prompt: str) -> str:
        for line in waiting:
            return line
        raise EOFError

    return ask


def played(folder: Path, *lines: str) -> str:
    """What stands in the terminal after these lines."""
    told: list[str] = []
    settings = Settings(journal=JournalSettings(folder=str(folder / "calls")))
    studio = Studio(settings, reader=PlayReader(), stock=stock())
    small = scenario(opening="that is a whole sentence now")
    TerminalPractice(studio, answers(lines), told.append).run(small)
    return "\n".join(told)


def test_a_whole_role_play_in_text(tmp_path: Path) -> None:
    """Introduction, the customer's lines, the card, how each answer went down, and what came of it."""
    shown = played(tmp_path, "nothing much here", "I see validation heard-answer", "/end")
    assert "Ada, 40: brief (plain)." in shown
    assert "Ada: that is a whole sentence now" in shown
    assert "CARD" in shown
    assert "still open: being heard" in shown
    assert "answered: being heard" in shown
    assert "How it ended: So so." in shown
    assert "On your card: Take it on" in shown
    assert "report.html" in shown


def test_a_line_can_be_tried_again_in_text(tmp_path: Path) -> None:
    """By /again on the way, or by its number at the end."""
    shown = played(
        tmp_path,
        "nothing here",
        "/again",
        "/help",
        "I see validation heard-answer",
        "nothing more",
        "/end",
        "1",
        "/end",
    )
    assert shown.count("Ada: that is a whole sentence now") == 2
    assert shown.count("How it ended") == 2


def test_the_end_of_input_ends_the_call(tmp_path: Path) -> None:
    """Nothing hangs where nobody types."""
    assert "partly-end" in played(tmp_path)


def test_the_list_names_every_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    """One line each, with sector, feeling and difficulty."""
    assert assist_command(["practise", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [one.name for one in bundled_scenarios()]


def test_check_tells_a_sound_file_from_a_broken_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A sound one is counted; a broken one has its sentence and exit status 2."""
    sound = bundled_folder() / "third-call.yaml"
    assert assist_command(["practise", "--check", str(sound)]) == 0
    assert "is sound: 4 needs, 2 beats, 3 endings" in capsys.readouterr().out
    broken = tmp_path / "mine.yaml"
    broken.write_text(sound.read_text(encoding="utf-8").replace("sector: telecom", "sector: phones"), encoding="utf-8")
    assert assist_command(["practise", "--check", str(broken)]) == 2
    assert "mine.yaml:2: the scenario: 'sector' has no 'phones'" in capsys.readouterr().err


def test_wrong_use_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """No scenario in a terminal, or one that does not exist: exit status 2, and what to do."""
    assert assist_command(["practise", "--text"]) == 2
    assert assist_command(["practise", "nobody", "--text"]) == 2
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 2
    assert all("--list" in error for error in errors)
