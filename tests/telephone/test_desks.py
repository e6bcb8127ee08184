"""Whose call it is: what platforms and programs say of it, and what follows. Platforms and programs on real sockets."""

import asyncio
import contextlib
import json
from dataclasses import replace

import pytest
from websockets import Subprotocol
from websockets.asyncio.client import connect

from assist import events as ev
from assist import wiring
from assist.commands import ChooseLevel, EndCall, KeepQuiet, StartCall
from assist.errors import EngineError
from assist.inputs import AgentAssigned, CallOpened
from assist.journal import JOURNAL_NAME, read_journal
from assist.serving import Service
from assist.settings import WireSettings
from assist.wire.address import with_agent
from tests.telephone.platforms import SESSION, Genesys, Twilio, office, quick_models, run, spoken, telephone_settings
from tests.telephone.test_serving import Listening, free_port, until


class Floor:
    """A serving engine with its telephone side."""

    def __init__(self, service, platforms):
        self.service = service
        self.platforms = platforms

    def program(self, agent):
        """A program of an agent's, connected."""
        address = self.service.address
        headers = {"Authorization": f"Bearer {address.token}"}
        url = with_agent(address.url, agent)
        return connect(url, additional_headers=headers, subprotocols=[Subprotocol("attune.v1")], proxy=None)


@contextlib.asynccontextmanager
async def floor(tmp_path, monkeypatch, **telephone):
    monkeypatch.setattr(wiring, "load_models", lambda *_, **__: quick_models())
    port = free_port()
    settings = replace(
        telephone_settings(tmp_path, port=port, **telephone),
        wire=WireSettings(address_file=str(tmp_path / "engine.json")),
    )
    service = Service(settings, "a-secret", None, None)
    task = asyncio.ensure_future(service.run())
    try:
        await service.listening.wait()
        here = Floor(service, Listening(f"ws://127.0.0.1:{port}"))
        async with here.program("") as wall:
            await until(wall, "call_awaited")
        yield here
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def asked(program, **fields):
    """Send a command; the answer."""
    await program.send(json.dumps({**fields, "ref": 1}))
    while (answer := json.loads(await program.recv())).get("ref") != 1:
        pass
    return answer


def test_each_agent_sees_and_steers_their_own_call(tmp_path, monkeypatch):
    """Twilio's parameter or Genesys' configuration names them; no call_id is needed. The other call goes on."""

    async def test():
        async with (
            floor(tmp_path, monkeypatch) as here,
            here.program("7") as seven,
            here.program("8") as eight,
            here.program("") as wall,
            Twilio.calling(here.platforms) as twilio,
            Genesys.calling(here.platforms) as genesys,
        ):
            await twilio.start("CA1", agentId=" 7 ")
            first = await until(seven, "call_started")
            await genesys.open(customConfig={"AgentID": "8"})
            second = await until(eight, "call_started")
            assert (first["agent"], first["reference"]) == ("7", "CA1")
            assert (second["agent"], second["reference"]) == ("8", SESSION)
            assert "2 calls are running" in (await asked(wall, type="end_call"))["sentence"]
            other = await asked(seven, type="end_call", call_id=second["call_id"])
            assert other["sentence"] == "No such call is running."
            await asked(eight, type="keep_quiet", on=True)
            await until(eight, "quiet_kept")
            await asked(seven, type="end_call")
            assert (await until(seven, "call_ended"))["call_id"] == first["call_id"]
            assert (await until(seven, "call_awaited"))["agent"] == "7"
            async with here.program("8") as late:
                assert (await until(late, "quiet_kept"))["call_id"] == second["call_id"]
            await genesys.play(spoken("apple"))
            await genesys.close()
            assert (await until(eight, "utterance_finished"))["text"] == "I said apple"
            assert (await until(eight, "call_ended"))["call_id"] == second["call_id"]

    run(test)


