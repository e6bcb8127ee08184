"""Whole calls over a real socket: what platforms stream becomes transcripts, events and journals."""

import asyncio
import contextlib
import json
import random
import threading

import pytest
from websockets import ConnectionClosed, InvalidStatus
from websockets.asyncio.client import connect

from assist import events as ev
from assist.commands import ChooseLevel, EndCall, StartCall
from assist.errors import EngineError
from assist.journal import JOURNAL_NAME
from assist.telephone.exchange import Exchange
from assist.telephone.server import TelephoneServer
from tests.telephone.platforms import (
    NOBODY,
    OFFER,
    SESSION,
    WORD,
    Genesys,
    Office,
    Twilio,
    media,
    office,
    quick_models,
    quiet,
    run,
    spoken,
    telephone_settings,
    tone,
)

BOTH = (spoken("apple", "castle"), spoken("bridge", "dolphin", pause=1.6))
HEARD = [("customer", "apple"), ("agent", "bridge"), ("customer", "castle"), ("agent", "dolphin")]


def test_a_genesys_call_is_transcribed_and_recorded(tmp_path):
    """Both voices, each word by whom it was said, under Genesys' name for the conversation; the journal is there."""

    async def test():
        async with office(telephone_settings(tmp_path)) as here:
            async with Genesys.calling(here) as genesys:
                opened = await genesys.open(supportedLanguages=True, language="en-US")
                assert opened["media"] == [OFFER]
                assert "en-us" in opened["supportedLanguages"]
                await genesys.play(*BOTH)
                await genesys.say("ping", {"rtt": "PT0.03S"})
                await genesys.hear("pong")
                await genesys.say("update", {"language": "en-GB"})
                await genesys.hear("updated")
                await genesys.close()
            end = await here.ended()
            assert here.transcript(SESSION) == HEARD
            assert (tmp_path / "calls" / end.call_id / JOURNAL_NAME).is_file()
            await here.told.until(ev.CallAwaited, 2)

    run(test)


def test_a_twilio_call_is_transcribed(tmp_path):
    """What Twilio receives is the customer; what it sends, the agent."""

    async def test():
        async with office(telephone_settings(tmp_path)) as here:
            async with Twilio.calling(here) as twilio:
                await twilio.start("CA7")
                await twilio.play(*BOTH)
                await twilio.stop()
            await here.ended()
            assert here.transcript("CA7") == HEARD

    run(test)


def test_on_calls_that_the_agent_makes_the_tracks_are_the_other_way_round(tmp_path):
    """By the stream's direction, or by the setting; a word of the stream's own goes before it."""

    async def heard(settings, **custom):
        async with office(settings) as here:
            async with Twilio.calling(here) as twilio:
                await twilio.start("CA7", **custom)
                await twilio.play(spoken("apple"))
                await twilio.stop()
            await here.ended()
            return here.transcript()

    async def test():
        plain = telephone_settings(tmp_path)
        assert await heard(plain) == [("customer", "apple")]
        assert await heard(plain, direction="outbound") == [("agent", "apple")]
        turned = telephone_settings(tmp_path, inbound="agent")
        assert await heard(turned) == [("agent", "apple")]
        assert await heard(turned, inbound="customer") == [("customer", "apple")]

    run(test)


def test_chunks_in_any_order_are_heard_in_theirs(tmp_path):
    """Telnyx sends snake_case and promises no order; some come twice."""
    shuffled = list(media(*BOTH))
    chance = random.Random(7)
    keys = {id(message): number + chance.uniform(0, 8) for number, message in enumerate(shuffled)}
    shuffled.sort(key=lambda message: keys[id(message)])

    async def test():
        async with office(telephone_settings(tmp_path)) as here:
            async with Twilio.calling(here, path=f"/stream/{WORD}", snake=True) as telnyx:
                await telnyx.start("v2:abc")
                for number, message in enumerate(shuffled):
                    await telnyx.tell("media", media=message)
                    if number % 7 == 0:
                        await telnyx.tell("media", media=message)
                await telnyx.stop()
            await here.ended()
            assert here.transcript("v2:abc") == HEARD

    run(test)


