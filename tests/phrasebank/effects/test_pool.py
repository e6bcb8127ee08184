"""Outcomes of several agents are one team's."""

from phrasebank.effects.pool import Pool, read_pool
from phrasebank.outcomes import OutcomeStore
from tests.phrasebank.effects.cards import card, cards


def test_files_are_agents_and_a_call_counts_once(tmp_path):
    """An agent's own file and the copy that they share are one; a file that is not there holds nothing."""
    mine, copy, other = (tmp_path / name for name in ("mine.db", "copy.db", "other.db"))
    for path in (mine, copy):
        OutcomeStore(path).record(cards(3, "spoken"))
    OutcomeStore(other).record(cards(2, "dismissed"))
    steps: list[tuple[int, int]] = []
    pool = read_pool([mine, copy, other, tmp_path / "none.db"], lambda *step: steps.append(step))
    assert [len(agent) for agent in pool.agents] == [3, 2]
    assert pool.unread == ()
    assert steps == [(0, 4), (1, 4), (2, 4), (3, 4)]


def test_a_damaged_file_costs_only_its_own_figures(tmp_path):
    """Its sentence is told."""
    broken, sound = tmp_path / "broken.db", tmp_path / "sound.db"
    broken.write_bytes(b"no database at all" * 100)
    OutcomeStore(sound).record(cards(2, "spoken"))
    pool = read_pool([broken, sound])
    assert len(pool.agents) == 1
    assert "broken.db" in pool.unread[0]


def test_some_days_can_be_looked_at():
    """Both bounds are taken in; an empty one is none. Agents without cards in these days are left out."""
    days = [card(day=f"2026-03-0{day}", call_id=f"call-{day}") for day in range(1, 6)]
    pool = Pool((tuple(days), (card(day="2026-02-01"),)), ("told",))
    assert [one.day[-2:] for one in pool.between("2026-03-02", "2026-03-04").outcomes] == ["02", "03", "04"]
    assert len(pool.between("2026-03-02", "2026-03-04").agents) == 1
    assert len(pool.between("", "2026-03-01").outcomes) == 2
    assert pool.between("", "") is pool
    assert pool.between("2027-01-01", "") == Pool((), ("told",))


def test_all_outcomes_come_in_the_order_of_time():
    """An experiment takes its looks in that order."""
    pool = Pool(((card(day="2026-03-03", call_id="c"),), (card(day="2026-03-01", call_id="a"),)))
    assert [one.call_id for one in pool.outcomes] == ["a", "c"]
