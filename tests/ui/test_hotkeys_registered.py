"""Windows and macOS: codes, registration, refusal, messages; with stand-ins for the system's library."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from ctypes import wintypes
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtCore import QByteArray
from pytestqt.qtbot import QtBot

from ui.hotkeys.backend import KEYS, Binding, parse_binding, parse_bindings
from ui.hotkeys.macos import NOT_HANDLED, OURS, HotKeyId, MacosRegistry, macos_code
from ui.hotkeys.registered import KeyCode, RegisteredHotkeys, Registry
from ui.hotkeys.windows import MOD_NOREPEAT, WM_HOTKEY, HotkeyFilter, WindowsRegistry, windows_code

System = tuple[RegisteredHotkeys, Any, Callable[[int], None]]
BINDINGS = parse_bindings({"accept": "Ctrl+Alt+F1", "next": "Ctrl+Alt+F8", "dismiss": "Ctrl+Alt+F10"})


@dataclass
class FakeUser32:
    """Keys by number, as Windows would hold them; ``taken`` belong to another program."""

    taken: set[int] = field(default_factory=set)
    held: dict[int, tuple[int, int]] = field(default_factory=dict)

    def RegisterHotKey(self, window: int | None, number: int, modifiers: int, key: int) -> int:  # noqa: N802
        """0 where the key is taken."""
        assert window is None
        if key in self.taken or (modifiers, key) in self.held.values():
            return 0
        self.held[number] = (modifiers, key)
        return 1

    def UnregisterHotKey(self, window: int | None, number: int) -> int:  # noqa: N802
        """The key is free again."""
        assert window is None
        del self.held[number]
        return 1


@dataclass
class FakeCarbon:
    """Keys by number, as macOS would hold them; ``taken`` belong to another program."""

    taken: set[int] = field(default_factory=set)
    status: int = 0
    held: dict[int, tuple[int, int]] = field(default_factory=dict)
    callback: Callable[..., int] | None = None
    events: dict[int, HotKeyId] = field(default_factory=dict)

    def GetEventDispatcherTarget(self) -> int:  # noqa: N802
        """Some pointer."""
        return 7

    def InstallEventHandler(self, *arguments: Any) -> int:  # noqa: N802
        """Keeps the callback, if it is a good day."""
        if self.status == 0:
            self.callback = arguments[1]
            arguments[-1]._obj.value = 9
        return self.status

    def RemoveEventHandler(self, handler: ctypes.c_void_p) -> int:  # noqa: N802
        """Forgets it."""
        assert handler.value == 9
        self.callback = None
        return 0

    def RegisterEventHotKey(self, *arguments: Any) -> int:  # noqa: N802
        """``eventHotKeyExistsErr`` where the key is taken."""
        key, modifiers, name, _, _, reference = arguments
        if key in self.taken:
            return -9878
        self.held[name.number] = (key, modifiers)
        reference._obj.value = name.number + 100
        return 0

    def UnregisterEventHotKey(self, reference: ctypes.c_void_p) -> int:  # noqa: N802
        """The key is free again."""
        assert reference.value is not None
        del self.held[reference.value - 100]
        return 0

    def GetEventParameter(self, *arguments: Any) -> int:  # noqa: N802
        """Writes whose hot key the event is about."""
        pressed = self.events.get(arguments[0])
        if pressed is None:
            return -9870
        arguments[-1]._obj.signature, arguments[-1]._obj.number = pressed.signature, pressed.number
        return 0

    def send(self, event: int) -> int:
        """Call back, as the event loop would."""
        assert self.callback is not None
        return self.callback(None, event, None)


def message(number: int, kind: int = WM_HOTKEY) -> wintypes.MSG:
    """What Windows puts into the queue."""
    return wintypes.MSG(message=kind, wParam=number)


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("Ctrl+Alt+1", KeyCode(0x31, 0x3 | MOD_NOREPEAT)),
        ("Meta+Q", KeyCode(0x51, 0x8 | MOD_NOREPEAT)),
        ("Ctrl+Shift+F24", KeyCode(0x87, 0x6 | MOD_NOREPEAT)),
        ("Alt+Right", KeyCode(0x27, 0x1 | MOD_NOREPEAT)),
        ("Ctrl+Period", KeyCode(0xBE, 0x2 | MOD_NOREPEAT)),
        ("F1", KeyCode(0x70, MOD_NOREPEAT)),
    ],
)
def test_windows_knows_keys_by_virtual_codes(key: str, code: KeyCode) -> None:
    """As winuser.h numbers them; a held key does not repeat."""
    assert windows_code(parse_binding(key)) == code


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("Ctrl+Alt+1", KeyCode(0x12, 0x1800)),
        ("Meta+Q", KeyCode(0x0C, 0x0100)),
        ("Ctrl+Shift+F12", KeyCode(0x6F, 0x1200)),
        ("Alt+Right", KeyCode(0x7C, 0x0800)),
        ("Ctrl+Period", KeyCode(0x2F, 0x1000)),
        ("Ctrl+Insert", None),
    ],
)
def test_macos_knows_keys_by_their_place(key: str, code: KeyCode | None) -> None:
    """As HIToolbox numbers them; Apple's keyboards lack some."""
    assert macos_code(parse_binding(key)) == code


