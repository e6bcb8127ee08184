"""Whoever is not who they say is not let in; whoever misbehaves gets the protocol's answer, and nobody else loses."""

import asyncio
import json
import time

import numpy as np
import pytest
from websockets import ConnectionClosed, InvalidStatus
from websockets.asyncio.client import connect

from assist import events as ev
from assist.telephone.server import LARGEST_MESSAGE_BYTES
from tests.telephone.platforms import (
    NOBODY,
    OFFER,
    WORD,
    Genesys,
    Twilio,
    media,
    office,
    quiet,
    run,
    signed,
    spoken,
    telephone_settings,
)

NOW = 1_700_000_000.0


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": b"another secret"},
        {"key": "a key that nobody knows"},
        {"nonce": "short"},
        {"created": NOW - 12},
        {"created": NOW + 5},
        {"covered": ("@request-target", "@authority", "x-api-key")},
        {"target": "/audiohook?and=more"},
        {"target": "/elsewhere"},
    ],
    ids=str,
)
def test_genesys_is_let_in_only_with_its_signature(tmp_path, wrong):
    """Each part that is wrong is refused with 401, not sooner than after half a second, without the reason."""
    signing = {"created": NOW, **wrong}
    target = signing.pop("target", "/audiohook")

    async def test():
        async with office(telephone_settings(tmp_path), clock=lambda: NOW) as here:
            url = here.server.url
            headers = signed(url.partition("://")[2], **signing)
            began = time.monotonic()
            with pytest.raises(InvalidStatus) as refused:
                await connect(url + target, additional_headers=headers, proxy=None)
            assert refused.value.response.status_code == 401
            assert refused.value.response.body == b"Not let in.\n"
            assert time.monotonic() - began >= 0.49
            assert here.exchange.calls == 0

    run(test)


def test_a_signature_is_taken_once(tmp_path):
    """Who overheard a handshake cannot use it again."""

    async def test():
        async with office(telephone_settings(tmp_path)) as here:
            url = here.server.url
            headers = signed(url.partition("://")[2])
            async with connect(f"{url}/audiohook", additional_headers=headers, proxy=None):
                with pytest.raises(InvalidStatus, match="401"):
                    await connect(f"{url}/audiohook", additional_headers=headers, proxy=None)

    run(test)


def test_behind_a_proxy_signatures_are_over_the_public_name(tmp_path):
    """The request itself names another host."""

    async def test():
        settings = telephone_settings(tmp_path, public_url="wss://voice.example.com:443")
        async with office(settings) as here:
            headers = signed("voice.example.com")
            async with connect(f"{here.server.url}/audiohook", additional_headers=headers, proxy=None):
                pass
            with pytest.raises(InvalidStatus, match="401"):
                async with Genesys.calling(here):
                    pass

    run(test)


@pytest.mark.parametrize(
    "how", [{"token": "another"}, {"path": "/stream/no-word-of-ours-at-all"}, {"path": "/stream/"}]
)
def test_twilio_is_let_in_only_with_its_signature_and_others_with_their_word(tmp_path, how):
    """Else 401."""

    async def test():
        async with office(telephone_settings(tmp_path)) as here:
            with pytest.raises(InvalidStatus, match="401"):
                async with Twilio.calling(here, **how):
                    pass

    run(test)


def test_another_organization_in_open_is_disconnected(tmp_path):
    """As unauthorized, and after half a second."""

    async def test():
        async with office(telephone_settings(tmp_path)) as here, Genesys.calling(here) as genesys:
            began = time.monotonic()
            opening = {
                "organizationId": NOBODY,
                "conversationId": genesys.session,
                "participant": {"id": NOBODY, "ani": "", "aniName": "", "dnis": ""},
                "media": [OFFER],
            }
            await genesys.say("open", opening)
            assert (await genesys.hear("disconnect"))["reason"] == "unauthorized"
            assert time.monotonic() - began >= 0.49
            await genesys.close()
            assert not [event for event in here.told if isinstance(event, ev.CallStarted)]

    run(test)


async def bad_json(genesys):
    await genesys.connection.send("{no json")


async def deep_json(genesys):
    await genesys.connection.send("[" * 30_000)


