"""Telephone platforms for tests: they connect, sign and stream as Genesys and Twilio do, over a real socket."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import numpy as np
from websockets.asyncio.client import ClientConnection, connect

from assist import events as ev
from assist.audio.chunks import Samples
from assist.audio.telephone.encoding import decode
from assist.settings import Settings
from assist.speech.transcriber import Hypothesis
from assist.telephone.exchange import Exchange
from assist.telephone.server import TelephoneServer
from assist.telephone.settings import TelephoneSettings
from assist.wiring import Models
from tests.live import LOUD, LoudIsSpeech, PlainLanguage, Told, live_settings

API_KEY, CLIENT_SECRET = "the-key-of-our-organization", b"what only Genesys and we know"
TOKEN = "the-auth-token-of-our-account"
WORD = "0123456789abcdefghijklmnop"
ORGANIZATION, SESSION = "d7934305-0972-4844-938e-9060eef73d05", "30b0e395-84d3-4570-ac13-9a62d8f514c0"
NOBODY = "00000000-0000-0000-0000-000000000000"
RATE = 8_000

WORDS = ("apple", "bridge", "castle", "dolphin", "engine", "forest", "garden", "harbour", "island", "jungle")


def tone(word: str, seconds: float = 0.8) -> Samples:
    """How a word sounds that `ToneReader` reads."""
    time_axis = np.arange(round(seconds * RATE)) / RATE
    return (0.3 * np.sin(2 * np.pi * (400 + 100 * WORDS.index(word)) * time_axis)).astype(np.float32)


def quiet(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE), np.float32)


def spoken(*words: str, pause: float = 0.8) -> Samples:
    """Words with pauses, in which each becomes an utterance."""
    return np.concatenate([quiet(pause), *(part for word in words for part in (tone(word), quiet(pause)))])


class ToneReader:
    """A recogniser that hears which word a tone is: what gets lost or mixed up on the way is seen in the transcript."""

    name, model, reduced_accuracy = "tones", "none", False

    def transcribe(self, utterance_id: str, samples: Samples, *, final: bool, **_more: object) -> Hypothesis:
        """The words: several where utterances that waited are read as one. An agent's are no echo of a customer's."""
        loud = np.abs(samples) > LOUD / 2
        sounding = np.convolve(loud, np.ones(1_600), "same") > 0
        edges = np.flatnonzero(np.diff(sounding.astype(np.int8), prepend=0, append=0)).reshape(-1, 2)
        words = [_word(samples[start:end]) for start, end in edges if end - start > 6_400]
        text = " and ".join(words) or _word(samples)
        return Hypothesis(text=f"{'we have' if 'agent' in utterance_id else 'I said'} {text}", confidence=0.95)


def _word(sound: Samples) -> str:
    frequency = float(np.argmax(np.abs(np.fft.rfft(sound)))) * 16_000 / len(sound)
    return WORDS[min(max(round((frequency - 400) / 100), 0), len(WORDS) - 1)]


def quick_models() -> Models:
    """Models that answer at once."""
    return Models(PlainLanguage(), ToneReader(), LoudIsSpeech())  # type: ignore[arg-type]


def mu_law(samples: Samples) -> bytes:
    """G.711, by looking for the nearest value."""
    table = decode("mu-law", bytes(range(256)))
    order = np.argsort(table, kind="stable")
    middles = (table[order][1:] + table[order][:-1]) / 2
    return order[np.searchsorted(middles, samples)].astype(np.uint8).tobytes()


def interleaved(customer: Samples, agent: Samples) -> bytes:
    """Both voices as AudioHook sends them: the customer's first."""
    length = max(len(customer), len(agent))
    voices = np.zeros((length, 2), np.float32)
    voices[: len(customer), 0], voices[: len(agent), 1] = customer, agent
    return mu_law(voices.reshape(-1))


