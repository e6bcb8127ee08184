"""Who signed a handshake."""

import base64

import pytest

from assist.telephone.signatures import AudioHookCheck, Handshake, twilio_problem, twilio_urls

KEY = "SGVsbG8sIEkgYW0gdGhlIEFQSSBrZXkh"
SECRET = base64.b64decode("TXlTdXBlclNlY3JldEtleVRlbGxOby0xITJAMyM0JDU=")
SIGNED_AT = 1641013200
COVERED = (
    '"@request-target" "@authority" "audiohook-organization-id" "audiohook-session-id" "audiohook-correlation-id" '
    '"x-api-key"'
)
PARAMETERS = f'keyid="{KEY}";nonce="VGhpc0lzQVVuaXF1ZU5vbmNl";alg="hmac-sha256";created=1641013200;expires=3282026430'
HEADERS = {
    "host": "audiohook.example.com",
    "audiohook-organization-id": "d7934305-0972-4844-938e-9060eef73d05",
    "audiohook-session-id": "30b0e395-84d3-4570-ac13-9a62d8f514c0",
    "audiohook-correlation-id": "e160e428-53e2-487c-977d-96989bf5c99d",
    "x-api-key": KEY,
    "signature": "sig1=:NZBwyBHRRyRoeLqy1IzOa9VYBuI8TgMFt2GRDkDuJh4=:",
    "signature-input": f"sig1=({COVERED});{PARAMETERS}",
}
"""The example in Genesys' documentation of AudioHook."""


def problem(now=SIGNED_AT, **changes):
    headers = {**HEADERS, **{name.replace("_", "-"): value for name, value in changes.items()}}
    shown = Handshake("/api/v1/voicebiometrics/ws", "audiohook.example.com", headers)
    return AudioHookCheck({KEY: SECRET}).problem(shown, now)


def test_genesys_own_example_is_genuine():
    """From three seconds before it was signed, by our clock, to ten seconds after."""
    assert [problem(SIGNED_AT + seconds) for seconds in (-3, 0, 10)] == ["", "", ""]
    assert "future" in problem(SIGNED_AT - 4)
    assert "too old" in problem(SIGNED_AT + 11)


@pytest.mark.parametrize(
    "changes",
    [
        {"audiohook_session_id": "another"},
        {"x_api_key": "another"},
        {"signature": "sig1=:AAAA:"},
        {"signature": "sig2=:NZBwyBHRRyRoeLqy1IzOa9VYBuI8TgMFt2GRDkDuJh4=:"},
        {"signature": 'sig1="text"'},
        {"signature": "\x00"},
        {"signature_input": f"sig1=({COVERED});{PARAMETERS}, sig2=();created=1"},
        {"signature_input": f'sig1=("@authority" "x-api-key");{PARAMETERS}'},
        {"signature_input": f'sig1=({COVERED} "@method");{PARAMETERS}'},
        {"signature_input": f'sig1=({COVERED} "x-api-key");{PARAMETERS}'},
        {"signature_input": f"sig1=({COVERED};sf);{PARAMETERS}"},
        {"signature_input": f"sig1=({COVERED});{PARAMETERS};created=1641013201"},
        {"signature_input": f"sig1=({COVERED})" + ";" + PARAMETERS.replace("hmac-sha256", "none")},
        {"signature_input": f"sig1=({COVERED})" + ";" + PARAMETERS.replace("created=1641013200;", "")},
        {"signature_input": "sig1=12"},
    ],
    ids=str,
)
def test_whatever_is_changed_it_is_refused(changes):
    """With a reason for the log."""
    assert problem(**changes)


def test_the_spelling_of_the_parameters_does_not_matter():
    """Spaces that structured fields allow are not signed."""
    assert problem(signature_input=f"sig1=( {COVERED.replace(' ', '  ')} );  {PARAMETERS}") == ""


def test_a_signature_is_genuine_once():
    """Until it is too old anyway."""
    check = AudioHookCheck({KEY: SECRET})
    shown = Handshake("/api/v1/voicebiometrics/ws", "audiohook.example.com", HEADERS)
    assert [check.problem(shown, SIGNED_AT + seconds) for seconds in (0, 1)] == ["", "the signature was used before"]


def test_twilio_signs_the_url_with_the_accounts_token():
    """Either of two tokens, with or without the port; nothing is genuine without a token."""
    urls = twilio_urls("voice.example.com", "/twilio")
    assert urls[0] == "wss://voice.example.com/twilio"
    genuine = "/9CePW9ateVCsfEI0ovxcY95674="
    assert twilio_problem(["old", "12345"], urls, genuine) == ""
    assert twilio_problem(["old"], urls, genuine)
    assert twilio_problem(["12345"], twilio_urls("voice.example.com", "/other"), genuine)
    assert twilio_problem([], urls, genuine)
    assert twilio_problem(["12345"], urls, "ü")
