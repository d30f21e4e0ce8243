"""After the agreement the nodes greet each other by themselves, once."""

from hashlib import sha256
from uuid import UUID, uuid4

from pulang.db.context import acting_as
from pulang.exchange.attachments.agreed import SYSTEM_FILE
from pulang.exchange.attachments.sealing import opened
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Message
from pulang.exchange.partners.hello import KIND, greet, round_trip_at
from pulang.exchange.receipts import read_receipt
from pulang.lib.actor import system
from tests.exchange.attached import Line, _own_folders, pushed
from tests.exchange.giver import Giver, document
from tests.exchange.test_sending import keep, receipt

__all__ = ["_own_folders"]


def greeting(partner, **more):
    fields = partner.fields(type=KIND, body={}, **more)
    fields["handling"]["purpose"] = "system"
    return fields


def hellos(**narrow):
    with acting_as(system("test")):
        return list(Message.objects.filter(outgoing=True, kind=KIND, **narrow).order_by("seq"))


def say_hello(partner, **more):
    fields = greeting(partner, **more)
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
    assert taken_back.obj == {"uid": ours.obj["uid"], "ver": 2, "op": "withdraw", "base": 1}
    assert (taken_back.handling["purpose"], taken_back.thread) == ("system", ours.thread)
    assert taken_back.body == {"reason": "round_trip"}
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


class Greeter(Giver):
    """The partner with a file beside its greeting."""

    def fields_with(self, **more):
        return greeting(self.partner, att=[{**self.entry, **more}])


def test_a_greeting_with_a_file_is_answered_once_that_is_here_and_the_file_is_not_kept(partner):
    one = Greeter(partner, document(70_000))
    assert one.share()["level"] == "accepted"
    assert [message.re for message in hellos()] == [None], "greeted back, and not answered yet"
    one.whole()
    assert [message.re for message in hellos()] == [None, one.message]
    assert (one.row().state, one.row().file) == ("whole", None)


def test_a_greeting_whose_file_is_another_is_not_answered(partner):
    one = Greeter(partner, document(70_000))
    one.share(sha256=sha256(b"another").hexdigest())
    for _ in range(3):
        one.whole()
    assert (one.row().state, one.row().code) == ("refused", "attachment_broken")
    assert [message.re for message in hellos()] == [None]


def test_a_greeting_with_a_large_file_is_refused(partner):
    said = Greeter(partner, document(70_000)).share(size=SYSTEM_FILE + 1)
    assert (said["level"], said["code"]) == ("refused", "attachment_too_large")


def test_a_greeting_brings_one_file_and_its_answer_none(partner):
    greet(partner.peer)
    (ours,) = hellos()
    one, other = (Greeter(partner, document(70_000)) for _ in range(2))
    for more in ({"att": [one.entry, other.entry]}, {"att": [one.entry], "re": str(ours.pk)}):
        (answer,) = receive(partner.peer, [partner.seal(greeting(partner, **more))])
        said = read_receipt(answer.receipt, [node_keys().signing.public])
        assert (said.level, said.code) == ("refused", "attachment_not_allowed")


def test_our_greeting_brings_a_file_that_opens_to_what_was_announced(partner):
    greet(partner.peer)
    (ours,) = hellos()
    with acting_as(system("test")):
        Message.objects.filter(pk=ours.pk).update(state="accepted")
    line = Line(breaks_at=65_560)
    pushed(partner, line)
    (entry,) = ours.attachments
    plain = b"".join(opened(entry, iter([bytes(line.held[UUID(entry["id"])])])))
    assert (len(plain), sha256(plain).hexdigest()) == (entry["size"], entry["sha256"])
