"""`assist serve` with a telephone port: platforms on one side, overlays on the other."""

import asyncio
import contextlib
import json
import os
import signal
from dataclasses import replace

from websockets import Subprotocol
from websockets.asyncio.client import connect

from assist import wiring
from assist.serving import Service
from assist.settings import WireSettings
from tests.telephone.platforms import Genesys, Twilio, quick_models, run, spoken, telephone_settings


class Listening:
    """As much of an office as a platform needs to find it."""

    def __init__(self, url):
        self.server = self
        self.url = url


def free_port():
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def until(overlay, kind, **wanted):
    """The next event of a kind."""
    while True:
        fields = json.loads(await overlay.recv())
        if fields["type"] == kind and wanted.items() <= fields.items():
            return fields


def overlay_of(service):
    headers = {"Authorization": f"Bearer {service.address.token}"}
    names = [Subprotocol("attune.v1")]
    return connect(service.address.url, additional_headers=headers, subprotocols=names, proxy=None)


def test_telephone_calls_are_told_to_overlays_and_end_on_their_word(tmp_path, monkeypatch, capsys):
    """Two at once; who comes later hears both from their beginnings; a command names its call. No device is needed."""
    monkeypatch.setattr(wiring, "load_models", lambda *_, **__: quick_models())
    port = free_port()
    settings = replace(
        telephone_settings(tmp_path, port=port), wire=WireSettings(address_file=str(tmp_path / "engine.json"))
    )

    async def test():
        service = Service(settings, "a-secret", None, None)
        task = asyncio.ensure_future(service.run())
        await service.listening.wait()
        office = Listening(f"ws://127.0.0.1:{port}")
        async with overlay_of(service) as overlay:
            await until(overlay, "call_awaited")
            async with Genesys.calling(office) as genesys, Twilio.calling(office) as twilio:
                await genesys.open()
                first = await until(overlay, "call_started")
                await genesys.play(spoken("apple"))
                await until(overlay, "utterance_finished")
                await twilio.start("CA2")
                second = await until(overlay, "call_started")
                assert (first["source"], second["source"]) == ("Genesys AudioHook", "Twilio Media Streams")
                async with overlay_of(service) as late:
                    assert (await until(late, "utterance_finished"))["call_id"] == first["call_id"]
                    assert (await until(late, "call_started"))["call_id"] == second["call_id"]
                    await late.send(json.dumps({"type": "end_call", "ref": 1}))
                    assert "2 calls are running" in (await until(late, "refused"))["sentence"]
                    await late.send(json.dumps({"type": "end_call", "call_id": second["call_id"], "ref": 2}))
                    await until(late, "call_ended", call_id=second["call_id"])
                await twilio.connection.wait_closed()
                await genesys.close()
            await until(overlay, "call_ended", call_id=first["call_id"])
        os.kill(os.getpid(), signal.SIGTERM)
        with contextlib.suppress(asyncio.CancelledError):
            assert await task == 0

    run(test)
    assert f"telephone platforms connect to ws://127.0.0.1:{port}" in capsys.readouterr().err