def test_the_call_clock_goes_on_where_no_sound_comes(tmp_path):
    """Discarded, paused and lost sound moves what comes after it; a pause is a hold."""

    async def test():
        async with office(telephone_settings(tmp_path)) as here:
            async with Genesys.calling(here) as genesys:
                await genesys.open()
                await genesys.play(spoken("apple"))  # 2.4 s
                await genesys.say("discarded", {"start": "PT2.4S", "discarded": "PT3S"})
                await genesys.play(spoken("bridge"))  # from 5.4 s
                await genesys.say("paused")
                await genesys.say("resumed", {"start": "PT7.8S", "discarded": "PT10S"})
                await genesys.play(spoken("castle"))  # from 17.8 s
                await genesys.close()
            end = await here.ended()
            starts = [event.start for event in here.told if isinstance(event, ev.SpeechStarted)]
            assert [round(start, 0) for start in starts] == [0, 6, 18]
            assert [word for _, word in here.transcript()] == ["apple", "bridge", "castle"]
            assert 20.0 < end.duration_seconds < 20.6
            phases = [event.phase for event in here.told if isinstance(event, ev.PhaseChanged)]
            assert "hold" in phases[:-1]

    run(test)


def test_a_call_that_breaks_off_in_mid_word_keeps_the_word(tmp_path):
    """The connection is gone without a goodbye."""

    async def test():
        async with office(telephone_settings(tmp_path)) as here:
            async with Twilio.calling(here) as twilio:
                await twilio.start()
                await twilio.play(spoken("apple"))
                for message in media(tone("bridge", 0.6), quiet(0)):
                    later = int(message["chunk"]) + 120
                    await twilio.tell("media", media=message | {"chunk": str(later), "timestamp": str(20 * later)})
                twilio.connection.transport.abort()
            await here.ended()
            assert here.transcript() == [("customer", "apple"), ("customer", "bridge")]

    run(test)


def test_a_probe_is_answered_and_is_no_call(tmp_path):
    """Genesys tries the connection with a conversation of nobody's."""

    async def test():
        async with office(telephone_settings(tmp_path)) as here:
            async with Genesys.calling(here) as genesys:
                nobody = {"id": NOBODY, "ani": "", "aniName": "", "dnis": ""}
                assert (await genesys.open(NOBODY, participant=nobody))["media"] == [OFFER]
                await genesys.play(spoken("apple"))
                await genesys.close()
            await asyncio.sleep(0)
            assert here.exchange.calls == 0
            assert not [event for event in here.told if isinstance(event, ev.CallStarted)]

    run(test)


def test_opened_does_not_wait_for_the_models(tmp_path):
    """Genesys waits five seconds; models may load for longer. What is said meanwhile is heard afterwards."""
    loaded = asyncio.Event()

    async def test():
        loop = asyncio.get_running_loop()

        def load():
            asyncio.run_coroutine_threadsafe(loaded.wait(), loop).result()
            return quick_models()

        async with office(telephone_settings(tmp_path), load) as here:
            async with Genesys.calling(here) as genesys:
                await genesys.open()
                await genesys.play(*BOTH)
                await genesys.close()
                assert here.told == []
                loaded.set()
            await here.ended()
            assert here.transcript() == HEARD

    run(test)


def test_a_server_that_is_stopped_while_it_loads_leaves_nobody_waiting(tmp_path):
    """The platform is told at once, and no call is left; the models are nobody's concern any more."""
    loaded = threading.Event()

    def load():
        loaded.wait(20)
        return quick_models()

    async def test():
        told = []
        settings = telephone_settings(tmp_path)
        exchange = Exchange(settings, load, told.append)
        running = asyncio.create_task(exchange.run())
        async with TelephoneServer(settings.telephone, exchange) as server:
            async with Genesys.calling(Office(server, exchange, told)) as genesys:
                await genesys.open()
                await genesys.play(*BOTH)
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)
                assert await genesys.hear("disconnect") == {"reason": "completed"}
                await genesys.close()
            assert exchange.calls == 0
            assert told == []
        loaded.set()

    run(test)


