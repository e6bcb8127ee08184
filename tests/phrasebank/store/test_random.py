"""Two consoles do at random what people do: nothing is lost, and each revision follows the one before."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from phrasebank.phrase import STATUSES, Phrase, Status
from phrasebank.store.records import ConflictError, Edit, Snapshot, StoreError
from phrasebank.store.store import Store
from tests.phrasebank.banks import bank, phrase
from tests.phrasebank.store.stores import Clock

IDS = ("one", "two", "three")
WORDS = st.sampled_from(["Good. I'll look.", "Fine. I'll look.", "Sure. I'll look."])
WHO = st.sampled_from(["Ann", "Bea"])
IDS_DRAWN = st.sampled_from(IDS)


def approved_by_two(versions: list[tuple[Phrase, str]], wording: Phrase) -> bool:
    """Whether somebody else than its author approved this wording, or it came with the store."""

    def same(one: Phrase, other: Phrase) -> bool:
        return (one.text, one.tone) == (other.text, other.tone)

    before, author = versions[0]
    if before.status == "approved" and same(before, wording) and author == "Ann":
        return True
    for now, who in versions[1:]:
        author = author if same(before, now) else who
        if now.status == "approved" != before.status and same(now, wording) and who != author:
            return True
        before = now
    return False


class Consoles(RuleBasedStateMachine):
    """Two consoles; each acts on the snapshot that it saw last, which may be old."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        path = Path(self.folder.name, "bank.db")
        clock = Clock()
        first = Store.create(path, bank(phrase(id="one"), phrase(id="two", status="draft")), "Ann", clock)
        self.stores = {"Ann": first, "Bea": Store(path, clock)}
        self.seen: dict[str, Snapshot] = {}
        self.saved: dict[str, list[tuple[Phrase, str]]] = {}
        self.released: dict[int, tuple[Phrase, ...]] = {1: first.release_bank(1).phrases}

    @initialize(two_person=st.booleans())
    def begin(self, two_person: bool) -> None:
        """Both look."""
        self.stores["Ann"].set_two_person(two_person, "Ann")
        self.seen = {who: store.snapshot() for who, store in self.stores.items()}
        self.saved = {e.phrase.id: [(e.phrase, "Ann")] for e in self.seen["Ann"].entries}

    @rule(who=WHO)
    def look(self, who: str) -> None:
        """One sees what the other has done."""
        self.seen[who] = self.stores[who].snapshot()

    @rule(who=WHO, text=WORDS, phrase_id=IDS_DRAWN, warm=st.booleans(), keep=st.booleans())
    def change(self, who: str, text: str, phrase_id: str, warm: bool, keep: bool) -> None:
        """Edit words and tags as seen; on a conflict, merge one way or the other."""
        seen = self.seen[who].get(phrase_id)
        before = seen.phrase if seen else phrase(id=phrase_id, status="draft")
        mine = replace(before, text=text, tone="warm" if warm else "competent")
        edits = [Edit(mine, seen.revision if seen else 0)]
        try:
            self.done(who, lambda: self.stores[who].save(edits, who))
        except ConflictError as error:
            (conflict,) = error.conflicts
            take = dict.fromkeys(conflict.both(), "mine" if keep else "theirs")
            merged = conflict.merged(take)
            assert not keep or (merged.text, merged.tone) == (
                mine.text if mine.text != before.text or not seen else conflict.theirs.text,
                mine.tone if mine.tone != before.tone or not seen else conflict.theirs.tone,
            )
            self.done(who, lambda: self.stores[who].save([Edit(merged, conflict.revision)], who))

    @rule(who=WHO, status=st.sampled_from(STATUSES), ids=st.sets(IDS_DRAWN))
    def move(self, who: str, status: Status, ids: set[str]) -> None:
        """Take steps, allowed or not, seen or not."""
        bases = {name: entry.revision for name in ids if (entry := self.seen[who].get(name))}
        before = self.stores[who].snapshot()
        try:
            self.done(who, lambda: self.stores[who].set_status(bases, status, who))
        except StoreError:
            assert self.stores[who].snapshot() == before

    @rule(who=WHO)
    def undo(self, who: str) -> None:
        """Bring back what the phrase that was changed last was before."""
        store = self.stores[who]
        last = next(deed for deed in store.audit() if "phrases" in deed.detail)
        phrase_id = min(last.detail["phrases"])
        history = store.history(phrase_id)
        if len(history) < 2 or history[0].who != who:
            return
        self.done(who, lambda: store.save([Edit(history[1].phrase, history[0].revision)], who))
        assert store.history(phrase_id)[0].phrase == history[1].phrase

    @rule(who=WHO)
    def release(self, who: str) -> None:
        """Publish what stands."""
        store = self.stores[who]
        candidate, published = store.snapshot().candidate(), store.published()
        if candidate.phrases and published and candidate.version != published.version:
            self.released[store.publish(who, "", mark=store.mark()).number] = candidate.phrases

    def done(self, who: str, change: Callable[[], object]) -> None:
        """Do it and write down, beside the store, what it made."""
        before = {e.phrase.id: e.revision for e in self.stores[who].snapshot().entries}
        change()
        for entry in self.stores[who].snapshot().entries:
            if entry.revision != before.get(entry.phrase.id, 0):
                assert entry.revision == before.get(entry.phrase.id, 0) + 1
                self.saved.setdefault(entry.phrase.id, []).append((entry.phrase, who))

    @invariant()
    def nothing_is_lost(self) -> None:
        """The histories are what was written down, to the last revision; both consoles read the same."""
        if not self.saved:
            return
        one, other = (store.snapshot() for store in self.stores.values())
        assert one == other == Store(self.stores["Ann"].path).snapshot()
        for phrase_id, versions in self.saved.items():
            history = self.stores["Bea"].history(phrase_id)
            assert [(v.phrase, v.who) for v in reversed(history)] == versions
            assert [v.revision for v in reversed(history)] == list(range(1, len(versions) + 1))
            wordings = {(v.phrase.version, v.phrase.text) for v in history}
            assert len(wordings) == len({version for version, _ in wordings})
        for number, phrases in self.released.items():
            assert self.stores["Bea"].release_bank(number).phrases == phrases
        assert self.stores["Bea"].verify_audit() == ""

    @invariant()
    def what_agents_get_was_approved(self) -> None:
        """What is retired does not go out, and where two persons approve, nobody approved their own words."""
        snapshot = self.stores["Ann"].snapshot()
        for entry in snapshot.entries if self.seen else ():
            if entry.phrase.status == "approved":
                assert entry.approved == entry.phrase
            if entry.phrase.status == "retired":
                assert entry.approved is None
            if entry.approved is not None:
                assert entry.approved.status == "approved"
                assert not snapshot.two_person or approved_by_two(self.saved[entry.phrase.id], entry.approved)

    def teardown(self) -> None:
        """Put it away."""
        self.folder.cleanup()


TestConsoles = Consoles.TestCase
TestConsoles.settings = settings(
    max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
