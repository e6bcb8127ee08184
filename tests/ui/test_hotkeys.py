"""Bindings are read as people write them, conflicts are told, and the back end that fits the desktop is chosen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from ui.hotkeys.backend import (
    DEFAULT_BINDINGS,
    KEYS,
    Binding,
    BindingError,
    Modifier,
    parse_binding,
    parse_bindings,
    rebound,
)
from ui.hotkeys.cautions import caution
from ui.hotkeys.choose import backend_name, choose_backend
from ui.hotkeys.defaults import ACTIONS, default_bindings
from ui.hotkeys.macos import macos_code

CTRL_ALT = frozenset({Modifier.CTRL, Modifier.ALT})


@pytest.mark.parametrize(
    ("text", "binding"),
    [
        ("Ctrl+Alt+1", Binding(CTRL_ALT, "1")),
        ("alt + control + RIGHT", Binding(CTRL_ALT, "Right")),
        ("Super+q", Binding(frozenset({Modifier.META}), "Q")),
        ("Ctrl+Plus", Binding(frozenset({Modifier.CTRL}), "Plus")),
        ("F9", Binding(frozenset(), "F9")),
        ("Shift+Ctrl+Enter", Binding(frozenset({Modifier.SHIFT, Modifier.CTRL}), "Return")),
    ],
)
def test_a_binding_is_read_in_any_case_and_order(text: str, binding: Binding) -> None:
    """Spaces, capitals, order and common other names do not matter."""
    assert parse_binding(text) == binding


@given(
    modifiers=st.frozensets(st.sampled_from(Modifier)).filter(lambda held: held - {Modifier.SHIFT}),
    key=st.sampled_from(KEYS),
)
def test_a_binding_reads_as_it_is_written(modifiers: frozenset[Modifier], key: str) -> None:
    """`str` and `parse_binding` are inverse."""
    binding = Binding(modifiers, key)
    assert parse_binding(str(binding)) == binding


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("", "the key is missing"),
        ("Ctrl+Alt+", "the key is missing"),
        ("Ctrl++", "called Plus"),
        ("Ctrl++1", "called Plus"),
        ("Ctrl+Alt", "a key is missing after the modifiers"),
        ("Strg+1", "there is no modifier 'Strg'; there are Ctrl, Alt, Shift, Meta"),
        ("Ctrl+A+B", "'A' is a second key"),
        ("Ctrl+Rigth", "did you mean Right?"),
        ("Ctrl+Alt+ß", "use a letter, a digit"),
        ("Ctrl+Control+1", "twice"),
        ("1", "add Ctrl, Alt or Meta, such as Ctrl+Alt+1"),
        ("Shift+a", "missing when you type"),
    ],
)
def test_a_slip_in_a_binding_is_told_in_a_sentence(text: str, mend: str) -> None:
    """The sentence quotes what was written and says what to write."""
    with pytest.raises(BindingError) as error:
        parse_binding(text)
    assert repr(text) in str(error.value)
    assert mend in str(error.value)


def test_the_default_bindings_are_good() -> None:
    """They can be read, differ, and are written in their usual form."""
    assert {action: str(binding) for action, binding in parse_bindings(DEFAULT_BINDINGS).items()} == DEFAULT_BINDINGS


def test_two_actions_cannot_have_the_same_key() -> None:
    """However it is written; the sentence names both."""
    with pytest.raises(BindingError, match=r"'reject'.*Ctrl\+Alt\+1 is already the key of 'accept'"):
        parse_bindings({"accept": "Ctrl+Alt+1", "reject": "alt+ctrl+1"})


def test_an_action_may_be_left_without_a_key() -> None:
    """An empty text takes its key away."""
    assert parse_bindings({"accept": "Ctrl+Alt+1", "reject": " "}).keys() == {"accept"}


def test_a_key_can_be_changed_or_taken_away() -> None:
    """The other actions keep theirs; the new one is written in its usual form."""
    bindings = {"accept": "Ctrl+Alt+1", "next": "Ctrl+Alt+8"}
    assert rebound(bindings, "next", "f8") == {"accept": "Ctrl+Alt+1", "next": "F8"}
    assert rebound(bindings, "next", "alt+ctrl+8") == bindings
    assert rebound(bindings, "next", "") == {"accept": "Ctrl+Alt+1", "next": ""}
    assert rebound(bindings, "pin", "Meta+P") == {**bindings, "pin": "Meta+P"}


@pytest.mark.parametrize(
    ("action", "key", "sentence"),
    [
        ("next", "Ctrl+Alt+1", "Hot key of 'next': Ctrl+Alt+1 is already the key of 'accept'; choose another."),
        ("next", "n", "Hot key of 'next': 'n' would be missing when you type; add Ctrl, Alt or Meta"),
        ("nect", "F8", "There is no action 'nect'; did you mean next?"),
    ],
)
def test_a_key_that_cannot_be_is_told_in_a_sentence(action: str, key: str, sentence: str) -> None:
    """Two actions on one key, a key that types, an action that does not exist."""
    with pytest.raises(BindingError) as error:
        rebound({"accept": "Ctrl+Alt+1", "next": "Ctrl+Alt+8"}, action, key)
    assert str(error.value).startswith(sentence)


@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
def test_the_default_keys_are_good_everywhere(system: str) -> None:
    """Every action has one, all differ, and none takes a character or a use of the desktop away."""
    bindings = parse_bindings(default_bindings(system))
    assert bindings.keys() == ACTIONS.keys()
    assert [sentence for binding in bindings.values() if (sentence := caution(binding, system))] == []


def test_every_default_key_is_on_apples_keyboards() -> None:
    """Those lack some keys, which could not be asked for."""
    assert all(macos_code(binding) for binding in parse_bindings(default_bindings("darwin")).values())


@pytest.mark.parametrize(
    ("key", "system", "part"),
    [
        ("Ctrl+Alt+Q", "win32", "AltGr and Q, which types a character"),
        ("Ctrl+Alt+Shift+2", "win32", "AltGr and 2"),
        ("Ctrl+Alt+Q", "darwin", "VoiceOver"),
        ("Ctrl+Alt+Right", "linux", "change the workspace"),
        ("Ctrl+Alt+T", "linux", "open a terminal"),
        ("Ctrl+Alt+F1", "linux", "the console"),
        ("Ctrl+Alt+T", "freebsd14", "open a terminal"),
    ],
)
def test_a_key_that_takes_something_away_is_cautioned(key: str, system: str, part: str) -> None:
    """The sentence names the key and what it would take; it does not forbid."""
    sentence = caution(parse_binding(key), system)
    assert sentence.startswith(key)
    assert part in sentence


@pytest.mark.parametrize(
    ("platform", "environment", "name"),
    [
        ("xcb", {"DISPLAY": ":0"}, "x11"),
        ("xcb", {}, None),
        ("xcb", {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0", "DBUS_SESSION_BUS_ADDRESS": "unix:x"}, "portal"),
        ("xcb", {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, None),
        ("wayland", {"DBUS_SESSION_BUS_ADDRESS": "unix:x"}, "portal"),
        ("offscreen", {"DISPLAY": ":0"}, None),
        ("windows", {}, "windows"),
        ("cocoa", {}, "macos"),
    ],
)
def test_the_back_end_is_one_that_reaches_the_whole_desktop(
    platform: str, environment: dict[str, str], name: str | None
) -> None:
    """Grabs on X11 only: through XWayland they would miss the keys of native windows."""
    assert backend_name(platform, environment) == name


def test_without_a_desktop_there_is_no_back_end(qtbot: QtBot) -> None:
    """Nothing to start, which is told; a slip in the settings is told all the same."""
    said: list[str] = []
    assert choose_backend(DEFAULT_BINDINGS, complain=said.append) is None
    assert said == ["Hot keys do not work on this desktop; the overlay's buttons do the same."]
    with pytest.raises(BindingError):
        choose_backend({"accept": "Ctrl+"})
