"""Edits: revisions, versions, conflicts, and what may be undone."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from phrasebank.errors import PhraseError
from phrasebank.store.records import Conflict, ConflictError, Edit, StoreError
from phrasebank.store.store import Store
from phrasebank.transfer.entries import Entry as Row
from phrasebank.transfer.entries import values_of
from phrasebank.transfer.plan import plan_import
from tests.phrasebank.banks import phrase
from tests.phrasebank.store.stores import DELAY, REFUND, Clock, edit, entry, made, publish, step

NEW = {"text": "New words. I'll look."}


@pytest.mark.parametrize("changes", [NEW, {"cue": "Three other words"}, {"cues": ("other cues",)}])
def test_new_words_of_an_approved_phrase_wait_while_the_old_ones_stay_released(tmp_path: Path, changes) -> None:
    """Until the new ones are approved."""
    store = made(tmp_path)
    saved = edit(store, "refund", "Bea", **changes)
    assert saved == entry(store, "refund")
    assert saved.phrase == replace(REFUND, **changes, status="draft", reviewed="", version=2)
    assert (saved.revision, saved.changed_by, saved.wording_by) == (2, "Bea", "Bea")
    assert saved.approved == REFUND
    assert store.snapshot().candidate()["refund"] == REFUND
    step(store, "refund", "review", "Bea")
    approved = step(store, "refund", "approved", "Ann")
    assert approved.phrase == replace(REFUND, **changes, version=2, reviewed="2026-03-01")
    assert store.snapshot().candidate()["refund"] == approved.approved == approved.phrase


def test_other_fields_change_without_a_new_review(tmp_path: Path) -> None:
    """Tags and times are no words."""
    saved = edit(made(tmp_path), "refund", needs=("speed",), cooldown_seconds=60.0, once_per_call=False)
    assert saved.phrase == replace(REFUND, needs=("speed",), cooldown_seconds=60.0, once_per_call=False)
    assert saved.approved == saved.phrase


def test_an_edit_that_changes_nothing_adds_no_revision(tmp_path: Path) -> None:
    """Nor a deed, also if it was made from an old revision."""
    store = made(tmp_path)
    edit(store, "refund", **NEW)
    mark = store.mark()
    standing = entry(store, "refund")
    assert store.save([Edit(standing.phrase, 1)], "Bea") == (standing,)
    assert store.save([], "Bea") == ()
    assert store.mark() == mark


def test_a_new_phrase_is_added_at_the_end(tmp_path: Path) -> None:
    """With the status that it brings."""
    store = made(tmp_path)
    draft, ready = phrase(id="one", status="draft"), phrase(id="two")
    assert [e.revision for e in store.save([Edit(draft, 0), Edit(ready, 0)], "Bea", what="import")] == [1, 1]
    assert [p.id for p in store.snapshot().bank.phrases] == ["refund", "delay", "idea", "one", "two"]
    assert entry(store, "one").approved is None
    assert entry(store, "two").approved == ready


def test_an_import_means_the_status_that_it_brings(tmp_path: Path) -> None:
    """What the plan of an import shows is what is saved."""
    store = made(tmp_path)
    rows = [
        Row("row 1", {"id": "refund", **NEW, "status": "approved", "reviewed": "2026-02-02"}),
        Row("row 2", {"id": "delay", **NEW}),
        Row("row 3", {"id": "idea", **NEW, "version": 7}),
    ]
    snapshot = store.snapshot()
    plan = plan_import(snapshot.bank, rows, values_of)
    edits = [Edit(c.after, found.revision) for c in plan.changes if (found := snapshot.get(c.after.id))]
    saved = store.save(edits, "Bea", what="import")
    assert [e.phrase for e in saved] == [change.after for change in plan.changes]
    assert [e.approved for e in saved] == [plan.changes[0].after, DELAY, None]


def test_a_retired_phrase_stays_retired_whatever_its_words(tmp_path: Path) -> None:
    """It comes back as a draft, and only then goes to agents again."""
    store = made(tmp_path)
    assert step(store, "refund", "retired").approved is None
    assert edit(store, "refund", "Bea", **NEW).phrase.status == "retired"
    with pytest.raises(StoreError, match="'refund' is 'retired' and cannot become 'approved'; make it 'draft' first"):
        step(store, "refund", "approved")
    with pytest.raises(StoreError, match="cannot become 'review'"):
        edit(store, "refund", status="review")
    step(store, "refund", "draft")
    assert "refund" not in store.snapshot().candidate()
    assert step(store, "refund", "approved").approved is not None


def test_all_are_saved_or_none(tmp_path: Path) -> None:
    """One conflict, or one phrase that is not there, and nothing is changed."""
    store = made(tmp_path)
    edit(store, "delay", "Bea", **NEW)
    before = store.snapshot()
    mine = Edit(replace(REFUND, **NEW), 1)
    for other, words in (
        (Edit(replace(DELAY, cue="Three other words"), 1), "'delay' was saved by Bea since you opened it; choose"),
        (Edit(phrase(id="lost"), 3), "There is no phrase 'lost'"),
        (Edit(replace(DELAY, cue="Three other words"), 9), "'delay' has no revision 9, only 1 to 2"),
        (mine, "'refund' comes twice"),
    ):
        with pytest.raises(StoreError, match=words):
            store.save([mine, other], "Ann")
        assert store.snapshot() == before


def test_every_conflict_is_listed_with_what_all_three_say(tmp_path: Path) -> None:
    """So that a person can choose; the choice is saved with the new base."""
    store = made(tmp_path)
    theirs = [edit(store, name, "Bea", **NEW) for name in ("refund", "delay")]
    new = store.save([Edit(phrase(id="new"), 0)], "Bea")[0]
    mine = [replace(REFUND, cue="My three words"), replace(DELAY, text="Mine. I'll look."), phrase(id="new", cues=())]
    with pytest.raises(ConflictError, match=r"'refund' was saved by Bea .*, and 2 more in the same way") as found:
        store.save([Edit(mine[0], 1), Edit(mine[1], 1), Edit(mine[2], 0)], "Ann")
    expected = zip((REFUND, DELAY, None), mine, (*theirs, new), strict=True)
    assert found.value.conflicts == tuple(
        Conflict(p.id, base, p, e.phrase, e.revision, "Bea", e.changed_at) for base, p, e in expected
    )
    merged = [Edit(conflict.merged(dict.fromkeys(conflict.both(), "mine")), conflict.revision)
              for conflict in found.value.conflicts]  # fmt: skip
    refund, delay, _ = store.save(merged, "Ann")
    assert (refund.phrase.text, refund.phrase.cue, refund.phrase.version) == (NEW["text"], "My three words", 3)
    assert (delay.phrase.text, delay.phrase.version) == ("Mine. I'll look.", 3)
    assert [v.who for v in store.history("refund")] == ["Ann", "Bea", "Ann"]


def test_a_step_is_judged_on_what_was_seen(tmp_path: Path) -> None:
    """Nobody approves words that were changed meanwhile."""
    store = made(tmp_path)
    seen = entry(store, "idea").revision
    edit(store, "idea", "Bea", **NEW)
    with pytest.raises(ConflictError):
        store.set_status({"refund": 1, "idea": seen}, "retired", "Ann")
    assert entry(store, "refund").phrase == REFUND


def test_steps_of_many_phrases_leave_those_that_are_there(tmp_path: Path) -> None:
    """Only who moves gets a revision."""
    store = made(tmp_path)
    entries = store.set_status({"refund": 1, "idea": 1}, "approved", "Ann", "both good")
    assert [(e.phrase.status, e.revision) for e in entries] == [("approved", 1), ("approved", 2)]
    assert entries[1].phrase.reviewed == "2026-03-01"
    with pytest.raises(StoreError, match="There is no phrase 'lost'"):
        store.set_status({"refund": 1, "lost": 1}, "retired", "Ann")


def test_an_approval_that_is_taken_back_leaves_the_next_release(tmp_path: Path) -> None:
    """The words that were approved before stand again, or none."""
    store = made(tmp_path)
    step(store, "idea", "approved")
    assert step(store, "idea", "draft", "Bea").approved is None
    edit(store, "refund", **NEW)
    step(store, "refund", "review")
    step(store, "refund", "approved", "Bea")
    edit(store, "refund", needs=("speed",))
    back = step(store, "refund", "review", "Cleo")
    assert (back.phrase.text, back.phrase.reviewed, back.approved) == (NEW["text"], "", REFUND)


def test_words_imported_as_approved_and_taken_back_leave_the_ones_before(tmp_path: Path) -> None:
    """Also where no draft lay between the two."""
    store = made(tmp_path)
    assert edit(store, "refund", **NEW, version=2).phrase.status == "approved"
    assert step(store, "refund", "draft", "Bea").approved == REFUND


def test_ones_own_steps_can_be_undone_wholly(tmp_path: Path) -> None:
    """Words, version, day of review, and what is released: back through every state, and forth again."""
    store = made(tmp_path)
    states = [entry(store, "refund")]
    states.append(edit(store, "refund", **NEW))
    states.append(step(store, "refund", "review"))
    states.append(step(store, "refund", "approved"))
    states.append(step(store, "refund", "retired"))
    states.append(step(store, "refund", "draft"))
    for then in (*reversed(states[:-1]), *states[1:]):
        (now,) = store.save([Edit(then.phrase, entry(store, "refund").revision)], "Ann", what="undo")
        assert (now.phrase, now.approved, now.wording_by) == (then.phrase, then.approved, then.wording_by)
    assert len(store.history("refund")) == entry(store, "refund").revision == 16


def test_a_step_undone_brings_the_day_of_review_back(tmp_path: Path) -> None:
    """Retired by mistake, approved again: as if nothing had been."""
    store = made(tmp_path)
    step(store, "refund", "retired")
    assert step(store, "refund", "approved").phrase == REFUND


def test_what_somebody_else_did_is_not_undone_but_done_anew(tmp_path: Path) -> None:
    """Old words written again are new words then."""
    store = made(tmp_path)
    edit(store, "refund", **NEW)
    edit(store, "refund", "Bea", cue="Three other words")
    (again,) = store.save([Edit(REFUND, 3)], "Ann", what="undo")
    assert again.phrase == replace(REFUND, status="draft", reviewed="", version=4)


def test_no_two_wordings_share_a_version(tmp_path: Path) -> None:
    """Also after an undo: what was counted for one is never counted for another."""
    store = made(tmp_path)
    edit(store, "refund", **NEW)
    edit(store, "refund", text=REFUND.text, status="approved", version=1, reviewed=REFUND.reviewed)
    assert entry(store, "refund").phrase == REFUND
    assert edit(store, "refund", text="Other words. I'll look.").phrase.version == 3


def test_two_persons_approve(tmp_path: Path) -> None:
    """Nobody approves their own wording, whatever the case of their name; a draft goes through review."""
    store = made(tmp_path, two_person=True)
    edit(store, "idea", "Bea", **NEW)
    with pytest.raises(StoreError, match="'idea' is 'draft' and cannot become 'approved'; make it 'review' or"):
        step(store, "idea", "approved", "Ann")
    step(store, "idea", "review", "Bea")
    for name in ("Bea", " bea "):
        with pytest.raises(StoreError, match="'idea' has your own wording; two persons are needed"):
            step(store, "idea", "approved", name)
    assert step(store, "idea", "approved", "Ann").approved is not None


def test_two_persons_also_judge_tags(tmp_path: Path) -> None:
    """What decides when a phrase comes up waits like words do, but keeps the version."""
    store = made(tmp_path, two_person=True)
    saved = edit(store, "refund", "Bea", needs=("speed",))
    assert saved.phrase == replace(REFUND, needs=("speed",), status="draft", reviewed="")
    assert (saved.approved, saved.wording_by) == (REFUND, "Bea")
    assert edit(store, "delay", "Bea", author="Bea").phrase.status == "approved"


def test_two_persons_send_what_is_imported_as_approved_to_review(tmp_path: Path) -> None:
    """New words and new phrases alike; nothing is lost and nothing slips through."""
    store = made(tmp_path, two_person=True)
    edits = [Edit(replace(REFUND, **NEW, version=2), 1), Edit(phrase(id="new"), 0),
             Edit(replace(entry(store, "idea").phrase, status="approved"), 1)]  # fmt: skip
    saved = store.save(edits, "Bea", what="import")
    assert [(e.phrase.status, e.phrase.reviewed) for e in saved] == [("review", "")] * 3
    assert saved[0].approved == REFUND
    assert [p.id for p in store.snapshot().candidate().phrases] == ["refund", "delay"]


def test_what_another_withdrew_takes_another_to_approve(tmp_path: Path) -> None:
    """Undoing reaches as far as one's own steps, no further."""
    store = made(tmp_path, two_person=True)
    step(store, "refund", "retired", "Ann")
    assert step(store, "refund", "approved", "Ann").phrase == REFUND
    step(store, "refund", "review", "Bea")
    with pytest.raises(StoreError, match="two persons are needed"):
        step(store, "refund", "approved", "Ann")
    (saved,) = store.save([Edit(REFUND, entry(store, "refund").revision)], "Ann", what="undo")
    assert saved.phrase.status == "review"


