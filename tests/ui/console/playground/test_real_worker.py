"""The playground with a real worker process and the real models."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from phrasebank.bank import load_bank
from phrasebank.store.store import Store
from ui.console.desk import Desk, Sources
from ui.console.playground.page import PlaygroundPage
from ui.console.worker import Worker
from ui.theme import DARK, Theme, load_font

pytestmark = [
    pytest.mark.models,
    pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints|grabbing)", extend=True),
]

LOAD_MS = 120_000


def test_words_become_a_card_and_an_edit_takes_it_away(qtbot: QtBot, tmp_path: Path) -> None:
    """Through the pipes and back: the card, then "avoid here", then another answer to the same words."""
    store = Store.create(tmp_path / "bank.db", load_bank(), "Attune")
    worker = Worker(tmp_path / "bank.db", ["--set", f"bank.taught={tmp_path / 'taught'}"])
    theme = Theme(DARK, 1.0, load_font(), reduced_motion=True)
    desk = Desk(theme, store, worker, "Ann", Sources(review=tmp_path / "review.jsonl"))
    page = PlaygroundPage(desk)
    qtbot.addWidget(page)
    page.show()
    try:
        with qtbot.waitSignal(page.trial.answered, timeout=LOAD_MS):
            page.enter({"text": "It's been three weeks and I'm still waiting for my refund, this is too long."})
        assert page.trial.moment is not None
        first = page.trial.moment["cards"][0]
        assert first["place"] == "shown"
        with qtbot.waitSignal(page.trial.answered, timeout=LOAD_MS):
            page.answer.cards.boxes[0].avoid_here.click()
        assert page.trial.moment["cards"][0]["phrase_id"] != first["phrase_id"]
    finally:
        worker.close()
