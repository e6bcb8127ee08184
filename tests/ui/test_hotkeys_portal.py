"""On Wayland the desktop gives the keys: asked once, told when one is pressed, changed or taken back."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.portal import HANG_SECONDS, Behaviour, MockPortal, private_bus
from ui.hotkeys.backend import Binding, parse_binding, parse_bindings
from ui.hotkeys.portal import DECLINED, NO_PORTAL, NOT_GIVEN, TAKEN_BACK, PortalHotkeys, trigger

HANG_MS = int(HANG_SECONDS * 1000)
BINDINGS = parse_bindings({"accept": "Ctrl+Alt+1", "next": "Meta+Shift+PageUp"})

Desktop = Callable[..., contextlib.AbstractContextManager[tuple[MockPortal, PortalHotkeys]]]


@pytest.fixture(scope="module")
def bus() -> Iterator[str]:
    """A D-Bus without anything on it."""
    with private_bus() as address:
        yield address


@pytest.fixture
def desktop(bus: str, qtbot: QtBot) -> Desktop:
    """Starts a portal that behaves as told, and makes hot keys that have not started."""

    @contextlib.contextmanager
    def started(behaviour: Behaviour | None = None) -> Iterator[tuple[MockPortal, PortalHotkeys]]:
        with MockPortal(bus, behaviour or Behaviour()).serving() as portal:
            hotkeys = PortalHotkeys(BINDINGS, bus=bus)
            yield portal, hotkeys
            hotkeys.stop()

    return started


def bound_after_start(qtbot: QtBot, hotkeys: PortalHotkeys) -> tuple[dict[str, str], dict[str, str]]:
    """Start, and wait for the keys: those that work, and the sentences about the others."""
    refusals: dict[str, str] = {}
    hotkeys.refused.connect(refusals.__setitem__)
    with qtbot.waitSignal(hotkeys.bound, timeout=HANG_MS) as bound:
        hotkeys.start()
    return bound.args[0], refusals


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("Ctrl+Alt+1", "CTRL+ALT+1"),
        ("Meta+Shift+PageUp", "SHIFT+LOGO+Prior"),
        ("Ctrl+Q", "CTRL+q"),
        ("F9", "F9"),
        ("Alt+Plus", "ALT+plus"),
    ],
)
def test_keys_are_proposed_as_the_specification_writes_them(key: str, written: str) -> None:
    """Modifiers by XKB's names in capitals, the key by its keysym."""
    assert trigger(parse_binding(key)) == written


@pytest.mark.desktop
def test_the_desktop_is_asked_once_for_all_keys(desktop: Desktop, qtbot: QtBot) -> None:
    """With a description for people and our proposal; what it gave is told as it writes it."""
    with desktop(Behaviour(descriptions={"accept": "Press Ctrl+Alt+1", "next": ""})) as (portal, hotkeys):
        assert bound_after_start(qtbot, hotkeys) == ({"accept": "Press Ctrl+Alt+1", "next": ""}, {})
        assert [name for name, _ in portal.calls] == [
            "Registry.Register",
            "GlobalShortcuts.CreateSession",
            "GlobalShortcuts.BindShortcuts",
        ]
        assert portal.calls[-1][1][1] == [
            ("accept", {"description": ("s", "Take the phrase"), "preferred_trigger": ("s", "CTRL+ALT+1")}),
            ("next", {"description": ("s", "Show the next phrase"), "preferred_trigger": ("s", "SHIFT+LOGO+Prior")}),
        ]


@pytest.mark.desktop
def test_each_press_is_heard(desktop: Desktop, qtbot: QtBot) -> None:
    """In order, on the GUI thread; letting go is nothing."""
    heard: list[tuple[str, threading.Thread]] = []
    with desktop() as (portal, hotkeys):
        bound_after_start(qtbot, hotkeys)
        hotkeys.pressed.connect(lambda action: heard.append((action, threading.current_thread())))
        with qtbot.waitSignal(hotkeys.pressed, timeout=HANG_MS, check_params_cb=lambda action: action == "next"):
            for action in ("accept", "accept", "next"):
                portal.press(action)
    assert heard == [(action, threading.main_thread()) for action in ("accept", "accept", "next")]


@pytest.mark.desktop
def test_an_old_portal_without_a_registry_will_do(desktop: Desktop, qtbot: QtBot) -> None:
    """It guesses who asks."""
    with desktop(Behaviour(has_registry=False)) as (_, hotkeys):
        assert bound_after_start(qtbot, hotkeys)[0] == {"accept": "CTRL+ALT+1", "next": "SHIFT+LOGO+Prior"}


