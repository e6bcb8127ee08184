"""The page with a real worker behind it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.console.conftest import NewDesk
from tests.ui.console.stage import NewPage
from ui.console.bank.page import BankPage
from ui.console.worker import Worker

pytestmark = [
    pytest.mark.models,
    pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)", extend=True),
]

PATIENCE_MS = 90_000


@pytest.fixture
def page(new_desk: NewDesk, new_page: NewPage[BankPage]) -> Iterator[BankPage]:
    """Whose worker is a process with the models."""
    desk = new_desk()
    desk.worker = Worker(desk.store.path)
    yield new_page(desk)
    desk.worker.close()


def test_a_rule_is_broken_and_mended_before_the_real_checks(page: BankPage, qtbot: QtBot):
    """And the words of another phrase are known again by their meaning."""
    one, other = (entry.phrase for entry in page.desk.snapshot.entries[:2])
    page.open(one.id)
    field = page.pane.form.fields["text"]
    page.pane.form.words.part.selectAll()
    QTest.keyClicks(page.pane.form.words.part, "I understand your concern, but please calm down.")
    qtbot.waitUntil(lambda: "say what you do instead" in field.findings.sentence.lower(), timeout=PATIENCE_MS)
    assert "end the sentence" in field.findings.sentence.lower()
    page.pane.form.words.part.selectAll()
    page.pane.form.words.part.insertPlainText(other.text)
    qtbot.waitUntil(lambda: bool(page.pane.form.alike.links), timeout=PATIENCE_MS)
    assert other.id in page.pane.form.alike.links[0].accessibleName()
    assert f"'{other.id}'" in field.findings.sentence
    assert "calm" not in field.findings.sentence