def test_history_tells_who_when_and_why(tmp_path: Path) -> None:
    """Every revision, the latest first."""
    store = made(tmp_path)
    store.save([Edit(replace(REFUND, **NEW), 1)], "Bea", " shorter ")
    latest, first = store.history("refund")
    assert (latest.revision, latest.phrase, latest.who, latest.why) == (
        2,
        entry(store, "refund").phrase,
        "Bea",
        "shorter",
    )
    assert latest.at == entry(store, "refund").changed_at
    assert (first.revision, first.phrase, first.who, first.why) == (1, REFUND, "Ann", "")
    with pytest.raises(StoreError, match="There is no phrase 'lost'"):
        store.history("lost")


def test_comments_are_numbered_for_each_phrase(tmp_path: Path) -> None:
    """They stay, and change nothing of the phrase."""
    store = made(tmp_path)
    first = store.comment("refund", " too long? ", "Bea")
    store.comment("delay", "good", "Bea")
    second = store.comment("refund", "no", "Ann")
    assert (first.number, first.text, first.who, second.number) == (1, "too long?", "Bea", 2)
    assert store.comments("refund") == (first, second)
    assert (entry(store, "refund").comments, entry(store, "refund").revision) == (2, 1)
    with pytest.raises(StoreError, match="The comment is empty"):
        store.comment("refund", " ", "Bea")
    for ask in (lambda: store.comment("lost", "hm", "Bea"), lambda: store.comments("lost")):
        with pytest.raises(StoreError, match="There is no phrase 'lost'"):
            ask()


