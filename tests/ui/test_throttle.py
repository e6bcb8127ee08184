"""Bursts are passed on slowly, and the last one wins."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ui.throttle import Throttle


def test_the_first_comes_at_once_and_the_last_one_wins(qtbot: QtBot) -> None:
    """Of a hundred values in one go the first is passed on at once and the last after an interval; nothing else."""
    throttle = Throttle(interval_ms=20)
    passed: list[object] = []
    throttle.due.connect(passed.append)
    throttle.offer(0)
    assert passed == [0]
    with qtbot.waitSignal(throttle.due):
        for value in range(1, 100):
            throttle.offer(value)
    assert passed == [0, 99]
    with qtbot.assertNotEmitted(throttle.due, wait=60):
        pass


def test_what_cannot_wait_supersedes_what_can(qtbot: QtBot) -> None:
    """A prompt value is passed on with the next turn of the event loop, once for a burst, long before its interval."""
    throttle = Throttle(interval_ms=60_000)
    passed: list[object] = []
    throttle.due.connect(passed.append)
    throttle.offer("words")
    throttle.offer("more words")
    with qtbot.waitSignal(throttle.due):
        throttle.offer("a card", promptly=True)
        throttle.offer("a need", promptly=True)
    assert passed == ["words", "a need"]


def test_after_a_pause_it_is_prompt_again(qtbot: QtBot) -> None:
    """A value that comes after a quiet interval does not wait."""
    throttle = Throttle(interval_ms=10)
    passed: list[object] = []
    throttle.due.connect(passed.append)
    throttle.offer("a")
    with qtbot.assertNotEmitted(throttle.due, wait=50):
        pass
    throttle.offer("b")
    assert passed == ["a", "b"]
