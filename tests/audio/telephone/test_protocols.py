"""The protocols without a socket: what they make of messages, and that nothing can break them but in a sentence."""

import base64
import contextlib
import io
import json
from itertools import pairwise

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.audio.chunks import SAMPLE_RATE
from assist.audio.telephone.audiohook import AudioHookSession
from assist.audio.telephone.encoding import RATE, decode
from assist.audio.telephone.events import Closed, Gap, Opened, Paused, PeerError, Resumed, Sound
from assist.audio.telephone.track import Sorter, Track
from assist.audio.telephone.twilio import TwilioStream
from assist.audio.telephone.wideband import Wideband

ORGANIZATION, SESSION = "d7934305-0972-4844-938e-9060eef73d05", "30b0e395-84d3-4570-ac13-9a62d8f514c0"
OFFER = {"type": "audio", "format": "PCMU", "channels": ["external", "internal"], "rate": 8000}
OPEN = {
    "organizationId": ORGANIZATION,
    "conversationId": SESSION,
    "participant": {"id": SESSION, "ani": "+15550100", "aniName": "A", "dnis": "+15550199"},
    "media": [OFFER],
    "customConfig": {"queue": "refunds"},
}


def shape(event):
    """An event as plain values."""
    if isinstance(event, Sound):
        return (event.speaker, event.start, len(event.samples))
    return (event.speaker, event.start, event.count, event.why) if isinstance(event, Gap) else event


class Client:
    """Numbers the messages of a session as Genesys does."""

    def __init__(self, **parameters):
        self.session = AudioHookSession(SESSION, ORGANIZATION, ("en-us",))
        self.seq = 0
        self.opened = self.say("open", {**OPEN, **parameters})
        self.answer = [json.loads(line) for line in self.session.lines_to_send()]

    def say(self, kind, parameters=None):
        self.seq += 1
        header = {"version": "2", "id": SESSION, "type": kind, "seq": self.seq, "serverseq": 0, "position": "PT0S"}
        return self.session.receive(json.dumps({**header, "parameters": parameters or {}}))

    def answers(self):
        return [json.loads(line)["type"] for line in self.session.lines_to_send()]


@pytest.mark.parametrize(("encoding", "subtype"), [("mu-law", "ULAW"), ("a-law", "ALAW")])
def test_the_tables_are_those_of_the_standard(encoding, subtype):
    """All 256 bytes, as libsndfile reads them."""
    codes = bytes(range(256))
    truth, _ = soundfile.read(
        io.BytesIO(codes), format="RAW", samplerate=8000, channels=1, subtype=subtype, dtype="float32"
    )
    assert np.array_equal(decode(encoding, codes), truth)


def test_linear_samples_come_with_the_low_byte_first():
    """From -1 to just below 1."""
    assert decode("linear", b"\x00\x80\x00\x00\xff\x7f").tolist() == [-1.0, 0.0, pytest.approx(0.99997)]


def test_a_session_of_audiohook_from_open_to_close():
    """Every message with its events and its answers; the clock moves by what was not sent."""
    client = Client(supportedLanguages=True)
    parameters = {"queue": "refunds", "language": "", "ani": "+15550100", "dnis": "+15550199"}
    assert client.opened == [Opened(SESSION, {"external": "customer", "internal": "agent"}, parameters)]
    assert [(line["type"], line["seq"], line["clientseq"]) for line in client.answer] == [("opened", 1, 1)]
    assert client.answer[0]["parameters"] == {"media": [OFFER], "supportedLanguages": ["en-us"]}
    assert [shape(event) for event in client.session.receive(b"\xff" * 800)] == [
        ("customer", 0, 400),
        ("agent", 0, 400),
    ]
    assert client.say("ping", {"rtt": "PT0.1S"}) == []
    assert client.say("update", {"language": "fr-FR"}) == []
    assert client.answers() == ["pong", "updated"]
    skipped = {"start": "PT0.05S", "discarded": "PT1.5S"}
    assert [shape(event) for event in client.say("discarded", skipped)] == [
        ("customer", 400, 8000, "discarded"),
        ("customer", 8400, 4000, "discarded"),
        ("agent", 400, 8000, "discarded"),
        ("agent", 8400, 4000, "discarded"),
    ]
    assert client.say("paused") == [Paused()]
    assert client.say("paused") == []
    *gaps, resumed = client.say("resumed", {"start": "PT1.55S", "discarded": "PT.5S"})
    assert resumed == Resumed()
    assert [shape(gap) for gap in gaps] == [("customer", 12400, 4000, "paused"), ("agent", 12400, 4000, "paused")]
    assert client.say("error", {"code": 429, "message": "slow down"}) == []
    assert client.say("close", {"reason": "end"}) == [Closed("the platform closed the session (end)")]
    assert client.answers() == ["closed"]
    assert client.session.over
    assert client.session.lost() == []


