"""After the agreement the nodes greet each other by themselves, once."""

from uuid import uuid4

from pulang.db.context import acting_as
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Message
from pulang.exchange.partners.hello import KIND, greet, round_trip_at
from pulang.exchange.receipts import read_receipt
from pulang.lib.actor import system
from tests.exchange.test_sending import keep, receipt


def hellos(**narrow):
    with acting_as(system("test")):
        return list(Message.objects.filter(outgoing=True, kind=KIND, **narrow).order_by("seq"))


def say_hello(partner, **more):
    fields = partner.fields(type=KIND, body={}, **more)
    fields["handling"]["purpose"] = "system"
    (answer,) = receive(partner.peer, [partner.seal(fields)])
    assert answer.receipt
    return fields["id"]


def test_a_greeting_is_sent_once(partner):
    greet(partner.peer)
    greet(partner.peer)
    assert len(hellos()) == 1


def test_a_greeting_is_answered_and_greeted_back_where_nobody_did(partner):
    asked = say_hello(partner)
    assert [str(message.re) for message in hellos()] == [asked, "None"]
    say_hello(partner)
    assert len(hellos()) == 3, "answered, but not greeted again"


def test_the_answer_is_not_answered_and_the_greeting_is_taken_back(partner):
    greet(partner.peer)
    (ours,) = hellos()
    say_hello(partner, re=str(ours.pk), thread=str(ours.thread))
    (_, taken_back) = hellos()
    assert (taken_back.obj["uid"], taken_back.obj["op"]) == (ours.obj["uid"], "withdraw")
    say_hello(partner, re=str(ours.pk), thread=str(ours.thread))
    assert len(hellos()) == 2, "once"
    assert round_trip_at(partner.peer) is None, "not before the partner has said that it is gone"
    none = {"copies": 1, "attachments": 0, "exports": 0, "onward": 0}
    assert keep(partner, taken_back, receipt(partner, taken_back, "applied", applied=none)) == "accepted"
    assert round_trip_at(partner.peer) is not None


def test_a_greeting_that_is_taken_back_is_gone(partner):
    uid = str(uuid4())
    say_hello(partner, obj={"uid": uid, "ver": 1, "op": "create"})
    fields = partner.fields(type=KIND, body={"reason": "round_trip"}, obj={"uid": uid, "ver": 2, "op": "withdraw"})
    fields["handling"]["purpose"] = "system"
    (answer,) = receive(partner.peer, [partner.seal(fields)])
    assert read_receipt(answer.receipt, [node_keys().signing.public]).level == "applied"
    assert len(hellos()) == 2, "an answer and our own greeting; what is taken back is not answered"