def test_of_two_calls_of_an_agent_the_newest_is_meant(tmp_path, monkeypatch):
    """It is the one on their screen. When it is over, the one before is."""

    async def test():
        async with (
            floor(tmp_path, monkeypatch, agent_parameter="seat") as here,
            here.program("7") as seven,
            Twilio.calling(here.platforms) as main,
            Twilio.calling(here.platforms) as consultation,
        ):
            await main.start("CA1", seat="7")
            first = await until(seven, "call_started")
            await consultation.start("CA2", seat="7")
            second = await until(seven, "call_started")
            await asked(seven, type="end_call")
            assert (await until(seven, "call_ended"))["call_id"] == second["call_id"]
            await asked(seven, type="hold_call", on=True)
            assert (await until(seven, "phase_changed", phase="hold"))["call_id"] == first["call_id"]

    run(test)


def test_an_agents_program_takes_a_call_by_its_reference(tmp_path, monkeypatch):
    """For platforms that do not say whose a call is: while it runs, before it begins, and when it is passed on."""

    async def test():
        async with (
            floor(tmp_path, monkeypatch) as here,
            here.program("7") as seven,
            here.program("8") as eight,
            Genesys.calling(here.platforms) as genesys,
            Twilio.calling(here.platforms) as twilio,
        ):
            await genesys.open()
            await genesys.play(spoken("apple"))
            async with here.program("") as wall:
                await until(wall, "utterance_finished")
            assert (await asked(seven, type="start_call", reference=SESSION))["type"] == "taken"
            assert (await until(seven, "call_started"))["agent"] == ""
            await until(seven, "utterance_finished")
            assert (await until(seven, "call_assigned"))["agent"] == "7"
            await asked(eight, type="choose_level", level="expert")
            await asked(eight, type="start_call", reference=SESSION)
            assert (await until(seven, "call_ended"))["reason"] == "another agent has the call"
            await until(eight, "call_started")
            assert (await until(eight, "level_chosen"))["level"] == "expert"
            await asked(seven, type="start_call", reference="CA9")
            await twilio.start("CA9")
            assert (await until(seven, "call_started"))["agent"] == "7"
            refused = await asked(seven, type="start_call")
            assert "nothing is to be started" in refused["sentence"]
            await genesys.close()

    run(test)


def test_wishes_are_their_agents_own(tmp_path):
    """One agent's quiet is not another's; who has no name cannot quieten those who have one."""

    async def test():
        async with office(telephone_settings(tmp_path)) as here, Twilio.calling(here) as a, Twilio.calling(here) as b:
            here.exchange.take(KeepQuiet(on=True), agent="7")
            here.exchange.take(ChooseLevel(level="expert"))
            await a.start("CA1", agentId="7")
            await b.start("CA2", agentId="8")
            await here.told.until(ev.CallStarted, 2)
            names = {e.agent: e.call_id for e in here.told if isinstance(e, ev.CallStarted)}
            with pytest.raises(EngineError, match="some agent's"):
                here.exchange.take(KeepQuiet(on=True))
            with pytest.raises(EngineError, match="No such call"):
                here.exchange.take(EndCall(), agent="9")
            here.exchange.take(EndCall(), agent="8")
            here.exchange.take(EndCall(), agent="7")
            await here.ended(2)
            kept = [e.call_id for e in here.told if isinstance(e, ev.QuietKept | ev.LevelChosen)]
            assert kept == [names["7"]]

    run(test)


def test_a_journal_knows_whose_the_call_was(tmp_path):
    """And to whom it was passed on."""

    async def test():
        async with office(telephone_settings(tmp_path)) as here, Twilio.calling(here) as twilio:
            await twilio.start("CA1", agentId="7")
            await here.told.until(ev.CallStarted)
            here.exchange.take(StartCall(reference="CA1"), agent="8")
            await here.told.until(ev.CallAssigned)
            await twilio.stop()
            call_id = (await here.ended()).call_id
            await here.told.until(ev.CallAwaited, 2)
        recorded = read_journal(tmp_path / "calls" / call_id / JOURNAL_NAME)
        known = [event.agent for event in recorded.events if isinstance(event, ev.CallStarted | ev.CallAssigned)]
        named = [item.agent for item in recorded.inputs if isinstance(item, CallOpened | AgentAssigned)]
        assert known == named == ["7", "8"]

    run(test)
