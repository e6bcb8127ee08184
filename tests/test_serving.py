"""The engine as other programs meet it: its server, its address, its calls. Real sockets and files."""

import asyncio
import contextlib
import json
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from websockets import Subprotocol
from websockets.asyncio.client import connect

from assist import wiring
from assist.calls.resumption import LiveMark
from assist.errors import SourceError
from assist.journal import JOURNAL_NAME
from assist.serving import Service, serve
from assist.settings import WireSettings
from assist.turns import read_turns
from assist.wire.address import AddressFile, EngineAddress
from tests.live import PlayedDevices, live_settings, models


def settings_in(folder, **calls):
    return replace(live_settings(folder, **calls), wire=WireSettings(address_file=str(folder / "engine.json")))


class Crm:
    """A program that finds the engine by its address and talks to it."""

    def __init__(self, connection) -> None:
        self._connection = connection

    async def told(self, kind):
        """The next message of this type."""
        while True:
            fields = json.loads(await self._connection.recv())
            if fields["type"] == kind:
                return fields

    async def asks(self, **fields):
        """Send a command; the engine's answer."""
        await self._connection.send(json.dumps({**fields, "ref": 1}))
        while (fields := json.loads(await self._connection.recv())).get("ref") != 1:
            pass
        return fields


@contextlib.asynccontextmanager
async def engine(settings, monkeypatch, source=None):
    """A running engine and a program that is connected to it."""
    monkeypatch.setattr(wiring, "load_models", lambda *_, **__: models())
    opened = []

    def open_source(*arguments, **callbacks):
        opened.append(PlayedDevices(*arguments, **callbacks))
        return opened[-1]

    service = Service(settings, "a-secret", source, None, open_source)
    task = asyncio.ensure_future(service.run())
    try:
        async with asyncio.timeout(30):
            await service.listening.wait()
            assert service.address is not None
            headers = {"Authorization": f"Bearer {service.address.token}"}
            async with connect(
                service.address.url, additional_headers=headers, subprotocols=[Subprotocol("attune.v1")], proxy=None
            ) as connection:
                yield Crm(connection), opened
    finally:
        task.cancel()
        assert await task == 0


def served(test):
    asyncio.run(asyncio.wait_for(test(), 60))


def test_a_crm_finds_the_engine_and_runs_a_call(tmp_path, monkeypatch):
    """It waits, starts with the CRM's id, holds, refuses what cannot be, ends, waits again; its address goes along."""
    settings = settings_in(tmp_path)

    async def test():
        async with engine(settings, monkeypatch) as (crm, devices):
            address = AddressFile(tmp_path / "engine.json").read()
            assert (address.token, address.pid) == ("a-secret", os.getpid())
            assert (await crm.told("call_awaited"))["begins_on"] == "speech"
            assert (await crm.asks(type="hold_call", on=True))["sentence"] == "No call is running; start one first."
            assert (await crm.asks(type="start_call", reference="crm-7"))["type"] == "taken"
            assert (await crm.told("call_started"))["reference"] == "crm-7"
            assert (await crm.told("phase_changed"))["phase"] == "opening"
            assert (await crm.asks(type="start_call"))["type"] == "refused"
            await crm.asks(type="hold_call", on=True)
            assert (await crm.told("phase_changed"))["phase"] == "hold"
            await crm.asks(type="end_call")
            assert (await crm.told("call_ended"))["reason"] == "ended by the agent"
            await crm.told("call_awaited")
            assert devices[0].open
        assert not devices[0].open
        assert not (tmp_path / "engine.json").exists()

    served(test)


def test_a_lost_device_is_told_between_calls(tmp_path, monkeypatch):
    """With an empty call id: it belongs to the desk."""

    async def test():
        async with engine(settings_in(tmp_path), monkeypatch) as (crm, devices):
            await crm.told("call_awaited")
            devices[0].on_lost("agent", "no sound")
            lost = await crm.told("source_lost")
            assert (lost["call_id"], lost["speaker"]) == ("", "agent")

    served(test)


