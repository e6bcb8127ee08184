"""The live checklist: which acts it names in which phase, and its ticks."""

from __future__ import annotations

from importlib.resources import files

import pytest
import yaml
from PySide6.QtWidgets import QWidget

from assist import events
from tests.ui.calls import evidence, folded, mid_call
from tests.ui.conftest import NewWindow
from ui import wording
from ui.overlay import happenings as local
from ui.overlay.checklist import ACTS_OF, Checklist
from ui.overlay.face import PAD
from ui.overlay.state import OverlayState
from ui.theme import DARK, Theme, load_font

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)


def in_phase(phase: events.Phase, *acts: str) -> OverlayState:
    """The angry call in this phase, with these acts done in it."""
    done = (events.AgentActNoticed(at=23.0, act=act, confidence=0.9, evidence=evidence()) for act in acts)
    return folded(events.PhaseChanged(at=22.0, phase=phase), *done, state=mid_call())


@pytest.fixture
def checklist(desk: QWidget) -> Checklist:
    """A checklist as wide as the overlay's rows."""
    row = Checklist(Theme(DARK, family=load_font()), desk)
    row.resize(384, row.height())
    return row


def test_its_acts_are_those_of_the_taxonomy() -> None:
    """Every act on a list is one that the engine can notice, and has a word."""
    taxonomy = yaml.safe_load(files("phrasebank").joinpath("data", "taxonomy.yaml").read_text("utf-8"))
    known = {strategy["id"] for strategy in taxonomy["strategies"]}
    for acts in ACTS_OF.values():
        assert known.issuperset(acts)
        assert 3 <= len(acts) <= 4
        assert all(wording.ACTS[act] for act in acts)


def test_it_follows_the_phase(checklist: Checklist) -> None:
    """Beginning and end of a call have lists of their own; there is none on hold and outside calls."""
    checklist.draw(in_phase("opening", "warm_greeting"))
    assert checklist.text() == "Greeting: done, Open question: open, Summing up: open"
    checklist.draw(in_phase("closing", "commitment", "feedback_request"))
    assert checklist.text() == "Who, by when: done, Follow-up: open, Thanks: open, Feedback: done"
    checklist.draw(in_phase("hold"))
    assert checklist.text() == ""
    over = events.CallEnded(at=30.0, duration_seconds=30.0, reason="done")
    checklist.draw(folded(over, state=in_phase("closing")))
    assert checklist.text() == ""


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("phase", ACTS_OF)
def test_its_acts_have_room(desk: QWidget, phase: events.Phase, scale: float) -> None:
    """All acts of a phase fit side by side, also on the card, which is a little narrower than the overlay's rows."""
    theme = Theme(DARK, scale, load_font())
    row = Checklist(theme, desk)
    row.draw(in_phase(phase))
    assert theme.px(200) < row.sizeHint().width() <= theme.px(384 - 2 * PAD)


def test_an_empty_card_shows_it(new_window: NewWindow) -> None:
    """Where the overlay has no row for the list, the empty place of the card does; a card covers it, nothing moves."""
    window = new_window()
    window.draw(folded(local.CardPutAway("s1"), state=in_phase("opening", "warm_greeting")))
    assert window.card.checklist.isVisible()
    assert window.card.checklist.text().startswith("Greeting: done")
    window.draw(in_phase("opening"))
    assert not window.card.checklist.isVisible()
