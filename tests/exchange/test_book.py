"""The owner's book: which version each recipient was given, under which terms, and how far a withdrawal came."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from pulang.db.context import acting_as
from pulang.exchange.envelope import ObjectRef, Retention
from pulang.exchange.errors import NotOwner, OnwardRefused
from pulang.exchange.models import Holding, SharedObject
from pulang.exchange.objects.owning import next_version, others_hold
from pulang.lib.actor import system
from tests.exchange.partner import make_partner
from tests.exchange.test_ownership import Owner
from tests.exchange.test_sending import case_of, keep, note, receipt

REASON = {"reason": "safety"}


def book(uid: UUID) -> SharedObject:
    with acting_as(system("test")):
        return SharedObject.objects.get(uid=uid)


def holding(uid: UUID) -> Holding:
    with acting_as(system("test")):
        return Holding.objects.get(object__uid=uid)


def still_held(uid: UUID) -> bool:
    with acting_as(system("test")):
        return others_hold(book(uid))


def given(cast, uid: UUID, ver: int, op: str = "create", **more):
    body = {} if op in ("create", "correct") else {"body": REASON}
    return note(cast.desk, obj=ObjectRef(uid, ver, op), **body, **more)


def test_what_is_shared_stands_in_the_book_with_its_terms(cast, partner):
    uid, scope, day = uuid4(), case_of(cast), timezone.localdate()
    given(cast, uid, 1, scope=scope, code="H1", retention=Retention(day, day + timedelta(days=5)))
    kept, held = book(uid), holding(uid)
    assert (kept.kind, kept.scope, kept.owner, kept.source, kept.state) == ("note", scope, "", None, "held")
    assert (kept.version, kept.handled, kept.kept) == (1, 1, 1)
    assert (kept.handling["code"], kept.review_at, kept.delete_after) == ("H1", day, day + timedelta(days=5))
    assert (held.peer, held.version, held.state) == (partner.peer, 1, "held")
    assert (held.message, held.due_at, held.applied_at, held.counts) == (None, None, None, None)


def test_each_operation_advances_what_it_is_about_and_nothing_goes_back(cast, partner):
    uid, day = uuid4(), timezone.localdate()
    given(cast, uid, 1)
    given(cast, uid, 2, "restrict", code="H3")
    given(cast, uid, 3, "review", code="H0", retention=Retention(day, day))
    kept = book(uid)
    assert (kept.version, kept.handled, kept.kept) == (3, 2, 3)
    assert (kept.handling["code"], kept.delete_after) == ("H3", day)
    with acting_as(system("test")):
        assert next_version(uid) == 4
        assert next_version(uuid4()) == 1


def test_a_withdrawal_waits_for_a_day_and_what_the_partner_says_of_it_is_kept(cast, partner):
    uid = uuid4()
    given(cast, uid, 1)
    assert not still_held(uid)
    back = given(cast, uid, 2, "withdraw")
    held = holding(uid)
    assert (held.state, held.message, held.version, held.applied_at, held.counts) == (
        "pending",
        back.pk,
        2,
        None,
        None,
    )
    assert timedelta(hours=23) < held.due_at - timezone.now() <= timedelta(hours=24)
    assert still_held(uid)
    keep(partner, back, receipt(partner, back, "refused", code="not_owner"))
    assert holding(uid).state == "refused"
    assert still_held(uid), "it is still there"


def test_once_it_is_gone_the_book_says_how_much_went(cast, partner):
    uid, counts = uuid4(), {"copies": 2, "attachments": 1, "exports": 0, "onward": 0}
    given(cast, uid, 1)
    back = given(cast, uid, 2, "withdraw")
    keep(partner, back, receipt(partner, back, "applied", applied=counts))
    held = holding(uid)
    assert (held.state, held.counts) == ("applied", counts)
    assert abs(held.applied_at - timezone.now()) < timedelta(minutes=5)
    assert not still_held(uid)


def test_a_word_on_an_older_withdrawal_changes_nothing_of_what_was_shared_again(cast, partner):
    uid = uuid4()
    given(cast, uid, 1)
    back = given(cast, uid, 2, "withdraw")
    given(cast, uid, 3)
    keep(partner, back, receipt(partner, back, "applied"))
    held = holding(uid)
    assert (held.state, held.version, held.message, held.due_at, held.applied_at) == ("held", 3, None, None, None)


def test_what_a_partner_owns_is_numbered_by_it_and_passed_on_only_as_it_allows(cast, partner):
    third = make_partner(cast, node="ncb-bangkok", agency=cast.police)
    for onward, refused in ((False, True), (True, False)):
        owner = Owner(partner)
        owner.give(owner.says("create", 1, onward=onward, name=f"Person {onward}", papers=[]))
        uid = UUID(owner.uid)
        with pytest.raises(NotOwner) as theirs, acting_as(system("test")):
            next_version(uid)
        assert theirs.value.details["owner"] == partner.peer.node_id
        obj = ObjectRef(uid, 1, owner=partner.peer.node_id)
        with pytest.raises(OnwardRefused):
            note(cast.desk, obj=obj)  # to its own owner
        if refused:
            with pytest.raises(OnwardRefused):
                note(cast.desk, to=third.peer.node_id, obj=obj)
        else:
            assert note(cast.desk, to=third.peer.node_id, obj=obj).obj["owner"] == partner.peer.node_id
            assert book(uid).version == 1, "the owner's own number"


def test_nobody_passes_on_what_is_not_here(cast, partner):
    with pytest.raises(NotOwner) as theirs:
        note(cast.desk, obj=ObjectRef(uuid4(), 1, owner="ncb-bangkok"))
    assert theirs.value.details["owner"] == "ncb-bangkok"
