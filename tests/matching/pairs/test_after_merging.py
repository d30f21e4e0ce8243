"""What was judged holds of records that were joined and parted."""

from pulang.matching.pairs.queries import pairs_for
from pulang.persons.actions import merge_persons, split_persons
from pulang.persons.drafts import PersonDraft
from pulang.persons.queries import person_for
from tests.matching.pairs.people import SITI, SITTI, judge, look, register


def merge(actor, kept, gone):
    versions = (person_for(actor, one.pk).version for one in (kept, gone))
    kept_version, gone_version = versions
    return merge_persons(
        actor, kept_id=kept.pk, gone_id=gone.pk, kept_version=kept_version, gone_version=gone_version
    )


def test_a_pair_that_became_one_is_gone_and_returns_when_parted(cast):
    first, second = register(cast.officer, SITI, SITTI)
    judge(cast.officer, "same")
    made = merge(cast.officer, first, second)
    look()
    assert pairs_for(cast.officer, state="same").rows == ()
    split_persons(
        cast.officer, merge_id=made.pk, version=person_for(cast.officer, first.pk).version, reason="Sisters."
    )
    look()
    assert len(pairs_for(cast.officer, state="same").rows) == 1


def test_who_was_rejected_stays_rejected_after_one_of_both_was_joined(cast):
    first, twin = register(cast.officer, SITI, SITTI)
    judge(cast.officer)
    (third,) = register(cast.officer, PersonDraft(name="Siti A.", birth_date="~1995"))
    merge(cast.officer, third, first)
    assert look() == 1, "her new name is new evidence"
    (row,) = pairs_for(cast.officer).rows
    judge(cast.officer)
    assert look() == 0
    assert {row.left.id, row.right.id} == {third.pk, twin.pk}
