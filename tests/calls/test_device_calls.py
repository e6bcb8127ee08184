"""Calls of live devices, from one to the next, through everything but devices and models."""

import asyncio
import contextlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assist import events as ev
from assist.calls.device_calls import DeviceCalls
from assist.calls.reception import Reception
from assist.calls.resumption import LiveMark
from assist.commands import AcceptSuggestion, ChooseLevel, EndCall, HoldCall, KeepQuiet, StartCall
from assist.inputs import BankSearched
from assist.journal import read_journal
from assist.settings import Settings
from assist.wire.codec import encode
from phrasebank.experiments import Experiment, ExperimentFolder, Variant
from phrasebank.looks import Plan
from tests.live import LOUD, PlayedDevices, Told, live_settings, models
from tests.scripts import hit, of
from tests.test_journal import replay_of


class Desk:
    """The engine's part for live calls, on played devices."""

    def __init__(self, settings: Settings, made=None) -> None:
        self.told, self.reception, self.models = Told(), Reception(), made or models()
        self.devices: PlayedDevices
        calls = DeviceCalls(settings, self.models, self.told, self.reception, self._open)
        self.task = asyncio.ensure_future(calls.run())

    def _open(self, *arguments, **callbacks):
        self.devices = PlayedDevices(*arguments, **callbacks)
        return self.devices

    async def until(self, kind, count=1):
        """Wait for an event while the devices deliver silence, as devices do; or for the engine's death."""
        waiting = asyncio.ensure_future(self.told.until(kind, count))
        for _ in range(2000):
            await asyncio.wait({waiting, self.task}, timeout=0.01, return_when=asyncio.FIRST_COMPLETED)
            if waiting.done():
                return waiting.result()
            if self.task.done():
                self.task.result()
            if hasattr(self, "devices"):
                self.devices.play(0.032)
        waiting.cancel()
        return pytest.fail(f"no {count}. {kind.__name__} among {[type(event).__name__ for event in self.told]}")

    def say(self, seconds=1.5):
        """A sentence of the customer's and the silence after it."""
        self.devices.play(seconds, customer=LOUD)
        self.devices.play(1.0)

    async def stop(self):
        """As at the end of the day."""
        self.task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.task


def lived(settings, test, made=None):
    """Run a test on a desk."""

    async def run():
        desk = Desk(settings, made)
        try:
            await test(desk)
        finally:
            await desk.stop()
        return desk

    return asyncio.run(asyncio.wait_for(run(), 60))


def journals(settings) -> list[Path]:
    return sorted(Path(settings.journal.folder).glob("*/call.journal"))


def test_a_call_is_waited_for_begun_by_speech_ended_and_waited_for_again(tmp_path):
    """The first word is whole, the second call is one of its own, and both have journal and report."""

    async def test(desk):
        assert (await desk.until(ev.CallAwaited)).begins_on == "speech"
        assert not of(desk.told, ev.CallStarted)
        desk.devices.play(10.0)
        desk.say()
        first = await desk.until(ev.UtteranceFinished)
        assert first.end - first.start == pytest.approx(2.0, abs=0.2), "0.3 s before and 0.2 s after 1.5 s of speech"
        assert first.start == pytest.approx(0.7, abs=0.1)
        desk.reception.take(EndCall())
        await desk.until(ev.CallAwaited, 2)
        desk.devices.play(5.0)
        desk.say()
        await desk.until(ev.CallStarted, 2)
        await desk.until(ev.UtteranceFinished, 2)
        desk.reception.take(EndCall())
        await desk.until(ev.CallAwaited, 3)

    settings = live_settings(tmp_path)
    desk = lived(settings, test)
    one, two = of(desk.told, ev.CallStarted)
    assert one.call_id != two.call_id
    assert [event.reason for event in of(desk.told, ev.CallEnded)] == ["ended by the agent"] * 2
    sound = desk.models.transcriber.heard[-1]
    assert np.abs(sound).max() > 0, "the recogniser was given the speech itself"
    assert len(journals(settings)) == 2
    assert len(list(Path(settings.journal.folder).glob("*/report.html"))) == 2
    (page,) = Path(settings.journal.folder).glob("shift-*.json")
    assert [call["folder"] for call in json.loads(page.read_text())["calls"]] == [one.call_id, two.call_id]


def test_where_nothing_is_kept_a_report_can_still_be_read(tmp_path):
    """Until the next call begins, or the engine ends. No page of the day is written."""
    plain = live_settings(tmp_path)
    settings = replace(plain, journal=replace(plain.journal, keep_days=0))
    folder = Path(settings.journal.folder)

    def reports():
        return list(folder.glob("*/report.html"))

    async def test(desk):
        for number in (1, 2):
            await desk.until(ev.CallAwaited, number)
            desk.reception.take(StartCall())
            await desk.until(ev.CallStarted, number)
            desk.reception.take(EndCall())
            await desk.until(ev.ReportReady, number)
            path = Path(of(desk.told, ev.ReportReady)[-1].path)
            assert reports() == [path]
            await desk.until(ev.CallAwaited, number + 1)
            assert reports() == [path]

    lived(settings, test)
    assert list(folder.iterdir()) == []


