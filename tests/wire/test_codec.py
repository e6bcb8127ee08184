"""Events, inputs and commands survive the wire and the journal unchanged."""

from __future__ import annotations

import dataclasses
import json
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.errors import WireError
from assist.events import Evidence, NeedRaised
from assist.wire import codec

SHARES = st.floats(0.0, 1.0)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
BY_NAME = {
    "start": st.floats(0.0, 100.0),
    "end": st.floats(100.0, 1e6),
    "confidence": SHARES,
    "pitch_hz": st.floats(50.0, 600.0),
    "valence": st.floats(-1.0, 1.0),
    "arousal": st.floats(-1.0, 1.0),
}
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    float: NUMBERS,
    int: st.integers(-(2**53), 2**53),
    bool: st.booleans(),
    str: st.text(max_size=20),
    type(None): st.none(),
}


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Anything that a field with this type hint may hold."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, UnionType):
        return st.one_of([values(argument) for argument in arguments])
    if origin is tuple:
        return st.lists(values(arguments[0]), max_size=3).map(tuple)
    if origin is dict:
        return st.dictionaries(values(arguments[0]), values(arguments[1]), max_size=3)
    return messages(hint) if dataclasses.is_dataclass(hint) else PLAIN[hint]


def messages(kind: Any) -> st.SearchStrategy[Any]:
    """Any valid message of this kind, header included."""
    hints = get_type_hints(kind)
    names = [field.name for field in dataclasses.fields(kind)]
    fields = {name: BY_NAME[name] if name in BY_NAME else values(hints[name]) for name in names}
    return st.builds(kind, **fields)


def by_tag(table: dict[str, Any]) -> pytest.MarkDecorator:
    """One case for each message class of a table."""
    return pytest.mark.parametrize("kind", table.values(), ids=table.keys())


@by_tag(codec.EVENTS)
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_every_event_comes_back_as_it_was(kind: type, data: st.DataObject) -> None:
    """Decoding an encoded event gives an equal event of the same class."""
    event = data.draw(messages(kind))
    assert codec.decode_event(codec.encode(event)) == event


@by_tag(codec.INPUTS)
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_every_input_comes_back_as_it_was(kind: type, data: st.DataObject) -> None:
    """Decoding an encoded input gives an equal input, the gesture inside `AgentDid` included."""
    heard = data.draw(messages(kind))
    assert codec.decode_input(codec.encode(heard)) == heard


@by_tag(codec.AGENT_COMMANDS)
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_every_agent_command_comes_back_as_it_was(kind: type, data: st.DataObject) -> None:
    """Decoding an encoded command gives an equal command."""
    command = data.draw(messages(kind))
    assert codec.decode_command(codec.encode(command)) == command


@given(data=st.data())
@settings(max_examples=50, deadline=None)
def test_a_message_is_one_line(data: st.DataObject) -> None:
    """Whatever was said, a message has no line break, so that a file of messages has one a line."""
    event = data.draw(messages(NeedRaised))
    line = codec.encode(event)
    assert "\n" not in line
    assert "\r" not in line


def test_the_type_is_the_class_name_in_snake_case() -> None:
    """The tags are those that other programs read."""
    assert {"call_started", "utterance_finished", "need_reraised", "suggestion_offered"} <= codec.EVENTS.keys()
    assert {"speech_scored", "agent_did"} <= codec.INPUTS.keys()
    assert codec.AGENT_COMMANDS.keys() == {
        "show_suggestion",
        "accept_suggestion",
        "dismiss_suggestion",
        "reject_suggestion",
        "start_call",
        "end_call",
        "hold_call",
        "snooze_need",
        "keep_quiet",
        "choose_level",
    }


def test_a_field_of_a_newer_peer_is_ignored() -> None:
    """Unknown fields do not stop a message, at the top and inside."""
    need = NeedRaised(need="clarity", confidence=0.8, evidence=Evidence(utterance_id="u1", quote="what is this"))
    fields = json.loads(codec.encode(need))
    fields["mood_ring"] = "violet"
    fields["evidence"]["mood_ring"] = "violet"
    assert codec.decode_event(json.dumps(fields)) == need


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('{"type":"moon_phase_changed"}', "There is no event of type 'moon_phase_changed'"),
        ('{"type":"speech_scored"}', "There is no event of type 'speech_scored'"),
        ('{"type":["call_started"]}', "There is no event of type"),
        ('{"at":1.0}', "There is no event of type None"),
        ("[1, 2]", "must be a JSON object"),
        ("hello", "not JSON"),
        ("", "not JSON"),
        ('{"type":"call_started"}', "'call_started' is not valid"),
        ('{"type":"speech_ended","speaker":"customer","utterance_id":"u","start":2,"end":1}', "cannot end"),
        ('{"type":"speech_started","speaker":"parrot","utterance_id":"u","start":2}', "parrot"),
    ],
)
def test_what_is_not_an_event_is_refused_with_a_sentence(line: str, sentence: str) -> None:
    """An unknown type, a missing field, an impossible value and plain noise each give one sentence."""
    with pytest.raises(WireError) as refusal:
        codec.decode_event(line)
    assert sentence in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("line", [b'"\xff"', "[" * 60_000], ids=["broken UTF-8", "nested deeply"])
def test_broken_bytes_and_deep_nesting_are_refused_with_a_sentence(line: str | bytes) -> None:
    """Noise from a damaged journal or a rude peer is an error of the message, not of the program."""
    with pytest.raises(WireError):
        codec.decode_event(line)