@pytest.mark.desktop
@pytest.mark.parametrize(
    ("behaviour", "sentence"),
    [(Behaviour(has_shortcuts=False), NO_PORTAL), (Behaviour(code=1), DECLINED), (Behaviour(code=2), NOT_GIVEN)],
)
def test_a_desktop_that_gives_no_keys_is_told_in_a_sentence(
    desktop: Desktop, qtbot: QtBot, behaviour: Behaviour, sentence: str
) -> None:
    """No such portal, a user who says no, something else: every action is refused and the program goes on."""
    with desktop(behaviour) as (_, hotkeys):
        assert bound_after_start(qtbot, hotkeys) == ({}, {"accept": sentence, "next": sentence})


@pytest.mark.desktop
def test_without_any_portal_every_action_is_refused(bus: str, qtbot: QtBot) -> None:
    """A bus with nothing on it, and no bus at all."""
    for address in (bus, "unix:path=/nowhere/bus"):
        hotkeys = PortalHotkeys(BINDINGS, bus=address)
        assert bound_after_start(qtbot, hotkeys) == ({}, dict.fromkeys(BINDINGS, NO_PORTAL))
        hotkeys.stop()


@pytest.mark.desktop
def test_an_action_that_gets_no_key_is_told(desktop: Desktop, qtbot: QtBot) -> None:
    """The others work."""
    with desktop(Behaviour(descriptions={"accept": "Ctrl+Alt+1"})) as (_, hotkeys):
        bound, refusals = bound_after_start(qtbot, hotkeys)
    assert bound == {"accept": "Ctrl+Alt+1"}
    assert refusals == {
        "next": "The desktop gave no key to “Show the next phrase”; choose one in its keyboard settings."
    }


@pytest.mark.desktop
def test_keys_that_the_user_changes_in_the_desktop_are_followed(desktop: Desktop, qtbot: QtBot) -> None:
    """The overlay can print the new ones."""
    with desktop() as (portal, hotkeys):
        bound_after_start(qtbot, hotkeys)
        with qtbot.waitSignal(hotkeys.bound, timeout=HANG_MS) as bound:
            portal.change({"accept": "F9", "next": "F10"})
    assert bound.args[0] == {"accept": "F9", "next": "F10"}


@pytest.mark.desktop
def test_a_desktop_that_takes_the_keys_back_is_told(desktop: Desktop, qtbot: QtBot) -> None:
    """And no thread stays behind."""
    refusals: dict[str, str] = {}
    with desktop() as (portal, hotkeys):
        bound_after_start(qtbot, hotkeys)
        hotkeys.refused.connect(refusals.__setitem__)
        with qtbot.waitSignal(hotkeys.bound, timeout=HANG_MS):
            portal.close_session()
        hotkeys.stop()
    assert refusals == dict.fromkeys(BINDINGS, TAKEN_BACK)
    assert hotkey_threads() == []


@pytest.mark.desktop
def test_stop_ends_the_wait_for_the_dialog(desktop: Desktop, qtbot: QtBot) -> None:
    """The user need not answer; the portal sees that we are gone, and takes its dialog away."""
    with desktop(Behaviour(answers_dialog=False)) as (portal, hotkeys):
        hotkeys.start()
        while portal.asked.get(timeout=HANG_SECONDS) != "BindShortcuts":
            pass
        with qtbot.assertNotEmitted(hotkeys.bound), qtbot.assertNotEmitted(hotkeys.refused):
            hotkeys.stop()
            qtbot.wait(0)
        assert portal.clients_gone.get(timeout=HANG_SECONDS).startswith(":")
    assert hotkey_threads() == []


@pytest.mark.desktop
def test_other_keys_are_proposed_in_a_new_session(desktop: Desktop, qtbot: QtBot) -> None:
    """A session may be bound only once; the old one ends."""
    with desktop() as (portal, hotkeys):
        bound_after_start(qtbot, hotkeys)
        with qtbot.waitSignal(hotkeys.bound, timeout=HANG_MS) as bound:
            hotkeys.rebind({"accept": Binding(frozenset(), "F8")})
        assert bound.args[0] == {"accept": "F8"}
        assert [name for name, _ in portal.calls].count("GlobalShortcuts.CreateSession") == 2
        assert portal.clients_gone.get(timeout=HANG_SECONDS).startswith(":")


def hotkey_threads() -> list[threading.Thread]:
    """Those that listen to keys."""
    return [thread for thread in threading.enumerate() if thread.name.startswith("hotkeys")]