def test_only_a_command_begins_a_call_where_that_is_wished(tmp_path):
    """With the softphone's name for it."""

    async def test(desk):
        assert (await desk.until(ev.CallAwaited)).begins_on == "command"
        desk.say()
        desk.reception.take(StartCall(reference="crm-7"))
        assert (await desk.until(ev.CallStarted)).reference == "crm-7"

    desk = lived(live_settings(tmp_path, start="command"), test)
    assert len(of(desk.told, ev.CallStarted)) == 1


def test_a_call_may_begin_at_once(tmp_path):
    """The next one waits for a command."""

    async def test(desk):
        await desk.until(ev.CallStarted)
        assert not of(desk.told, ev.CallAwaited)
        desk.reception.take(EndCall())
        assert (await desk.until(ev.CallAwaited)).begins_on == "command"

    lived(live_settings(tmp_path, start="at_once"), test)


def test_a_call_in_which_nobody_speaks_ends_by_itself(tmp_path):
    """Not on hold; the reason is told."""

    async def test(desk):
        await desk.until(ev.CallAwaited)
        desk.say()
        await desk.until(ev.UtteranceFinished)
        desk.reception.take(HoldCall(on=True))
        await desk.until(ev.PhaseChanged, 2)
        desk.devices.play(40.0)
        desk.reception.take(HoldCall(on=False))
        desk.devices.play(1.0)
        await desk.until(ev.PhaseChanged, 3)
        assert not of(desk.told, ev.CallEnded)
        desk.devices.play(31.0)
        assert (await desk.until(ev.CallEnded)).reason == "nobody spoke for 30 seconds"
        await desk.until(ev.CallAwaited, 2)

    lived(live_settings(tmp_path, end_silence_seconds=30.0), test)


def test_level_and_quiet_go_along_from_call_to_call(tmp_path):
    """And stand in each journal, so that each replays."""

    async def test(desk):
        await desk.until(ev.CallAwaited)
        desk.reception.take(KeepQuiet(on=True))
        desk.reception.take(ChooseLevel(level="expert"))
        desk.reception.take(StartCall())
        await desk.until(ev.CallStarted)
        desk.say()
        await desk.until(ev.UtteranceFinished)
        desk.reception.take(EndCall())
        await desk.until(ev.CallAwaited, 2)

    settings = live_settings(tmp_path, start="command")
    desk = lived(settings, test, models((hit(),), "anger"))
    assert of(desk.told, ev.QuietKept)[0].on
    assert of(desk.told, ev.LevelChosen)[0].level == "expert"
    assert not of(desk.told, ev.SuggestionOffered)
    recorded = read_journal(journals(settings)[0])
    assert [encode(event) for event in replay_of(recorded)] == [encode(event) for event in recorded.events]


def killed_call(settings, made=None) -> Told:
    """An engine that dies in a call without a word: what it had told."""

    async def run():
        desk = Desk(settings, made)
        await desk.until(ev.CallAwaited)
        desk.reception.take(StartCall(reference="crm-7"))
        await desk.until(ev.CallStarted)
        desk.reception.take(KeepQuiet(on=False))
        desk.reception.take(ChooseLevel(level="novice"))
        desk.say()
        await desk.until(ev.UtteranceFinished)
        desk.say()
        await desk.until(ev.UtteranceFinished, 2)
        desk.devices.play(0.6, customer=LOUD)
        await desk.until(ev.SpeechStarted, 3)
        mark = LiveMark(Path(settings.journal.folder))._path.read_bytes()
        told = Told()
        told.extend(desk.told)
        await desk.stop()
        return told, mark

    told, mark = asyncio.run(asyncio.wait_for(run(), 60))
    fields = {**json.loads(mark), "pid": 2**22 + 1}  # no such process
    LiveMark(Path(settings.journal.folder))._path.write_text(json.dumps(fields))
    return told


