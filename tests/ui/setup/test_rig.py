"""The set-up's window with the real sound check, on real devices of a sound server."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from assist.choices import Choices
from tests.pulse import pulse_rig
from ui.setup.checking import SoundCheck
from ui.setup.device import DevicePage
from ui.setup.page import Draft
from ui.theme import DARK, Theme, load_font

pytestmark = [
    pytest.mark.audio,
    pytest.mark.models,
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]

PATIENCE_MS = 60_000


def test_the_customers_line_is_seen_heard_and_understood(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The device is in the list, its silence shows, the played sentence is understood; unplugged, it is told."""
    draft = Draft(Choices(customer_device="customer_line", recognizer="pocketsphinx"))
    with pulse_rig(tmp_path) as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        page = DevicePage(Theme(DARK, 1.0, load_font()), "customer", draft, SoundCheck())
        qtbot.addWidget(page)
        page.show()
        page.enter()
        qtbot.waitUntil(lambda: page.meter.word == "silent", timeout=PATIENCE_MS)
        assert page.devices.currentText() == "customer_line"
        assert page.devices.findData("agent_line") > 0
        page.tests[0].click()
        qtbot.waitUntil(lambda: "words are right" in page.result.sentence, timeout=PATIENCE_MS)
        assert page.result.sentence.startswith("Understood")
        right, of = (int(part) for part in page.result.sentence.split("”. ")[1].split(" words")[0].split(" of "))
        assert (of, right >= 12) == (14, True)
        subprocess.run(["pactl", "unload-module", "module-null-sink"], env=environment, check=True)
        page.again.click()
        qtbot.waitUntil(lambda: bool(page.trouble.sentence), timeout=PATIENCE_MS)
        assert "customer" in page.trouble.sentence
        page.leave()