@dataclass
class Office:
    """A telephone server with its calls, and what they told."""

    server: TelephoneServer
    exchange: Exchange
    told: Told

    def transcript(self, reference: str = "") -> list[tuple[str, str]]:
        """Who said what in a call, by the time at which it began; of all calls where none is named."""
        wanted = {event.call_id for event in self.told if isinstance(event, ev.CallStarted)}
        if reference:
            wanted = {
                event.call_id
                for event in self.told
                if isinstance(event, ev.CallStarted) and event.reference == reference
            }
        finals = [e for e in self.told if isinstance(e, ev.UtteranceFinished) and e.call_id in wanted]
        in_order = sorted(finals, key=lambda e: e.start)
        return [(e.speaker, word) for e in in_order for word in e.text.split(" ", 2)[2].split(" and ")]

    async def ended(self, count: int = 1) -> ev.CallEnded:
        """The end of the ``count``-th call that ends."""
        event = await self.told.until(ev.CallEnded, count)
        assert isinstance(event, ev.CallEnded)
        return event


def telephone_settings(folder: Path, **telephone: Any) -> Settings:
    """With secrets for all platforms; sound may come as fast as it can."""
    secrets = folder / "secrets.toml"
    secret = base64.b64encode(CLIENT_SECRET).decode()
    secrets.write_text(f'twilio = ["{TOKEN}"]\nstream = ["{WORD}"]\n[audiohook]\n"{API_KEY}" = "{secret}"\n')
    secrets.chmod(0o600)
    chosen = {"secrets": str(secrets), "ahead_seconds": 1e6, **telephone}
    return replace(live_settings(folder), telephone=TelephoneSettings(**chosen))


@contextlib.asynccontextmanager
async def office(
    settings: Settings, load: Callable[[], Models] = quick_models, clock: Callable[[], float] = time.time
) -> AsyncIterator[Office]:
    """A server that listens and an exchange that runs."""
    told = Told()
    exchange = Exchange(settings, load, told)
    running = asyncio.create_task(exchange.run())
    try:
        async with TelephoneServer(settings.telephone, exchange, clock=clock) as server:
            yield Office(server, exchange, told)
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


def run(test: Callable[[], Any], seconds: float = 30) -> None:
    """Run a test's coroutine; it may hang for so long."""
    asyncio.run(asyncio.wait_for(test(), seconds))


def signed(  # every part can be wrong
    authority: str,
    *,
    key: str = API_KEY,
    secret: bytes = CLIENT_SECRET,
    nonce: str = "",
    created: float | None = None,
    target: str = "/audiohook",
    session: str = SESSION,
    covered: tuple[str, ...] = (),
) -> dict[str, str]:
    """The headers of Genesys' handshake."""
    nonce = nonce or base64.b64encode(hashlib.sha256(str(time.perf_counter_ns()).encode()).digest()[:18]).decode()
    values = {
        "@request-target": target,
        "@authority": authority,
        "audiohook-organization-id": ORGANIZATION,
        "audiohook-session-id": session,
        "audiohook-correlation-id": "e160e428-53e2-487c-977d-96989bf5c99d",
        "x-api-key": key,
    }
    names = covered or tuple(values)
    made = int(time.time() if created is None else created)
    list_of = " ".join(f'"{name}"' for name in names)
    parameters = f'({list_of});keyid="{key}";nonce="{nonce}";alg="hmac-sha256";created={made};expires={made + 10}'
    base = "\n".join([*(f'"{name}": {values[name]}' for name in names), f'"@signature-params": {parameters}'])
    signature = base64.b64encode(hmac.digest(secret, base.encode(), "sha256")).decode()
    headers = {name: value for name, value in values.items() if not name.startswith("@")}
    return headers | {"signature-input": f"sig1={parameters}", "signature": f"sig1=:{signature}:"}


OFFER = {"type": "audio", "format": "PCMU", "channels": ["external", "internal"], "rate": 8000}