def test_twenty_calls_at_once_are_all_complete(tmp_path):
    """Ten of each platform, each with its own words: none is lost, none lands in another call."""
    words = ("apple", "bridge", "castle", "dolphin", "engine", "forest", "garden", "harbour", "island", "jungle")

    def said(number):
        return [words[(number + step) % 10] for step in range(5)], [words[(number + step) % 10] for step in range(5, 9)]

    async def call(here, number):
        customer, agent = said(number)
        voices = spoken(*customer), spoken(*agent, pause=1.2)
        session = f"30b0e395-84d3-4570-ac13-{number:012d}"
        if number % 2:
            async with Genesys.calling(here, session=session) as genesys:
                await genesys.open(session)
                await genesys.play(*voices)
                await genesys.close()
        else:
            async with Twilio.calling(here) as twilio:
                await twilio.start(session)
                await twilio.play(*voices)
                await twilio.stop()
        return session

    async def test():
        async with office(telephone_settings(tmp_path)) as here:
            sessions = await asyncio.gather(*(call(here, number) for number in range(20)))
            await here.ended(20)
            for number, session in enumerate(sessions):
                heard = here.transcript(session)
                customer, agent = said(number)
                assert [word for speaker, word in heard if speaker == "customer"] == customer
                assert [word for speaker, word in heard if speaker == "agent"] == agent
            assert len(list((tmp_path / "calls").glob(f"*/{JOURNAL_NAME}"))) == 20

    run(test, 60)


def test_one_call_too_many_is_refused(tmp_path):
    """With 503: all lines are busy. The others go on."""

    async def test():
        async with office(telephone_settings(tmp_path, calls=1)) as here:
            async with Genesys.calling(here) as genesys:
                await genesys.open()
                with pytest.raises(InvalidStatus, match="503"):
                    async with Twilio.calling(here):
                        pass
                await genesys.play(*BOTH)
                await genesys.close()
            await here.ended()
            assert here.transcript() == HEARD

    run(test)


def test_calls_that_come_in_one_moment_are_counted_too(tmp_path):
    """Each handshake was begun while there was a free line: one gets it, the others may try again."""

    async def test():
        async with office(telephone_settings(tmp_path, calls=1)) as here:
            url = f"{here.server.url}/stream/{WORD}"
            knocking = [connect(url, proxy=None) for _ in range(6)]
            came = await asyncio.gather(*(attempt.__aenter__() for attempt in knocking), return_exceptions=True)
            inside = [one for one in came if not isinstance(one, BaseException)]
            for one in inside:
                with contextlib.suppress(ConnectionClosed):
                    await one.send(json.dumps({"event": "connected"}))
            closed = [asyncio.create_task(one.wait_closed()) for one in inside]
            while sum(task.done() for task in closed) < len(inside) - 1:
                await asyncio.wait([task for task in closed if not task.done()], return_when=asyncio.FIRST_COMPLETED)
            assert {one.close_code for one in inside if one.close_code} <= {1013}
            assert sum(one.close_code is None for one in inside) == 1
            for one in inside:
                await one.close()

    run(test)


def test_agents_commands_reach_the_call_that_is_meant(tmp_path):
    """One call needs no name; of two, the named one ends, and its platform is told."""

    async def test():
        async with (
            office(telephone_settings(tmp_path)) as here,
            Genesys.calling(here) as genesys,
            Twilio.calling(here) as twilio,
        ):
            await genesys.open()
            here.exchange.take(ChooseLevel(level="expert"))
            await twilio.start("CA1")
            await here.told.until(ev.CallStarted, 2)
            names = {e.reference: e.call_id for e in here.told if isinstance(e, ev.CallStarted)}
            with pytest.raises(EngineError, match="2 calls are running"):
                here.exchange.take(EndCall())
            with pytest.raises(EngineError, match="nothing is to be started"):
                here.exchange.take(StartCall())
            here.exchange.take(EndCall(), names[SESSION])
            assert await genesys.hear("disconnect") == {"reason": "completed"}
            await genesys.close()
            assert (await here.ended()).reason == "ended by the agent"
            here.exchange.take(EndCall())
            await here.ended(2)
            await twilio.connection.wait_closed()
            levels = {e.call_id for e in here.told if isinstance(e, ev.LevelChosen)}
            assert levels == set(names.values())

    run(test)


def test_a_stranger_who_speaks_no_websocket_costs_nothing(tmp_path, caplog):
    """No traceback in the log, and the next one is served."""

    async def test():
        async with office(telephone_settings(tmp_path)) as here:
            port = int(here.server.url.rpartition(":")[2])
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"\x16\x03\x01 hello\r\n\r\n")
            await writer.drain()
            writer.close()
            async with connect(f"{here.server.url}/stream/{WORD}", proxy=None) as connection:
                await connection.send(json.dumps({"event": "connected"}))
        assert "Traceback" not in caplog.text

    run(test)