async def no_message(genesys):
    await genesys.connection.send('{"version": "2"}')


async def wrong_seq(genesys):
    await genesys.say("ping", seq=genesys.seq + 5)


async def wrong_server_seq(genesys):
    await genesys.say("ping", serverseq=99)


async def another_session(genesys):
    await genesys.say("ping", id=NOBODY)


async def unknown_type(genesys):
    await genesys.say("sing")


async def bad_parameters(genesys):
    await genesys.say("discarded", {"start": "yesterday", "discarded": "PT1S"})


async def half_a_sample(genesys):
    await genesys.connection.send(b"\xff\xff\xff")


async def long_text(genesys):
    await genesys.say("ping", {"rtt": "PT" + "0" * 70_000 + "S"})


async def sound_while_paused(genesys):
    await genesys.say("paused")
    await genesys.connection.send(b"\xff\xff")


@pytest.mark.parametrize(
    "misbehave",
    [
        bad_json,
        deep_json,
        no_message,
        wrong_seq,
        wrong_server_seq,
        another_session,
        unknown_type,
        bad_parameters,
        half_a_sample,
        long_text,
        sound_while_paused,
    ],
)
def test_a_genesys_session_that_misbehaves_is_disconnected(tmp_path, misbehave, caplog):
    """With reason error and a word why; what was said before is understood; ``close`` still ends it in order."""

    async def test():
        async with office(telephone_settings(tmp_path)) as here, Genesys.calling(here) as genesys:
            await genesys.open()
            await genesys.play(spoken("apple"))
            await misbehave(genesys)
            answer = json.loads(await genesys.connection.recv())
            assert (answer["type"], answer["parameters"]["reason"]) == ("disconnect", "error")
            assert answer["parameters"]["info"]
            genesys.server_seq = answer["seq"]
            await genesys.close()
            await here.ended()
            assert here.transcript() == [("customer", "apple")]
        assert "Traceback" not in caplog.text
        assert len([record for record in caplog.records if "AudioHook session" in record.message]) == 1

    run(test)


def test_sound_before_open_is_refused(tmp_path):
    """There is no call it could belong to."""

    async def test():
        async with office(telephone_settings(tmp_path)) as here, Genesys.calling(here) as genesys:
            await genesys.connection.send(b"\xff\xff")
            assert (await genesys.hear("disconnect"))["reason"] == "error"
            await genesys.close()

    run(test)


def test_media_that_cannot_be_read_is_refused(tmp_path):
    """An offer without any is an error; linear sound and one voice alone can be read."""

    async def test():
        async with office(telephone_settings(tmp_path)) as here:
            async with Genesys.calling(here) as genesys:
                linear = OFFER | {"format": "L16", "channels": ["external"]}
                assert (await genesys.open(media=[linear]))["media"] == [linear]
                samples = (spoken("apple") * 32767).astype("<i2")
                await genesys.connection.send(samples.tobytes())
                await genesys.close()
            await here.ended()
            assert here.transcript() == [("customer", "apple")]
            async with Genesys.calling(here) as genesys:
                with pytest.raises(AssertionError, match="None of the offered media can be read"):
                    await genesys.open(media=[])

    run(test)


@pytest.mark.parametrize(
    "wrong",
    [
        "{no json",
        b"bytes",
        "[" * 30_000,
        '"text"',
        '{"event": "start"}',
        '{"event": "media", "streamSid": "MZother", "media": {"payload": ""}}',
        '{"event": "media", "streamSid": "MZ00000000000000000000000000000000"}',
        '{"event": "media", "streamSid": "MZ00000000000000000000000000000000", "media": {"payload": "%%%"}}',
        '{"event": "media", "streamSid": "MZ00000000000000000000000000000000", "media": {"payload": "", "track": "x"}}',
        '{"event": "media", "streamSid": "MZ00000000000000000000000000000000", "media": {"payload": "", "chunk": "x"}}',
        "x" * (LARGEST_MESSAGE_BYTES + 1),
        "x" * 70_000,
    ],
    ids=lambda wrong: str(wrong[:60]),
)
def test_a_stream_that_misbehaves_is_closed(tmp_path, wrong, caplog):
    """With a close code, as the protocol has no words for it; what was said before is understood, held chunks too."""

    async def test():
        async with office(telephone_settings(tmp_path)) as here, Twilio.calling(here) as twilio:
            await twilio.start()
            messages = list(media(spoken("apple"), quiet(0)))
            for number, message in enumerate(messages):
                if number != len(messages) - 3:  # the last two wait for the one before them
                    await twilio.tell("media", media=message)
            await twilio.connection.send(wrong)
            with pytest.raises(ConnectionClosed) as closed:
                await twilio.connection.recv()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code in (1008, 1009)
            await here.ended()
            assert here.transcript() == [("customer", "apple")]
        assert "Traceback" not in caplog.text

    run(test)


