"""What leaves: numbered without a gap, brought until its receipt is here, and told of once."""

from uuid import UUID, uuid4

from pulang.cases.actions import answer, share_case
from pulang.cases.models import Case
from pulang.cases.ownership.actions import withdraw_object
from pulang.cases.ownership.proposals import decide_proposal, propose_change
from pulang.db.context import acting_as
from pulang.exchange.delivery.later import tell_later
from pulang.exchange.delivery.pushing import deliver
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.models import Holding, Message, Receipt, SharedObject
from pulang.exchange.receipts import keep_receipt, read_receipt
from pulang.lib.actor import system
from pulang.persons.queries import person_for
from tests.exchange.crashes.drill import Drill, without_gap
from tests.exchange.partner import NODE, asks
from tests.exchange.test_ownership import Owner
from tests.exchange.test_sending import receipt


def message(drill: Drill) -> None:
    """The number of a message and the message go together: no gap, no double."""
    for _ in drill.crashes(drill.note):
        assert without_gap(drill.partner.peer)
    assert without_gap(drill.partner.peer)


def receipt_kept(drill: Drill) -> None:
    """A receipt and what it says of the message are kept together."""
    sent = drill.note()
    token = receipt(drill.partner, sent, "accepted")

    def step() -> None:
        with acting_as(system("delivery")):
            found = Message.objects.get(pk=sent.pk)
            keep_receipt(found, token, read_receipt(token, [drill.partner.signing.public]))

    for _ in drill.crashes(step):
        with acting_as(system("test")):
            state, kept = Message.objects.get(pk=sent.pk).state, Receipt.objects.filter(message=sent).count()
        assert (state, kept) in (("queued", 0), ("accepted", 1))


def delivery(drill: Drill) -> None:
    """What was brought is written down with its receipt, or is brought again; nothing is lost on the way."""
    wrote: list[UUID] = []

    def more() -> None:
        wrote.append(drill.note().pk)
        drill.line.listen()

    more()
    for _ in drill.crashes(lambda: deliver(drill.partner.peer.pk)):
        with acting_as(system("test")):
            states = {one.pk: one.state for one in Message.objects.filter(pk__in=wrote)}
            kept = set(Receipt.objects.filter(message__in=wrote).values_list("message", flat=True))
        assert len(states) == len(wrote)
        assert kept == {key for key, state in states.items() if state == "accepted"}
        more()
    with acting_as(system("test")):
        assert set(Message.objects.filter(pk__in=wrote[:-1]).values_list("state", flat=True)) <= {"accepted"}


def giving(drill: Drill) -> None:
    """The case is given and the book says so, or neither."""
    case, once = drill.case(), uuid4().hex
    for _ in drill.crashes(lambda: share_case(drill.cast.desk, case_id=case.pk, to=NODE, once=once)):
        with acting_as(system("test")):
            given = Message.objects.filter(kind="case.share", outgoing=True, scope=case.pk).count()
            held = Holding.objects.filter(object__uid=case.uid, state="held").count()
        assert given == held <= 1


def taking_back(drill: Drill) -> None:
    """Taken back and asked for at once, or neither."""
    case = drill.case()
    share_case(drill.cast.desk, case_id=case.pk, to=NODE)
    with acting_as(system("test")):
        book = SharedObject.objects.get(uid=case.uid)

    def step() -> None:
        with acting_as(system("test")):
            if not Holding.objects.filter(object=book, state="pending").exists():  # else an officer sees it
                withdraw_object(drill.cast.desk, object_id=book.pk, reason="safety")

    for _ in drill.crashes(step):
        with acting_as(system("test")):
            pending = Holding.objects.filter(object=book, state="pending").count()
            sent = Message.objects.filter(outgoing=True, obj__op="withdraw", scope=case.pk).count()
        assert pending == sent <= 1


def later_receipt(drill: Drill) -> None:
    """That an officer has it is told once, and waits to be carried."""
    owner = Owner(drill.partner)
    receive(drill.partner.peer, [owner.says("create", 1)])
    with acting_as(system("test")):
        asked = asks(drill.partner, Case.objects.get(uid=owner.uid))

    def step() -> None:
        with acting_as(system("test")):
            tell_later(Message.objects.get(pk=asked), "assigned")

    for _ in drill.crashes(step):
        with acting_as(system("test")):
            told = list(Receipt.objects.filter(message=asked, level="assigned").values_list("waiting", flat=True))
        assert told in ([], [True])


def answered(drill: Drill) -> None:
    """An answer is queued together with the receipt that says so, the task done and the message marked."""
    case = drill.case()
    share_case(drill.cast.desk, case_id=case.pk, to=NODE)
    asked = asks(drill.partner, case)
    body = {"outcome": "victim", "act": "established", "means": "established", "purpose": "established"}
    body |= {"reasons": "seen"}
    once = uuid4().hex
    for _ in drill.crashes(lambda: answer(drill.cast.desk, message_id=asked, body=body, once=once)):
        with acting_as(system("test")):
            answers = Message.objects.filter(outgoing=True, re=asked).count()
            told = Receipt.objects.filter(message=asked, level="answered").count()
        assert answers == told <= 1


def proposing(drill: Drill) -> None:
    """A change that is proposed to the owner is queued under the next number, or nothing is."""
    owner = Owner(drill.partner)
    receive(drill.partner.peer, [owner.says("create", 1)])
    with acting_as(system("test")):
        case = Case.objects.get(uid=owner.uid)

    def step() -> None:
        propose_change(drill.cast.desk, case_id=case.pk, changes={"name": "Siti Nur"})

    for _ in drill.crashes(step):
        assert without_gap(drill.partner.peer)
    with acting_as(system("test")):
        assert Message.objects.filter(outgoing=True, kind="case.proposal", scope=case.pk).exists()


def deciding(drill: Drill) -> None:
    """A proposal is accepted with all that follows: the name, the correction of the copy, the partner's receipt."""
    case = drill.case()
    share_case(drill.cast.desk, case_id=case.pk, to=NODE)
    asked = asks(drill.partner, case, "case.proposal", changes=[{"field": "name", "value": "Dewi Ayu"}])

    def decided() -> bool:
        with acting_as(system("test")):
            return Message.objects.get(pk=asked).answered_at is not None

    def step() -> None:
        if not decided():  # else an officer sees it
            decide_proposal(drill.cast.desk, message_id=asked, accept=True)

    for _ in drill.crashes(step):
        with acting_as(system("test")):
            told = Receipt.objects.filter(message=asked, level="answered").count()
            corrected = Message.objects.filter(outgoing=True, obj__op="correct", scope=case.pk).count()
        renamed = person_for(drill.cast.desk, case.person_id).draft.name == "Dewi Ayu"
        assert told == corrected == renamed == decided()
    assert decided()


ROOM = {
    "sending": message,
    "receipt": receipt_kept,
    "delivering": delivery,
    "giving": giving,
    "taking back": taking_back,
    "later receipt": later_receipt,
    "answer": answered,
    "proposing": proposing,
    "deciding on a proposal": deciding,
}
