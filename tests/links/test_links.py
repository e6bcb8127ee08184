"""Links of the softphone, and how they reach the engine. Real servers, real files, a desktop of the test's own."""

import asyncio
import json
import os
import shutil
import stat
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.calls.reception import Reception
from assist.commands import EndCall, HoldCall, StartCall
from assist.errors import AttuneError, EngineError, UsageError
from assist.links.link import command_of
from assist.links.opening import open_url, register
from assist.links.scheme import desktop_entry
from assist.settings import Settings, WireSettings
from assist.wire.address import AddressFile, EngineAddress
from assist.wire.server import EventServer

TOKEN = "a-secret"


@pytest.mark.parametrize(
    ("url", "command"),
    [
        ("attune://call/start?id=crm-7", StartCall(reference="crm-7")),
        ("attune://call/start", StartCall()),
        ("ATTUNE://Call/Start/?id=a%20b%26c&agent=9", StartCall(reference="a b&c")),
        ("attune://call/start?id=$(reboot);`x`", StartCall(reference="$(reboot);`x`")),
        ("attune://call/end", EndCall()),
        ("attune://call/hold?on=1", HoldCall(on=True)),
        ("attune://call/hold?on=false", HoldCall(on=False)),
    ],
)
def test_a_link_is_a_command(url, command):
    """As browsers and softphones write it; an id is data, whatever it looks like."""
    assert command_of(url) == command


@pytest.mark.parametrize(
    "url",
    [
        "",
        "attune:",
        "https://call/start?id=1",
        "attune://call/destroy",
        "attune://other/start",
        "attune://call/hold",
        "attune://call/hold?on=maybe",
        "attune://call/hold?on=1&on=0",
        "attune://call/start?id=1&id=2",
        "attune://call/start?id=a%0Ab",
        "attune://call/start?id=" + "x" * 201,
        "attune://call/start#id=1",
        "attune://user@call/start",
        "attune://[call/start",
    ],
)
def test_a_link_that_is_not_understood_is_told(url):
    """One sentence, without what would not print."""
    with pytest.raises(UsageError) as caught:
        command_of(url)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


@given(st.text())
def test_any_text_is_a_command_or_a_refusal(text):
    """Nothing else ever comes of a link."""
    for url in (text, f"attune://call/{text}", f"attune://call/start?{text}"):
        try:
            understood = command_of(url)
        except UsageError as error:
            understood = error
        assert isinstance(understood, StartCall | EndCall | HoldCall) or str(understood).isprintable()


def address(pid: int = 1) -> EngineAddress:
    return EngineAddress("ws://127.0.0.1:9", TOKEN, pid)


def test_an_address_is_for_its_user_alone(tmp_path):
    """Nobody else may read the token, from the first moment on."""
    file = AddressFile(tmp_path / "deep" / "engine.json")
    file.write(address())
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert file.read() == address()
    file.write(address(2))
    assert file.read().pid == 2
    assert [path.name for path in file.path.parent.iterdir()] == ["engine.json"]


def test_an_engine_takes_only_its_own_address_away(tmp_path):
    """Another one may have come meanwhile."""
    file = AddressFile(tmp_path / "engine.json")
    file.write(address(7))
    file.remove(8)
    assert file.path.exists()
    file.remove(7)
    assert not file.path.exists()
    file.remove(7)


def test_an_address_that_others_may_read_is_not_used(tmp_path):
    """The sentence says what to do."""
    file = AddressFile(tmp_path / "engine.json")
    file.write(address())
    file.path.chmod(0o644)
    with pytest.raises(EngineError, match="delete it"):
        file.read()


@pytest.mark.parametrize("body", [b"", b"{}", b"\xff\xfe", b'{"url": 1, "token": "t", "pid": 2}'])
def test_a_broken_address_is_told(tmp_path, body):
    """With its mend."""
    path = tmp_path / "engine.json"
    path.touch(0o600)
    path.write_bytes(body)
    with pytest.raises(EngineError, match="delete it"):
        AddressFile(path).read()


def test_an_address_that_cannot_be_written_is_told(tmp_path):
    """The engine goes on without links."""
    (tmp_path / "file").write_text("")
    with pytest.raises(EngineError, match="links from other programs"):
        AddressFile(tmp_path / "file" / "engine.json").write(address())


class Call:
    """A call that keeps what it is told."""

    def __init__(self):
        self.gestures = []

    def gesture(self, command):
        self.gestures.append(command)


