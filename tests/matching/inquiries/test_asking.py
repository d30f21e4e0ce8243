"""Asking a partner whether it knows somebody: only what was ticked leaves, and the answer comes to the case."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from pulang.cases.models import Task
from pulang.cases.queries import conversation_for, conversations_for
from pulang.db.context import acting_as
from pulang.exchange.envelope import to_wire
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.models import Message
from pulang.lib.actor import system
from pulang.lib.errors import Invalid, NotFound
from pulang.matching.inquiries.actions import ask_partner
from pulang.matching.inquiries.queries import sayable_for
from tests.exchange.partner import NODE

QUESTION = "Is he with you?"


def ask(cast, case, *parts, **more):
    return ask_partner(cast.officer, case_id=case.pk, to=NODE, parts=parts, question=QUESTION, **more)


def answers(partner, sent, result, **said) -> tuple[UUID, str]:
    body = {"case": sent.body["case"], "result": result, **said}
    fields = partner.fields(type="locate.answer", thread=str(sent.thread), re=str(sent.pk), body=body)
    receive(partner.peer, [partner.seal(fields)])
    with acting_as(system("test")):
        return UUID(fields["id"]), Message.objects.get(pk=fields["id"]).state


def test_only_what_was_ticked_leaves(cast, partner, case):
    sent = ask(cast, case, "name.0", "birth_date", "paper.0")
    assert sent.body == {
        "case": str(case.uid),
        "question": QUESTION,
        "person": {"names": ["Moh. Djoko Soesilo"], "birth_date": "~1998", "papers": ["C1234567"]},
    }
    assert sent.reply_by is not None


def test_everything_that_may_be_said_can_be_ticked_and_nothing_else(cast, partner, case):
    sayable = sayable_for(cast.officer, case.pk)
    assert [part.key for part in sayable.parts] == [
        *("name.0", "name.1", "paper.0", "phone.0"),
        *("birth_date", "birth_place", "sex", "nationality"),
    ]
    with pytest.raises(Invalid, match="not_a_choice"):
        ask(cast, case, "description")
    with pytest.raises(Invalid, match="required"):
        ask(cast, case)


def test_the_partner_gets_no_copy_of_the_case(cast, partner, case):
    ask(cast, case, "name.0")
    with acting_as(cast.peer):
        assert not type(case).objects.filter(pk=case.pk).exists()


def test_who_does_not_hold_the_case_cannot_ask(cast, partner, case):
    with pytest.raises(NotFound):
        ask_partner(cast.colleague, case_id=case.pk, to=NODE, parts=["name.0"], question=QUESTION)


def test_asking_twice_with_one_token_sends_once(cast, partner, case):
    assert ask(cast, case, "name.0", once="t").pk == ask(cast, case, "name.0", once="t").pk


@pytest.mark.parametrize("result", ["known", "not_found"])
def test_the_answer_comes_to_the_case_and_to_the_queue(cast, partner, case, result):
    sent = ask(cast, case, "name.0")
    message, state = answers(partner, sent, result, remark="Call us.")
    assert state == "accepted"
    (row,), _ = conversations_for(cast.officer, case_id=case.pk)
    assert (row.thread.standing, row.thread.count) == ("settled", 2)
    assert conversation_for(cast.officer, message).messages[-1].body["remark"] == "Call us."
    with acting_as(cast.officer):
        assert Task.objects.filter(case=case, code="read_answer", done_at=None).exists()


def test_an_answer_to_nothing_or_about_another_case_is_refused(cast, partner, case):
    sent = ask(cast, case, "name.0")
    sent.body = {**sent.body, "case": "0198c0de-0000-7000-8000-000000000001"}
    assert answers(partner, sent, "known")[1] == "refused"
    sent.pk = UUID("0198c0de-0000-7000-8000-000000000002")
    assert answers(partner, sent, "known")[1] == "refused"
    with acting_as(cast.officer):
        assert not Task.objects.filter(case=case, code="read_answer").exists()


def test_an_ordinary_question_about_a_case_cannot_be_answered_with_known(cast, partner, case):
    fields = partner.fields(type="locate.answer", body={"case": str(case.uid), "result": "known"})
    (answer,) = receive(partner.peer, [partner.seal(fields)])
    assert answer.receipt
    with acting_as(system("test")):
        assert Message.objects.get(pk=fields["id"]).state == "refused"


def test_a_question_has_the_deadline_that_was_chosen(cast, partner, case):
    sent = ask(cast, case, "name.0", due="normal")
    assert to_wire(sent.reply_by) > to_wire(datetime.now(UTC) + timedelta(days=6))