@pytest.mark.parametrize("code_of", [windows_code, macos_code])
def test_every_key_has_a_code_of_its_own(code_of: Callable[[Binding], KeyCode | None]) -> None:
    """No two keys are the same; macOS lacks only those its keyboards lack."""
    codes = {key: code_of(Binding(frozenset(), key)) for key in KEYS}
    found = [code for code in codes.values() if code is not None]
    assert len(set(found)) == len(found)
    lacking = {key for key, code in codes.items() if code is None}
    assert lacking <= {"Insert", "F21", "F22", "F23", "F24"}


@pytest.fixture(params=["windows", "macos"])
def system(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[System]:
    """Hot keys, the system behind them, and how a key with a number is pressed there."""
    library: Any = FakeUser32() if request.param == "windows" else FakeCarbon()
    registry: Registry = WindowsRegistry(library) if request.param == "windows" else MacosRegistry(library)
    hotkeys = RegisteredHotkeys(BINDINGS, registry, windows_code if request.param == "windows" else macos_code)

    def press(number: int) -> None:
        if isinstance(library, FakeCarbon):
            library.events[number] = HotKeyId(OURS, number)
            assert library.send(number) == 0
            return
        received = message(number)
        messages = registry._filter  # type: ignore[attr-defined]  # Qt calls it on Windows only
        assert messages.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(received)) == (True, 0)

    yield hotkeys, library, press
    hotkeys.stop()


def test_keys_are_taken_and_heard(system: System) -> None:
    """Each press is told with its action; which keys there are is told first."""
    hotkeys, library, press = system
    heard: list[object] = []
    hotkeys.pressed.connect(heard.append)
    hotkeys.bound.connect(heard.append)
    hotkeys.start()
    for number in (2, 2, 1):
        press(number)
    assert heard == [{action: str(binding) for action, binding in BINDINGS.items()}, "next", "next", "accept"]
    assert len(library.held) == 3


def test_a_key_that_another_program_has_is_refused(system: System) -> None:
    """In a sentence; the others work."""
    hotkeys, library, _ = system
    code = windows_code if isinstance(library, FakeUser32) else macos_code
    taken = code(BINDINGS["next"])
    assert taken is not None
    library.taken.add(taken.key)
    refusals: dict[str, str] = {}
    bound: list[dict[str, str]] = []
    hotkeys.refused.connect(refusals.__setitem__)
    hotkeys.bound.connect(bound.append)
    hotkeys.start()
    assert refusals == {"next": "Ctrl+Alt+F8 belongs to another program; choose another in the settings."}
    assert bound == [{"accept": "Ctrl+Alt+F1", "dismiss": "Ctrl+Alt+F10"}]


def test_keys_are_given_back(system: System) -> None:
    """All of them, and nothing listens any more; a second stop is nothing."""
    hotkeys, library, _ = system
    hotkeys.start()
    hotkeys.stop()
    hotkeys.stop()
    assert library.held == {}
    if isinstance(library, FakeCarbon):
        assert library.callback is None


def test_other_keys_are_taken_at_once(system: System) -> None:
    """The old ones are free again, and a key that lacks here is told."""
    hotkeys, library, press = system
    hotkeys.start()
    heard: list[object] = []
    hotkeys.pressed.connect(heard.append)
    hotkeys.bound.connect(heard.append)
    hotkeys.rebind(parse_bindings({"quiet": "Ctrl+Alt+F8"}))
    press(1)
    assert heard == [{"quiet": "Ctrl+Alt+F8"}, "quiet"]
    assert len(library.held) == 1


def test_a_key_that_keyboards_lack_is_refused(qtbot: QtBot) -> None:
    """Nothing is asked of macOS."""
    carbon = FakeCarbon()
    hotkeys = RegisteredHotkeys(parse_bindings({"pin": "Ctrl+Insert"}), MacosRegistry(carbon), macos_code)
    refusals: dict[str, str] = {}
    hotkeys.refused.connect(refusals.__setitem__)
    hotkeys.start()
    assert refusals == {"pin": "Keyboards of this system have no key for Ctrl+Insert; choose another."}
    assert carbon.held == {}


def test_a_system_that_tells_of_no_keys_is_told(qtbot: QtBot) -> None:
    """No key is taken that nobody would hear."""
    carbon = FakeCarbon(status=-9860)
    hotkeys = RegisteredHotkeys(BINDINGS, MacosRegistry(carbon), macos_code)
    refused: list[str] = []
    hotkeys.refused.connect(lambda action, _: refused.append(action))
    hotkeys.start()
    hotkeys.stop()
    assert (refused, carbon.held) == (list(BINDINGS), {})


def test_other_messages_of_windows_go_on_to_qt(qtbot: QtBot) -> None:
    """Only messages of hot keys are taken away, and only those that are messages."""
    heard: list[int] = []
    messages = HotkeyFilter(heard.append)
    typed, pressed = message(65, kind=0x0100), message(3)
    assert messages.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(typed)) == (False, 0)
    assert messages.nativeEventFilter(b"xcb_generic_event_t", ctypes.addressof(pressed)) == (False, 0)
    assert messages.nativeEventFilter(QByteArray(b"windows_dispatcher_MSG"), ctypes.addressof(pressed)) == (True, 0)
    assert heard == [3]


def test_hot_keys_of_other_libraries_go_on_to_them(qtbot: QtBot) -> None:
    """An event with another signature, or with none, is not ours."""
    carbon = FakeCarbon(events={1: HotKeyId(OURS + 1, 1)})
    heard: list[int] = []
    MacosRegistry(carbon).listen(heard.append)
    assert [carbon.send(1), carbon.send(2)] == [NOT_HANDLED, NOT_HANDLED]
    assert heard == []
