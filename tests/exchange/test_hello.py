"""After the agreement the nodes greet each other by themselves, once."""

from pulang.db.context import acting_as
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.models import Message
from pulang.exchange.partners.hello import KIND, greet, round_trip_at
from pulang.lib.actor import system


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


def test_the_answer_makes_the_round_trip_and_is_not_answered(partner):
    greet(partner.peer)
    (ours,) = hellos()
    assert round_trip_at(partner.peer) is None
    say_hello(partner, re=str(ours.pk), thread=str(ours.thread))
    assert round_trip_at(partner.peer) is not None
    assert len(hellos()) == 1