def test_phrases_come_back_as_they_were(tmp_path: Path) -> None:
    """Every field, with any letters."""
    odd = phrase(
        id="odd",
        text='Ça "va"? 你好 😀 — I\'ll look\u2028now.',
        cue="Tab\tand\x00zero",
        avoid=("a|b", ""),
        scope="situation",
        status="review",
        author="Zoë",
        cooldown_seconds=0.1,
        once_per_call=False,
        pack="banking",
        register="formal",
        locale="en-GB",
        version=12,
    )
    store = made(tmp_path, odd)
    assert Store(store.path).snapshot().bank.phrases == (odd,)
    assert Store(store.path).history("odd")[0].phrase == odd


def test_a_broken_phrase_keeps_its_own_sentence(tmp_path: Path) -> None:
    """It never gets as far as the store."""
    store = made(tmp_path)
    with pytest.raises(PhraseError, match="'emotions' names 'angry', which is unknown; did you mean 'anger'"):
        edit(store, "refund", emotions=("angry",))


def test_a_release_is_not_touched_by_later_edits(tmp_path: Path) -> None:
    """What was published stays what it was."""
    store = made(tmp_path)
    edit(store, "refund", needs=("speed",))
    publish(store)
    step(store, "refund", "retired")
    assert store.release_bank(1)["refund"] == REFUND
    assert store.release_bank(2)["refund"] == replace(REFUND, needs=("speed",))