@pytest.mark.parametrize(
    ("offers", "taken"),
    [
        ([("L16", ["external", "internal"]), ("PCMU", ["external", "internal"])], 1),
        ([("PCMU", ["internal"]), ("PCMU", ["external"])], 1),
        ([("PCMU", ["external"]), ("L16", ["internal", "external"])], 1),
        ([("PCMU", ["internal"])], 0),
    ],
)
def test_of_several_offers_the_best_is_taken(offers, taken):
    """Both voices rather than one, the customer's rather than the agent's, and the one that takes less."""
    media = [{**OFFER, "format": coding, "channels": channels} for coding, channels in offers]
    assert Client(media=media).answer[0]["parameters"]["media"] == [media[taken]]


def test_channels_belong_to_their_speakers_in_whatever_order():
    """The offer says which comes first."""
    client = Client(media=[{**OFFER, "channels": ["internal", "external"]}])
    agent, customer = client.session.receive(b"\x80\xff" * 3)
    assert (agent.speaker, customer.speaker) == ("agent", "customer")
    assert float(agent.samples.max()) > 0.9
    assert float(np.abs(customer.samples).max()) == 0.0


def test_after_a_disconnect_only_close_counts():
    """Once told what was wrong, Genesys ends the session; whatever it had on its way is passed over."""
    client = Client()
    with pytest.raises(PeerError) as refused:
        client.session.receive("{")
    assert json.loads(refused.value.answer[0])["parameters"] == {
        "reason": "error",
        "info": "A text message is not valid JSON",
    }
    assert client.session.receive(b"\xff" * 7) == []
    assert client.session.receive("{") == []
    client.seq = 40
    assert client.say("ping") == []
    assert client.say("close", {"reason": "disconnect"}) == []
    assert client.answers() == ["closed"]


def test_we_can_end_a_session():
    """As completed; its end is no news then."""
    client = Client()
    client.session.hang_up()
    assert client.answers() == ["disconnect"]
    assert client.say("close", {"reason": "disconnect"}) == []
    assert client.answers() == ["closed"]


def text(event, **fields):
    return json.dumps({"event": event, "streamSid": "MZ1", **fields})


def packet(samples=160, **fields):
    payload = base64.b64encode(b"\xff" * samples).decode()
    return text("media", media={"payload": payload, **{name: str(value) for name, value in fields.items()}})


def started():
    stream = TwilioStream()
    shape_of = {"encoding": "audio/x-mulaw", "sampleRate": "8000", "channels": 1}
    (opened,) = stream.receive(text("start", start={"callSid": "CA1", "mediaFormat": shape_of}))
    assert opened == Opened("CA1", {"inbound": "customer", "outbound": "agent"})
    return stream


def heard(stream, *messages):
    return [shape(event) for message in messages for event in stream.receive(message)]


def test_time_stamps_say_where_sound_lies():
    """Jitter moves nothing; what is missing is a gap; a track that begins late begins where it belongs."""
    stream = started()
    assert heard(stream, packet(track="inbound", chunk=1, timestamp=1000)) == [("customer", 0, 160)]
    assert heard(stream, packet(track="inbound", chunk=2, timestamp=1027)) == [("customer", 160, 160)]
    assert heard(stream, packet(track="inbound", chunk=3, timestamp=1540)) == [
        ("customer", 320, 4000, "missing"),
        ("customer", 4320, 160),
    ]
    assert heard(stream, packet(track="outbound", chunk=1, timestamp=2000)) == [
        ("agent", 0, 8000, "missing"),
        ("agent", 8000, 160),
    ]


def test_without_time_stamps_the_numbers_say_it():
    """What has not come within ten chunks is silence of its length."""
    stream = started()
    held = [packet(track="inbound", chunk=number) for number in (1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)]
    assert heard(stream, *held) == [("customer", 0, 160)]
    told = heard(stream, packet(track="inbound", chunk=13))
    assert told[:2] == [("customer", 160, 160, "missing"), ("customer", 320, 160)]
    assert len(told) == 12
    assert heard(stream, packet(track="inbound", chunk=2), packet(track="inbound", chunk=13)) == []


