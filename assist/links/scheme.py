"""``attune:`` links on this user's desktop: which program opens them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from assist.errors import UsageError
from assist.links.link import SCHEME

DESKTOP_FILE = "attune-links.desktop"

_MIME_TYPE = f"x-scheme-handler/{SCHEME}"


def register_scheme() -> str:
    """Register it for this user alone; return a sentence that says what was done.

    Raises:
        UsageError: this system wants it done in another way.
    """
    if sys.platform == "win32":
        return _register_windows()
    if sys.platform == "darwin":
        raise UsageError("On macOS the packaged Attune.app declares attune: links itself; open it once, and they work.")
    return _register_desktop()


def desktop_entry(python: str) -> str:
    """The entry for desktops that follow freedesktop.org. The link is one argument; no shell reads it."""
    return (
        "[Desktop Entry]\n"
        "Type=Application\n"
        "Name=Attune links\n"
        "NoDisplay=true\n"
        f"Exec={_quoted(python)} -m assist open -- %u\n"
        f"MimeType={_MIME_TYPE};\n"
    )


def _register_desktop() -> str:
    program = shutil.which("xdg-mime")
    if program is None:
        raise UsageError("The program xdg-mime is missing; install the package xdg-utils and try again.")
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    entry = data / "applications" / DESKTOP_FILE
    try:
        entry.parent.mkdir(parents=True, exist_ok=True)
        entry.write_text(desktop_entry(sys.executable), encoding="utf-8")
        subprocess.run([program, "default", DESKTOP_FILE, _MIME_TYPE], check=True, capture_output=True)
    except OSError as error:
        raise UsageError(f"{entry}: it cannot be written ({error.strerror}); check the folder.") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip() or f"exit status {error.returncode}"
        raise UsageError(
            f"xdg-mime did not take {DESKTOP_FILE} ({said}); register it in your desktop's settings."
        ) from error
    return f"{SCHEME}: links open with Attune now ({entry})."


def _quoted(argument: str) -> str:
    """An argument of an Exec line: quoted as the Desktop Entry Specification asks, percent signs doubled."""
    escaped = "".join(f"\\{letter}" if letter in '"`$\\' else letter for letter in argument)
    doubled = escaped.replace("\\", "\\\\").replace("%", "%%")  # once more, as in every string value
    return f'"{doubled}"'


def _register_windows() -> str:
    if sys.platform != "win32":
        raise AssertionError("only Windows has a registry")
    import winreg  # noqa: PLC0415

    command = f'"{sys.executable}" -m assist open -- "%1"'
    base = f"Software\\Classes\\{SCHEME}"
    values = {base: {"": "URL:Attune", "URL Protocol": ""}, f"{base}\\shell\\open\\command": {"": command}}
    for path, fields in values.items():
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, path) as key:
            for name, value in fields.items():
                winreg.SetValueEx(key, name, 0, winreg.REG_SZ, value)
    return f"{SCHEME}: links open with Attune now."