def opened(tmp_path, urls, *, running=False):
    """Open links while an engine runs; what its call was told, and what was refused."""
    settings = Settings(wire=WireSettings(address_file=str(tmp_path / "engine.json")))

    async def run():
        reception, call, refused = Reception(), Call(), []
        async with EventServer(settings.wire, TOKEN, reception.take) as server:
            file = AddressFile(tmp_path / "engine.json")
            file.write(EngineAddress(f"ws://127.0.0.1:{server.port}", TOKEN, os.getpid()))
            assert await asyncio.to_thread(lambda: file.answers)
            if running:
                reception.begin(call, "")
            for url in urls:
                try:
                    assert await asyncio.to_thread(open_url, url, settings) == 0
                except AttuneError as error:
                    refused.append(str(error))
        return reception, call, refused

    return asyncio.run(asyncio.wait_for(run(), 30))


def test_a_link_reaches_the_running_engine(tmp_path):
    """Start with its id, hold, end."""
    reception, _, refused = opened(tmp_path, ["attune://call/start?id=crm-7"])
    assert refused == []
    assert reception.due
    _, call, refused = opened(tmp_path, ["attune://call/hold?on=1", "attune://call/end"], running=True)
    assert (call.gestures, refused) == ([HoldCall(on=True), EndCall()], [])


def test_an_engine_may_refuse(tmp_path):
    """Its sentence is passed on."""
    _, _, refused = opened(tmp_path, ["attune://call/end"])
    assert refused == ["No call is running; start one first."]


def test_without_an_engine_a_link_is_told_so(tmp_path):
    """Whether it never ran or was killed."""
    settings = Settings(wire=WireSettings(address_file=str(tmp_path / "engine.json")))
    with pytest.raises(EngineError, match="No Attune engine is running"):
        open_url("attune://call/end", settings)
    AddressFile(tmp_path / "engine.json").write(address())
    assert not AddressFile(tmp_path / "engine.json").answers
    with pytest.raises(EngineError, match="does not answer"):
        open_url("attune://call/end", settings)


def test_another_program_at_the_engines_port_is_told(tmp_path):
    """It does not know the token."""
    settings = Settings(wire=WireSettings(address_file=str(tmp_path / "engine.json")))

    async def run():
        async with EventServer(settings.wire, "another token", lambda _: None) as server:
            AddressFile(tmp_path / "engine.json").write(EngineAddress(f"ws://127.0.0.1:{server.port}", TOKEN, 1))
            with pytest.raises(EngineError, match="Another program"):
                await asyncio.to_thread(open_url, "attune://call/end", settings)

    asyncio.run(asyncio.wait_for(run(), 30))


@pytest.mark.skipif(shutil.which("xdg-mime") is None, reason="xdg-utils is not installed")
def test_this_users_desktop_opens_links_with_attune(tmp_path, monkeypatch, capsys):
    """Doing it twice changes nothing; the entry runs no shell."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
        (tmp_path / name).mkdir()
    for name in ("XDG_CURRENT_DESKTOP", "DESKTOP_SESSION", "KDE_SESSION_VERSION"):
        monkeypatch.delenv(name, raising=False)
    assert register() == 0
    first = {path: path.read_text() for path in tmp_path.rglob("*") if path.is_file()}
    assert register() == 0
    assert {path: path.read_text() for path in tmp_path.rglob("*") if path.is_file()} == first
    asked = subprocess.run(
        ["xdg-mime", "query", "default", "x-scheme-handler/attune"], capture_output=True, text=True, check=True
    )
    assert asked.stdout.strip() == "attune-links.desktop"
    entry = (tmp_path / "XDG_DATA_HOME" / "applications" / "attune-links.desktop").read_text()
    assert f'Exec="{sys.executable}" -m assist open -- %u' in entry
    assert "links open with Attune" in capsys.readouterr().out


def test_a_strange_path_to_python_is_quoted():
    """As the Desktop Entry Specification asks, so that no part of it is taken for more than a name."""
    exec_line = next(line for line in desktop_entry('/a b/$x/100%/"py').splitlines() if line.startswith("Exec="))
    assert exec_line == 'Exec="/a b/\\\\$x/100%%/\\\\"py" -m assist open -- %u'


def test_without_xdg_mime_the_mend_is_told(monkeypatch):
    """The package that brings it."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(UsageError, match="xdg-utils"):
        register()


def test_on_macos_the_app_declares_the_links(monkeypatch):
    """There is nothing to register."""
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(UsageError, match=r"Attune\.app"):
        register()


def test_the_address_is_plain_json(tmp_path):
    """Other programs may read it: url, token, pid."""
    AddressFile(tmp_path / "engine.json").write(address())
    assert json.loads((tmp_path / "engine.json").read_text()) == {"url": "ws://127.0.0.1:9", "token": TOKEN, "pid": 1}
