"""Pairs are judged and taken back; a judgement is never changed."""

import pytest

from pulang.audit.limits import OPENING
from pulang.audit.models import Entry
from pulang.db.context import acting_as
from pulang.lib.errors import Conflict, Invalid
from pulang.matching.pairs.actions import judge_pair, take_back
from pulang.matching.pairs.errors import NotJudged
from pulang.matching.pairs.models import Judgement
from pulang.matching.pairs.queries import pair_for, pairs_for
from tests.cast import make_actor
from tests.matching.pairs.people import judge


@pytest.mark.parametrize("verdict", ["same", "different", "unsure"])
def test_a_judgement_says_who_when_and_why(cast, pair, verdict):
    judge(cast.officer, verdict, reason="The mother knows both.")
    seen = pair_for(cast.officer, pair.id)
    (said,) = seen.judgements
    assert (said.verdict, said.reason, said.officer) == (verdict, "The mother knows both.", cast.officer.name)
    assert (seen.state, seen.mine) == (verdict, True)
    assert [row.id for row in pairs_for(cast.officer, state=verdict).rows] == [pair.id]
    queue = pairs_for(cast.officer)
    assert (queue.waiting, queue.decided, queue.last.id) == (0, 1, pair.id)


def test_the_reason_is_not_readable_in_the_database(cast, pair):
    judge(cast.officer, reason="The mother knows both.")
    with acting_as(cast.officer):
        row = Judgement.objects.values().get()
    assert b"mother" not in row["reason"]
    assert {len(digest) for digest in row["low_evidence"]} == {16}


def test_a_judgement_is_never_changed_or_erased(cast, pair):
    judge(cast.officer)
    with acting_as(cast.officer):
        assert Judgement.objects.update(verdict="same") == 0
        assert Judgement.objects.all()._raw_delete("default") == 0
        assert Judgement.objects.get().verdict == "different"


def test_taking_back_is_a_further_line(cast, pair):
    judge(cast.officer)
    with pytest.raises(Conflict):
        take_back(cast.officer, pair_id=pair.id, version=1)
    take_back(cast.officer, pair_id=pair.id, version=2)
    seen = pair_for(cast.officer, pair.id)
    assert (seen.state, [said.verdict for said in seen.judgements]) == ("open", ["taken_back", "different"])
    queue = pairs_for(cast.officer)
    assert (queue.decided, queue.last) == (0, None)
    with pytest.raises(NotJudged):
        take_back(cast.officer, pair_id=pair.id, version=3)


def test_nobody_takes_back_what_a_colleague_judged(cast, pair):
    judge(cast.officer)
    second = make_actor("second", cast.embassy, "protection")
    with pytest.raises(NotJudged):
        take_back(second, pair_id=pair.id, version=2)
    assert judge_pair(second, pair_id=pair.id, verdict="same", version=2).verdict == "same"
    assert pairs_for(cast.officer).last is None, "the colleague's judgement is the last"


def test_a_pair_that_was_judged_meanwhile_is_not_judged_unseen(cast, pair):
    judge(cast.officer)
    with pytest.raises(Conflict):
        judge_pair(cast.officer, pair_id=pair.id, verdict="same", version=1)


def test_a_button_pressed_twice_judges_once(cast, pair):
    for _ in range(2):
        judge_pair(cast.officer, pair_id=pair.id, verdict="same", version=1, once="token")
    assert len(pair_for(cast.officer, pair.id).judgements) == 1


@pytest.mark.parametrize("verdict", ["", "perhaps", "taken_back"])
def test_a_verdict_is_one_of_three(cast, pair, verdict):
    with pytest.raises(Invalid):
        judge(cast.officer, verdict)


def test_every_look_and_judgement_is_in_the_audit(cast, pair):
    pair_for(cast.officer, pair.id)
    judge(cast.officer)
    for event in ("pair.read", "pair.judged"):
        told = Entry.objects.filter(event=event, actor_id=cast.officer.id).values_list("scope", flat=True)
        assert set(told) == {pair.left.id, pair.right.id}
    assert OPENING["pair.read"] != OPENING["person.read"]
