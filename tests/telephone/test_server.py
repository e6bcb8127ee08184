"""Where the server listens, and what it needs before it does."""

import asyncio
import base64
import os
import shutil
import ssl
import subprocess
import threading

import pytest
from websockets.asyncio.client import connect

from assist.errors import PortTakenError, UsageError
from assist.settings import load_settings
from assist.telephone.exchange import Exchange
from assist.telephone.secrets import read_secrets
from assist.telephone.server import TelephoneServer
from assist.telephone.turns import Turnstile
from tests.telephone.platforms import WORD, office, run, telephone_settings


async def listen(settings):
    exchange = Exchange(settings, lambda: pytest.fail("no models are needed"), lambda event: None)
    async with TelephoneServer(settings.telephone, exchange) as server:
        return server.url


def test_it_does_not_listen_to_the_network_in_the_clear(tmp_path):
    """Unless a proxy in front of it is said to do TLS."""

    async def test():
        with pytest.raises(UsageError, match=r"telephone\.certificate"):
            await listen(telephone_settings(tmp_path, host="0.0.0.0"))
        with pytest.raises(UsageError, match=r"telephone\.certificate"):
            await listen(telephone_settings(tmp_path, host="voice.example.com"))
        assert (await listen(telephone_settings(tmp_path, host="0.0.0.0", behind_proxy=True))).startswith("ws://")
        assert (await listen(telephone_settings(tmp_path, host="localhost"))).startswith("ws://localhost:")

    run(test)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate with")
def test_with_a_certificate_it_speaks_tls(tmp_path):
    """A platform that trusts it gets in; files that do not belong together are told in a sentence."""
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    asked = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost"
    names = ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*asked.split(), *names], check=True, capture_output=True)
    settings = telephone_settings(tmp_path, certificate=str(certificate), private_key=str(key))

    async def test():
        async with office(settings) as here:
            trusting = ssl.create_default_context(cafile=str(certificate))
            url = here.server.url.replace("127.0.0.1", "localhost")
            assert url.startswith("wss://")
            async with connect(f"{url}/stream/{WORD}", ssl=trusting, proxy=None):
                pass
        key.write_text("no key")
        with pytest.raises(UsageError, match="the certificate cannot be used"):
            await listen(settings)

    run(test)


def test_a_port_of_another_program_is_told(tmp_path):
    """In a sentence."""

    async def test():
        async with office(telephone_settings(tmp_path)) as here:
            port = int(here.server.url.rpartition(":")[2])
            with pytest.raises(PortTakenError, match="belongs to another program"):
                await listen(telephone_settings(tmp_path, port=port))

    run(test)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "no secret in it"),
        ("= nothing", "not as they must be"),
        ('twilio = "not a list"', "not as they must be"),
        ('twilio = [""]', "twilio is empty"),
        ('stream = ["short"]', "too short"),
        (f'stream = ["{WORD}/{WORD}"]', "has a slash"),
        ('[audiohook]\nkey = ""', "empty or not base64"),
        ('[audiohook]\nkey = "%"', "empty or not base64"),
    ],
)
def test_secrets_that_would_let_anybody_in_are_refused(tmp_path, written, why):
    """Each with a sentence; nor does a server start without any."""
    file = tmp_path / "secrets.toml"
    file.write_text(written)
    with pytest.raises(UsageError, match=why):
        read_secrets(file)
    with pytest.raises(UsageError, match="cannot be read"):
        read_secrets(tmp_path / "none.toml")
    with pytest.raises(UsageError, match=r"telephone\.secrets names no file"):
        run(lambda: listen(telephone_settings(tmp_path, secrets="")))


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such modes")
def test_secrets_that_others_can_read_are_told(tmp_path, caplog):
    """With how to mend it; they are used all the same."""
    file = tmp_path / "secrets.toml"
    file.write_text('twilio = ["a token"]')
    file.chmod(0o644)
    assert read_secrets(file).twilio == ("a token",)
    assert f"chmod 600 {file}" in caplog.text


def test_secrets_are_in_no_text(tmp_path):
    """Whoever logs them shows nothing."""
    file = tmp_path / "secrets.toml"
    file.write_text(f'twilio = ["a token"]\n[audiohook]\nkey = "{base64.b64encode(b"hush").decode()}"\n')
    secrets = read_secrets(file)
    assert secrets.audiohook == {"key": b"hush"}
    assert "hush" not in repr(secrets)
    assert "token" not in repr(secrets)


def test_the_settings_are_a_section():
    """Of the settings file, or set one by one."""
    assert load_settings(None, ["telephone.port=8443", "telephone.inbound=agent"]).telephone.port == 8443
    with pytest.raises(UsageError):
        load_settings(None, ["telephone.inbound=both"])


def test_models_that_cannot_be_loaded_end_the_exchange(tmp_path):
    """With their own sentence, though calls wait for them."""

    async def test():
        def load():
            raise UsageError("no models here")

        exchange = Exchange(telephone_settings(tmp_path), load, lambda event: None)
        with pytest.raises(UsageError, match="no models here"):
            await asyncio.wait_for(exchange.run(), 5)

    run(test)


def test_final_work_goes_first_and_then_who_came_first():
    """Threads that wait at a turnstile, by what they carry."""
    turnstile, done, waiting = Turnstile(), [], []
    with turnstile.turn(may_wait=False):
        for name, may_wait in (("partial 1", True), ("final 1", False), ("partial 2", True), ("final 2", False)):

            def work(name=name, may_wait=may_wait):
                with turnstile.turn(may_wait=may_wait):
                    done.append(name)

            waiting.append(threading.Thread(target=work))
            waiting[-1].start()
            while turnstile.waiting < len(waiting):
                threading.Event().wait(0.001)
    for thread in waiting:
        thread.join(5)
    assert done == ["final 1", "final 2", "partial 1", "partial 2"]
