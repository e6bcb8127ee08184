"""What a screen reader finds in the overlay: a role, a name, and what each control is for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from assist import events
from tests.ui.calls import angry_call, evidence, folded, mid_call
from tests.ui.conftest import NewWindow
from tests.ui.overlay.test_drawing import states
from ui.app import Overlay
from ui.overlay import happenings as local
from ui.overlay.card import CardButton
from ui.overlay.intents import Prefer
from ui.overlay.nudge import NudgeRow
from ui.overlay.transcript_window import TranscriptWindow
from ui.theme import DARK, Theme, load_font
from ui.wording import ECHO_HINT

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)", extend=True)

NAME, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description


def tree(root: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """All that a reader can come to."""
    for number in range(root.childCount()):
        child = root.child(number)
        if child and child.isValid() and not child.state().invisible:
            yield child
            yield from tree(child)


def controls(root: QAccessibleInterface) -> list[QAccessibleInterface]:
    """Those that can be pressed or written in."""
    roles = {QAccessible.Role.Button, QAccessible.Role.CheckBox, QAccessible.Role.EditableText}
    return [found for found in tree(root) if found.role() in roles]


@pytest.mark.parametrize("name", states())
def test_every_control_has_a_role_and_a_name(new_window: NewWindow, name: str) -> None:
    """In each state, whatever can be pressed has a name of its own and a press, and what is only text is text."""
    window = new_window()
    window.draw(states()[name])
    root = QAccessible.queryAccessibleInterface(window)
    found = controls(root)
    names = [control.text(NAME) for control in found]
    assert all(names)
    assert len(set(names)) == len(names)
    assert all(control.actionInterface() is not None for control in found)
    known = {QAccessible.Role.Button, QAccessible.Role.CheckBox, QAccessible.Role.StaticText}
    known |= {QAccessible.Role.ProgressBar, QAccessible.Role.Client, QAccessible.Role.Window}
    assert {child.role() for child in tree(root)} <= known


def test_the_card_reads_cue_phrase_and_why(new_window: NewWindow) -> None:
    """The card is a button: its name is cue and phrase, its description the reason and what a press does."""
    window = new_window()
    window.draw(mid_call())
    card = QAccessible.queryAccessibleInterface(window.card)
    assert card.role() == QAccessible.Role.Button
    assert card.text(NAME) == "Own it, name the date. You will have a date from me before we hang up."
    assert "nobody can tell me where my refund is" in card.text(DESCRIPTION)
    assert "copy the phrase (Ctrl+Alt+1)" in card.text(DESCRIPTION)
    assert card.actionInterface().actionNames()
    inside = [control.text(NAME) for control in controls(card)]
    assert inside == ["Pin", "Next", "Not this", "Dismiss"]
    for control in controls(card):
        assert control.text(DESCRIPTION)


@pytest.mark.parametrize("on", [True, False])
def test_a_new_card_is_announced_once(desk: QWidget, monkeypatch: pytest.MonkeyPatch, on: bool) -> None:
    """Readers are told each new phrase and each reminder once, politely, and not at all where that is switched off."""
    told: list[tuple[str, QAccessible.AnnouncementPoliteness]] = []

    def hear(event: QAccessibleAnnouncementEvent) -> None:
        told.append((event.message(), event.politeness()))

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    theme = Theme(DARK, family=load_font())
    card, row = CardButton(theme, {}, desk, announce=on), NudgeRow(theme, desk, announce=on)
    nudge = events.NudgeGiven(at=22.0, kind="pace", text="A little slower.", evidence=evidence())
    for state in (mid_call(), folded(nudge, state=mid_call()), folded(local.CardPinned(True), state=mid_call())):
        card.draw(state)
        row.draw(state.nudge)
    polite = QAccessible.AnnouncementPoliteness.Polite
    said = ["Own it, name the date. You will have a date from me before we hang up.", "A little slower."]
    assert told == ([(words, polite) for words in said] if on else [])


def test_a_muted_microphone_breaks_in(new_window: NewWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers are told at once that nobody hears the agent, and once; the line is there to be read again."""
    told: list[tuple[str, QAccessible.AnnouncementPoliteness]] = []

    def hear(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            told.append((event.message(), event.politeness()))

    window = new_window()
    window.draw(mid_call())
    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    for at, seconds in ((22.0, 4), (24.0, 6)):
        window.draw(
            folded(events.MicrophoneMuted(at=at, muted=True, reason=f"Dead for {seconds} s."), state=mid_call())
        )
    line = "Your microphone seems muted: check its switch."
    assert told == [(line, QAccessible.AnnouncementPoliteness.Assertive)]
    notice = QAccessible.queryAccessibleInterface(window.nudge.notice)
    assert (notice.text(NAME), notice.text(DESCRIPTION)) == (line, "Dead for 6 s.")
    assert QAccessible.queryAccessibleInterface(window.nudge.notice.close_button).text(DESCRIPTION)


def test_the_hint_is_announced_and_named(new_window: NewWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands where a card would, and its button says what it puts away."""
    told: list[str] = []

    def hear(event: QAccessibleEvent) -> None:
        told.extend([event.message()] if isinstance(event, QAccessibleAnnouncementEvent) else [])

    window = new_window()
    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    for _ in range(2):
        window.draw(states()["echo"])
    assert told == [ECHO_HINT]
    assert QAccessible.queryAccessibleInterface(window.card).text(NAME) == ECHO_HINT
    dismiss = QAccessible.queryAccessibleInterface(window.card.dismiss_button)
    assert dismiss.text(DESCRIPTION) == "Put this hint away (Ctrl+Alt+0)"


def test_another_dress_announces_nothing(overlay: Overlay, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change of theme or size in the middle of a call neither tells readers the card again nor fades it in again."""
    overlay.happened(local.LinkChanged("open"))
    for event in angry_call():
        overlay.happened(event)
    overlay.presence.draw(overlay.state)
    told: list[object] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", told.append)
    overlay.intended(Prefer("reduced_motion", False))
    before = overlay.window.card.grab().toImage()
    overlay.intended(Prefer("reduced_motion", True))
    assert overlay.window.card.grab().toImage() == before
    assert not [event for event in told if isinstance(event, QAccessibleAnnouncementEvent)]


def test_a_pinned_card_says_so(new_window: NewWindow) -> None:
    """The pin is a check box whose state and description follow the card."""
    window = new_window()
    window.draw(states()["pinned"])
    pin = QAccessible.queryAccessibleInterface(window.card.pin_button)
    assert pin.role() == QAccessible.Role.CheckBox
    assert pin.state().checked
    assert (pin.text(NAME), "2 newer cards wait" in pin.text(DESCRIPTION)) == ("Unpin", True)


def test_needs_are_buttons_that_say_how_they_stand(new_window: NewWindow) -> None:
    """A chip's name says whether the need is open, met or snoozed; its description quotes the customer."""
    window = new_window()
    met = events.NeedMet(at=22.0, need="certainty", confidence=0.9, evidence=evidence())
    window.draw(folded(local.NeedSnoozed("resource", 600.0), met, state=mid_call()))
    chips = [QAccessible.queryAccessibleInterface(chip) for chip in window.needs.chips]
    assert [chip.text(NAME) for chip in chips] == [
        "Need met: Certainty",
        "Open need: Not repeating",
        "Snoozed need: Their money",
    ]
    assert all("nobody can tell me" in chip.text(DESCRIPTION) for chip in chips)


def test_feeling_place_and_trend_are_words(new_window: NewWindow) -> None:
    """The feeling, its place, the trend as a value and the strip are words for a reader too."""
    window = new_window()
    window.draw(mid_call())
    trend = QAccessible.queryAccessibleInterface(window.mood.trend)
    assert trend.valueInterface().currentValue() == -80
    assert trend.text(DESCRIPTION) == "Getting worse"
    assert QAccessible.queryAccessibleInterface(window.mood.chip).text(NAME) == "Angry"
    assert QAccessible.queryAccessibleInterface(window.mood.place).text(NAME) == "Very unpleasant, stirred up"
    assert window.transcript.text().splitlines()[-1] == "Customer: and now there is another charge"


def test_a_nudge_is_words(new_window: NewWindow) -> None:
    """The reminder is the row's name and its tool tip says at which words; when it has gone, so has the text."""
    window = new_window()
    nudge = events.NudgeGiven(at=22.0, kind="pace", text="A little slower.", evidence=evidence("so what you do"))
    window.draw(folded(nudge, state=mid_call()))
    assert QAccessible.queryAccessibleInterface(window.nudge).text(NAME) == "A little slower."
    assert "so what you do" in window.nudge.toolTip()
    window.draw(mid_call())
    assert window.nudge.text() == window.nudge.toolTip() == ""


def test_the_conversation_can_be_reached_and_named(qtbot: QtBot) -> None:
    """Field, buttons and text of the transcript window have names, and Tab comes to each of them."""
    window = TranscriptWindow(Theme(DARK, family=load_font()))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.draw(mid_call())
    window.field.setText("refund")
    names = {child.text(NAME) for child in tree(QAccessible.queryAccessibleInterface(window))}
    assert {"Search the conversation", "Previous match", "Next match", "The whole conversation"} <= names
    reached: list[QWidget] = []
    here = window.field.nextInFocusChain()
    while here and here is not window.field:
        reached += [here] if here.focusPolicy() & Qt.FocusPolicy.TabFocus and here.isEnabled() else []
        here = here.nextInFocusChain()
    assert {window.previous_button, window.next_button, window.conversation} <= set(reached)