def test_chunks_without_any_number_are_taken_as_they_come():
    """Some clones number nothing."""
    stream = started()
    assert heard(stream, packet(track="outbound_track"), packet(track="outbound_track")) == [
        ("agent", 0, 160),
        ("agent", 160, 160),
    ]


def test_what_a_stream_tells_besides_is_passed_over():
    """Marks, tones and whatever is invented next."""
    stream = started()
    assert heard(stream, text("dtmf", dtmf={"digit": "1"}), text("mark", mark={"name": "x"}), text("new")) == []
    assert stream.receive(text("stop", stop={})) == [Closed("the platform ended the stream")]
    assert stream.receive("anything") == []


@settings(deadline=None)
@given(st.permutations(range(1, 30)), st.data())
def test_the_sorter_gives_each_piece_once_and_in_order(numbers, data):
    """Whatever the order and however often they come, nothing is told twice, and what is missing is counted."""
    sorter: Sorter[int] = Sorter()
    coming = [number for number in numbers for _ in range(data.draw(st.integers(0, 2)))]
    told = [pair for number in coming for pair in sorter.put(number, number)] + sorter.flush()
    given_out = [number for _, number in told]
    assert given_out == sorted(set(given_out))
    assert len(given_out) + sorter.dropped == len(coming)
    for (_, before), (missing, number) in pairwise(told):
        assert missing == number - before - 1


def test_a_platform_that_counts_anew_is_heard_again():
    """After a second of what seems too late; what was held back is not lost. One piece alone changes nothing."""
    sorter: Sorter[int] = Sorter()
    first = [*range(1, 60), 61, 62]
    told = [item for number in first for _, item in sorter.put(number, number)]
    assert told == list(range(1, 60))
    assert [pair for number in range(1, 50) for pair in sorter.put(number, number)] == []
    assert [item for _, item in sorter.put(50, 50)] == [61, 62, 50]
    assert [pair for number in range(51, 70) for pair in sorter.put(number, number)] == [(0, n) for n in range(51, 70)]
    assert sorter.put(51, 51) == []


@settings(deadline=None)
@given(st.lists(st.integers(0, 20), min_size=1, max_size=40))
def test_a_track_has_no_holes(lengths):
    """Sounds and gaps follow each other to the sample."""
    track, position = Track("customer"), 0
    for number, length in enumerate(lengths):
        pieces = track.skip(length * 1000, "missing") if number % 2 else track.sound(np.zeros(length, np.float32))
        for piece in pieces:
            assert piece.start == position
            position += piece.count if isinstance(piece, Gap) else len(piece.samples)
    assert track.position == position


def test_sixteen_kilohertz_are_twice_as_many_samples():
    """A tone stays a tone, in its place; a gap is silence of its length."""
    line, tone = Wideband("agent"), np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE).astype(np.float32)
    pieces = [Sound("agent", start, tone[start : start + 160]) for start in range(0, RATE, 160)]
    chunks = [chunk for piece in pieces for chunk in line.take(piece)]
    chunks += [*line.take(Gap("agent", RATE, RATE, "paused")), *line.finish()]
    whole = np.concatenate([chunk.samples for chunk in chunks])
    assert len(whole) == 2 * SAMPLE_RATE + 512
    assert [chunk.start for chunk in chunks] == np.cumsum([0, *(len(chunk.samples) for chunk in chunks[:-1])]).tolist()
    truth = np.sin(2 * np.pi * 440 * np.arange(SAMPLE_RATE) / SAMPLE_RATE)
    assert float(np.abs(whole[400:15_600] - truth[400:15_600]).max()) < 0.01
    assert float(np.abs(whole[16_400:]).max()) < 0.001


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
names = st.sampled_from(
    [
        "event",
        "start",
        "media",
        "streamSid",
        "track",
        "payload",
        "chunk",
        "timestamp",
        "mediaFormat",
        "parameters",
        "type",
    ]
)
messages = (
    st.binary(max_size=40)
    | st.text(max_size=40)
    | st.dictionaries(names, json_values | st.sampled_from(["start", "media", "open", "close"]), max_size=6).map(
        json.dumps
    )
)


@settings(deadline=None)
@given(st.lists(messages, max_size=6), st.booleans())
def test_no_message_breaks_a_protocol_but_in_a_sentence(sent, begun):
    """Whatever comes, in whatever state, is understood, passed over, or a `PeerError`."""
    for protocol in (started() if begun else TwilioStream(), Client().session if begun else AudioHookSession("", "")):
        for message in sent:
            with contextlib.suppress(PeerError):
                protocol.receive(message)
        protocol.lost()