def test_the_clock_is_told_in_one_zone_and_the_day_in_ones_own(tmp_path: Path) -> None:
    """At half past midnight in Berlin it is yesterday in London."""
    store = made(tmp_path)
    berlin = datetime(2026, 7, 2, 0, 30, tzinfo=timezone(timedelta(hours=2)))
    saved = step(Store(store.path, lambda: berlin), "idea", "approved")
    assert (saved.changed_at, saved.phrase.reviewed) == ("2026-07-01T22:30:00+00:00", "2026-07-02")
    assert Clock()() < berlin


def test_who_has_changed_nothing_has_no_conflict(tmp_path: Path) -> None:
    """What others did meanwhile stays."""
    store = made(tmp_path)
    theirs = edit(store, "refund", "Bea", **NEW)
    assert store.save([Edit(REFUND, 1)], "Ann") == (theirs,)


def test_the_same_words_keep_their_version(tmp_path: Path) -> None:
    """Unless it is raised to one that no other words had."""
    store = made(tmp_path)
    first = entry(store, "refund").phrase
    edit(store, "refund", **NEW)
    store.save([Edit(first, 2)], "Ann", what="undo")
    assert edit(store, "refund", tone="warm", version=2).phrase.version == 1
    assert edit(store, "refund", tone="competent", version=5).phrase.version == 5