def test_an_engine_that_died_in_a_call_goes_on_with_it(tmp_path):
    """At once, with all that was known; what happened is told; the whole call replays from one journal."""
    settings = live_settings(tmp_path)
    before = killed_call(settings, models((hit(),), "anger"))

    async def test(desk):
        resumed = await desk.until(ev.CallResumed)
        assert resumed.missed_seconds < 60.0
        assert not of(desk.told, ev.CallAwaited)
        desk.devices.play(1.0)
        desk.say()
        last = await desk.until(ev.UtteranceFinished, 3)
        assert last.start > resumed.at
        assert np.abs(desk.models.transcriber.heard[-1]).max() > 0
        desk.reception.take(EndCall())
        await desk.until(ev.CallAwaited)
        desk.reception.take(StartCall())
        await desk.until(ev.LevelChosen, 2)

    desk = lived(settings, test, models((hit(),), "anger"))
    started, *_ = of(desk.told, ev.CallStarted)
    assert (started.call_id, started.reference) == (of(before, ev.CallStarted)[0].call_id, "crm-7")
    kept = [event for event in before if event.call_id == started.call_id]
    assert desk.told[: len(kept)] == kept, "told again as it was told"
    said = [event.utterance_id for event in of(desk.told, ev.UtteranceFinished)]
    assert said == ["customer-1", "customer-2", "customer-4"]
    recorded = read_journal(Path(settings.journal.folder) / started.call_id / "call.journal")
    assert [encode(event) for event in replay_of(recorded)] == [encode(event) for event in recorded.events]
    assert of(recorded.events, ev.CallResumed)
    assert of(recorded.events, ev.CallEnded)


def test_a_call_that_broke_off_long_ago_is_over(tmp_path):
    """The next morning the engine waits for a call."""
    settings = live_settings(tmp_path, resume_seconds=0.0)
    killed_call(settings)

    async def test(desk):
        await desk.until(ev.CallAwaited)

    assert not of(lived(settings, test).told, ev.CallResumed)


def test_a_call_that_kills_the_engine_is_not_taken_up_for_ever(tmp_path):
    """After the second time it is left alone."""
    settings = live_settings(tmp_path)
    killed_call(settings)
    mark = LiveMark(Path(settings.journal.folder))._path
    mark.write_text(json.dumps({**json.loads(mark.read_text()), "attempts": 2}))

    async def test(desk):
        await desk.until(ev.CallAwaited)

    assert not of(lived(settings, test).told, ev.CallResumed)


def test_an_engine_that_was_stopped_takes_nothing_up(tmp_path):
    """Closing the overlay in mid-call ends the call."""
    settings = live_settings(tmp_path, start="at_once")

    async def test(desk):
        await desk.until(ev.CallStarted)
        desk.reception.take(AcceptSuggestion(suggestion_id="s", phrase_id="p"))

    lived(settings, test)
    assert LiveMark(Path(settings.journal.folder)).cut_off(earliest=0.0) is None


def test_a_journal_that_cannot_be_begun_does_not_cost_the_call(tmp_path):
    """It is told, with the mend."""
    settings = live_settings(tmp_path, start="at_once")
    (tmp_path / "calls").write_text("in the way")

    async def test(desk):
        stopped = await desk.until(ev.JournalStopped)
        assert "check the folder" in stopped.reason
        desk.devices.play(1.0)
        desk.say()
        await desk.until(ev.UtteranceFinished)

    lived(settings, test)


def test_a_running_experiment_holds_for_live_calls(tmp_path):
    """Two wordings of which a call shows one, and says which; a call that learns nothing takes part in none."""
    settings = live_settings(tmp_path, start="at_once")
    experiment = Experiment("refund-wording", Variant(("old",)), Variant(("new",)), Plan(100))
    ExperimentFolder(Path(settings.suggest.experiments)).start(experiment)

    async def test(desk):
        await desk.until(ev.CallStarted)
        desk.devices.play(1.0)
        desk.say()
        await desk.until(ev.SuggestionOffered)

    for rules in (settings.suggest, replace(settings.suggest, learn="never")):
        desk = lived(replace(settings, suggest=rules), test, models((hit("old"), hit("new")), "anger"))
        call_id = of(desk.told, ev.CallStarted)[0].call_id
        recorded = read_journal(Path(settings.journal.folder) / call_id / "call.journal")
        found = {each.phrase_id for item in recorded.inputs if isinstance(item, BankSearched) for each in item.hits}
        arms = of(desk.told, ev.BankReleased)[0].experiments
        if rules.learn == "never":
            assert (arms, found) == ({}, {"old", "new"})
        else:
            assert arms == {"refund-wording": experiment.arm(call_id)}
            assert found == set(experiment.variant(call_id).phrases)


def test_sound_that_got_lost_in_a_call_is_told(tmp_path):
    """As the call's own count; what was lost before it is not."""

    async def test(desk):
        await desk.until(ev.CallAwaited)
        desk.devices.overruns = 7
        desk.reception.take(StartCall())
        await desk.until(ev.CallStarted)
        desk.devices.play(1.0)
        desk.devices.overruns = 9
        while not (measured := of(desk.told, ev.LagMeasured)) or not measured[-1].overruns:
            await desk.until(ev.LagMeasured, len(measured) + 1)
        assert measured[-1].overruns == 2

    lived(live_settings(tmp_path, start="command"), test)