class Genesys:
    """A session of AudioHook."""

    def __init__(self, connection: ClientConnection, session: str = SESSION) -> None:
        self.connection = connection
        self.session = session
        self.seq = self.server_seq = 0
        self.samples = 0

    @classmethod
    @contextlib.asynccontextmanager
    async def calling(cls, office: Office, **signing: Any) -> AsyncIterator[Self]:
        """A connection that was let in."""
        url = office.server.url
        headers = signed(url.partition("://")[2], **signing)
        target = signing.get("target", "/audiohook")
        async with connect(url + target, additional_headers=headers, proxy=None) as connection:
            yield cls(connection, signing.get("session", SESSION))

    async def say(self, kind: str, parameters: dict[str, Any] | None = None, **wrong: Any) -> None:
        """Send a message."""
        self.seq += 1
        fields = {"version": "2", "id": self.session, "type": kind, "seq": self.seq, "serverseq": self.server_seq}
        fields |= {"position": f"PT{self.samples / RATE}S", "parameters": parameters or {}, **wrong}
        await self.connection.send(json.dumps(fields))

    async def hear(self, kind: str) -> dict[str, Any]:
        """The next message, which is of this kind; its parameters."""
        fields = json.loads(await self.connection.recv())
        assert fields["type"] == kind, fields
        assert fields["seq"] == self.server_seq + 1
        assert (fields["version"], fields["id"], fields["clientseq"]) == ("2", self.session, self.seq)
        self.server_seq += 1
        return dict(fields["parameters"])

    async def open(self, conversation: str = "", **parameters: Any) -> dict[str, Any]:
        """Open the session; what it was opened with."""
        whole = {
            "organizationId": ORGANIZATION,
            "conversationId": conversation or SESSION,
            "participant": {"id": SESSION, "ani": "+15550100", "aniName": "A", "dnis": "+15550199"},
            "media": [OFFER],
        }
        await self.say("open", whole | parameters)
        return await self.hear("opened")

    async def play(self, customer: Samples, agent: Samples = np.zeros(0, np.float32), piece: int = 1600) -> None:  # noqa: B008 - never written
        """Both voices, 200 ms a message."""
        data = interleaved(customer, agent)
        for start in range(0, len(data), 2 * piece):
            await self.connection.send(data[start : start + 2 * piece])
        self.samples += len(data) // 2

    async def close(self) -> None:
        """End the session in order."""
        await self.say("close", {"reason": "end"})
        await self.hear("closed")


class Twilio:
    """A media stream; ``snake``: as Telnyx sends it."""

    def __init__(self, connection: ClientConnection, *, snake: bool = False) -> None:
        self.connection = connection
        self.snake = snake
        self.stream = "MZ" + "0" * 32
        self.sequence = 0

    @classmethod
    @contextlib.asynccontextmanager
    async def calling(
        cls, office: Office, *, token: str = TOKEN, path: str = "/twilio", **how: Any
    ) -> AsyncIterator[Self]:
        """A connection that was let in."""
        url = office.server.url + path
        over = url.replace("ws://", "wss://").encode()
        signature = base64.b64encode(hmac.digest(token.encode(), over, "sha1")).decode()
        headers = {"X-Twilio-Signature": signature} if path == "/twilio" else {}
        async with connect(url, additional_headers=headers, proxy=None) as connection:
            yield cls(connection, **how)

    async def tell(self, event: str, **fields: Any) -> None:
        """Send a message."""
        self.sequence += 1
        names = ("sequence_number", "stream_id") if self.snake else ("sequenceNumber", "streamSid")
        whole = {"event": event, names[0]: str(self.sequence), names[1]: self.stream, **fields}
        await self.connection.send(json.dumps(whole))

    async def start(self, call: str = "CA1", **custom: str) -> None:
        """The stream begins."""
        await self.connection.send(json.dumps({"event": "connected", "protocol": "Call", "version": "1.0.0"}))
        if self.snake:
            shape = {"encoding": "PCMU", "sample_rate": 8000, "channels": 1}
            start = {"call_control_id": call, "media_format": shape, "custom_parameters": custom}
        else:
            shape = {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}
            tracks = ["inbound", "outbound"]
            start = {"callSid": call, "tracks": tracks, "mediaFormat": shape, "customParameters": custom}
        await self.tell("start", start=start)

    async def play(self, inbound: Samples, outbound: Samples = np.zeros(0, np.float32)) -> None:  # noqa: B008 - never written
        """Both tracks from the beginning."""
        for message in media(inbound, outbound):
            await self.tell("media", media=message)

    async def stop(self) -> None:
        """The stream ends."""
        await self.tell("stop", stop={"callSid": "CA1"})


def media(inbound: Samples, outbound: Samples) -> Iterator[dict[str, str]]:
    """Both tracks from the beginning, 20 ms a message."""
    for number, start in enumerate(range(0, max(len(inbound), len(outbound)), 160)):
        for track, samples in (("inbound", inbound), ("outbound", outbound)):
            piece = samples[start : start + 160]
            if len(piece):
                payload = base64.b64encode(mu_law(piece)).decode()
                yield {"track": track, "chunk": str(number + 1), "timestamp": str(5 + 20 * number), "payload": payload}
