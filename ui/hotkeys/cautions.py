"""What a person should know before they choose a key: it types a character, or the desktop has a use for it."""

from __future__ import annotations

from collections.abc import Mapping

from ui.hotkeys.backend import Binding, Modifier, parse_binding

_LINUX = {
    "Ctrl+Alt+Left": "GNOME, Xfce and Cinnamon change the workspace",
    "Ctrl+Alt+Right": "GNOME, Xfce and Cinnamon change the workspace",
    "Ctrl+Alt+Up": "GNOME, Xfce and Cinnamon change the workspace",
    "Ctrl+Alt+Down": "GNOME, Xfce and Cinnamon change the workspace",
    "Ctrl+Alt+Home": "Xfce moves the window to another workspace",
    "Ctrl+Alt+End": "Xfce moves the window to another workspace",
    "Ctrl+Alt+Tab": "GNOME and KDE change the focus",
    "Ctrl+Alt+Escape": "KDE ends a program",
    "Ctrl+Alt+Backspace": "X11 may end the session",
    "Ctrl+Alt+Delete": "the desktop ends the session",
    "Ctrl+Alt+T": "GNOME and KDE open a terminal",
    "Ctrl+Alt+L": "many desktops lock the screen",
    "Ctrl+Alt+D": "many desktops show the desktop",
    "Ctrl+Alt+A": "KDE shows the window that wants attention",
    "Ctrl+Alt+K": "KDE changes the keyboard layout",
    **{f"Ctrl+Alt+F{number}": "Linux changes the console" for number in range(1, 13)},
    **{f"Ctrl+F{number}": "KDE changes the desktop" for number in range(1, 5)},
}

_WINDOWS = {
    "Ctrl+Alt+Delete": "Windows never gives it to programs",
    "Ctrl+Alt+Tab": "Windows shows the open windows",
    "Ctrl+Alt+Home": "Remote Desktop shows its bar",
    "Ctrl+Alt+End": "Remote Desktop sends Ctrl+Alt+Delete",
    "Ctrl+Alt+Left": "Remote Desktop and some graphics drivers use it",
    "Ctrl+Alt+Right": "Remote Desktop and some graphics drivers use it",
    "Ctrl+Alt+Up": "some graphics drivers turn the picture",
    "Ctrl+Alt+Down": "some graphics drivers turn the picture",
    "Ctrl+Alt+F12": "some graphics drivers open their settings",
    "Ctrl+Shift+Escape": "Windows opens the task manager",
    "Ctrl+Shift+0": "Windows changes the keyboard language",
    "Alt+F4": "Windows closes the window",
    "Alt+Tab": "Windows changes the window",
    "F12": "Windows keeps it for debuggers",
}

_MACOS = {
    "Meta+Space": "macOS opens Spotlight",
    "Meta+Tab": "macOS changes the program",
    "Ctrl+Left": "macOS changes the space",
    "Ctrl+Right": "macOS changes the space",
    "Ctrl+Up": "macOS shows all windows",
    "Ctrl+Down": "macOS shows the program's windows",
    "Ctrl+Shift+F4": "macOS moves the focus",
    "Ctrl+Shift+F6": "macOS moves the focus",
    "Ctrl+Shift+Tab": "programs change the tab",
    "Ctrl+Meta+Q": "macOS locks the screen",
    "Ctrl+Meta+F": "macOS fills the screen with the window",
    "Ctrl+Meta+Space": "macOS shows symbols",
}

_USES: Mapping[str, Mapping[Binding, str]] = {
    system: {parse_binding(key): use for key, use in uses.items()}
    for system, uses in {"linux": _LINUX, "win32": _WINDOWS, "darwin": _MACOS}.items()
}

_WRITING = {*"0123456789", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "Plus", "Minus", "Comma", "Period", "Space"}
_ALT_GR = {Modifier.CTRL, Modifier.ALT}


def caution(binding: Binding, system: str) -> str:
    """One sentence for people about a key that is a bad choice here; empty where we know nothing against it.

    Args:
        binding: the key.
        system: as in ``sys.platform``; one that we do not know counts as Linux.
    """
    if system == "win32" and binding.modifiers >= _ALT_GR and binding.key in _WRITING:
        return f"{binding} is AltGr and {binding.key}, which types a character on many keyboards; choose another."
    if system == "darwin" and binding.modifiers >= _ALT_GR:
        return f"{binding} begins like every command of VoiceOver; choose another if a screen reader may be in use."
    use = _USES.get(system, _USES["linux"]).get(binding)
    return f"{binding} is in use on many desktops: {use}; choose another." if use else ""