def test_an_engine_that_plays_a_file_takes_no_live_ones_place(tmp_path, monkeypatch):
    """The softphone's links go to the engine that hears the real call."""
    turns = tmp_path / "turns.jsonl"
    turns.write_text('{"speaker": "customer", "start": 1.0, "end": 2.0, "text": "hello"}\n')
    source = wiring.FileSource(turns, read_turns(turns))
    settings = settings_in(tmp_path)

    async def test():
        async with engine(settings, monkeypatch) as (crm, _):
            await crm.told("call_awaited")
            live = AddressFile(tmp_path / "engine.json").read()
            playing = Service(
                replace(settings, suggest=replace(settings.suggest, learn="never")), "other", source, None
            )
            assert await playing.run() == 0
            assert AddressFile(tmp_path / "engine.json").read() == live

    served(test)


def test_where_no_address_is_wished_none_is_left(tmp_path, monkeypatch):
    """An empty setting."""
    settings = replace(live_settings(tmp_path), wire=WireSettings(address_file=""))

    async def test():
        async with engine(settings, monkeypatch) as (crm, _):
            await crm.told("call_awaited")
            assert list(tmp_path.rglob("engine.json")) == []

    served(test)


def failing():
    """Nothing can list a device."""
    raise SourceError("The audio devices cannot be listed; restart the sound service.")


def test_a_missing_device_is_told_and_waited_for(tmp_path, monkeypatch, capsys):
    """The engine runs: a headset may be plugged in at nine o'clock."""

    async def run(_self):
        return 0

    monkeypatch.setattr(wiring, "list_devices", list)
    monkeypatch.setattr(Service, "run", run)
    monkeypatch.setenv("ATTUNE_TOKEN", "t")
    assert serve(settings_in(tmp_path), None, "1") == 0
    (told,) = [line for line in capsys.readouterr().err.splitlines() if "Attune starts without it" in line]
    assert told.startswith("assist: This machine has no audio input; connect a microphone")


def test_devices_that_cannot_be_listed_are_told_and_tried_again_only_in_a_call(tmp_path, monkeypatch):
    """Wrong use ends the launcher; a call that waits to be taken up does not: the sound service may come back."""
    monkeypatch.setattr(wiring, "list_devices", failing)
    monkeypatch.setenv("ATTUNE_TOKEN", "t")
    settings = settings_in(tmp_path)
    with pytest.raises(SourceError):
        serve(settings, None, "1")
    journal = cut_off_call(Path(settings.journal.folder))
    assert serve(settings, None, "1") == 1
    assert journal.exists()


def test_a_call_that_broke_off_too_long_ago_holds_nothing_back(tmp_path, monkeypatch):
    """Its journal is deleted with the others, and what is wrong with the devices is told at once."""
    monkeypatch.setattr(wiring, "list_devices", failing)
    monkeypatch.setenv("ATTUNE_TOKEN", "t")
    plain = settings_in(tmp_path)
    settings = replace(plain, journal=replace(plain.journal, keep_days=0))
    journal = cut_off_call(Path(settings.journal.folder))
    long_ago = time.time() - settings.calls.resume_seconds - 1.0
    os.utime(journal, (long_ago, long_ago))
    with pytest.raises(SourceError):
        serve(settings, None, "1")
    assert not journal.exists()


def cut_off_call(folder):
    """The journal of a call whose engine was killed."""
    LiveMark(folder).set("call-1")
    mark = folder / "live.json"
    mark.write_text(json.dumps({**json.loads(mark.read_text()), "pid": 2**22 + 1}))
    journal = folder / "call-1" / JOURNAL_NAME
    journal.parent.mkdir()
    journal.touch()
    return journal


def test_an_address_left_behind_is_overwritten(tmp_path, monkeypatch):
    """By the engine that comes after one that was killed."""
    AddressFile(tmp_path / "engine.json").write(EngineAddress("ws://127.0.0.1:9", "old", 1))

    async def test():
        async with engine(settings_in(tmp_path), monkeypatch):
            assert AddressFile(tmp_path / "engine.json").read().token == "a-secret"

    served(test)
