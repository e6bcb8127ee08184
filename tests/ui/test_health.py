"""What is not well is said in one calm line, the worst first, with its mend."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assist import events
from tests.ui.calls import folded, mid_call
from tests.ui.conftest import NewWindow
from ui.health import Surroundings, foremost, troubles
from ui.overlay.labels import ElidedLabel
from ui.overlay.state import Gap, OverlayState, Recognizer, Resumed

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)

EVERYTHING = Surroundings(
    refused_keys=("Ctrl+Alt+1 belongs to another program; choose another in the settings.",),
    keys_said="Hot keys do not work on this desktop.",
    has_tray=False,
    stays_on_top=False,
    settings_said="They are kept in overlay.json.broken.",
    paste_said="The phrase is on the clipboard.",
    after_said="The report is damaged.",
)


def ill(**changes: object) -> OverlayState:
    """A call with the engine connected and these things amiss."""
    return replace(mid_call(), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "line"),
    [
        (ill(link="lost"), "Engine restarting: wait a moment; the call goes on where it was."),
        (ill(link="refused"), "The engine refused this overlay: start both with 'assist run'."),
        (ill(lost_sources={"customer": ""}), "Cannot hear the customer: check the softphone's sound."),
        (ill(lost_sources={"agent": ""}), "Cannot hear you: check the headset's plug."),
        (
            ill(lost_sources={"customer": "", "agent": ""}),
            "Cannot hear either of you: check the headset's plug.",
        ),
        (ill(unrecorded="the disk is full."), "This call is no longer recorded: the disk is full."),
        (ill(behind_seconds=9.44), "9 s behind, cards may not come: close other programs."),
    ],
)
def test_each_trouble_has_its_mend(state: OverlayState, line: str) -> None:
    """One line says what is the matter and what to do."""
    trouble = foremost(state, Surroundings())
    assert trouble is not None
    assert (trouble.line, trouble.severity) == (line, "alert")


def test_a_restart_is_told_calmly() -> None:
    """The agent learns what was not heard; there is nothing to mend."""
    trouble = foremost(ill(resumed=Resumed(missed_seconds=12.4, at=20.0)), Surroundings())
    assert trouble is not None
    assert (trouble.line, trouble.severity) == ("Attune restarted; 12 s were not heard", "quiet")


def test_the_worst_comes_first() -> None:
    """Engine, then who is not heard, then recording, then lag, then what can wait."""
    gap = Gap(start=1.0, end=5.0, cause="late")
    state = ill(gaps=(gap,), link="lost", lost_sources={"customer": ""}, unrecorded="full.", behind_seconds=3.0)
    assert [trouble.matter for trouble in troubles(state, EVERYTHING)] == [
        "Engine restarting",
        "Cannot hear the customer",
        "This call is no longer recorded",
        "Catching up, 3 s behind",
        "Not pasted",
        "Not opened",
        "4 s of the call could not be heard",
        "pocketsphinx hears with reduced accuracy",
        "Attune cannot stay on top here",
        "No hot keys",
        "The overlay's settings begin anew",
        "A hot key is taken",
        "No tray on this desktop",
    ]


def test_what_can_wait_waits_for_the_end_of_the_call() -> None:
    """A hot key that is taken is not the agent's concern while somebody shouts at them."""
    around = Surroundings(refused_keys=("Ctrl+Alt+1 belongs to another program.",))
    assert foremost(ill(), around) is None
    told = foremost(ill(running=False), around)
    assert told is not None
    assert told.severity == "quiet"


def test_the_engines_own_words_are_for_a_closer_look(new_window: NewWindow) -> None:
    """Why a device is silent does not fit the line; the tool tip has it behind the mend."""
    window = new_window()
    found = "The customer's device 'Jabra' delivers no sound; check its plug and its switch."
    window.draw(ill(lost_sources={"customer": found}))
    assert window.status.toolTip().splitlines()[0] == f"Cannot hear the customer: check the softphone's sound. {found}"
    line = window.status.findChild(ElidedLabel)
    assert isinstance(line, ElidedLabel)
    assert line.text() == "Cannot hear the customer: check the softphone's sound."


def test_what_is_no_trouble_is_not_told() -> None:
    """Small lag is not worth a glance, and an engine that left after the call is not missed."""
    assert foremost(ill(behind_seconds=0.8), Surroundings()) is None
    assert foremost(ill(link="lost", ended=True), Surroundings()) is None
    connecting = foremost(OverlayState(), Surroundings())
    assert connecting is not None
    assert (connecting.line, connecting.severity) == ("Connecting to the engine", "quiet")


def test_the_engine_says_why_it_refused() -> None:
    """The engine's own sentence is the mend."""
    trouble = foremost(ill(link="refused"), Surroundings(engine_said="Start both with the same ATTUNE_TOKEN."))
    assert trouble is not None
    assert trouble.line.endswith("Start both with the same ATTUNE_TOKEN.")


def test_the_row_shows_one_and_lists_all(new_window: NewWindow) -> None:
    """The line is the worst; the tool tip, and readers, have all of them."""
    window = new_window()
    window.note(EVERYTHING)
    window.draw(ill(lost_sources={"customer": ""}))
    row = window.status
    assert row.toolTip().splitlines() == [trouble.whole for trouble in troubles(window.state, EVERYTHING)]
    assert row.accessibleDescription() == row.toolTip()


def test_all_is_well_again(new_window: NewWindow) -> None:
    """The line leaves with its cause, and the recogniser is named again."""
    window = new_window()
    heard_by = Recognizer(name="faster-whisper", model="base.en", reduced_accuracy=False, reason="")
    window.draw(ill(lost_sources={"customer": ""}, recognizer=heard_by))
    with_trouble = window.status.grab().toImage()
    window.draw(ill(recognizer=heard_by))
    assert window.status.toolTip() == ""
    assert window.status.grab().toImage() != with_trouble


def test_whose_call_it_is_stands_behind_the_line(new_window: NewWindow) -> None:
    """Where a telephone platform says so; the line itself stays free for what is not well."""
    window = new_window()
    window.draw(ill(agent="Robin", recognizer=None))
    assert window.status.toolTip() == "Agent: Robin"
    told = folded(events.CallAssigned(call_id="call-1", at=22.0, agent="Sam"), state=mid_call())
    assert told.agent == "Sam"
