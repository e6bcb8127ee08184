"""What links of the softphone or CRM ask for, such as ``attune://call/start?id=...``. Pure."""

from __future__ import annotations

from urllib.parse import SplitResult, parse_qs, urlsplit

from assist.commands import CallCommand, EndCall, HoldCall, StartCall
from assist.errors import UsageError

SCHEME = "attune"

_LONGEST_ID = 200
_ON = {"1": True, "true": True, "on": True, "0": False, "false": False, "off": False}


def command_of(url: str) -> CallCommand:
    """The command of a link. An id is data: it is passed on, never run, opened or looked up.

    Raises:
        UsageError: the link is not one of ours.
    """
    try:
        parts = urlsplit(url)
        fields = parse_qs(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query), max_num_fields=20)
    except ValueError as error:
        raise _not_understood(url) from error
    if parts.scheme != SCHEME or parts.netloc.lower() != "call" or parts.fragment:
        raise _not_understood(url)
    return _command(url, parts, fields)


def _command(url: str, parts: SplitResult, fields: dict[str, list[str]]) -> CallCommand:
    match parts.path.strip("/").lower():
        case "start":
            return StartCall(reference=_id(url, fields.get("id", [""])))
        case "end":
            return EndCall()
        case "hold":
            on = _ON.get("".join(fields.get("on", [])).lower())
            if on is None:
                raise UsageError(f"{_shown(url)}: say whether the call is on hold, with ?on=1 or ?on=0.")
            return HoldCall(on=on)
        case _:
            raise _not_understood(url)


def _id(url: str, given: list[str]) -> str:
    if len(given) != 1 or len(given[0]) > _LONGEST_ID or not given[0].isprintable():
        raise UsageError(f"{_shown(url)}: give one id of at most {_LONGEST_ID} printable characters.")
    return given[0].strip()


def _not_understood(url: str) -> UsageError:
    links = f"{SCHEME}://call/start?id=..., {SCHEME}://call/end and {SCHEME}://call/hold?on=1"
    return UsageError(f"{_shown(url)}: this link is not understood; there are {links}.")


def _shown(url: str) -> str:
    """The link as it can be printed, without what follows its first characters."""
    printable = "".join(letter if letter.isprintable() else "?" for letter in url)
    return printable if len(printable) <= 60 else f"{printable[:60]}..."
