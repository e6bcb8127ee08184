"""Events, commands and inputs as JSON: one table, made from the dataclasses.

A message is an object with ``type`` (the class name in snake_case) and the fields of that class. Unknown fields are
ignored, so that a newer peer can talk to an older one; an unknown type is refused with a sentence.
"""

from __future__ import annotations

import contextlib
import re
from types import ModuleType
from typing import Any, get_args

import msgspec

from assist import commands, events, inputs
from assist.errors import WireError

VERSION = 1
"""Grows when a field of the table changes its meaning; peers ask for the subprotocol ``attune.v1``."""

SUBPROTOCOL = f"attune.v{VERSION}"

Message = events.Event | inputs.Input | commands.AgentCommand | commands.WorkerCommand

_encoder = msgspec.json.Encoder()


def tag_of(message: Any) -> str:
    """The JSON tag of a message: its class name in snake_case."""
    return tag_of_kind(type(message))


def tag_of_kind(kind: type) -> str:
    """The JSON tag of a class of messages."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


def _kinds(module: ModuleType, base: type) -> dict[str, Any]:
    kinds = [kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, base)]
    bases = {parent for kind in kinds for parent in kind.__mro__[1:]}
    return {tag_of_kind(kind): kind for kind in kinds if kind not in bases}


EVENTS: dict[str, type[events.Event]] = _kinds(events, events.Event)
INPUTS: dict[str, type[inputs.Input]] = _kinds(inputs, inputs.Input)
AGENT_COMMANDS: dict[str, type] = {tag_of_kind(kind): kind for kind in get_args(commands.AgentCommand)}

_READY = {tag: msgspec.json.Decoder(kind) for tag, kind in INPUTS.items() if kind is not inputs.AgentDid}
"""For journals, whose inputs come by the ten thousand: straight from the line, in half of the time."""
_BEGINNING = re.compile(r'\{"type":"(\w+)"')


def encode(message: Message) -> str:
    """One message as a line of JSON; equal messages give equal bytes."""
    return _encoder.encode({"type": tag_of_kind(type(message)), **_plain(message)}).decode()


def decode_event(line: str | bytes) -> events.Event:
    """Read an event.

    Raises:
        WireError: not JSON, not an event, or a field is missing or wrong.
    """
    return _convert(line, EVENTS, "event")  # type: ignore[no-any-return]


def decode_input(line: str | bytes) -> inputs.Input:
    """Read an input (a journal's). Raises WireError as `decode_event`."""
    known = _BEGINNING.match(line) if isinstance(line, str) else None
    if known and (ready := _READY.get(known[1])):
        with contextlib.suppress(msgspec.DecodeError):  # told below
            return ready.decode(line)
    fields = _fields(line)
    if fields.get("type") == "agent_did":
        command = _build(fields.get("command"), AGENT_COMMANDS, "command")
        return inputs.AgentDid(at=_build({**fields, "type": "audio_ended"}, INPUTS, "input").at, command=command)
    return _build(fields, INPUTS, "input")  # type: ignore[no-any-return]


def decode_command(line: str | bytes) -> commands.AgentCommand:
    """Read a command of the agent (from an overlay). Raises WireError as `decode_event`."""
    return _convert(line, AGENT_COMMANDS, "command")  # type: ignore[no-any-return]


def _plain(message: Any) -> dict[str, Any]:
    fields = {name: getattr(message, name) for name in message.__dataclass_fields__}
    if isinstance(message, inputs.AgentDid):
        fields["command"] = {"type": tag_of_kind(type(message.command)), **_plain(message.command)}
    return fields


def _convert(line: str | bytes, table: dict[str, Any], noun: str) -> Any:
    return _build(_fields(line), table, noun)


def _fields(line: str | bytes) -> dict[str, Any]:
    try:
        fields = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise WireError(f"A message is not JSON: {error}.") from error
    if not isinstance(fields, dict):
        raise WireError("A message must be a JSON object with a 'type'.")
    return fields


def _build(fields: Any, table: dict[str, Any], noun: str) -> Any:
    tag = fields.get("type") if isinstance(fields, dict) else None
    kind = table.get(tag) if isinstance(tag, str) else None
    if kind is None:
        raise WireError(f"There is no {noun} of type {tag!r}.")
    try:
        return msgspec.convert(fields, kind)
    except msgspec.ValidationError as error:
        raise WireError(f"The {noun} '{tag}' is not valid: {error}.") from error
