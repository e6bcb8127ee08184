"""Running experiments: half of the calls see one wording, the others the other, and a replay the same. Real files."""

from dataclasses import replace

from assist import events as ev
from assist.commands import SearchBank
from assist.engine import Call, play
from assist.inputs import BankLoaded
from assist.journal import JournalWriter, read_journal
from assist.session import CallSession
from assist.settings import Settings, SuggestSettings
from assist.suggest.splitting import Split, split_of
from phrasebank.experiments import Experiment, ExperimentFolder, Variant
from phrasebank.looks import Plan
from tests.scripts import FakeWorkers, hit, of
from tests.test_journal import replay_of
from tests.test_session import CALL, OPENED, WORKERS

SEARCH = SearchBank(request_id="r", query="q", emotion="anger", needs={}, phase="discovery")
HITS = (hit("old"), hit("new"), hit("other", strategy="validation"))


def started(folder, name="refund-wording", **changes):
    experiment = Experiment(name, Variant(("old",)), Variant(("new",)), Plan(100), started="2026-01-01", **changes)
    ExperimentFolder(folder).start(experiment)
    return experiment


def call_in(experiment, arm):
    """A call that the experiment gives this arm."""
    return next(name for name in (f"call-{number}" for number in range(100)) if experiment.arm(name) == arm)


def test_a_call_shows_one_variant_and_says_which(tmp_path):
    """The phrases of the other one are not found; all others are."""
    experiment = started(tmp_path)
    for arm, withheld in (("a", "new"), ("b", "old")):
        split = split_of(call_in(experiment, arm), tmp_path)
        assert split.arms == {"refund-wording": arm}
        assert {found.phrase_id for found in split.recall(HITS, SEARCH)} == {"old", "new", "other"} - {withheld}


def test_a_stopped_experiment_withholds_nothing(tmp_path):
    """Both variants are shown again."""
    experiment = started(tmp_path)
    ExperimentFolder(tmp_path).stop(experiment.name, "2026-02-01")
    assert split_of("call-1", tmp_path) == Split()


def test_two_experiments_hold_at_once(tmp_path):
    """Each splits by itself."""
    one = started(tmp_path)
    two = Experiment("greeting", Variant(("other",)), Variant(("else",)), Plan(100))
    ExperimentFolder(tmp_path).start(two)
    split = split_of("call-1", tmp_path)
    assert split.arms == {"greeting": two.arm("call-1"), "refund-wording": one.arm("call-1")}
    assert split.withheld == one.withheld("call-1") | two.withheld("call-1")


def test_a_bank_may_be_tried(tmp_path):
    """The call's own is named."""
    banks = [tmp_path / name for name in ("one", "two")]
    for bank in banks:
        bank.mkdir()
    experiment = Experiment("banks", Variant(bank=str(banks[0])), Variant(bank=str(banks[1])), Plan(100))
    ExperimentFolder(tmp_path / "kept").start(experiment)
    assert split_of(call_in(experiment, "b"), tmp_path / "kept").bank == str(banks[1])


def test_a_broken_experiment_costs_the_experiment_not_the_call(tmp_path, caplog):
    """It is told once."""
    (tmp_path / "broken.yaml").write_text("{")
    assert split_of("call-1", tmp_path) == Split()
    assert "takes part in no experiment" in caplog.text


def test_what_was_learned_is_asked_about_what_is_shown(tmp_path):
    """The two work together."""

    class Known:
        def recall(self, hits, command):
            return tuple(replace(found, cue="known") for found in hits)

    experiment = started(tmp_path)
    split = split_of(call_in(experiment, "a"), tmp_path, Known())
    assert [(found.phrase_id, found.cue) for found in split.recall(HITS, SEARCH)] == [
        ("old", "known"),
        ("other", "known"),
    ]


class SplitWorkers(FakeWorkers):
    """Workers whose bank is split."""

    def __init__(self, split):
        super().__init__(**{**WORKERS, "hits": (hit("new"), hit("old"))})
        self._split = split

    def perform(self, command):
        """Answer a command."""
        answer = super().perform(command)
        return replace(answer, hits=self._split.recall(answer.hits, command)) if hasattr(answer, "hits") else answer


def test_a_call_replays_its_variant_after_the_experiment_is_over(tmp_path):
    """The variant is told with the bank, and what was found stands in the journal."""
    experiment = started(tmp_path / "experiments")
    call_id = call_in(experiment, "a")
    split = split_of(call_id, tmp_path / "experiments")
    settings = Settings(suggest=SuggestSettings(experiments=str(tmp_path / "experiments")))
    journal = JournalWriter(tmp_path / "call.journal", call_id, settings)
    told = []
    call = Call(CallSession(call_id, settings), told.append, journal)
    loaded = BankLoaded(version="1", phrases=2, experiments=split.arms)
    play(call, [OPENED, loaded, *CALL[1:]], SplitWorkers(split))
    call.close()
    assert of(told, ev.BankReleased)[0].experiments == {"refund-wording": "a"}
    assert [card.phrase_id for card in of(told, ev.SuggestionOffered)] == ["old"]
    ExperimentFolder(tmp_path / "experiments").stop(experiment.name, "2026-02-01")
    assert replay_of(read_journal(tmp_path / "call.journal")) == told
