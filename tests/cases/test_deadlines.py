"""Deadlines in the protocol: receipts that come later, a reminder before, escalation after, each once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pulang.cases.actions import answer, assign_task, open_case, send_about, share_case
from pulang.cases.actions.deadlines import watch_deadlines
from pulang.cases.models import Case, Task
from pulang.cases.ownership.actions import withdraw_object
from pulang.cases.ownership.queries import copies_for
from pulang.crypto.signing import verify_jws
from pulang.db.context import acting_as
from pulang.exchange.answer_times import answer_times_for, name_fallback
from pulang.exchange.delivery.later import take_receipts
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Message, Receipt, SharedObject
from pulang.exchange.receipts import RECEIPT_TYPE
from pulang.lib.actor import system
from pulang.lib.errors import Invalid, NotAllowed
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from pulang.persons.models import Person
from tests.cases.test_ownership import copy_here
from tests.exchange.partner import asks, partner_of
from tests.exchange.test_sending import receipt

NODE = "ncb-phnom-penh"
FOUND = {
    "outcome": "victim",
    "act": "established",
    "means": "indicated",
    "purpose": "established",
    "reasons": "Heard.",
}


@pytest.fixture
def partner(cast):
    return partner_of(cast)


@pytest.fixture
def case(cast, partner) -> Case:
    person = register_person(cast.officer, draft=PersonDraft(name="Siti Aminah"))
    made = open_case(cast.officer, person_id=person.pk)
    share_case(cast.officer, case_id=made.pk, to=NODE)
    return made


def given(message_id) -> list[tuple[str, str, bool]]:
    with acting_as(system("test")):
        return list(
            Receipt.objects.filter(message=message_id).order_by("at").values_list("level", "code", "waiting")
        )


def open_codes(case) -> list[str]:
    with acting_as(system("test")):
        return sorted(Task.objects.filter(case=case, done_at=None).values_list("code", flat=True))


def watch(hours: float) -> int:
    return watch_deadlines(system("test"), now=timezone.now() + timedelta(hours=hours))


def test_the_partner_hears_that_an_officer_has_it_and_that_it_is_answered(cast, partner, case):
    asked = asks(partner, case)
    with acting_as(cast.officer):
        task = Task.objects.get(case=case, done_at=None)
    for _ in range(2):
        assign_task(cast.officer, case_id=case.pk, task_id=task.pk, officer=cast.officer.id)
    answer(cast.officer, message_id=asked, body=FOUND)
    assert given(asked) == [("accepted", "", False), ("assigned", "", True), ("answered", "", True)]
    with acting_as(system("test")):
        token = Receipt.objects.get(message=asked, level="assigned").token
    key = node_keys().signing.public
    assert cast.officer.name.encode() not in verify_jws(token.encode(), {key.kid: key}, typ=RECEIPT_TYPE).payload


def test_a_later_receipt_of_the_partner_is_kept_once_and_a_false_one_is_not(cast, partner, case):
    sent = send_about(cast.officer, case_id=case.pk, to=NODE, kind="note", body={"text": "x"})
    keys, right = [partner.signing.public], receipt(partner, sent, "assigned")
    wrong = receipt(partner, sent, "refused", code="expired")
    assert take_receipts(partner.peer, [right, right, wrong], keys) == ["ok", "ok", "!receipt_contradicts"]
    assert [level for level, *_ in given(sent.pk)] == ["assigned"]
    with acting_as(system("test")):
        assert Message.objects.get(pk=sent.pk).state == "accepted"


def test_who_owes_an_answer_is_reminded_before_and_the_fallback_told_after_each_once(cast, partner, case):
    asked = asks(partner, case)  # due in three days
    name_fallback(cast.administrator, node=NODE, username="officer")
    assert watch(50) == 0
    assert watch(60) == 1
    assert watch(61) == 0
    assert "answer_soon" in open_codes(case)
    assert watch(73) == 1
    assert watch(200) == 0
    with acting_as(system("test")):
        late = Task.objects.get(case=case, code="answer_overdue")
    assert late.officer_id == cast.officer.id
    answer(cast.officer, message_id=asked, body=FOUND)
    assert not {"answer_soon", "answer_overdue"} & set(open_codes(case))


def test_who_waits_for_an_answer_hears_when_it_does_not_come(cast, partner, case):
    partner.agreement.save()
    body = {"question": "Is she yours?"}
    send_about(cast.officer, case_id=case.pk, to=NODE, kind="nationality.request", body=body, due="danger")
    assert watch(7) == 0
    assert watch(9) == 1
    assert watch(9) == 0
    assert "chase_answer" in open_codes(case)


def test_a_fallback_without_the_case_is_not_told_of_it(cast, partner, case):
    asks(partner, case)
    name_fallback(cast.administrator, node=NODE, username="colleague")
    watch(73)
    with acting_as(system("test")):
        assert Task.objects.get(case=case, code="answer_overdue").agency_id == cast.embassy.pk


def test_only_an_active_officer_who_works_on_cases_is_a_fallback(cast, partner):
    for username in ("admin", "nobody"):
        with pytest.raises(Invalid):
            name_fallback(cast.administrator, node=NODE, username=username)
    with pytest.raises(NotAllowed):
        name_fallback(cast.officer, node=NODE, username="officer")
    assert name_fallback(cast.administrator, node=NODE, username="").fallback is None


def test_a_withdrawal_that_is_not_confirmed_in_a_day_is_chased_once(cast, partner, case):
    withdraw_object(cast.officer, object_id=copies_for(cast.officer, case.pk)[0].book.pk, reason="safety")
    assert watch(23) == 0
    assert watch(25) == 1
    assert watch(26) == 0
    assert "chase_withdrawal" in open_codes(case)


def test_on_its_day_a_copy_is_reviewed_once_and_after_the_last_it_is_gone_for_good(cast, partner):
    case, today = copy_here(partner, onward=False), timezone.localdate()
    with acting_as(system("test")):
        SharedObject.objects.update(review_at=today, delete_after=today)
    assert watch(0) == 1
    assert watch(1 / 60) == 0
    assert "review_copy" in open_codes(case)
    assert watch(48) == 1
    with acting_as(system("test")):
        assert Person.objects.get(pk=case.person_id).name == "–"
    again = partner.fields(type="case.share", obj={"uid": str(case.uid), "ver": 4, "op": "create"})
    again["body"] = {"case": str(case.uid), "number": "KH-1", "urgency": "normal", "person": {"name": "Ratna"}}
    receive(partner.peer, [partner.seal(again)])
    with acting_as(system("test")):
        assert Message.objects.get(pk=again["id"]).code == "object_withdrawn"


def test_answer_times_are_told_by_kind_and_partner_and_side(cast, partner, case):
    for _ in range(3):
        answer(cast.officer, message_id=asks(partner, case), body=FOUND)
    hours = (1, 2, 10)
    with acting_as(system("test")):
        for message, span in zip(Message.objects.filter(answered_at__isnull=False), hours, strict=True):
            Message.objects.filter(pk=message.pk).update(answered_at=message.created + timedelta(hours=span))
    (found,) = answer_times_for(cast.data_protection)
    assert (found.node, found.kind, found.ours, found.count) == (NODE, "identification.request", True, 3)
    assert found.median == timedelta(hours=2)
    assert timedelta(hours=2) < found.p80 < timedelta(hours=10)
    with pytest.raises(NotAllowed):
        answer_times_for(cast.officer)
