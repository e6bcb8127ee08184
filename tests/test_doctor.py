"""`assist doctor`: every check has a sentence, and where something is wrong it is the mend."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from assist import checks
from assist.choices import consent_file
from assist.consent import WORDING, Consent, write_consent
from assist.demo.script import sample_path
from assist.errors import AttuneError
from assist.settings import BankSettings, JournalSettings, Settings, SpeechSettings, WireSettings
from tests.pulse import pulse_rig

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS = 120.0
CHECKS = [
    *("consent", "customer", "agent", "recogniser", "encoder", "language", "display", "journal", "disk", "port"),
]

Found = dict[str, tuple[bool, str]]


def doctor(environment: dict[str, str], *arguments: str) -> tuple[int, Found]:
    """Run it as a person does; exit status, and what was found in its order."""
    done = subprocess.run(
        [sys.executable, "-m", "assist", "doctor", "--json", *arguments],
        env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert "Traceback" not in done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, {row["check"]: (row["well"], row["sentence"]) for row in rows}


@pytest.mark.models
@pytest.mark.audio
def test_a_desk_is_examined(tmp_path: Path) -> None:
    """Both devices are opened at once, a voice and a silence are told apart, and the exit status says it."""
    with pulse_rig(tmp_path) as environment:
        for name in ("DISPLAY", "WAYLAND_DISPLAY"):
            environment.pop(name, None)
        speaking = subprocess.Popen(["paplay", "-d", "agentmic", str(sample_path())], env=environment)
        try:
            status, found = doctor(
                environment,
                *("--set", "audio.customer_device=customer_line", "--set", "audio.agent_device=agent_line"),
                *("--set", "speech.recognizer=pocketsphinx", "--set", f"journal.folder={tmp_path / 'calls'}"),
            )
        finally:
            speaking.terminate()
            speaking.wait()
    assert (status, list(found)) == (2, CHECKS)
    assert found["consent"] == (
        False, "Nobody has agreed to be helped on this machine yet; run 'assist setup'.",
    )  # fmt: skip
    assert found["customer"][0] is False
    assert "'customer_line' is silent: is it muted?" in found["customer"][1]
    assert found["agent"][0] is True
    assert "'agent_line' is open" in found["agent"][1]
    assert found["recogniser"] == (True, "pocketsphinx with en-us, at reduced accuracy")
    assert (found["encoder"][0], found["language"][0]) == (True, True)
    assert found["display"] == (
        False, "There is no display: `assist demo` shows the terminal view, `assist run` needs a desktop.",
    )  # fmt: skip
    assert (found["journal"][0], found["disk"][0], found["port"][0]) == (True, True, True)


@pytest.mark.audio
def test_a_device_that_is_gone_does_not_hide_the_other(tmp_path: Path) -> None:
    """Each of the two has its own sentence; one that is switched off in the system is told apart from a silent one."""
    with pulse_rig(tmp_path) as environment:
        subprocess.run(["pactl", "set-source-mute", "agentmic.monitor", "1"], env=environment, check=True)
        script = (
            "from dataclasses import replace; from assist.checks import devices; from assist.settings import *\n"
            "audio = AudioSettings(customer_device='Jabra', agent_device='agentmic.monitor')\n"
            "for one in devices(Settings(audio=audio)): print(one.check, one.well, one.sentence)"
        )
        done = subprocess.run(
            [sys.executable, "-c", script],
            env={**environment, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True,
        )  # fmt: skip
    customer, agent = done.stdout.splitlines()
    assert customer.startswith("customer False audio.customer_device=Jabra: there is no such input")
    assert agent.endswith("(agentmic.monitor)' is muted in the system's sound settings; switch it on there.")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (None, "Nobody has agreed"),
        (Consent(agreed=False, at="2026-11-22"), "did not agree"),
        (Consent(agreed=True, at="2026-11-22", wording=WORDING - 1), "an older text"),
    ],
)
def test_without_consent_it_is_not_well(tmp_path: Path, answer: Consent | None, sentence: str) -> None:
    """Not asked, no, and yes to another text."""
    config = tmp_path / "attune.toml"
    if answer is not None:
        write_consent(answer, consent_file(config))
    with pytest.raises(AttuneError, match=f"{sentence}.*'assist setup'"):
        checks.consent(config)


def test_a_yes_is_told_with_its_date(tmp_path: Path) -> None:
    """Beside the settings file that is in use."""
    config = tmp_path / "attune.toml"
    write_consent(Consent(agreed=True, at="2026-11-22T10:00:00+01:00"), consent_file(config))
    assert checks.consent(config) == "the agent agreed (2026-11-22T10:00:00+01:00)"


def test_a_model_that_is_not_here_is_told_and_not_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what calls would be heard by meanwhile."""
    monkeypatch.setattr("assist.speech.weights._cached", lambda _repository: None)
    with pytest.raises(AttuneError, match=r"'small\.en' is not on this machine, so calls are heard with pocketsphinx"):
        checks.recognizer(Settings(speech=SpeechSettings(model="small.en")))
    with pytest.raises(AttuneError, match=r"model\.bin is missing"):
        checks.recognizer(Settings(speech=SpeechSettings(model=str(tmp_path))))


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """Calls could not be recorded."""
    (tmp_path / "file").write_text("")
    with pytest.raises(AttuneError, match=r"calls cannot be recorded here .*set journal\.folder"):
        checks.journal(Settings(journal=JournalSettings(folder=str(tmp_path / "file" / "calls"))))
    assert checks.journal(Settings(journal=JournalSettings(folder=str(tmp_path / "new" / "calls"))))
    assert not (tmp_path / "new").exists()


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    """With the way out; a free one is well."""
    wire = WireSettings(address_file=str(tmp_path / "engine.json"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(AttuneError, match=rf"127\.0\.0\.1:{port} cannot be had .* set wire\.port=0"):
            checks.port(Settings(wire=replace(wire, port=port)))
    assert checks.port(Settings(wire=replace(wire, port=port))) == f"127.0.0.1:{port} is free"
    assert "a free port" in checks.port(Settings(wire=wire))


@pytest.mark.models
def test_a_broken_bank_is_told_and_the_encoder_apart(tmp_path: Path) -> None:
    """A supervisor's slip is no broken encoder."""
    (tmp_path / "mine.yaml").write_text("phrases:\n  - id: a\n   text: b\n")
    encoder, language = checks.words(Settings(bank=BankSettings(folder=str(tmp_path), taught=str(tmp_path / "none"))))
    assert (encoder.check, encoder.well) == ("encoder", True)
    assert (language.check, language.well) == ("language", False)
    assert "mine.yaml:3" in language.sentence


def test_a_display_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong DISPLAY is one sentence, not Qt's page of text."""
    for name, value in {**dict.fromkeys(("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"), ""), "DISPLAY": ":9999"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    (finding,) = checks.desktop(Settings(wire=WireSettings(address_file="")))
    assert (finding.check, finding.well) == ("display", False)
    assert "No window can be opened here" in finding.sentence
    assert finding.sentence.endswith("see whether other programs can.")