@pytest.mark.parametrize(
    "start",
    [
        {},
        {"start": {"mediaFormat": {"encoding": "audio/opus"}}},
        {"start": {"mediaFormat": {"sampleRate": 16000}}},
        {"start": {"tracks": ["music"]}},
    ],
    ids=str,
)
def test_a_stream_that_cannot_be_read_is_closed_before_a_call_begins(tmp_path, start):
    """Only telephone sound on tracks that we know makes a call."""

    async def test():
        async with office(telephone_settings(tmp_path)) as here, Twilio.calling(here) as twilio:
            await twilio.tell("start", **start)
            with pytest.raises(ConnectionClosed):
                await twilio.connection.recv()
            assert here.exchange.calls == 0

    run(test)


def test_one_that_misbehaves_costs_the_others_nothing(tmp_path):
    """Another call runs on beside it."""

    async def test():
        async with office(telephone_settings(tmp_path)) as here, Twilio.calling(here) as twilio:
            await twilio.start("CA1")
            await twilio.play(spoken("apple"))
            async with Genesys.calling(here) as genesys:
                await genesys.open()
                await bad_json(genesys)
                await genesys.hear("disconnect")
            later = list(media(np.concatenate((spoken("apple"), spoken("bridge"))), quiet(0)))[120:]
            for message in later:
                await twilio.tell("media", media=message)
            await twilio.stop()
            await here.ended(2)
            assert here.transcript("CA1") == [("customer", "apple"), ("customer", "bridge")]

    run(test)


def test_a_platform_that_falls_silent_is_given_up(tmp_path):
    """Its call ends, and its line is free."""

    async def test():
        async with office(telephone_settings(tmp_path, idle_seconds=0.3)) as here, Twilio.calling(here) as twilio:
            await twilio.start()
            await twilio.connection.wait_closed()
            await here.ended()
            await here.told.until(ev.CallAwaited, 2)
            assert here.exchange.calls == 0

    run(test)


def test_a_platform_cannot_claim_more_time_than_has_passed(tmp_path):
    """A gap of days would be filled with silence: it is passed over."""

    async def test():
        async with office(telephone_settings(tmp_path, ahead_seconds=5.0)) as here:
            async with Genesys.calling(here) as genesys:
                await genesys.open()
                await genesys.say("discarded", {"start": "PT0S", "discarded": "PT999999999S"})
                await genesys.play(spoken("apple"))
                await genesys.close()
            assert (await here.ended()).duration_seconds < 10
            assert here.transcript() == [("customer", "apple")]

    run(test)


def test_sound_that_comes_faster_than_time_waits(tmp_path):
    """The recogniser keeps the last minute of a call: sound may not run away from it."""

    async def test():
        async with office(telephone_settings(tmp_path, ahead_seconds=1.0)) as here:
            async with Twilio.calling(here) as twilio:
                await twilio.start()
                await twilio.play(spoken("apple"))
                await twilio.stop()
                began = asyncio.get_running_loop().time()
                await here.ended()
                assert asyncio.get_running_loop().time() - began > 0.1
            assert here.transcript() == [("customer", "apple")]

    run(test)


def test_a_word_in_the_path_lets_a_stream_in(tmp_path):
    """Also with a slash behind it, as some write it."""

    async def test():
        async with office(telephone_settings(tmp_path)) as here:
            for path in (f"/stream/{WORD}", f"/stream/{WORD}/"):
                async with Twilio.calling(here, path=path) as stream:
                    await stream.start()
                    await stream.stop()

    run(test)
